"""What the directory reads from its environment."""

from imi_kit.settings import SqlServiceSettings


class DirectorySettings(SqlServiceSettings):
    """Nothing beyond what every service on PostgreSQL has."""
