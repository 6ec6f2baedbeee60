"""Any server is replaced by a URL in the environment."""

from pathlib import Path

import pytest

from imi_local.errors import StackError
from imi_local.provision.reachable import wait_for
from imi_local.servers import ServerSet
from imi_local.servers.state import RunState

GIVEN = {
    "IMI_POSTGRES_URL": "postgresql://me@db/",
    "IMI_RABBITMQ_URL": "amqp://me@mq/",
    "IMI_RABBITMQ_MANAGEMENT_URL": "http://me@mq:15672",
    "IMI_MONGODB_URL": "mongodb://me@docs/",
    "IMI_S3_URL": "http://key:secret@s3:9000",
}


def test_without_urls_all_four_are_ours(tmp_path: Path) -> None:
    names = [server.name for server in ServerSet(RunState(tmp_path), {}).servers]
    assert names == ["rabbitmq", "postgres", "mongodb", "objects"]


def test_a_given_url_replaces_one_server(tmp_path: Path) -> None:
    servers = ServerSet(RunState(tmp_path), {"IMI_POSTGRES_URL": GIVEN["IMI_POSTGRES_URL"]})
    assert "postgres" not in [server.name for server in servers.servers]
    assert servers.environment()["IMI_POSTGRES_URL"] == GIVEN["IMI_POSTGRES_URL"]
    assert servers.environment()["IMI_MONGODB_URL"].startswith("mongodb://admin:")


def test_with_all_urls_nothing_is_started(tmp_path: Path) -> None:
    servers = ServerSet(RunState(tmp_path), GIVEN)
    servers.start()
    assert servers.servers == []
    assert servers.environment() == GIVEN


def test_half_a_broker_is_refused(tmp_path: Path) -> None:
    given = {"IMI_RABBITMQ_URL": GIVEN["IMI_RABBITMQ_URL"]}
    with pytest.raises(StackError, match="IMI_RABBITMQ_MANAGEMENT_URL must be set too"):
        ServerSet(RunState(tmp_path), given)


def test_the_env_file_can_be_sourced(tmp_path: Path) -> None:
    file = tmp_path / "servers.env"
    ServerSet(RunState(tmp_path / "run"), GIVEN).write_environment(file)
    assert "export IMI_S3_URL='http://key:secret@s3:9000'\n" in file.read_text()


def test_a_given_server_that_does_not_answer_is_named_without_its_password() -> None:
    servers = {"IMI_POSTGRES_URL": "postgresql://me:secret@127.0.0.1:1/db"}
    with pytest.raises(StackError, match=r"IMI_POSTGRES_URL \(127.0.0.1:1\)") as refused:
        wait_for(servers, ["IMI_POSTGRES_URL"])
    assert "secret" not in str(refused.value)
