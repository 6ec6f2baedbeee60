"""Settings of every service process; read once, in the service's settings.py, from variables named IMI_…."""

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

REPOSITORY = Path(__file__).resolve().parents[3]


class ServiceSettings(BaseSettings):
    """What all services share. A service without a default for a value refuses to start when it is missing."""

    model_config = SettingsConfigDict(env_prefix="IMI_", extra="ignore", frozen=True)

    http_host: str = "127.0.0.1"
    http_port: int
    amqp_url: SecretStr
    identity_public_key: str
    contracts_dir: Path = REPOSITORY / "contracts"
    # Where areas of law are published; `areas` in the folder of contracts when nothing is said.
    areas_dir: Path | None = None
    otlp_endpoint: str | None = None
    log_level: str = "INFO"
    shutdown_seconds: float = 10.0
    # Addresses (comma-separated) whose X-Forwarded-For and X-Forwarded-Proto are believed; none by default.
    trusted_proxies: str = ""


class SqlServiceSettings(ServiceSettings):
    """A service whose store is PostgreSQL (`postgresql+asyncpg://…`)."""

    database_url: SecretStr
    database_pool_size: int = 10


class DocumentServiceSettings(ServiceSettings):
    """A service whose store is MongoDB."""

    mongo_url: SecretStr
    mongo_database: str
