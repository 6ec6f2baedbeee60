"""Finding authorities: asked words are matched with the words that occur, then with rows that have them all.

A first statement finds, by trigrams, the stored words near the asked ones; the domain says how near they are.
A second one selects, ranks and counts the rows. Nothing is kept in memory, so every process answers alike.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, TextClause
from sqlmodel.ext.asyncio.session import AsyncSession

from imi_directory.adapters import search_sql as sql
from imi_directory.application.search_document import SearchDocument
from imi_directory.application.search_query import Found, SearchQuery
from imi_directory.domain.authority import Authority
from imi_directory.domain.words import MAX_QUERY_WORDS, SHORT, closeness, words


class Search:
    """The search rows of all authorities; lives in the unit of work that changes them."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def outdated(self, fingerprint: str, limit: int) -> list[UUID]:
        """Authorities that were indexed with other vocabularies; nobody else gets them at the same time."""
        rows = await self._execute(sql.OUTDATED, {"fingerprint": fingerprint, "limit": limit})
        return [row.id for row in rows]

    async def put(self, authority: Authority, documents: Sequence[SearchDocument], fingerprint: str) -> None:
        """Replace what the search knows of this authority; without documents it is no longer found."""
        await self._execute(sql.MARK, {"id": authority.id, "fingerprint": fingerprint})
        await self._execute(sql.DELETE, {"id": authority.id})
        if not documents:
            return
        rows = {
            "id": authority.id,
            "country": authority.country,
            "areas": sorted(authority.areas),
            "competences": [
                f"{name}:{code}" for name, codes in authority.competences.items() for code in codes
            ],
            "languages": [document.language for document in documents],
            "names": [document.sort_name for document in documents],
            "lexemes": [sql.tsvector(document) for document in documents],
        }
        await self._execute(sql.INSERT_ROWS, rows)
        pairs = sorted(
            {
                ("" if word in document.shared else document.language, word)
                for document in documents
                for word in document.words
            }
        )
        values = {"languages": [pair[0] for pair in pairs], "words": [pair[1] for pair in pairs]}
        await self._execute(sql.INSERT_WORDS, values)

    async def find(self, query: SearchQuery) -> Found:
        """The page of authorities asked for, best first, and how many there are in all.

        A word that nobody uses in any form is left out; when no authority has all the others, those with
        most of them are found.
        """
        wanted = words(query.text)[:MAX_QUERY_WORDS]
        if not wanted:
            return await self._select(query, sql.everything(), {})
        asked = await self._near(wanted, query.language)
        if not asked:
            return Found([], 0)
        found = await self._select(query, *sql.ranked(asked, all_of=True))
        if found.total or len(asked) == 1:
            return found
        return await self._select(query, *sql.ranked(asked, all_of=False))

    async def _near(self, wanted: Sequence[str], language: str) -> list[sql.AskedWord]:
        await self._execute(sql.LOOSEN)
        values = {"asked": list(wanted), "language": language, "short": SHORT, "candidates": sql.CANDIDATES}
        found = {word: sql.AskedWord(word) for word in wanted}
        for row in await self._execute(sql.NEAR, values):
            if near := closeness(row.asked, row.stored):
                found[row.asked].answers.setdefault(near, []).append(row.stored)
        return [word for word in found.values() if word.answers]

    async def _select(self, query: SearchQuery, statement: TextClause, words_: Mapping[str, str]) -> Found:
        values = {
            "language": query.language,
            "country": query.country,
            "area": query.area,
            "competences": list(query.competences) or None,
            "size": query.size,
            "offset": (query.page - 1) * query.size,
        }
        rows = (await self._execute(statement, {**values, **words_})).all()
        return Found([row.authority_id for row in rows if row.authority_id is not None], rows[0].total)

    async def _execute(
        self, statement: TextClause, values: Mapping[str, Any] | None = None
    ) -> CursorResult[Any]:
        # On the connection: the session's own execute is for SQLModel's objects.
        connection = await self._session.connection()
        return await connection.execute(statement, values)
