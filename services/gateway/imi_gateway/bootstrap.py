"""Wires the gateway: stores, secrets, handlers, consumers, feed, and the application."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import FastAPI

from imi_contracts.areas import AreaFolder
from imi_gateway.adapters.change_feed import ChangeFeed
from imi_gateway.adapters.housekeeping import Housekeeping
from imi_gateway.adapters.passwords import Argon2Passwords
from imi_gateway.adapters.requests_client import HttpRequestsService
from imi_gateway.adapters.secrets import AesCodeCipher, KeyedHasher
from imi_gateway.adapters.signatures import verify_signature
from imi_gateway.adapters.unit_of_work import SqlGatewayUnitOfWork
from imi_gateway.application.accounts import AccountKeeper
from imi_gateway.application.events import HANDLERS
from imi_gateway.application.interchange import Interchange
from imi_gateway.application.login import Login, LoginRules
from imi_gateway.application.ports import Secrets
from imi_gateway.application.sessions import SessionKeeper
from imi_gateway.application.streams import Streams
from imi_gateway.application.tokens import Tokens
from imi_gateway.clients import Services
from imi_gateway.entrypoints import http, interchange
from imi_gateway.entrypoints.session import Cookies
from imi_gateway.settings import GatewaySettings
from imi_gateway.web.areas import Areas
from imi_kit.bus.consumer import Consumer
from imi_kit.bus.dispatch import Dispatcher
from imi_kit.bus.relay import Relay
from imi_kit.clock import SystemClock
from imi_kit.http import create_app
from imi_kit.http.health import Check
from imi_kit.identity import TokenSigner
from imi_kit.ports import Clock
from imi_kit.reload import Reloader
from imi_kit.service import Service, Worker
from imi_kit.sql import Database
from imi_kit.sql.migrations import migrate as migrate_database
from imi_kit.sql.outbox import SqlOutbox

NAME = "gateway"
MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True)
class Parts:
    """What several others need."""

    settings: GatewaySettings
    database: Database
    unit_of_work: Callable[[], SqlGatewayUnitOfWork]
    clock: Clock
    signer: TokenSigner
    services: Services
    streams: Streams
    areas: AreaFolder


@dataclass(frozen=True)
class Workers:
    """The loops beside HTTP."""

    events: Consumer
    interchange: Consumer
    relay: Relay
    feed: ChangeFeed
    housekeeping: Housekeeping


def build(settings: GatewaySettings | None = None, clock: Clock | None = None) -> Service:
    parts = _parts(settings or GatewaySettings(), clock or SystemClock())
    workers = _workers(parts)
    checks: dict[str, Check] = {"database": parts.database.ping}

    async def close() -> None:
        await parts.services.close()
        await parts.database.close()

    def watched(name: str, run: Worker, is_working: Callable[[], bool]) -> Worker:
        return _watched(checks, name, run, is_working)

    return Service(
        name=NAME,
        settings=parts.settings,
        app=_app(parts, checks),
        workers={
            "http": [
                watched("changes", workers.feed.run, lambda: workers.feed.listening),
                Reloader(parts.areas).run,
            ],
            "consumer": [
                watched("events", workers.events.run, lambda: workers.events.consuming),
                watched("interchange", workers.interchange.run, lambda: workers.interchange.consuming),
            ],
            "relay": [watched("relay", workers.relay.run, lambda: workers.relay.connected)],
            "scheduler": [workers.housekeeping.run],
        },
        close=close,
    )


def _watched(checks: dict[str, Check], name: str, run: Worker, is_working: Callable[[], bool]) -> Worker:
    """A worker that readiness asks for from the moment it runs; a process without it need not have it."""

    async def check() -> None:
        if not is_working():
            raise ConnectionError(name)

    async def run_watched(stop: asyncio.Event) -> None:
        checks[name] = check
        await run(stop)

    return run_watched


def migrate() -> None:
    migrate_database(GatewaySettings().database_url.get_secret_value(), MIGRATIONS)


def _parts(settings: GatewaySettings, clock: Clock) -> Parts:
    database = Database(settings.database_url.get_secret_value(), pool_size=settings.database_pool_size)
    signer = TokenSigner(settings.identity_private_key.get_secret_value())
    return Parts(
        settings=settings,
        database=database,
        unit_of_work=lambda: SqlGatewayUnitOfWork(database, source=NAME, clock=clock),
        clock=clock,
        signer=signer,
        services=Services.connect(
            signer,
            directory=settings.directory_url,
            requests=settings.requests_url,
            notifications=settings.notifications_url,
            statistics=settings.statistics_url,
        ),
        streams=Streams(settings.streams_per_session),
        areas=AreaFolder(settings.contracts_dir, areas=settings.areas_dir),
    )


def _workers(parts: Parts) -> Workers:
    settings, amqp_url = parts.settings, parts.settings.amqp_url.get_secret_value()
    dsn = parts.database.asyncpg_dsn
    requests = HttpRequestsService(parts.services.http, settings.requests_url, Tokens(parts.signer))
    door = Interchange(parts.unit_of_work, requests, verify_signature, parts.clock)
    return Workers(
        events=Consumer(amqp_url, "gateway.events", Dispatcher(parts.unit_of_work, HANDLERS)),
        interchange=Consumer(
            amqp_url,
            interchange.QUEUE,
            interchange.InterchangeHandler(door),
            batch=interchange.BATCH,
        ),
        relay=Relay(SqlOutbox(dsn), amqp_url, NAME),
        feed=ChangeFeed(dsn, parts.streams),
        housekeeping=Housekeeping(parts.database, parts.clock, absolute=settings.session_absolute),
    )


def _app(parts: Parts, checks: Mapping[str, Check]) -> FastAPI:
    settings = parts.settings
    app = create_app(
        "OpenIMI gateway",
        identity_public_key=settings.identity_public_key,
        checks=checks,
        takes_strangers=True,
    )
    _set_state(app, parts)
    http.install(app, settings)
    return app


def _set_state(app: FastAPI, parts: Parts) -> None:
    """What routes find on `request.app.state`."""
    settings, state = parts.settings, app.state
    hasher, cipher = KeyedHasher(settings.code_key_bytes), AesCodeCipher(settings.code_key_bytes)
    secrets = Secrets(Argon2Passwords(), cipher, hasher)
    rules = LoginRules(settings.code_positions, settings.address_starts, settings.address_failures)
    state.settings = settings
    state.unit_of_work = parts.unit_of_work
    state.hasher = hasher
    state.cookies = Cookies(https=settings.https, port=urlsplit(settings.public_url).port)
    state.login = Login(parts.unit_of_work, secrets, parts.clock, rules)
    state.accounts = AccountKeeper(parts.unit_of_work, secrets, parts.clock)
    state.sessions = SessionKeeper(
        parts.unit_of_work,
        parts.clock,
        idle=settings.session_idle,
        absolute=settings.session_absolute,
    )
    state.streams = parts.streams
    state.tokens = Tokens(parts.signer)
    state.services = parts.services
    state.areas = Areas(parts.areas)
