"""Which errors mean that PostgreSQL is away, so that the same work can be done again unchanged."""

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from imi_kit.sql.unit_of_work import _is_gone


def through_sqlalchemy(driver: BaseException) -> DBAPIError:
    """As the dialect hands it on: the driver's error is the cause of its own."""
    own = Exception(str(driver))
    own.__cause__ = driver
    return DBAPIError("select 1", None, own)


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.ConnectionDoesNotExistError("closed in the middle of operation"),
        asyncpg.CrashShutdownError("terminating connection because of crash of another server process"),
        asyncpg.AdminShutdownError("terminating connection due to administrator command"),
        asyncpg.CannotConnectNowError("the database system is starting up"),
        asyncpg.InternalClientError("cannot switch to state 11"),
        ConnectionResetError(104, "reset by peer"),
    ],
)
def test_a_server_that_dies_or_starts_is_away(error: BaseException) -> None:
    assert _is_gone(error)
    assert _is_gone(through_sqlalchemy(error))


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.UniqueViolationError("duplicate key"),
        asyncpg.QueryCanceledError("canceling statement due to statement timeout"),
    ],
)
def test_a_server_that_answers_is_not_away(error: BaseException) -> None:
    assert not _is_gone(error)
    assert not _is_gone(through_sqlalchemy(error))
