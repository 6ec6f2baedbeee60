"""Log in: password first, then characters of the security code; both are judged together at the end.

Every refusal costs the same work and says the same, whatever of the three was wrong (dossier 1.2).
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from prometheus_client import Counter

from imi_contracts.errors import Refused
from imi_gateway.application.ports import Attempt, GatewayUnitOfWork, Secrets
from imi_gateway.domain.lockout import pseudo_series
from imi_gateway.domain.security_code import is_right, positions
from imi_kit.ports import Clock
from imi_kit.telemetry import get_logger

log = get_logger("login")
logins = Counter("imi_logins_total", "Logins judged, by outcome", ["outcome"])
BETWEEN_STEPS = timedelta(minutes=10)
USERNAME_LENGTH = 64
PASSWORD_LENGTH = 200


@dataclass(frozen=True)
class LoginRules:
    """What the operator may set: positions asked, and attempts per address in a quarter of an hour."""

    code_positions: int = 3
    address_starts: int = 600
    address_failures: int = 200


@dataclass(frozen=True)
class LoggedIn:
    user_id: UUID
    next: str


def folded(username: str) -> str:
    """The one spelling of a user name: people type capitals and blanks where there are none.

    NUL is in nobody's name, and the database would choke on it.
    """
    plain = unicodedata.normalize("NFKC", username.replace("\0", ""))
    return plain.strip().casefold()[:USERNAME_LENGTH]


class Login:
    """The two steps. `token` is the hash of the visitor's anonymous cookie, which ties them together."""

    def __init__(
        self,
        unit_of_work: Callable[[], GatewayUnitOfWork],
        secrets: Secrets,
        clock: Clock,
        rules: LoginRules,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._passwords = secrets.passwords
        self._cipher = secrets.cipher
        self._hasher = secrets.hasher
        self._clock = clock
        self._rules = rules

    async def begin(self, token: bytes, *, username: str, password: str, address: str, goal: str) -> None:
        """Take the password and ask for the code, whoever it is; raises Refused("login.too_many")."""
        now, name = self._clock.now(), folded(username)
        name_key = self._hasher.name_key(name)
        async with self._unit_of_work() as uow:
            starts, failures = await uow.logins.count_start(self._hasher.address_key(address), now)
            account = await uow.accounts.named(name)
            series = await uow.logins.series(name_key)
        if starts > self._rules.address_starts or failures >= self._rules.address_failures:
            raise Refused("login.too_many")
        stored = account.password_hash if account else None
        right = await self._passwords.verify(stored, password[: PASSWORD_LENGTH + 1])
        if account is None:
            series = pseudo_series(name_key, now)
        asked = positions(self._hasher.positions_key, name_key, series, self._rules.code_positions)
        user = account.user_id if account else None
        attempt = Attempt(name_key, user, right, asked, goal, now + BETWEEN_STEPS)
        async with self._unit_of_work() as uow:
            await uow.logins.put_attempt(token, attempt)

    async def asked(self, token: bytes) -> Attempt | None:
        """The attempt this visitor is in; None when there is no password step to go with the code."""
        async with self._unit_of_work() as uow:
            attempt = await uow.logins.attempt(token)
        return attempt if attempt and attempt.expires_at > self._clock.now() else None

    async def finish(
        self, token: bytes, *, characters: Sequence[str], address: str, session: bytes
    ) -> LoggedIn:
        """Judge both steps and open `session`; raises Refused("login.failed" or "login.expired")."""
        now = self._clock.now()
        async with self._unit_of_work() as uow:
            attempt = await uow.logins.take_attempt(token)
            if attempt is None or attempt.expires_at <= now:
                raise Refused("login.expired")
            user = await self._judge(uow, attempt, characters)
            if user is None:
                await uow.logins.count_failure(self._hasher.address_key(address), now)
            else:
                await uow.sessions.put(session, user, now)
        # Outside the transaction, which has to keep the count of wrong attempts.
        logins.labels("failed" if user is None else "succeeded").inc()
        if user is None:
            log.info("login_failed", name_key=attempt.name_key.hex()[:16])
            raise Refused("login.failed", next=attempt.next)
        log.info("logged_in", user_id=str(user))
        return LoggedIn(user, attempt.next)

    async def _judge(
        self, uow: GatewayUnitOfWork, attempt: Attempt, characters: Sequence[str]
    ) -> UUID | None:
        """The user when everything is right. No step is skipped: the time must not tell which one failed."""
        now, nobody = self._clock.now(), UUID(int=0)
        record = await uow.logins.record(attempt.name_key, now)
        account = await uow.accounts.of_user(attempt.user_id or nobody)
        person = await uow.people.find(attempt.user_id or nobody)
        code = self._cipher.decrypt(account.code_cipher if account else None, attempt.user_id)
        verdicts = (
            attempt.password_right,
            is_right(code, attempt.positions, characters),
            account is not None,
            person is not None and person.active,
            not record.is_locked(now),
        )
        right = all(verdicts)
        after = record.succeeded() if right else record.failed(now)
        await uow.logins.save_record(attempt.name_key, after, now)
        return attempt.user_id if right else None
