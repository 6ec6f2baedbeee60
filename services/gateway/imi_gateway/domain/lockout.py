"""How often one may try: 5 wrong in 15 minutes lock for 15 minutes, 10 until the administrator resets (dossier 1.2)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
LOCK = timedelta(minutes=15)
WRONG_BEFORE_LOCK = 5
WRONG_BEFORE_RESET = 10

# Nobody's name looks used now and then too: else positions that never change would tell it from a real one.
PSEUDO_SERIES = (timedelta(hours=7), timedelta(hours=60))


@dataclass(frozen=True)
class LoginRecord:
    """What is remembered of a user name, known or not: the series of asked positions and the wrong attempts
    since the last right one, oldest first.
    """

    series: int = 0
    failures: tuple[datetime, ...] = ()
    locked_until: datetime | None = None

    @property
    def needs_reset(self) -> bool:
        return len(self.failures) >= WRONG_BEFORE_RESET

    def is_locked(self, now: datetime) -> bool:
        return self.needs_reset or (self.locked_until is not None and now < self.locked_until)

    def failed(self, now: datetime) -> "LoginRecord":
        """After a wrong attempt. What is tried while locked was not judged and does not count."""
        if self.is_locked(now):
            return self
        failures = (*self.failures, now)
        recent = sum(1 for at in failures if now - at < WINDOW and self._since_lock(at))
        locked_until = now + LOCK if recent >= WRONG_BEFORE_LOCK else self.locked_until
        return replace(self, failures=failures, locked_until=locked_until)

    def succeeded(self) -> "LoginRecord":
        """After a right attempt: a new series with other positions begins."""
        return LoginRecord(series=self.series + 1)

    def _since_lock(self, at: datetime) -> bool:
        return self.locked_until is None or at >= self.locked_until


def pseudo_series(name_key: bytes, now: datetime) -> int:
    """The series of a name that nobody has: constant for some hours or days, which the name itself decides."""
    shortest, longest = PSEUDO_SERIES
    share = int.from_bytes(name_key[:4], "big") / 2**32
    period = shortest + (longest - shortest) * share
    return int((now.timestamp() + int.from_bytes(name_key[4:8], "big")) // period.total_seconds())
