"""The statements of the search. Words that all languages share are kept once, under the language ""."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import TextClause, text

from imi_directory.application.search_document import NAME, SearchDocument
from imi_directory.domain.words import SHORT, Closeness

CANDIDATES = 300
POINTS = {Closeness.EXACT: 1.0, Closeness.RELATED: 0.7, Closeness.MISSPELT: 0.4}
IN_NAME = 0.5
"""What a word is worth by its closeness, and how much more when it stands in the title or the official name."""

# A trigram threshold low enough for two swapped letters in a short word; the domain judges what comes back.
LOOSEN = text("set local pg_trgm.similarity_threshold = 0.2")

# Words as they are asked, words that contain or begin like them, and, if nobody writes it so, similar ones.
NEAR = text("""
select asked.word as asked, stored.word as stored
from unnest(cast(:asked as text[])) as asked(word)
cross join lateral (
    (select word from search_word
     where language in ('', :language) and length(asked.word) > :short
       and (word like '%' || asked.word || '%' or word like left(asked.word, 5) || '%')
     order by length(word), word limit :candidates)
    union
    (select word from search_word
     where language in ('', :language) and length(asked.word) > :short and word % asked.word
       and not exists (select from search_word where language in ('', :language) and word = asked.word)
     order by similarity(word, asked.word) desc, word limit :candidates)
    union
    (select word from search_word where language in ('', :language) and word = asked.word)
) as stored
""")

# Only whoever indexes an authority touches it; the others take the next ones.
OUTDATED = text("""
select id from authority where indexed_with is distinct from :fingerprint
order by id limit :limit for update skip locked
""")
MARK = text("update authority set indexed_with = :fingerprint where id = :id")
DELETE = text("delete from search_row where authority_id = :id")
INSERT_ROWS = text("""
insert into search_row (authority_id, language, country, areas, competences, sort_name, lexemes)
select :id, row.language, :country, cast(:areas as text[]), cast(:competences as text[]), row.name,
       cast(row.lexemes as tsvector)
from unnest(cast(:languages as text[]), cast(:names as text[]), cast(:lexemes as text[]))
     as row(language, name, lexemes)
""")
# The words already there are the rule, so look before inserting; the order keeps two writers from a deadlock.
INSERT_WORDS = text("""
insert into search_word (language, word)
select new.language, new.word
from unnest(cast(:languages as text[]), cast(:words as text[])) as new(language, word)
where not exists (select from search_word old where old.language = new.language and old.word = new.word)
order by 1, 2
on conflict do nothing
""")

_ROWS = """
select row.*, {matched} as matched
from search_row row
where row.language = :language
  and (cast(:country as text) is null or row.country = :country)
  and (cast(:area as text) is null or row.areas @> array[cast(:area as text)])
  and (cast(:competences as text[]) is null or row.competences && cast(:competences as text[]))
  and {condition}
"""
_PAGE = """
with candidate as ({rows}), hit as materialized (
    select row.authority_id, row.sort_name, {score} as score
    from candidate row
    {best}
)
select page.authority_id, (select count(*) from hit) as total
from (select 1) as always
left join lateral (
    select authority_id from hit order by score desc, sort_name, authority_id limit :size offset :offset
) as page on true
"""
_MOST = "where row.matched = (select max(matched) from candidate)"
# An authority for one profession answers better than a ministry for all of them.
_FOCUS = "- 0.03 * least(cardinality(row.competences), 10)"


@dataclass
class AskedWord:
    """A word of the question and the stored words that answer it, by how close they are."""

    word: str
    answers: dict[Closeness, list[str]] = field(default_factory=dict)

    @property
    def demanded(self) -> bool:
        return len(self.word) > SHORT


def tsvector(document: SearchDocument) -> str:
    return " ".join(f"'{word}':1{place}" for word, place in document.words.items())


def _tsquery(words: Iterable[str], place: str = "") -> str:
    return " | ".join(f"'{word}':{place}" if place else f"'{word}'" for word in words)


def everything() -> TextClause:
    """All rows of a language, by name."""
    return _page(score="0", condition="true")


def ranked(asked: Sequence[AskedWord], *, all_of: bool) -> tuple[TextClause, Mapping[str, str]]:
    """Rows that have all demanded words, or those that have most of them; with the values to bind."""
    values: dict[str, str] = {}
    scores = [_score(number, word, values) for number, word in enumerate(asked)]
    demanded = [number for number, word in enumerate(asked) if word.demanded] or list(range(len(asked)))
    demands = [f"(row.lexemes @@ cast(:any{number} as tsquery))" for number in demanded]
    score = f"{' + '.join(scores)} {_FOCUS}"
    if all_of:
        return _page(score=score, condition=" and ".join(demands)), values
    matched = " + ".join(f"cast({demand} as int)" for demand in demands)
    return _page(score=score, condition=f"({' or '.join(demands)})", matched=matched, best=_MOST), values


def _page(*, score: str, condition: str, matched: str = "0", best: str = "") -> TextClause:
    return text(_PAGE.format(rows=_ROWS.format(matched=matched, condition=condition), score=score, best=best))


def _score(number: int, word: AskedWord, values: dict[str, str]) -> str:
    """SQL for the worth of one asked word in a row; adds its bound values."""
    every = [stored for stored_words in word.answers.values() for stored in stored_words]
    values[f"any{number}"] = _tsquery(every)
    values[f"name{number}"] = _tsquery(every, NAME)
    cases = []
    for closeness, points in POINTS.items():
        if stored := word.answers.get(closeness):
            key = f"{closeness.name.lower()}{number}"
            values[key] = _tsquery(stored)
            cases.append(f"when row.lexemes @@ cast(:{key} as tsquery) then {points}")
    in_name = f"case when row.lexemes @@ cast(:name{number} as tsquery) then {IN_NAME} else 0 end"
    return f"(case {' '.join(cases)} else 0 end + {in_name})"
