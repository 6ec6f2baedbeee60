"""What the statistics read from their environment."""

from pathlib import Path

from imi_kit.settings import SqlServiceSettings


class StatisticsSettings(SqlServiceSettings):
    """`schemes_file` (IMI_SCHEMES_FILE) holds indicators, thresholds and points of every known scoreboard."""

    schemes_file: Path = Path(__file__).parent / "schemes.yaml"
