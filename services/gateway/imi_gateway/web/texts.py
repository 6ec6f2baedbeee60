"""The catalogues of the interface: `python -m imi_gateway.web.texts` brings them up to date with the templates.

New texts appear empty, texts nobody uses any more go away, a changed text is a new text: a translator sees it.
"""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from imi_gateway.web.i18n import LOCALE_FOLDER
from imi_gateway.web.rendering import PACKAGE

if TYPE_CHECKING:
    from pathlib import Path

METHODS = [("templates/**.html", "jinja2"), ("web/**.py", "python")]
OPTIONS = {"templates/**.html": {"extensions": "jinja2.ext.do", "trimmed": "true", "silent": "false"}}
WIDTH = 110
GENERATED = b'"Generated-By: '


def extract() -> Catalog:
    """Every text that a template or the code of the pages shows."""
    found = Catalog(charset="utf-8", fuzzy=False)
    for _, _, message, comments, context in extract_from_dir(PACKAGE, METHODS, OPTIONS):
        found.add(message, auto_comments=comments, context=context)
    return found


def files() -> list[Path]:
    return sorted(LOCALE_FOLDER.glob("*/LC_MESSAGES/gateway.po"))


def read(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale=path.parents[1].name)


def update(path: Path, template: Catalog) -> list[str]:
    """Rewrite one catalogue; the texts that still wait for a translation are returned."""
    catalogue = read(path)
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    own = [line for line in path.read_bytes().splitlines(keepends=True) if line.startswith(b'"X-')]
    written = io.BytesIO()
    write_po(written, catalogue, width=WIDTH, no_location=True, sort_output=True, omit_header=False)
    # Babel knows no headers of ours ("X-Origin: …"); they stay where they stood, before the last one.
    path.write_bytes(written.getvalue().replace(GENERATED, b"".join(own) + GENERATED, 1))
    return missing(catalogue)


def missing(catalogue: Catalog) -> list[str]:
    """Texts without a translation in every plural form."""
    return [str(m.id) for m in catalogue if m.id and not all(_forms(m))]


def _forms(message: Message) -> list[object]:
    return list(message.string) if isinstance(message.string, list | tuple) else [message.string]


def main() -> int:
    """Says what is missing; 1 when something is."""
    template, waiting = extract(), 0
    for path in files():
        gaps = update(path, template)
        waiting += len(gaps)
        for text in gaps:
            sys.stdout.write(f"{path.parents[1].name}: {text}\n")
    return 1 if waiting else 0


if __name__ == "__main__":
    sys.exit(main())
