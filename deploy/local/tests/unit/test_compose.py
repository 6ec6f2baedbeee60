"""Compose file, Dockerfile and provisioning agree with each other and with the services there are."""

import re
from pathlib import Path

import pytest
import yaml

from imi_contracts.topology import SERVICES
from imi_local import containers
from imi_local.provision.cli import USER_IDS, arguments_parser, env_file
from imi_local.servers.fleet import REPLACED_BY

REPOSITORY = Path(__file__).resolve().parents[4]
DOCKERFILE = (REPOSITORY / "deploy/Dockerfile").read_text()


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text())


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_a_target_a_user_and_a_container(compose: dict, service: str) -> None:
    stage = re.search(
        rf"^FROM code AS {service}\n(.*?)(?=^FROM)", DOCKERFILE, re.MULTILINE | re.DOTALL
    ).group(1)
    assert f"ENV IMI_SERVICE={service}" in stage
    assert f"USER {USER_IDS[service]}:{USER_IDS[service]}" in stage
    assert compose["services"][service]["build"]["target"] == service


def test_every_service_waits_for_its_accounts(compose: dict) -> None:
    for service in SERVICES:
        condition = compose["services"][service]["depends_on"]["provision"]["condition"]
        assert condition == "service_completed_successfully"


def test_provisioning_is_given_every_server(compose: dict) -> None:
    given = compose["services"]["provision"]["environment"]
    assert {name for names in REPLACED_BY.values() for name in names} <= set(given)


def test_provisioning_understands_what_it_is_told(compose: dict) -> None:
    verb, *arguments = compose["services"]["provision"]["command"]
    assert verb == "provision"
    assert arguments_parser().parse_args(arguments).owners


def test_only_the_pages_and_the_mails_are_reachable_from_outside_and_only_locally(compose: dict) -> None:
    published = {name: each["ports"] for name, each in compose["services"].items() if "ports" in each}
    assert set(published) == {"gateway", "mail"}
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)


def test_tests_and_compose_use_the_same_images(compose: dict) -> None:
    images = {each["image"] for each in compose["services"].values() if "image" in each}
    assert set(containers.IMAGES) <= images


def test_an_env_file_quotes_what_a_shell_would_read() -> None:
    text = env_file({"IMI_IDENTITY_PUBLIC_KEY": '{"kty": "OKP"}', "IMI_MONGO_URL": "mongodb://a@b/?x=1&y=2"})
    assert (
        text
        == "export IMI_IDENTITY_PUBLIC_KEY='{\"kty\": \"OKP\"}'\nexport IMI_MONGO_URL='mongodb://a@b/?x=1&y=2'\n"
    )
