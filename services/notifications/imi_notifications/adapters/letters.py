"""A notice as a mail: text and simple HTML, in the person's language, with number and link and nothing else."""

import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from uuid import UUID

from imi_notifications.adapters.texts import NoticeTexts, Words
from imi_notifications.application.ports import Undeliverable
from imi_notifications.domain.news import Notice
from imi_notifications.domain.people import Authority, User

ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)*")
PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head><meta charset="utf-8"><title>{subject}</title></head>
<body>
<p>{greeting}</p>
<p>{text}</p>
<p><a href="{link}">{open}</a></p>
<p><small>{closing}</small></p>
</body>
</html>
"""
TEXT = """\
{greeting}

{text}

{open}:
{link}

--\u0020
{closing}
"""


@dataclass(frozen=True)
class Letters:
    """Writes mails from `sender`; `public_url` is where people reach the system."""

    texts: NoticeTexts
    sender: str
    public_url: str

    def __call__(self, notice: Notice, user: User, actor: Authority | None) -> EmailMessage:
        """Raises Undeliverable for what is not one plain address: it could mean several, or break the header."""
        if not ADDRESS.fullmatch(user.email):
            raise Undeliverable("not one plain address", for_good=True)
        words = self.texts.words(notice, actor, user.language)
        mail = EmailMessage(policy=SMTP)
        mail["Subject"] = self.texts.say(
            "mail.subject", words.language, number=notice.news.number, title=words.title
        )
        mail["From"], mail["To"] = self.sender, user.email
        mail["Date"] = format_datetime(notice.news.at)
        mail["Message-ID"] = self._message_id(notice.id)
        # Mail programs show all mails of a request together.
        mail["References"] = self._message_id(notice.news.request_id)
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
        values = self._values(notice, words)
        mail.set_content(TEXT.format_map(values))
        html = {name: escape(value) for name, value in values.items()}
        mail.add_alternative(PAGE.format_map(html | {"subject": escape(mail["Subject"])}), subtype="html")
        mail["Content-Language"] = words.language  # last, because setting content drops Content- headers
        return mail

    def _values(self, notice: Notice, words: Words) -> dict[str, str]:
        said = {
            name: self.texts.say(f"mail.{name}", words.language) for name in ("greeting", "open", "closing")
        }
        link = f"{self.public_url.rstrip('/')}/requests/{notice.news.request_id}"
        return said | {"text": words.text, "link": link, "language": words.language}

    def _message_id(self, of: UUID) -> str:
        return f"<{of}@{self.domain}>"

    @property
    def domain(self) -> str:
        """The domain that mails come from."""
        return self.sender.rpartition("@")[2].rstrip(">")
