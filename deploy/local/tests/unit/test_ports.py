"""Choosing ports: never one that is taken, nor one whose twin is."""

import socket
from pathlib import Path

import pytest

from imi_local.errors import PortInUseError, StackError
from imi_local.servers import ports
from imi_local.servers.state import RunState
from imi_local.supervisor.checks import check_port, parse_port


@pytest.fixture
def taken_port() -> int:
    with socket.socket() as listener:
        listener.bind((ports.HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_somebody_listens_on_is_not_free(taken_port: int) -> None:
    assert not ports.is_free(taken_port)


def test_a_picked_port_and_its_twin_are_free_and_below_the_client_range() -> None:
    port = ports.pick_free(set())
    assert ports.is_free(port)
    assert ports.is_free(port + ports.TWIN_OFFSET)
    assert port + ports.TWIN_OFFSET < 32768


def test_a_port_is_remembered_over_a_restart(tmp_path: Path) -> None:
    assert RunState(tmp_path).port("postgres") == RunState(tmp_path).port("postgres")


def test_another_port_is_chosen_when_the_remembered_one_is_taken(tmp_path: Path, taken_port: int) -> None:
    state = RunState(tmp_path)
    state.use_port("postgres", taken_port)
    assert state.port("postgres") != taken_port


def test_two_names_never_get_the_same_port(tmp_path: Path) -> None:
    state = RunState(tmp_path)
    assert len({state.port(f"s{n}") for n in range(20)}) == 20


def test_a_taken_page_port_says_how_to_choose_another(taken_port: int) -> None:
    with pytest.raises(PortInUseError, match=rf"Port {taken_port} is already in use.*PORT=8081 make run"):
        check_port(taken_port)


@pytest.mark.parametrize("text", ["web", "0", "65536", "-1"])
def test_a_port_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(StackError, match="is not a port number"):
        parse_port(text)


def test_no_port_means_the_remembered_one() -> None:
    assert parse_port("") is None
    assert parse_port("9000") == 9000
