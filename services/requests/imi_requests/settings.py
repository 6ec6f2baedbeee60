"""Settings of this service; the only place that reads the environment."""

import base64
import binascii

from pydantic import SecretStr, field_validator

from imi_kit.settings import SqlServiceSettings

KEK_BYTES = 32


class RequestsSettings(SqlServiceSettings):
    """IMI_S3_URL is the bucket of attachments, IMI_KEK (base64, 32 bytes) wraps the keys of exchanges."""

    s3_url: SecretStr
    kek: SecretStr
    sweep_seconds: float = 600.0

    @field_validator("kek")
    @classmethod
    def _is_a_key(cls, value: SecretStr) -> SecretStr:
        try:
            size = len(base64.b64decode(value.get_secret_value(), validate=True))
        except binascii.Error as error:
            raise ValueError("IMI_KEK must be base64") from error
        if size != KEK_BYTES:
            raise ValueError("IMI_KEK must be 32 bytes in base64")
        return value

    @property
    def kek_bytes(self) -> bytes:
        return base64.b64decode(self.kek.get_secret_value())
