"""Notices in words: texts of the reader's language filled with number, authority, country and dates."""

from dataclasses import dataclass
from pathlib import Path

from imi_contracts.catalogue import Findings, Texts, country_name, format_date, load_texts
from imi_notifications.domain.news import Notice
from imi_notifications.domain.people import Authority

LOCALE = Path(__file__).resolve().parents[1] / "locale"
CATALOGUE = "notifications"


def load_notice_texts() -> Texts:
    """Raises CatalogueError naming file and line when a catalogue is broken."""
    findings = Findings()
    texts = load_texts(LOCALE, CATALOGUE, findings)
    findings.raise_if_any()
    return texts


@dataclass(frozen=True)
class Words:
    """A notice in one language: `title` says what, `text` says it in whole sentences."""

    language: str
    title: str
    text: str


class NoticeTexts:
    """Renders at the time of reading, so that an inbox follows its reader's language."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def language(self, wanted: str) -> str:
        """The language the reader gets: the wanted one if there are texts in it, else English."""
        return wanted if wanted in self._texts.by_language else "en"

    def say(self, key: str, wanted: str, **values: str) -> str:
        text = self._texts.get(key, self.language(wanted))
        if text is None:
            raise KeyError(key)
        return text.format_map(values)

    def words(self, notice: Notice, actor: Authority | None, wanted: str) -> Words:
        language, news = self.language(wanted), notice.news
        title = self.say(f"{news.kind}.title", language)
        text = self.say(
            f"{news.kind}.text", language, number=news.number, sender=self._sender(notice, actor, language)
        )
        return Words(language, title, " ".join([text, *self._deadlines(notice, language)]))

    def _sender(self, notice: Notice, actor: Authority | None, language: str) -> str:
        country = country_name(notice.news.actor_country, language)
        return f"{actor.title(language)} ({country})" if actor else country

    def _deadlines(self, notice: Notice, language: str) -> list[str]:
        """The agreed date, else the proposed one; none for what is over."""
        news = notice.news
        if news.kind in {"request.closed", "request.withdrawn", "request.replied"}:
            return []
        if news.deadline_agreed and news.kind != "deadline.proposed":
            return [
                self.say("deadline.is_agreed", language, date=format_date(news.deadline_agreed, language))
            ]
        if news.deadline_proposed:
            day = format_date(news.deadline_proposed, language)
            return [self.say("deadline.is_proposed", language, date=day)]
        return []
