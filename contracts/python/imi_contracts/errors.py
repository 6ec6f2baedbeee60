"""The one way a rule says no: a stable code with parameters; the sentence comes from the catalogue of codes."""

from typing import Any


class Refused(Exception):  # noqa: N818  (it is an answer, not a malfunction)
    """A command or query is refused.

    `code` is listed in contracts/vocabularies/errors/, which gives HTTP status, retryability and text;
    `pointer` is a JSON pointer to the field at fault; `params` fill the text's placeholders.
    """

    def __init__(self, code: str, *, pointer: str | None = None, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.pointer = pointer
        self.params = params
