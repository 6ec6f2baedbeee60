"""The list of caught mails as a page without scripts."""

from html import escape
from typing import Any

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#26324b}"
    "article{border:1px solid #cfdaf5;border-radius:4px;padding:1rem;margin:1rem 0}"
    "h2{margin:0 0 .5rem;font-size:1.1rem}pre{white-space:pre-wrap;font:inherit;margin:1rem 0 0}"
    "p{margin:0;color:#515560}"
)


def render(mails: list[dict[str, Any]]) -> str:
    articles = "".join(_article(mail) for mail in mails) or "<p>No mail has been sent yet.</p>"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Caught mails</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>'
        f"<body><main><h1>Caught mails</h1><p>Newest first. Nothing leaves this machine.</p>{articles}</main>"
        "</body></html>"
    )


def _article(mail: dict[str, Any]) -> str:
    language = f' lang="{escape(mail["language"])}"' if mail["language"] else ""
    to = escape(", ".join(mail["to"]))
    return (
        f"<article{language}><h2>{escape(mail['subject'])}</h2>"
        f'<p lang="en">{escape(mail["received_at"][:19])} UTC, to {to}</p><pre>{escape(mail["text"])}</pre></article>'
    )
