"""The glossary of the system: complete in English, sorted as each language sorts, mended by its validator."""

from pathlib import Path

import pytest

from imi_contracts.catalogue import CatalogueError, contracts_root
from imi_contracts.glossary import describe_glossary, load_glossary
from imi_contracts.glossary.cli import main
from imi_contracts.glossary.collation import collation_key

YAML = """\
glossary: tiny
groups: [people, law]
terms:
  - {id: user, group: people, see: [act]}
  - {id: act, group: law}
"""
POT = {
    "group.people": "People",
    "group.law": "Law",
    "glossary.user": "user",
    "glossary.user.definition": "Somebody who logs in.",
    "glossary.user.stems": "user; users",
    "glossary.act": "act",
    "glossary.act.definition": "A law.",
}


def write(folder: Path, yaml: str = YAML, texts: dict[str, str] = POT) -> Path:
    (folder / "locale").mkdir(parents=True, exist_ok=True)
    (folder / "glossary.yaml").write_text(yaml, "utf-8")
    entries = "".join(f'msgctxt "{key}"\nmsgid "{text}"\nmsgstr ""\n\n' for key, text in texts.items())
    (folder / "locale" / "glossary.pot").write_text(f'msgid ""\nmsgstr ""\n\n{entries}', "utf-8")
    return folder


def complaints(folder: Path) -> str:
    with pytest.raises(CatalogueError) as caught:
        load_glossary(folder)
    return "\n".join(f"{one.file.name}:{one.line}: {one.message}" for one in caught.value.findings)


@pytest.fixture(scope="module")
def glossary():
    return load_glossary(contracts_root() / "glossary")


def test_the_glossary_explains_every_term_of_the_system_in_one_plain_sentence(glossary):
    assert len(glossary) >= 65
    for term in glossary.terms:
        definition = glossary.definition(term, "en")
        assert definition.endswith(".")
        assert definition.count(". ") == 0
        assert len(definition.split()) <= 30


def test_no_definition_explains_a_term_by_itself_alone(glossary):
    for term in glossary.terms:
        assert glossary.definition(term, "en").lower() != glossary.label(term, "en").lower()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("id: user", "id: The_User", "glossary.yaml:4: The id `The_User` is not in kebab-case"),
        (
            "group: law",
            "group: laws",
            "glossary.yaml:5: There is no group `laws`; use one of `people`, `law`.",
        ),
        ("see: [act]", "see: [acts]", "`see` of `user` names `acts`, which is no other term"),
        ("see: [act]", "see: [user]", "`see` of `user` names `user`, which is no other term"),
        ("id: act", "id: user", "The term `user` stands twice"),
        ("id: act", "id: deed", "The term `deed` lacks a text; add `glossary.deed` to locale/glossary.pot."),
        ("{id: act, ", "{", "The key `id` is missing here"),
        ("groups: [people, law]", "groups: [people, law, art]", "The group `art` has no heading"),
    ],
)
def test_the_validator_names_what_is_wrong_in_the_structure(tmp_path, old, new, sentence):
    assert old in YAML
    assert sentence in complaints(write(tmp_path, YAML.replace(old, new)))


def test_a_text_of_no_term_and_a_long_definition_are_named_with_their_lines(tmp_path):
    texts = {**POT, "glossary.usr": "usr", "glossary.act.definition": "word " * 31 + "."}
    found = complaints(write(tmp_path, texts=texts))
    assert "The text `glossary.usr` belongs to no term" in found
    assert "The definition `glossary.act.definition` has 32 words; say it in at most 30." in found


def test_a_glossary_that_does_not_exist_is_named(tmp_path):
    assert "glossary.yaml:1: This file does not exist; create it." in complaints(tmp_path)


def test_terms_are_described_in_groups_with_english_where_the_language_has_nothing(tmp_path):
    folder = write(tmp_path)
    (folder / "locale" / "de.po").write_text(
        'msgid ""\nmsgstr ""\n\nmsgctxt "glossary.user"\nmsgid "user"\nmsgstr "Benutzer"\n', "utf-8"
    )
    people, law = describe_glossary("de", load_glossary(folder))
    assert (people.title, people.title_language, law.title) == ("People", "en", "Law")
    (user,) = people.terms
    assert (user.label, user.label_language) == ("Benutzer", "de")
    assert (user.definition, user.definition_language) == ("Somebody who logs in.", "en")
    assert user.see == (("act", "act"),)


def test_stems_of_a_language_do_not_fall_back_to_english(tmp_path):
    glossary = load_glossary(write(tmp_path))
    assert glossary.stems("user", "en") == ("user", "users")
    assert glossary.stems("user", "de") == ()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", ["adress", "zon", "ålder", "ärende", "öppen"]),
        ("da", ["adresse", "zone", "ændring", "øvrige", "årsag"]),
        ("et", ["saal", "šahh", "zen", "žanr", "taotlus", "õigus", "ülesanne"]),
        ("cs", ["cena", "červen", "hodina", "chyba", "izolace"]),
        ("hu", ["cukor", "család", "okirat", "ország", "öröm", "sor", "szó"]),
        ("es", ["nube", "ñandú", "oficina", "órgano", "plazo"]),
        ("pl", ["lato", "łąka", "organ", "ósmy", "pismo"]),
        ("de", ["Änderung", "Anfrage", "Antwort", "Straße", "Zustimmung"]),
        ("fr", ["autorité", "échéance", "erreur", "état"]),
        ("is", ["aldur", "ár", "ósk", "þjónusta", "æfing", "öryggi"]),
        ("lt", ["inspekcija", "įrašas", "yra", "jis"]),
        ("bg", ["август", "въпрос", "заявка", "юни"]),
        ("el", ["αίτημα", "απάντηση", "έγγραφο", "ώρα"]),
    ],
)  # fmt: skip
def test_words_are_sorted_as_the_language_sorts(language, words):
    assert sorted(set(words), key=lambda word: collation_key(word, language)) == words


def test_the_page_has_every_term_once_and_in_order_in_every_language(glossary):
    for language in ("en", "de", "hu"):
        groups = describe_glossary(language, glossary)
        assert sum(len(group.terms) for group in groups) == len(glossary)
        for group in groups:
            labels = [term.label for term in group.terms]
            assert labels == sorted(labels, key=lambda label: collation_key(label, language))


def test_the_command_prints_the_glossary(capsys):
    assert main(["show", "en"]) == 0
    assert "  accept – To take over the duty to answer a request." in capsys.readouterr().out
