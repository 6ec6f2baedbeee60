"""The API: catalogues for integrators, completeness for translators, pairs for operators, the memory."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from imi_contracts.codes import LanguageCode
from imi_contracts.errors import Refused
from imi_kit.http import CurrentIdentity
from imi_kit.ports import Clock
from imi_translation.adapters.catalogues import MongoCatalogues
from imi_translation.adapters.ctranslate import CTranslateEngine
from imi_translation.adapters.memory import MongoMemory
from imi_translation.application.approve import approve_translation, forget_translation
from imi_translation.domain.translation import MemoryEntry, Pair
from imi_translation.entrypoints import schemas

router = APIRouter()


@dataclass(frozen=True)
class Desk:
    """What the routes work with."""

    catalogues: MongoCatalogues
    memory: MongoMemory
    engine: CTranslateEngine
    clock: Clock


async def current_desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


CurrentDesk = Annotated[Desk, Depends(current_desk)]


@router.get("/catalogues")
async def catalogues(_: CurrentIdentity, desk: CurrentDesk) -> schemas.Items[schemas.CatalogueLine]:
    """The areas that are published, each as it was published last."""
    return schemas.Items(items=[schemas.CatalogueLine(**head) for head in await desk.catalogues.latest()])


@router.get("/catalogues/{area}")
async def catalogue(
    area: str,
    _: CurrentIdentity,
    desk: CurrentDesk,
    lang: LanguageCode = "en",
    version: Annotated[int | None, Query(ge=1)] = None,
) -> schemas.Document:
    """An area's form, questions and prepared answers; `language` says in which language they came.

    A request keeps the version of the area it was begun with; without `version` the newest is given.
    """
    document = await desk.catalogues.document(area, lang, version)
    if document is None:
        raise Refused("area.unknown", area=area)
    return document


@router.get("/completeness")
async def completeness(_: CurrentIdentity, desk: CurrentDesk) -> schemas.Items[schemas.CompletenessLine]:
    """Per area and language: how many of its texts exist."""
    lines = [
        schemas.CompletenessLine(catalogue=head["area"], **count)
        for head in await desk.catalogues.latest()
        for count in head["counts"]
    ]
    return schemas.Items(items=lines)


@router.get("/pairs")
async def pairs(_: CurrentIdentity, desk: CurrentDesk) -> schemas.Items[schemas.ServedPairLine]:
    """The pairs of languages for which a model is mounted now."""
    return schemas.Items(items=[schemas.ServedPairLine.model_validate(p) for p in desk.engine.pairs()])


@router.post("/memory/search")
async def look_up(_: CurrentIdentity, desk: CurrentDesk, asked: schemas.AskedText) -> schemas.MemoryMatch:
    """What people approved for this text, or for a very similar one."""
    pair = Pair(asked.source, asked.target)
    if entry := await desk.memory.exact(pair, asked.text):
        return schemas.MemoryMatch(origin="memory", entry=_stored(entry))
    if found := await desk.memory.similar(pair, asked.text):
        return schemas.MemoryMatch(origin="memory_fuzzy", score=found[1], entry=_stored(found[0]))
    return schemas.MemoryMatch(origin="none")


@router.post("/memory", status_code=201)
async def approve(
    body: schemas.NewEntry, identity: CurrentIdentity, desk: CurrentDesk
) -> schemas.StoredEntry:
    """Keep an approved translation. The same again changes nothing; another target replaces the older."""
    pair, texts = Pair(body.source, body.target), (body.source_text, body.target_text)
    return _stored(await approve_translation(pair, texts, identity, desk.memory, desk.clock))


@router.delete("/memory/{entry_id}", status_code=204)
async def forget(entry_id: str, identity: CurrentIdentity, desk: CurrentDesk) -> None:
    """Remove an entry, for example because it names somebody."""
    await forget_translation(entry_id, identity, desk.memory)


def _stored(entry: MemoryEntry) -> schemas.StoredEntry:
    return schemas.StoredEntry(
        id=entry.id,
        source=entry.pair.source,
        target=entry.pair.target,
        source_text=entry.source_text,
        target_text=entry.target_text,
    )
