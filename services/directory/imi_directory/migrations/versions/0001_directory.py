"""Authorities, coordination, officials, search."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

from imi_kit.sql.tables import create_messaging_tables

revision = "0001"
down_revision = None
LANGUAGES = "bg cs da de el en es et fi fr ga hr hu is it lt lv mt nb nl pl pt ro sk sl sv"


def _texts(name: str) -> sa.Column[list[str]]:
    return sa.Column(name, ARRAY(sa.Text), nullable=False, server_default="{}")


def _json(name: str) -> sa.Column[dict[str, str]]:
    return sa.Column(name, JSONB, nullable=False, server_default="{}")


def _version_and_times() -> tuple[sa.Column[Any], ...]:
    now = sa.text("now()")
    return (
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
    )


def upgrade() -> None:
    op.execute("create extension if not exists pg_trgm")
    create_messaging_tables(op)
    _create_authority()
    _create_coordination()
    _create_official()
    _create_search()


def _create_authority() -> None:
    op.create_table(
        "authority",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("country", sa.String(2), nullable=False, index=True),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("official_name", sa.String(300), nullable=False),
        sa.Column("official_language", sa.String(2), nullable=False),
        _json("titles"),
        _json("descriptions"),
        sa.Column("region", sa.String(120)),
        sa.Column("city", sa.String(120)),
        sa.Column("address", sa.String(300)),
        sa.Column("email", sa.String(320)),
        sa.Column("phone", sa.String(40)),
        sa.Column("website", sa.String(300)),
        _texts("languages"),
        _json("areas"),
        _texts("professions"),
        _texts("keywords"),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("training", sa.Boolean, nullable=False),
        *_version_and_times(),
    )


def _create_coordination() -> None:
    op.create_table(
        "coordination",
        sa.Column("authority_id", sa.Uuid, sa.ForeignKey("authority.id"), primary_key=True),
        sa.Column("link", sa.String(16), primary_key=True),
        sa.Column("area", sa.String(64), primary_key=True),
        sa.Column("coordinator_id", sa.Uuid, sa.ForeignKey("authority.id"), primary_key=True, index=True),
    )


def _create_official() -> None:
    op.create_table(
        "official",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("authority_id", sa.Uuid, sa.ForeignKey("authority.id"), nullable=False, index=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        _json("roles"),
        sa.Column("active", sa.Boolean, nullable=False),
        *_version_and_times(),
    )


def _create_search() -> None:
    op.create_table(
        "search_row",
        sa.Column(
            "authority_id", sa.Uuid, sa.ForeignKey("authority.id", ondelete="cascade"), primary_key=True
        ),
        sa.Column("language", sa.String(2), primary_key=True),
        sa.Column("country", sa.String(2), nullable=False),
        _texts("areas"),
        _texts("professions"),
        sa.Column("sort_name", sa.Text(collation="C"), nullable=False),
        sa.Column("lexemes", TSVECTOR, nullable=False),
        postgresql_partition_by="LIST (language)",
    )
    for language in LANGUAGES.split():
        op.execute(f"create table search_row_{language} partition of search_row for values in ('{language}')")
    op.execute("create table search_row_other partition of search_row default")
    op.create_index("search_row_lexemes", "search_row", ["lexemes"], postgresql_using="gin")
    op.create_index("search_row_by_country", "search_row", ["country"])
    op.create_table(
        "search_word",
        sa.Column("language", sa.String(2), primary_key=True),
        sa.Column("word", sa.Text(collation="C"), primary_key=True),
    )
    op.create_index(
        "search_word_trigrams",
        "search_word",
        ["word"],
        postgresql_using="gin",
        postgresql_ops={"word": "gin_trgm_ops"},
    )


def downgrade() -> None:
    raise NotImplementedError("the directory only migrates forward")
