"""Catches every mail the services send, keeps it in the run folder and shows it on a small page."""

import json
import secrets
import time
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller

from imi_local.servers.ports import HOST
from imi_local.supervisor.mail_page import render

LISTED = 200
MAX_BYTES = 5_000_000


class MailBox:
    """One file per mail; the name sorts by time of arrival."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802, ARG002
        """Called by aiosmtpd."""
        name = f"{time.time_ns():020d}-{secrets.token_hex(3)}.eml"
        fresh = self._folder / f"{name}.new"
        recipients = ", ".join(envelope.rcpt_tos)
        fresh.write_bytes(f"X-Envelope-To: {recipients}\r\n".encode() + envelope.original_content)
        fresh.replace(self._folder / name)
        return "250 kept"

    def newest(self, limit: int = LISTED, *, to: str = "") -> list[dict[str, Any]]:
        """Newest first; `to` keeps the mails of one address."""
        names = sorted(self._folder.glob("*.eml"), reverse=True)
        found = (describe(name) for name in (names if to else names[:limit]))
        return [mail for mail in found if not to or to in mail["to"]][:limit]


def describe(file: Path) -> dict[str, Any]:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    return {
        "id": file.stem,
        "received_at": datetime.fromtimestamp(int(file.stem[:20]) / 1e9, UTC).isoformat(),
        "from": str(message["From"] or ""),
        "to": [address.strip() for address in str(message["X-Envelope-To"] or "").split(",")],
        "subject": str(message["Subject"] or ""),
        "language": str(message["Content-Language"] or ""),
        "text": text.get_content() if text else "",
        "html": html.get_content() if html else "",
    }


class MailSink:
    """SMTP on one port, a page on another: JSON for programs, HTML for browsers, `?to=` for one address."""

    def __init__(self, folder: Path, smtp_port: int, http_port: int) -> None:
        self.box = MailBox(folder)
        self.smtp_url = f"smtp://{HOST}:{smtp_port}"
        self.page_url = f"http://{HOST}:{http_port}/"
        self._smtp = Controller(self.box, hostname=HOST, port=smtp_port, data_size_limit=MAX_BYTES)
        self._page = ThreadingHTTPServer((HOST, http_port), page_handler(self.box))

    def start(self) -> None:
        self._smtp.start()
        Thread(target=self._page.serve_forever, args=(0.05,), name="mail-page", daemon=True).start()

    def stop(self) -> None:
        self._page.shutdown()
        self._page.server_close()
        self._smtp.stop()


def page_handler(box: MailBox) -> type[BaseHTTPRequestHandler]:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            mails = box.newest(to=parse_qs(parts.query).get("to", [""])[0])
            if "text/html" in self.headers.get("Accept", "") and not parts.path.endswith(".json"):
                self._answer("text/html; charset=utf-8", render(mails))
            else:
                self._answer("application/json", json.dumps({"mails": mails}))

        def _answer(self, kind: str, text: str) -> None:
            body = text.encode()
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nobody needs a line per look."""

    return Page
