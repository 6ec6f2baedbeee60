"""A service runs as one process, or with its roles apart, each with a port for its health."""

from pathlib import Path
from typing import Any

import pytest

from imi_local.provision.accounts import SERVICES
from imi_local.servers.state import RunState
from imi_local.supervisor import wiring
from imi_local.supervisor.service import Service

SERVERS = {
    "IMI_RABBITMQ_URL": "amqp://admin:secret@127.0.0.1:5672/",
    "IMI_POSTGRES_URL": "postgresql://postgres:secret@127.0.0.1:5432/postgres",
    "IMI_MONGODB_URL": "mongodb://admin:secret@127.0.0.1:27017/?authSource=admin",
    "IMI_S3_URL": "http://key:secret@127.0.0.1:8333",
}


@pytest.fixture
def made(tmp_path: Path) -> Any:
    state = RunState(tmp_path)
    addresses = wiring.service_addresses(state, 8080, "smtp://127.0.0.1:25")

    def make(given: dict[str, str]) -> dict[str, Service]:
        made = wiring.make_services(state, given, SERVERS, addresses)
        return {service.name: service for service in made}

    return make


def test_by_default_each_service_is_one_process(made: Any) -> None:
    assert set(made({})) == set(SERVICES)


def test_apart_every_role_is_a_process_with_a_port_of_its_own(made: Any) -> None:
    services = made({"IMI_ROLES": "apart"})
    assert {f"{name}-{role}" for name, roles in wiring.ROLES.items() for role in roles} == set(services)
    assert len({service.port for service in services.values()}) == len(services)


def test_the_address_of_a_service_is_that_of_its_routes(made: Any) -> None:
    assert made({"IMI_ROLES": "apart"})["gateway-http"].port == made({})["gateway"].port


def test_every_service_has_its_roles_listed() -> None:
    assert set(wiring.ROLES) == set(SERVICES)
