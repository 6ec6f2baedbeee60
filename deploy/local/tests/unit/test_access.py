"""access.json says all that a program needs, the table what a person needs."""

import json
import stat
from pathlib import Path

from imi_local.servers.state import RunState
from imi_local.supervisor import access
from imi_local.supervisor.cli import welcome

ACCOUNT = {
    "username": "anna.schmidt",
    "password": "correct horse",
    "security_code": "ABCDEFGHJKLM",
    "authority": "Zahnärztekammer Musterland",
    "country": "DE",
    "language": "de",
    "roles": {"professional-qualifications": ["request_handler"]},
}


def described(tmp_path: Path, accounts: int = 1) -> dict:
    access.accounts_file(tmp_path).write_text(json.dumps([{**ACCOUNT, "note": "internal"}] * accounts))
    admin = "amqp://admin:pw@127.0.0.1:5672/"
    return access.describe(RunState(tmp_path), "http://127.0.0.1:8080", admin, "http://127.0.0.1:8025/")


def test_it_holds_exactly_what_is_promised(tmp_path: Path) -> None:
    found = described(tmp_path)
    assert list(found) == ["url", "accounts", "member_state_systems", "mail_url"]
    assert found["accounts"] == [ACCOUNT]


def test_every_state_has_a_system_with_its_own_account(tmp_path: Path) -> None:
    systems = described(tmp_path)["member_state_systems"]
    assert len(systems) == 30
    hungary = next(system for system in systems if system["country"] == "HU")
    assert hungary["amqp_url"].startswith("amqp://ms-hu:")
    assert hungary["amqp_url"].endswith("@127.0.0.1:5672/imi")
    assert len({system["amqp_url"] for system in systems}) == 30


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    file = access.write(tmp_path, described(tmp_path))
    assert file.name == "access.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "Zahnärztekammer" in file.read_text()


def test_without_training_data_there_are_no_accounts(tmp_path: Path) -> None:
    assert access.read_accounts(tmp_path) == []


def test_the_welcome_shows_address_accounts_and_how_many_more(tmp_path: Path) -> None:
    text = welcome(described(tmp_path, accounts=14), tmp_path)
    assert "http://127.0.0.1:8080" in text
    assert "anna.schmidt  correct horse  ABCDEFGHJKLM   Zahnärztekammer Musterland  DE" in text
    assert "… and 2 more" in text
