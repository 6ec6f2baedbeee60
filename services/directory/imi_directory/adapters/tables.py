"""Tables of the directory. What belongs to one authority and is never asked for apart lies in its row as JSON."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlmodel import Field, SQLModel

EMPTY = text("'{}'")


def _texts() -> Any:
    return Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False, server_default=EMPTY))


def _json() -> Any:
    return Field(default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default=EMPTY))


def _time(*, touched: bool = False) -> Any:
    now = text("now()")
    column: Column[datetime] = Column(
        DateTime(timezone=True),
        nullable=False,
        server_default=now,
        onupdate=(lambda: datetime.now(UTC)) if touched else None,
    )
    return Field(default_factory=lambda: datetime.now(UTC), sa_column=column)


class AuthorityRow(SQLModel, table=True):
    """`areas` maps an area to the authority's role there; `titles` and `descriptions` a language to a text;
    `competences` a vocabulary to codes. `indexed_with` names the vocabularies the search rows were made with.
    """

    __tablename__ = "authority"

    id: UUID = Field(primary_key=True)
    country: str = Field(max_length=2, index=True)
    kind: str = Field(max_length=64)
    official_name: str = Field(max_length=300)
    official_language: str = Field(max_length=2)
    titles: dict[str, str] = _json()
    descriptions: dict[str, str] = _json()
    region: str | None = Field(default=None, max_length=120)
    city: str | None = Field(default=None, max_length=120)
    address: str | None = Field(default=None, max_length=300)
    email: str | None = Field(default=None, max_length=320)
    phone: str | None = Field(default=None, max_length=40)
    website: str | None = Field(default=None, max_length=300)
    languages: list[str] = _texts()
    areas: dict[str, str] = _json()
    competences: dict[str, list[str]] = _json()
    indexed_with: str | None = Field(default=None, max_length=64)
    status: str = Field(max_length=32)
    training: bool = False
    version: int = 1
    created_at: datetime = _time()
    changed_at: datetime = _time(touched=True)


class CoordinationRow(SQLModel, table=True):
    """Which coordinator is bound to which authority, in which of the four ways; area "" where it is for all."""

    __tablename__ = "coordination"

    authority_id: UUID = Field(foreign_key="authority.id", primary_key=True)
    link: str = Field(max_length=16, primary_key=True)
    area: str = Field(max_length=64, primary_key=True)
    coordinator_id: UUID = Field(foreign_key="authority.id", primary_key=True, index=True)


class UserRow(SQLModel, table=True):
    """`roles` maps an area (or "*") to role codes."""

    __tablename__ = "official"

    id: UUID = Field(primary_key=True)
    authority_id: UUID = Field(foreign_key="authority.id", index=True)
    name: str = Field(max_length=200)
    email: str = Field(max_length=320)
    language: str = Field(max_length=2)
    roles: dict[str, list[str]] = _json()
    active: bool = True
    version: int = 1
    created_at: datetime = _time()
    changed_at: datetime = _time(touched=True)


class SearchRow(SQLModel, table=True):
    """One authority as one language sees it; a partition per language keeps together what is read together."""

    __tablename__ = "search_row"
    __table_args__ = (
        Index("search_row_lexemes", "lexemes", postgresql_using="gin"),
        Index("search_row_by_country", "country"),
        {"postgresql_partition_by": "LIST (language)"},
    )

    authority_id: UUID = Field(
        sa_column=Column(Uuid, ForeignKey("authority.id", ondelete="cascade"), primary_key=True)
    )
    language: str = Field(max_length=2, primary_key=True)
    country: str = Field(max_length=2)
    areas: list[str] = _texts()
    competences: list[str] = _texts()
    sort_name: str = Field(sa_column=Column(Text(collation="C"), nullable=False))
    lexemes: str = Field(sa_column=Column(TSVECTOR, nullable=False))


class SearchWordRow(SQLModel, table=True):
    """Every word in the search rows of a language, or of all (""): what an asked word is compared with."""

    __tablename__ = "search_word"
    __table_args__ = (
        Index(
            "search_word_trigrams", "word", postgresql_using="gin", postgresql_ops={"word": "gin_trgm_ops"}
        ),
    )

    language: str = Field(max_length=2, primary_key=True)
    word: str = Field(sa_column=Column(Text(collation="C"), primary_key=True))
