"""What the entry points hold in their hands: transactions of the directory, and its catalogue."""

from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import BaseModel

from imi_directory.adapters.unit_of_work import DirectoryUnitOfWork
from imi_directory.application.ports import Catalogue
from imi_directory.domain.rights import Caller
from imi_kit.ports import Clock
from imi_kit.sql import Database
from imi_kit.sql.once import once


class Directory:
    def __init__(self, database: Database, catalogue: Catalogue, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self.catalogue = catalogue

    def work(self) -> DirectoryUnitOfWork:
        """A transaction that commits on leaving."""
        return DirectoryUnitOfWork(self._database, source="directory", clock=self._clock)

    async def once(
        self,
        command: str,
        caller: Caller,
        key: str,
        body: BaseModel,
        answer: Callable[[DirectoryUnitOfWork], Awaitable[BaseModel]],
    ) -> dict[str, Any]:
        """Carry out a command under its key; the same key with the same body gets the same answer again."""
        # Only what was sent counts: defaults such as a new identifier differ from one arrival to the next.
        sent = {"command": command, "body": body.model_dump(mode="json", exclude_unset=True)}
        async with self.work() as work:

            async def carry_out() -> dict[str, Any]:
                return (await answer(work)).model_dump(mode="json")

            return await once(work, actor=caller.subject, key=key, body=sent, work=carry_out)
