"""Loads the training data through the services' own doors; doing it again changes nothing."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import httpx

from imi_kit.identity import Identity, TokenSigner
from imi_local.training import model
from imi_local.training.authorities import COORDINATOR, NATIONAL, Site, bodies
from imi_local.training.exchanges import exchanges
from imi_local.training.people import Official, account, officials
from imi_local.training.services import Caller, caller_for
from imi_local.training.settings import TrainingSettings

AT_ONCE = 6
KNOWN = frozenset({"directory.already_registered"})
ADMINISTRATOR = Identity("training", "administrator", name="Training data")

T = TypeVar("T")
Say = Callable[[str], None]


async def load(settings: TrainingSettings, say: Say) -> None:
    """Authorities, officials, accounts, requests; then writes the file of accounts (0600)."""
    signer = TokenSigner(settings.identity_private_key.get_secret_value())
    secret = hashlib.sha256(settings.identity_private_key.get_secret_value().encode()).digest()
    prepared = bodies()
    people = officials({site.key: site for site, _ in prepared})
    async with _client(settings.directory_url) as directory, _client(settings.gateway_url) as gateway:
        registrar = caller_for(directory, signer)(ADMINISTRATOR)
        await _register_authorities(registrar, prepared)
        say(f"{len(prepared)} authorities")
        await _register_officials(registrar, people)
        accounts = [account(official, secret) for official in people]
        await caller_for(gateway, signer)(ADMINISTRATOR).call("POST", "/admin/accounts", json=accounts)
        say(f"{len(people)} people")
    async with _client(settings.requests_url) as requests:
        cast = {official.username: official for official in people}
        planned = exchanges(model.scenarios(), cast, caller_for(requests, signer))
        await _some_at_once(planned, lambda exchange: exchange.run())
        say(f"{len(planned)} requests")
    write_accounts(settings.accounts_file, people, accounts)


async def _register_authorities(registrar: Caller, prepared: Sequence[tuple[Site, dict[str, Any]]]) -> None:
    """Coordinators before those whom they coordinate."""

    async def register(entry: tuple[Site, dict[str, Any]]) -> None:
        site, body = entry
        key = f"training/authority/{site.key}"
        await registrar.call(
            "POST", "/authorities", json=body, key=key, accept=KNOWN | {"command.key_reused"}
        )

    for rank in ([NATIONAL], [COORDINATOR]):
        await _some_at_once([entry for entry in prepared if entry[0].kind in rank], register)
    await _some_at_once([e for e in prepared if e[0].kind not in {NATIONAL, COORDINATOR}], register)


async def _register_officials(registrar: Caller, people: Sequence[Official]) -> None:
    """The people of one authority one after the other: the first must be its administrator."""
    teams: dict[str, list[Official]] = {}
    for official in people:
        teams.setdefault(official.site.key, []).append(official)

    async def register(team: list[Official]) -> None:
        for official in team:
            key = f"training/user/{official.username}"
            accept = KNOWN | {"command.key_reused"}
            await registrar.call("POST", "/users", json=official.body(), key=key, accept=accept)

    await _some_at_once(teams.values(), register)


async def _some_at_once(items: Iterable[T], work: Callable[[T], Awaitable[None]]) -> None:
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(item: T) -> None:
        async with turns:
            await work(item)

    async with asyncio.TaskGroup() as group:
        for item in items:
            group.create_task(one(item))


def write_accounts(file: Path, people: Sequence[Official], accounts: Sequence[dict[str, str]]) -> None:
    """What the person at the laptop needs to log in: those who handle requests first, as they can do most.

    Written last, so that its presence says that everything is loaded.
    """
    listed = [
        {
            "username": given["username"],
            "password": given["password"],
            "security_code": given["security_code"],
            "name": official.name,
            "authority": title_of(official),
            "country": official.site.country,
            "language": official.language,
            "roles": list(official.roles),
        }
        for official, given in zip(people, accounts, strict=True)
    ]
    listed.sort(key=lambda entry: "request_handler" not in entry["roles"])
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(file)


def title_of(official: Official) -> str:
    site = official.site
    kind = model.kinds()[site.kind]
    language = official.language if official.language in kind.title else "en"
    return kind.title[language].format(place=site.place_in(language))


def _client(base_url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=base_url, timeout=30.0)
