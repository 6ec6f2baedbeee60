"""The security code: twelve characters, of which the login asks a few by position (domain dossier, 1.1)."""

import hmac
from collections.abc import Sequence
from itertools import combinations

from imi_contracts.errors import Refused

LENGTH = 12
PASSWORD_LENGTH = range(8, 201)


def check_code(code: str, pointer: str) -> None:
    """Twelve characters with a lower-case letter, an upper-case letter and a digit; else account.code_rule."""
    if len(code) != LENGTH or not _is_mixed(code):
        raise Refused("account.code_rule", pointer=pointer)


def check_password(password: str, pointer: str) -> None:
    """At least eight characters, composed like the code; else account.password_rule."""
    if len(password) not in PASSWORD_LENGTH or not _is_mixed(password):
        raise Refused("account.password_rule", pointer=pointer)


def _is_mixed(text: str) -> bool:
    return any(map(str.islower, text)) and any(map(str.isupper, text)) and any(map(str.isdigit, text))


def positions(key: bytes, name_key: bytes, series: int, count: int) -> list[int]:
    """The positions (from 1) asked in a series of attempts: the same on every reload, unpredictable without the key."""
    choices = list(combinations(range(1, LENGTH + 1), count))
    digest = hmac.digest(key, name_key + series.to_bytes(8, "big"), "sha256")
    return list(choices[int.from_bytes(digest, "big") % len(choices)])


def is_right(code: str, asked: Sequence[int], given: Sequence[str]) -> bool:
    """Whether the given characters stand at the asked positions, compared in constant time."""
    wanted = "\x00".join(code[position - 1] for position in asked)
    return hmac.compare_digest(wanted.encode(), "\x00".join(given).encode())
