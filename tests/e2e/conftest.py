"""A real browser for the stories, and the people of the training data who play in them."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, async_playwright

from imi_local.running import RunningStack

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        await chromium.close()


@pytest.fixture(scope="session")
def account_of(stack: RunningStack) -> Callable[..., dict[str, Any]]:
    """Finds a training account: `account_of("HU", role="request_handler", authority="…")`."""

    def find(country: str, *, role: str = "request_handler", authority: str = "") -> dict[str, Any]:
        for account in stack.accounts:
            if (
                account["country"] == country
                and role in account["roles"]
                and authority in account["authority"]
            ):
                return account
        raise LookupError(f"no training account {country} {role} {authority}")

    return find


@pytest.fixture
def diploma(tmp_path: Path) -> Path:
    """A small PDF that any reader opens."""
    body = b"BT /F1 18 Tf 72 720 Td (Fogorvosi oklevel) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    file = tmp_path / "Zeugnis-4711.pdf"
    parts, offsets = [b"%PDF-1.4\n"], []
    for number, content in enumerate(objects, 1):
        offsets.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = sum(map(len, parts))
    parts.append(b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets))
    parts.append(b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)
    file.write_bytes(b"".join(parts))
    return file
