"""What the training step reads from its environment."""

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class TrainingSettings(BaseSettings):
    """The services' addresses, and the key with which the gateway signs for people."""

    model_config = SettingsConfigDict(env_prefix="IMI_", extra="ignore", frozen=True)

    directory_url: str
    requests_url: str
    gateway_url: str
    identity_private_key: SecretStr
