"""Tables that every SQL service has: outbox, inbox, remembered commands. Created by `create_messaging_tables`."""

from typing import Any, Protocol

OUTBOX_CHANNEL = "imi_outbox"

_MESSAGING = """
create table outbox (
    position bigserial primary key,
    message_id uuid not null unique,
    exchange text not null,
    routing_key text not null,
    body bytea not null,
    correlation_id text,
    expiration_ms integer,
    content_type text not null,
    attempts integer not null default 0,
    last_error text,
    not_before timestamptz not null default now()
);
create table inbox (
    message_id uuid primary key,
    handled_at timestamptz not null default now()
);
create index inbox_handled_at on inbox (handled_at);
create table remembered_command (
    actor text not null,
    key text not null,
    body_sha256 text not null,
    response jsonb,
    created_at timestamptz not null default now(),
    primary key (actor, key)
);
"""


class Executes(Protocol):
    """As much of alembic.op as is needed here."""

    def execute(self, sqltext: str) -> Any: ...


def create_messaging_tables(op: Executes) -> None:
    """To be called by the first migration of a service (`op` is alembic.op)."""
    for statement in _MESSAGING.split(";\n"):
        if statement.strip():
            op.execute(statement)
