"""What may not stand in a template: the Content-Security-Policy would stop it in the browser, too late."""

import re

import pytest

from imi_gateway.web.rendering import STATIC, TEMPLATES, asset

FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "inline handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "other site": re.compile(r"(src|href|action)=\"(https?:)?//", re.IGNORECASE),
    "evaluated by htmx": re.compile(r"hx-on|hx-vars|hx-vals=['\"]js:|hx-trigger=\"[^\"]*\[", re.IGNORECASE),
}
PAGES = sorted(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_holds_nothing_the_policy_forbids(path):
    text = path.read_text()
    found = [name for name, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert not found


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_posting_form_carries_the_csrf_token(path):
    for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", path.read_text(), re.DOTALL):
        assert "csrf_token" in form or "form.hidden(person)" in form


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_a_script_evaluates_no_text(path):
    assert not re.search(r"\beval\(|new Function|innerHTML|setAttribute\(\"style\"", path.read_text())


def test_an_asset_address_changes_with_its_content():
    assert re.fullmatch(r"/static/imi\.css\?v=[0-9a-f]{12}", asset("imi.css"))
