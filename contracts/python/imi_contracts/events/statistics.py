"""What the statistics service announces."""

from imi_contracts.codes import CountryCode
from imi_contracts.messages import Event, event


@event
class ScoreboardChanged(Event):
    """Figures of this country changed."""

    type = "statistics.scoreboard.changed.v1"
    country: CountryCode
