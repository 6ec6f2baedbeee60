"""Where the running system is reached and with which accounts: a table for people, access.json for programs."""

import json
from pathlib import Path
from typing import Any

from imi_contracts.topology import STATES, member_state_user
from imi_local.provision.accounts import broker_url
from imi_local.servers.state import RunState, write_private

FIELDS = ("username", "password", "security_code", "authority", "country", "language", "roles")
COLUMNS = {
    "username": "User name",
    "password": "Password",
    "security_code": "Security code",
    "authority": "Authority",
    "country": "State",
}
SHOWN = 12
WIDEST = 44


def accounts_file(run_dir: Path) -> Path:
    """Written last by `imi_local.training`; its presence says that the training data are complete."""
    return run_dir / "training-accounts.json"


def read_accounts(run_dir: Path) -> list[dict[str, Any]]:
    file = accounts_file(run_dir)
    found = json.loads(file.read_text()) if file.exists() else []
    return [{field: account.get(field) for field in FIELDS} for account in found]


def describe(state: RunState, url: str, amqp_admin_url: str, mail_url: str | None) -> dict[str, Any]:
    systems = [
        {
            "country": country.upper(),
            "amqp_url": broker_url(state, amqp_admin_url, member_state_user(country)),
        }
        for country in STATES
    ]
    return {
        "url": url,
        "accounts": read_accounts(state.folder),
        "member_state_systems": systems,
        "mail_url": mail_url,
    }


def write(run_dir: Path, access: dict[str, Any]) -> Path:
    file = run_dir / "access.json"
    write_private(file, json.dumps(access, indent=1, ensure_ascii=False) + "\n")
    return file


def table(accounts: list[dict[str, Any]]) -> str:
    """The first accounts as aligned columns; the rest is in access.json."""
    rows = [list(COLUMNS.values())]
    rows += [[str(account[field] or "")[:WIDEST] for field in COLUMNS] for account in accounts[:SHOWN]]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])
