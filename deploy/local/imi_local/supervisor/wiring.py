"""Which processes there are, and what each of them is told."""

import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from imi_local.provision.accounts import DOCUMENT_SERVICES, SERVICES
from imi_local.provision.environment import identity_key, service_environment
from imi_local.servers.ports import HOST
from imi_local.servers.process import Process
from imi_local.servers.state import RunState
from imi_local.supervisor import access
from imi_local.supervisor.migrated import MigrationNote
from imi_local.supervisor.service import ALL_ROLES, Service

PASSED_ON = ("IMI_LOG_LEVEL", "IMI_OTLP_ENDPOINT", "IMI_MODELS_DIR", "IMI_MAIL_LEASE_SECONDS")
AREAS_DIR = "IMI_AREAS_DIR"
APART = "apart"
ROLES = {
    "directory": ("http", "relay"),
    "requests": ("http", "consumer", "relay", "scheduler"),
    "statistics": ("http", "consumer", "relay"),
    "gateway": ("http", "consumer", "relay", "scheduler"),
    "translation": ("http", "consumer", "relay", "scheduler"),
    "notifications": ("http", "consumer", "relay", "scheduler"),
}
TRAINING = "imi_local.training"


def service_addresses(state: RunState, port: int, smtp_url: str) -> dict[str, str]:
    """Every service's own address, and `public` and `smtp`; only the gateway's port is chosen by people."""
    ports = {name: state.port(f"service.{name}") for name in SERVICES if name != "gateway"} | {
        "gateway": port
    }
    addresses = {name: f"http://{HOST}:{number}" for name, number in ports.items()}
    return addresses | {"public": addresses["gateway"], "smtp": smtp_url}


def areas_folder(state: RunState, given: Mapping[str, str]) -> Path:
    """Where areas of law are published for all services."""
    return Path(given.get(AREAS_DIR) or state.folder / "areas")


def make_services(
    state: RunState, given: Mapping[str, str], servers: dict[str, str], addresses: dict[str, str]
) -> list[Service]:
    """One process per service; with IMI_ROLES=apart one per service and role, as a cluster runs them."""
    passed_on = {name: given[name] for name in PASSED_ON if given.get(name)}
    models = state.folder / "models"
    models.mkdir(exist_ok=True)
    return [
        Service(
            name,
            port,
            {
                "IMI_MODELS_DIR": str(models),
                AREAS_DIR: str(areas_folder(state, given)),
                **passed_on,
                **service_environment(name, state, servers, addresses),
            },
            state,
            MigrationNote(name, state.folder, own_store=not given.get(store_variable(name))),
            role=role,
        )
        for name in SERVICES
        for role, port in _roles(name, state, given, addresses)
    ]


def _roles(
    service: str, state: RunState, given: Mapping[str, str], addresses: dict[str, str]
) -> list[tuple[str, int]]:
    """Role and port; the service's own address is where its routes are served, other roles answer for health."""
    address = int(addresses[service].rpartition(":")[2])
    if given.get("IMI_ROLES") != APART:
        return [(ALL_ROLES, address)]
    return [
        (role, address if role == "http" else state.port(f"service.{service}.{role}"))
        for role in ROLES[service]
    ]


def store_variable(service: str) -> str:
    return "IMI_MONGODB_URL" if service in DOCUMENT_SERVICES else "IMI_POSTGRES_URL"


def training_process(state: RunState, servers: dict[str, str], addresses: dict[str, str]) -> Process | None:
    """The process that makes the training data, or None when they are there (or nobody can make them)."""
    if access.accounts_file(state.folder).exists() or not find_spec(TRAINING):
        return None
    environment = {
        **service_environment("gateway", state, servers, addresses),
        "IMI_HTTP_PORT": addresses["gateway"].rpartition(":")[2],
        "IMI_GATEWAY_URL": addresses["gateway"],
        "IMI_RUN_DIR": str(state.folder),
        "IMI_ACCOUNTS_FILE": str(access.accounts_file(state.folder)),
        "IMI_IDENTITY_PUBLIC_KEY": identity_key(state, private=False),
        "PYTHONUNBUFFERED": "1",
    }
    return Process("training", [sys.executable, "-m", TRAINING], state.folder, env=environment)
