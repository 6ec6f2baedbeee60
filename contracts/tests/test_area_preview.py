"""The preview is one page that carries everything the form asks, can be read aloud, and loads nothing."""

from html.parser import HTMLParser

import pytest

from imi_contracts.areas.cli import main
from imi_contracts.areas.preview import preview

VOID = {"meta", "input", "link", "br"}


class Page(HTMLParser):
    """Tags with attributes, and the text below each id."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.labelled: list[bool] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in {"input", "select", "textarea"}:
            self.labelled.append("label" in self.open or "aria-label" in dict(attrs))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def values(self, name, tag=None):
        return [given[name] for found, given in self.tags if name in given and tag in {None, found}]


@pytest.fixture
def area(tiny):
    return tiny.with_kinds().load()


@pytest.mark.parametrize("language", ["en", "hu", "pl"])
def test_the_page_is_sound_html_whose_controls_have_labels(areas, area, language):
    for text in (preview(area, language), preview(areas["professional-qualifications"], language)):
        page = Page(text)
        assert page.open == []
        ids = page.values("id")
        assert len(ids) == len(set(ids))
        labels = set(page.values("for", "label"))
        assert labels <= set(ids)
        controls = [given for tag, given in page.tags if tag in {"input", "select", "textarea"}]
        for given, inside_label in zip(controls, page.labelled, strict=True):
            assert inside_label or given.get("id") in labels, given
        for target in page.values("href", "a"):
            assert target.removeprefix("#") in ids
        for described in page.values("aria-describedby"):
            assert described in ids


def test_the_page_loads_nothing_from_elsewhere(area):
    text = preview(area, "en")
    assert "http:" not in text
    assert "https:" not in text
    assert "<script" not in text
    assert "default-src 'none'" in text


def test_every_kind_shows_its_limit_and_reason(area):
    text = preview(area, "en")
    assert "Limit for the reply: 25 working days (Article 1, 32005L0036)" in text
    assert "Limit for the reply: 2 working days" in text
    assert "Reason: must be given" in text


def test_every_field_shows_its_data_category_and_where_it_stands(area):
    text = preview(area, "en")
    assert 'class="mark data-none"' in text
    assert 'class="mark data-criminal"' in text
    assert "The facts of the case" in text
    assert 'only in: <span lang="en">Urgent request</span>' in text


def test_follow_ups_stand_below_with_the_answer_that_opens_them(area):
    text = preview(area, "en")
    opened = text.index('<section class="followup"')
    assert text.index("Which colour?") < opened < text.index("Since when?")
    assert 'If answered “<span lang="en">red</span>”' in text


def test_every_question_choice_and_document_is_on_the_page(qualifications, area):
    text = preview(area, "en")
    for said in ("Pay slips", "Contract", "red", "blue", 'min="1"', 'max="10.5"', "not known"):
        assert said in text
    page = preview(qualifications, "de")
    for question in qualifications.by_id:
        assert f'id="q-{question}"' in page
    assert "Zahnärztin/Zahnarzt" in page


def test_what_stands_for_a_field_is_marked_with_its_label(area):
    assert "May <mark>Surname</mark> do <mark>Activity</mark>?" in preview(area, "en")


def test_a_missing_translation_is_counted_and_marked_as_english(tiny):
    tiny.translations["de"] = {"area.title": ("Tiny", "Winzig")}
    text = preview(tiny.load(), "de")
    assert '<h1 lang="de">Winzig</h1>' in text
    assert "11 of 12 texts are not translated" in text
    assert '<span lang="en">Which colour?</span>' in text


def test_texts_are_escaped(tiny):
    tiny.english["area.title"] = "<b>A & B</b>"
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in preview(tiny.load(), "en")


def test_the_preview_command_writes_a_file_of_the_chosen_version(tiny, tmp_path, capsys):
    tiny.publish()
    tiny.replace("version: 1", "version: 2").english["area.title@2"] = "Tiny two"
    tiny.write()
    page = tmp_path / "page.html"
    assert main(["preview", str(tiny.folder), "--version", "1", "--language", "hu", "-o", str(page)]) == 0
    assert '<h1 lang="en">Tiny</h1>' in page.read_text("utf-8")
    assert "tiny version 1 in hu" in capsys.readouterr().out
    assert main(["preview", str(tiny.folder)]) == 0
    assert '<h1 lang="en">Tiny two</h1>' in capsys.readouterr().out


def test_the_preview_command_says_what_it_does_not_know(tiny, capsys):
    tiny.write()
    assert main(["preview", str(tiny.folder), "--language", "xx"]) == 1
    assert "`xx` is none of: bg, es" in capsys.readouterr().out
    assert main(["preview", str(tiny.folder), "--version", "9"]) == 1
    assert "published versions none; working copy 1" in capsys.readouterr().out
