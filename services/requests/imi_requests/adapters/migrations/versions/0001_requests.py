"""Requests with their texts, attachments, keys and audit; the copy of authorities; planned removals."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from imi_kit.sql.tables import create_messaging_tables

revision = "0001"
down_revision = None


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, JSONB, nullable=False)


def _time(name: str, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=optional)


def _code(name: str, length: int, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=optional)


def _of_request(*, primary: bool = False) -> sa.Column[object]:
    key = sa.ForeignKey("request.id", ondelete="cascade")
    return sa.Column("request_id", sa.Uuid, key, primary_key=primary, nullable=False, index=not primary)


def upgrade() -> None:
    create_messaging_tables(op)
    _create_authority()
    _create_request()
    _index_requests()
    _create_content()
    _create_audit()
    op.create_table("removal", sa.Column("name", sa.String(200), primary_key=True), _time("not_before"))
    op.create_index("removal_not_before", "removal", ["not_before"])
    op.create_table(
        "request_number",
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last", sa.Integer, nullable=False),
    )


def _create_authority() -> None:
    op.create_table(
        "authority",
        sa.Column("id", sa.Uuid, primary_key=True),
        _code("country", 2),
        _code("official_name", 300),
        _code("official_language", 2),
        _json("titles"),
        sa.Column("languages", ARRAY(sa.Text), nullable=False),
        _json("areas"),
        _code("status", 32),
        sa.Column("sequence", sa.Integer, nullable=False),
    )


def _create_request() -> None:
    op.create_table(
        "request",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.String(32), nullable=False, unique=True),
        _code("area", 64),
        sa.Column("area_version", sa.Integer, nullable=False),
        _code("language", 2),
        sa.Column("requesting", sa.Uuid, nullable=False),
        _code("requesting_country", 2),
        sa.Column("responding", sa.Uuid, nullable=False),
        _code("responding_country", 2),
        _code("status", 32),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("waits_for_requesting", sa.Boolean, nullable=False),
        sa.Column("waits_for_responding", sa.Boolean, nullable=False),
        _time("created_at"),
        _time("changed_at"),
        _time("sent_at", optional=True),
        _time("accepted_at", optional=True),
        _time("replied_at", optional=True),
        _time("closed_at", optional=True),
        _code("legal_basis", 64, optional=True),
        sa.Column("wished_deadline", sa.Date),
        _json("proposals"),
        _json("subject"),
        _json("questions"),
        _json("answers"),
        _json("ratings"),
        sa.Column("withdrawal_remark", sa.Text),
        sa.CheckConstraint("requesting_country <> responding_country", "request_crosses_a_border"),
    )


def _index_requests() -> None:
    for side in ("requesting", "responding"):
        for column in (side, f"{side}_country"):
            op.create_index(f"request_by_{column}", "request", [column, "status", "changed_at"])


def _create_content() -> None:
    op.create_table(
        "free_text",
        sa.Column("id", sa.Uuid, primary_key=True),
        _of_request(),
        _code("place", 100),
        _code("side", 16),
        _code("language", 2),
        sa.Column("text", sa.Text, nullable=False),
        _json("translations"),
        sa.UniqueConstraint("request_id", "place", deferrable=True, initially="deferred"),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid, primary_key=True),
        _of_request(),
        _code("side", 16),
        _code("name", 200),
        _code("media_type", 100),
        sa.Column("size", sa.Integer, nullable=False),
        _code("sha256", 64),
        _time("at"),
    )
    op.create_table(
        "exchange_key", _of_request(primary=True), sa.Column("wrapped", sa.LargeBinary, nullable=False)
    )


def _create_audit() -> None:
    op.create_table(
        "audit",
        _of_request(primary=True),
        sa.Column("position", sa.Integer, primary_key=True),
        _time("at"),
        _code("action", 32),
        _code("step", 32, optional=True),
        _code("side", 16),
        sa.Column("authority", sa.Uuid, nullable=False),
        _code("country", 2),
        _code("person", 200),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("deadline", sa.Date),
        _code("previous_hash", 64),
        _code("hash", 64),
    )
    # The record is only ever added to; erasing a request takes its rows along by the cascade.
    op.execute(
        "create function audit_is_final() returns trigger language plpgsql as"
        " $$ begin raise exception 'audit entries are never changed'; end $$"
    )
    op.execute(
        "create trigger audit_final before update on audit for each row execute function audit_is_final()"
    )
