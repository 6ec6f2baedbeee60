"""A command with a key has one effect and one answer, however often it arrives."""

import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

from pydantic_core import to_jsonable_python
from sqlalchemy import text

from imi_contracts.errors import Refused
from imi_kit.sql.unit_of_work import SqlUnitOfWork

_CLAIM = text(
    "insert into remembered_command (actor, key, body_sha256) values (:actor, :key, :hash)"
    " on conflict do nothing"
)
_RECALL = text("select body_sha256, response from remembered_command where actor = :actor and key = :key")
_REMEMBER = text(
    "update remembered_command set response = cast(:response as jsonb) where actor = :actor and key = :key"
)


async def once(
    uow: SqlUnitOfWork,
    *,
    actor: str,
    key: str,
    body: object,
    work: Callable[[], Awaitable[dict[str, Any]]],
) -> dict[str, Any]:
    """Do `work` in this transaction and remember its answer, or give the remembered answer again.

    A second arrival in parallel waits for the first to commit. Raises Refused("command.key_reused") when
    the key came with another body before.
    """
    digest = hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()
    place = {"actor": actor, "key": key}
    claimed: Any = await uow.session.execute(_CLAIM, place | {"hash": digest})
    if not claimed.rowcount:
        row = (await uow.session.execute(_RECALL, place)).one()
        if row.body_sha256 != digest:
            raise Refused("command.key_reused")
        answer: dict[str, Any] = row.response
        return answer
    # The first answer must not differ from the remembered one, so it takes the same way through JSON.
    answer = to_jsonable_python(await work())
    await uow.session.execute(_REMEMBER, place | {"response": json.dumps(answer)})
    return answer
