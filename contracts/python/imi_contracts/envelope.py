"""CloudEvents 1.0 in structured JSON form: the one shape in which facts and commands travel on the bus.

Source: CloudEvents 1.0.2, JSON event format; `sequence` and `traceparent` are its documented extensions.
"""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

CONTENT_TYPE = "application/cloudevents+json"


class Envelope(BaseModel):
    """One message: who says it (`source`), what (`type`), about what (`subject`), when, and the data.

    `sequence` is the version of the subject after the change; a consumer ignores what is lower than it has seen.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    specversion: Literal["1.0"] = "1.0"
    id: UUID
    source: str = Field(max_length=64)
    type: str = Field(max_length=128, pattern=r"^[a-z_]+(\.[a-z_]+)+\.v[0-9]+$")
    subject: str = Field(max_length=128)
    time: datetime
    sequence: int = Field(ge=0, default=0)
    traceparent: str | None = None
    datacontenttype: Literal["application/json"] = "application/json"
    data: dict[str, Any]

    def to_json(self) -> bytes:
        return self.model_dump_json(exclude_none=True).encode()

    @classmethod
    def from_json(cls, body: bytes) -> "Envelope":
        """Parse a message body; raises pydantic.ValidationError when it is no envelope."""
        return cls.model_validate_json(body)
