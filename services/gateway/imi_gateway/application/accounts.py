"""Give people their credentials: the administration's step, also used for training data."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from imi_gateway.application.login import PASSWORD_LENGTH, USERNAME_LENGTH, folded
from imi_gateway.application.ports import Account, GatewayUnitOfWork, Secrets
from imi_gateway.domain.changes import Change
from imi_gateway.domain.security_code import LENGTH, check_code, check_password
from imi_kit.ports import Clock

# Hashing is work for every core; more at once would keep people from logging in meanwhile.
AT_ONCE = 4


class Credentials(BaseModel):
    """What one person logs in with, in plain text, as it comes from the administrator."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    user_id: UUID
    username: str = Field(min_length=1, max_length=USERNAME_LENGTH)
    password: str = Field(max_length=PASSWORD_LENGTH)
    security_code: str = Field(max_length=4 * LENGTH)


def _batched(items: Sequence[Credentials], size: int) -> Iterator[Sequence[Credentials]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


class AccountKeeper:
    """Sets or resets credentials; a reset lifts a lock, and changed credentials end the running sessions."""

    def __init__(
        self,
        unit_of_work: Callable[[], GatewayUnitOfWork],
        secrets: Secrets,
        clock: Clock,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._passwords = secrets.passwords
        self._cipher = secrets.cipher
        self._hasher = secrets.hasher
        self._clock = clock

    async def set_all(self, wanted: Sequence[Credentials]) -> int:
        """All or none; raises Refused with a pointer to the one at fault. Returns how many changed."""
        for position, one in enumerate(wanted):
            check_password(one.password, f"/{position}/password")
            check_code(one.security_code, f"/{position}/security_code")
        async with self._unit_of_work() as uow:
            known = await uow.accounts.of_users([one.user_id for one in wanted])
        accounts: list[Account] = []
        for some in _batched(wanted, AT_ONCE):
            accounts += await asyncio.gather(*(self._account(one, known.get(one.user_id)) for one in some))
        changed = [account for account in accounts if account != known.get(account.user_id)]
        async with self._unit_of_work() as uow:
            await uow.logins.reset([self._hasher.name_key(a.username) for a in accounts], self._clock.now())
            for account in changed:
                await self._store(uow, account)
        return len(changed)

    async def _account(self, wanted: Credentials, known: Account | None) -> Account:
        name = folded(wanted.username)
        if known and await self._is_same(wanted, known):
            return Account(wanted.user_id, name, known.password_hash, known.code_cipher)
        hashed = await self._passwords.hash(wanted.password)
        cipher = self._cipher.encrypt(wanted.security_code, wanted.user_id)
        return Account(wanted.user_id, name, hashed, cipher)

    async def _is_same(self, wanted: Credentials, known: Account) -> bool:
        code = self._cipher.decrypt(known.code_cipher, known.user_id)
        return code == wanted.security_code and await self._passwords.verify(
            known.password_hash, wanted.password
        )

    async def _store(self, uow: GatewayUnitOfWork, account: Account) -> None:
        await uow.accounts.put(account, self._clock.now())
        if await uow.sessions.remove_of_user(account.user_id):
            await uow.announce(Change.end_of_user(account.user_id))
