"""The gateway's settings; the only place that reads the environment."""

import base64
from datetime import timedelta
from urllib.parse import urlsplit

from pydantic import SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from imi_kit.settings import SqlServiceSettings

KEY_BYTES = 32


class GatewaySettings(SqlServiceSettings):
    """`code_key` is 32 bytes in base64 and lives outside the database: without it no security code can be read."""

    identity_private_key: SecretStr
    code_key: SecretStr
    public_url: str
    directory_url: str
    requests_url: str
    translation_url: str
    notifications_url: str
    statistics_url: str

    # The classical login of three characters out of twelve; how many are asked is the operator's choice.
    code_positions: int = 3
    session_idle: timedelta = timedelta(minutes=30)
    session_absolute: timedelta = timedelta(hours=8)
    # An address is a whole office behind one gateway, so it is given far more than one account.
    address_starts: int = 600
    address_failures: int = 200
    streams_per_session: int = 4
    heartbeat_seconds: float = 15.0
    allowed_hosts: tuple[str, ...] = ()
    body_limit: int = 1_000_000
    # What the requests service takes (20 MiB) and the form around it; what is larger is not read at all.
    attachment_limit: int = 22_000_000

    @field_validator("code_key")
    @classmethod
    def _whole_key(cls, value: SecretStr) -> SecretStr:
        if len(base64.b64decode(value.get_secret_value(), validate=True)) != KEY_BYTES:
            raise ValueError(f"must be {KEY_BYTES} bytes in base64")
        return value

    @property
    def code_key_bytes(self) -> bytes:
        return base64.b64decode(self.code_key.get_secret_value())

    @property
    def https(self) -> bool:
        """Whether people reach the gateway over TLS, so that cookies must never leave it."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def origin(self) -> str:
        """Scheme and host of the public address, as browsers send it in Origin."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def hosts(self) -> set[str]:
        """Host names under which pages are served."""
        own = urlsplit(self.public_url).hostname or ""
        return {own, "localhost", "127.0.0.1", "[::1]", *self.allowed_hosts}


class SigningKey(BaseSettings):
    """What the command line needs to mint a token, and no more."""

    model_config = SettingsConfigDict(env_prefix="IMI_", extra="ignore", frozen=True)

    identity_private_key: SecretStr
