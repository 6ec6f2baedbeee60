"""The routes of the directory."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request

from imi_contracts.codes import LanguageCode
from imi_contracts.vocabularies import Role
from imi_directory.adapters.directory import Directory
from imi_directory.application import commands as command
from imi_directory.application import queries as query
from imi_directory.application.ports import DirectoryWork
from imi_directory.domain.rights import Caller
from imi_directory.entrypoints import schemas
from imi_kit.http import CurrentIdentity, IdempotencyKey

router = APIRouter()
Page = Annotated[int, Query(ge=1, le=10_000)]
Size = Annotated[int, Query(ge=1, le=100)]
Language = Annotated[LanguageCode, Query()]


async def current_caller(identity: CurrentIdentity) -> Caller:
    return Caller(
        subject=identity.subject,
        commission=identity.kind == "administrator",
        authority=identity.authority,
        administers=any(Role.LOCAL_DATA_ADMINISTRATOR in roles for roles in identity.roles.values()),
    )


async def current_directory(request: Request) -> Directory:
    directory: Directory = request.app.state.directory
    return directory


CurrentCaller = Annotated[Caller, Depends(current_caller)]
CurrentDirectory = Annotated[Directory, Depends(current_directory)]


@router.get("/authorities")
async def search(
    directory: CurrentDirectory, _: CurrentCaller, asked: Annotated[schemas.AuthoritySearch, Query()]
) -> schemas.AuthorityPage:
    async with directory.work() as work:
        found, total = await query.find_authorities(asked.query(directory.catalogue.vocabularies), work)
    items = [schemas.AuthorityCard.of(authority, asked.lang) for authority in found]
    return schemas.AuthorityPage(items=items, total=total, page=asked.page, size=asked.size)


@router.get("/authorities/{authority_id}")
async def details(
    authority_id: UUID, directory: CurrentDirectory, _: CurrentCaller, lang: Language = "en"
) -> schemas.AuthorityRecord:
    async with directory.work() as work:
        return schemas.AuthorityRecord.of_details(await query.authority_details(authority_id, work), lang)


@router.post("/authorities", status_code=201, response_model=schemas.AuthorityRecord)
async def register_authority(
    body: schemas.NewAuthority, directory: CurrentDirectory, caller: CurrentCaller, key: IdempotencyKey
) -> dict[str, Any]:
    async def answer(work: DirectoryWork) -> schemas.AuthorityRecord:
        authority = await command.register_authority(body.authority(), caller, directory.catalogue, work)
        return schemas.AuthorityRecord.of_details(await query.authority_details(authority.id, work), "en")

    return await directory.once("register_authority", caller, key, body, answer)


@router.patch("/authorities/{authority_id}")
async def change_authority(
    authority_id: UUID, body: schemas.AuthorityChange, directory: CurrentDirectory, caller: CurrentCaller
) -> schemas.AuthorityRecord:
    change = command.ChangeAuthority(authority_id, body.version, body.changes())
    async with directory.work() as work:
        await command.change_authority(change, caller, directory.catalogue, work)
        return schemas.AuthorityRecord.of_details(await query.authority_details(authority_id, work), "en")


@router.get("/users")
async def users(
    directory: CurrentDirectory, caller: CurrentCaller, authority: UUID, page: Page = 1, size: Size = 50
) -> schemas.UserPage:
    async with directory.work() as work:
        found, total = await query.users_of(authority, caller, work, page=page, size=size)
    items = [schemas.UserRecord.model_validate(user) for user in found]
    return schemas.UserPage(items=items, total=total, page=page, size=size)


@router.post("/users", status_code=201, response_model=schemas.UserKept)
async def register_user(
    body: schemas.NewUser, directory: CurrentDirectory, caller: CurrentCaller, key: IdempotencyKey
) -> dict[str, Any]:
    async def answer(work: DirectoryWork) -> schemas.UserKept:
        user = await command.register_user(body.user(), caller, directory.catalogue, work)
        return schemas.UserKept(id=user.id, version=user.version)

    return await directory.once("register_user", caller, key, body, answer)


@router.patch("/users/{user_id}")
async def change_user(
    user_id: UUID, body: schemas.UserChange, directory: CurrentDirectory, caller: CurrentCaller
) -> schemas.UserRecord:
    change = command.ChangeUser(user_id, body.version, body.changes())
    async with directory.work() as work:
        user = await command.change_user(change, caller, directory.catalogue, work)
    return schemas.UserRecord.model_validate(user)
