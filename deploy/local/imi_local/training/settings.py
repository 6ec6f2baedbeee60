"""What the training step reads from its environment."""

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class TrainingSettings(BaseSettings):
    """The services' addresses, the key with which the gateway signs for people, and where the accounts go."""

    model_config = SettingsConfigDict(env_prefix="IMI_", extra="ignore", frozen=True)

    directory_url: str
    requests_url: str
    gateway_url: str
    identity_private_key: SecretStr
    accounts_file: Path = Path(".run/training-accounts.json")
