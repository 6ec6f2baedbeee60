"""Mail out of the house by SMTP: `smtp://[user:password@]host:port`, or smtps:// for TLS from the first byte."""

from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import aiosmtplib

from imi_notifications.application.ports import Undeliverable

TIMEOUT_SECONDS = 15.0
DEFAULT_PORTS = {"smtp": 25, "smtps": 465}
PERMANENT = 500


class SmtpPostman:
    """One connection per mail: few mails, and a broken connection harms only one of them.

    STARTTLS is used when the server offers it. `greeting` is the name we give ourselves: the library would
    ask the DNS for one, and stand still while that does not answer.
    """

    def __init__(self, url: str, *, greeting: str, verify: bool = True) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or "localhost"
        self._port = parts.port or DEFAULT_PORTS[parts.scheme]
        self._tls = parts.scheme == "smtps"
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._greeting = greeting
        self._verify = verify

    async def send(self, mail: EmailMessage) -> None:
        try:
            await aiosmtplib.send(
                mail,
                hostname=self._host,
                port=self._port,
                use_tls=self._tls,
                username=self._user,
                password=self._password,
                local_hostname=self._greeting,
                validate_certs=self._verify,
                timeout=TIMEOUT_SECONDS,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            codes = [refused.code for refused in error.recipients]
            permanent = min(codes, default=0) >= PERMANENT
            raise Undeliverable(f"recipient refused: {codes}", for_good=permanent) from error
        except aiosmtplib.SMTPResponseException as error:
            # The server refuses us rather than the recipient: an operator can mend that, so it is tried again.
            raise Undeliverable(f"{type(error).__name__} {error.code}") from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise Undeliverable(type(error).__name__) from error
