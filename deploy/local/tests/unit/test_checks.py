"""What stands in the way is named together with the way around it."""

from pathlib import Path

import pytest

from imi_local.disk import check_disk
from imi_local.errors import DiskFullError, PackageSourceError
from imi_local.servers import rabbitmq_packages


def test_a_full_disk_says_where_and_how_much(tmp_path: Path) -> None:
    with pytest.raises(
        DiskFullError, match=r"MB are free on the disk of .*; the stack needs \d+ MB.*IMI_RUN_DIR"
    ):
        check_disk(tmp_path, wanted_mb=10**9)


def test_enough_space_is_no_news(tmp_path: Path) -> None:
    check_disk(tmp_path, wanted_mb=1)


def test_without_apt_the_other_ways_to_a_broker_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PackageSourceError, match=r"no apt-get(.|\n)*IMI_RABBITMQ_URL"):
        rabbitmq_packages.fetch(tmp_path / "rabbitmq")


def test_an_unreachable_archive_is_named_with_what_apt_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("apt-get", "dpkg"):
        tool = tools / name
        tool.write_text("#!/bin/sh\necho 'E: Could not connect to the archive' >&2\nexit 100\n")
        tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:/bin:/usr/bin")
    with pytest.raises(
        PackageSourceError, match=r"sources.list(.|\n)*Could not connect(.|\n)*IMI_RABBITMQ_URL"
    ):
        rabbitmq_packages.fetch(tmp_path / "rabbitmq")
    assert not list(tmp_path.glob("rabbitmq*"))


def test_a_broker_too_old_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "usr/lib/erlang/bin").mkdir(parents=True)
    (tmp_path / "usr/lib/erlang/bin/erl").touch()
    (tmp_path / "usr/lib/rabbitmq/lib/rabbitmq_server-3.8.9").mkdir(parents=True)
    assert rabbitmq_packages.find(tmp_path) is None
    (tmp_path / "usr/lib/rabbitmq/lib/rabbitmq_server-3.12.1").mkdir()
    found = rabbitmq_packages.find(tmp_path)
    assert found.home.name == "rabbitmq_server-3.12.1"
