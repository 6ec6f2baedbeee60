"""Settings of the notifications service; the only place that reads the environment."""

from pydantic import SecretStr

from imi_kit.settings import DocumentServiceSettings


class NotificationsSettings(DocumentServiceSettings):
    """`smtp_url` is the site's mail server, `public_url` where people reach the system."""

    smtp_url: SecretStr
    smtp_verify: bool = True
    mail_from: str = "OpenIMI <no-reply@openimi.localhost>"
    public_url: str
    # How long a mail in the hands of a process that died is out of reach of the others; longer than sending a
    # handful of mails can take to time out.
    mail_lease_seconds: float = 180.0
