"""Accounts, login attempts, sessions, copies of users, keys and receipts of member-state systems."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from imi_kit.sql.tables import create_messaging_tables

revision = "0001"
down_revision = None


def _time(name: str, *, nullable: bool = False, index: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, index=index)


def _key(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, primary_key=True)


def upgrade() -> None:
    create_messaging_tables(op)
    _create_people()
    _create_login()
    _create_interchange()


def _create_people() -> None:
    op.create_table(
        "person",
        sa.Column("user_id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("authority_id", sa.Uuid, nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("roles", JSONB, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
    )
    op.create_table(
        "account",
        sa.Column("user_id", sa.Uuid, primary_key=True),
        sa.Column("username", sa.String(64), nullable=False, unique=True),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("code_cipher", sa.LargeBinary, nullable=False),
        _time("changed_at"),
    )


def _create_login() -> None:
    op.create_table(
        "login_record",
        _key("name_key"),
        sa.Column("series", sa.Integer, nullable=False, server_default="0"),
        sa.Column("failures", ARRAY(sa.DateTime(timezone=True)), nullable=False, server_default="{}"),
        _time("locked_until", nullable=True),
        _time("touched_at", index=True),
    )
    op.create_table(
        "login_address",
        _key("address_key"),
        _time("window_start", index=True),
        sa.Column("starts", sa.Integer, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
    )
    op.create_table(
        "login_attempt",
        _key("token_hash"),
        sa.Column("name_key", sa.LargeBinary, nullable=False),
        sa.Column("user_id", sa.Uuid),
        sa.Column("password_right", sa.Boolean, nullable=False),
        sa.Column("positions", ARRAY(sa.Integer), nullable=False),
        sa.Column("next", sa.Text, nullable=False),
        _time("expires_at", index=True),
    )
    op.create_table(
        "session",
        _key("token_hash"),
        sa.Column("user_id", sa.Uuid, nullable=False, index=True),
        _time("created_at"),
        _time("last_seen_at"),
    )


def _create_interchange() -> None:
    op.create_table(
        "system_key",
        sa.Column("country", sa.String(2), primary_key=True),
        sa.Column("kid", sa.String(128), primary_key=True),
        sa.Column("jwk", JSONB, nullable=False),
    )
    op.create_table(
        "receipt",
        sa.Column("country", sa.String(2), primary_key=True),
        sa.Column("message_id", sa.String(255), primary_key=True),
        sa.Column("said_sha256", sa.String(64), primary_key=True),
        sa.Column("envelope", sa.LargeBinary, nullable=False),
        _time("forget_at", index=True),
    )
