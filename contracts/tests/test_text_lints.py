"""Faults of translated texts: each rule finds what it is there for and leaves alone what looks like it."""

from pathlib import Path

import polib
import pytest
from babel.messages.plurals import get_plural

from imi_contracts.catalogue import Severity, contracts_root, lint_below, lint_catalogue
from imi_contracts.catalogue.lint_terms import Terms
from imi_contracts.glossary.cli import main
from imi_contracts.vocabularies import load_vocabularies

LONG = "The authority that has accepted the request answers every question by the agreed deadline."


class Catalogue:
    """A small catalogue in a folder of its own: an English source and one translation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "locale"
        self.folder.mkdir()
        self.source = polib.POFile()
        self.translations: dict[str, polib.POFile] = {}

    def add(self, key: str, english: str, language: str, text: str, flags: tuple[str, ...] = ()) -> None:
        if not self.source.find(key, by="msgctxt"):
            self.source.append(polib.POEntry(msgctxt=key, msgid=english))
        self._po(language).append(polib.POEntry(msgctxt=key, msgid=english, msgstr=text, flags=list(flags)))

    def add_plural(
        self, one: str, many: str, language: str, forms: list[str], header: str | None = None
    ) -> None:
        file = self._po(language)
        file.metadata["Plural-Forms"] = str(get_plural(language)) if header is None else header
        self.source.append(polib.POEntry(msgctxt=one, msgid=one, msgid_plural=many))
        file.append(
            polib.POEntry(msgctxt=one, msgid=one, msgid_plural=many, msgstr_plural=dict(enumerate(forms)))
        )

    def _po(self, language: str) -> polib.POFile:
        file = self.translations.setdefault(language, polib.POFile())
        file.metadata.setdefault("Language", language)
        return file

    def findings(self, terms: Terms | None = None):
        source = self.folder / "words.pot"
        self.source.save(str(source))
        files = []
        for language, content in self.translations.items():
            files.append(self.folder / f"{language}.po")
            content.save(str(files[-1]))
        return lint_catalogue(source, files, terms)

    def rules(self, terms: Terms | None = None) -> list[str]:
        return [finding.rule for finding in self.findings(terms)]


@pytest.fixture
def catalogue(tmp_path) -> Catalogue:
    return Catalogue(tmp_path)


# rule, language, English, a translation with the fault, one that only looks like it
CASES = [
    ("placeholders", "de", "Is [Surname] known?", "Ist die Person bekannt?", "Ist [Surname] bekannt?"),
    ("placeholders", "de", "Is the person known?", "Ist [Surname] bekannt?", "Ist die Person bekannt?"),
    ("placeholders", "fr", "At most {max} days", "Au plus {maximum} jours", "Au plus {max} jours"),
    ("placeholders", "it", "%(count)s days", "% giorni", "%(count)s giorni"),
    ("same", "fi", "Where was it awarded?", "Where was it awarded?", "Missä se on myönnetty?"),
    ("same", "de", "request handler", "request handler", "anfragende Person"),
    ("same", "bg", "password", "password", "парола"),
    ("same", "de", "PQ form", "PQ form", "PQ 2005/36/EC"),
    ("english-left", "pl", "Which profession?", "Which zawód?", "Który zawód?"),
    ("mixed-script", "bg", "request", "зaявка", "заявка"),
    ("mixed-script", "el", "request", "αίτημa", "αίτημα"),
    ("mixed-script", "de", "question", "Frаge", "Frage"),
    ("script", "bg", "request", "zayavka", "заявка"),
    ("script", "bg", "IMI number", "IMI nomer", "номер в IMI"),
    ("script", "el", "Union", "EE", "ΕΕ"),
    ("script", "bg", "and a comment", "и a коментар", "и а коментар"),
    ("script", "pl", "request", "заявка", "wniosek"),
    ("letters", "ro", "request", "solicitaţie", "solicitație"),
    ("letters", "da", "question", "spörgsmål", "spørgsmål"),
    ("double-space", "es", "the question", "la  pregunta", "la pregunta"),
    ("begin-space", "es", "the question", " la pregunta", "la pregunta"),
    ("end-space", "es", "the question", "la pregunta ", "la pregunta"),
    ("punctuation-space", "de", "Yes, of course", "Ja , natürlich", "Ja, natürlich"),
    ("french-space", "fr", "Which one?", "Laquelle ?", "Laquelle\u00a0?"),
    ("invisible", "nl", "the question", "de vr\u00adaag", "de vraag"),
    ("decomposed", "cs", "question", "ota\u0301zka", "otázka"),
    ("end-question", "it", "Is it valid?", "È valido.", "È valido?"),
    ("end-question", "el", "Is it valid?", "Ισχύει.", "Ισχύει;"),
    ("question-mark", "el", "Is it valid?", "Ισχύει?", "Ισχύει;"),
    ("question-mark", "es", "Is it valid?", "Es válido?", "¿Es válido?"),
    ("end-stop", "sl", "This is not a date.", "To ni datum", "To ni datum."),
    ("end-stop", "hr", "(Article 23)", "(izmijenjeni članak).", "(članak 23.)"),
    ("straight-quotes", "de", "the “official name”", 'der "amtliche Name"', "der „amtliche Name“"),
    ("straight-quotes", "it", "the date", "l'indicazione", "l’indicazione"),
    ("foreign-quotes", "de", "the “official name”", "der “amtliche Name”", "der „amtliche Name“"),
    ("brackets", "sv", "a case (a file)", "ett ärende (en akt", "ett ärende (en akt)"),
    ("brackets", "de", "level a", "Stufe (a", "a) Stufe"),
    ("brackets", "de", "Article 1(2) (first case)", "(Artikel 1", "(Artikel 1 Absatz 2)"),
    ("end-stop", "fr", "machinery n.e.c. and so on.", "machines n.c.a.", "machines, etc., et ainsi de suite."),
    ("capital", "hu", "It is valid.", "érvényes.", "Érvényes."),
    ("capital", "nl", "deadline", "Termijn", "termijn"),
    ("repeated", "pl", "the same authority", "ten sam organ organ", "ten sam organ"),
    ("numbers", "lv", "within 25 working days", "24 darba dienu laikā", "25 darba dienu laikā"),
    ("length", "de", LONG, "Die Behörde hat die Anfrage.", "Die Behörde, die die Anfrage angenommen hat, beantwortet jede Frage bis zur vereinbarten Frist."),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "language", "english", "wrong", "right"), CASES)
def test_a_fault_is_found_and_its_neighbour_is_not(catalogue, rule, language, english, wrong, right):
    catalogue.add("text.wrong", english, language, wrong)
    catalogue.add("text.right", english, language, right)
    found = {finding.message.partition(":")[0] for finding in catalogue.findings() if finding.rule == rule}
    assert "`text.right`" not in found
    assert "`text.wrong`" in found


def test_a_finding_names_file_line_severity_rule_and_remedy(catalogue):
    catalogue.add("text.one", "one", "de", "eins")
    catalogue.add("text.two", "Is it two?", "de", "Ist es zwei")
    (finding,) = catalogue.findings()
    assert finding.is_error
    assert (finding.file.name, finding.rule) == ("de.po", "end-question")
    line = finding.file.read_text("utf-8").splitlines()[finding.line - 1]
    assert line == 'msgctxt "text.two"'
    assert str(finding).endswith(
        "error: `text.two`: the English ends with a question mark; end with a question mark too. [end-question]"
    )


@pytest.mark.parametrize("language", ["de", "pl", "sl", "ga", "lt", "mt", "fr", "hu"])
def test_a_plural_rule_as_in_cldr_with_all_forms_is_accepted(catalogue, language):
    forms = [f"%(count)s x{number}" for number in range(get_plural(language).num_plurals)]
    catalogue.add_plural("%(count)s day", "%(count)s days", language, forms)
    assert "plurals" not in catalogue.rules()


@pytest.mark.parametrize(
    ("header", "forms", "sentence"),
    [
        ("nplurals=2; plural=(n != 1);", ["%(count)s dzień", "%(count)s dni"], "not the one CLDR has"),
        ("", ["%(count)s dzień", "%(count)s dni", "%(count)s dni"], "Plural-Forms is missing"),
        (None, ["%(count)s dzień", "%(count)s dni"], "2 plural forms stand here; this language has 3"),
        (None, ["%(count)s dzień", "", "%(count)s dni"], "plural form 1 is empty"),
    ],
)
def test_a_wrong_plural_rule_and_a_missing_form_are_errors(catalogue, header, forms, sentence):
    catalogue.add_plural("%(count)s day", "%(count)s days", "pl", forms, header)
    found = [finding for finding in catalogue.findings() if finding.rule == "plurals"]
    assert any(sentence in finding.message and finding.is_error for finding in found)


def test_the_form_for_one_may_leave_the_number_out_and_no_other_form(catalogue):
    catalogue.add_plural("%(count)s day", "%(count)s days", "de", ["ein Tag", "%(count)s Tage"])
    assert catalogue.rules() == []
    catalogue.add_plural("%(count)s week", "%(count)s weeks", "de", ["eine Woche", "Wochen"])
    assert catalogue.rules() == ["placeholders"]


def test_synonyms_repeat_neither_each_other_nor_the_label(catalogue):
    catalogue.add("jobs.doctor", "doctor", "de", "Arzt")
    catalogue.add("jobs.doctor.synonyms", "GP; MD", "de", "Hausarzt; hausarzt; arzt;")
    assert sorted(catalogue.rules()) == ["list", "list", "synonyms"]


def test_synonyms_are_separated_by_semicolons(catalogue):
    catalogue.add("jobs.doctor.synonyms", "GP; MD", "de", "Hausarzt, Hausärztin")
    catalogue.add("jobs.nurse.synonyms", "nurse; carer", "de", "Pflegekraft; Pfleger, Pflegerin")
    assert catalogue.rules() == ["list"]


def test_a_name_in_the_english_may_come_first_in_the_translation(catalogue):
    catalogue.add("law.home", "home Member State", "ga", "Ballstát baile")
    catalogue.add("law.host", "host state", "ga", "Stát aíochta")
    assert [finding.message.split("`")[1] for finding in catalogue.findings()] == ["law.host"]


def test_the_same_english_with_two_wordings_is_a_warning(catalogue):
    catalogue.add("status.sent", "Request sent", "de", "Anfrage gesendet")
    catalogue.add("step.sent", "Request sent", "de", "Anfrage abgeschickt")
    catalogue.add("title.sent", "Request sent", "de", "Anfrage gesendet")
    (finding,) = catalogue.findings()
    assert (finding.rule, finding.severity) == ("inconsistent", Severity.WARNING)


def test_two_things_of_one_list_with_the_same_name_are_a_warning(catalogue):
    catalogue.add("kinds.school", "school", "da", "skole")
    catalogue.add("kinds.college", "college", "da", "skole")
    catalogue.add("places.college", "college", "da", "skole")
    assert catalogue.rules() == ["same-name"]


def test_a_text_unknown_to_the_source_or_made_from_older_english_is_an_error(catalogue):
    catalogue.add("a.known", "known", "de", "bekannt")
    catalogue.add("a.changed", "changed", "de", "geändert")
    catalogue.source.find("a.changed", by="msgctxt").msgid = "changed since"
    catalogue.translations["de"].append(polib.POEntry(msgctxt="a.gone", msgid="gone", msgstr="weg"))
    assert catalogue.rules() == ["stale", "stale"]


def test_a_flag_in_the_translation_or_in_the_source_silences_a_rule_but_never_placeholders(catalogue):
    catalogue.add("a.sport", "sport", "de", "sport", flags=("ignore-same",))
    catalogue.add("a.neutral", "neutral", "de", "neutral")
    catalogue.source.find("a.neutral", by="msgctxt").flags.append("ignore-same")
    catalogue.add("a.count", "{count} days", "de", "Tage", flags=("ignore-placeholders",))
    assert catalogue.rules() == ["placeholders"]


def test_fuzzy_and_empty_translations_are_left_to_the_completeness_table(catalogue):
    catalogue.add("a.fuzzy", "Is it valid?", "de", "Ist es  gültig", flags=("fuzzy",))
    catalogue.add("a.empty", "Is it known?", "de", "")
    assert catalogue.rules() == []


def test_the_header_names_the_language_of_the_file(catalogue):
    catalogue.add("a.day", "day", "de", "Tag")
    catalogue.translations["de"].metadata["Language"] = "da"
    assert catalogue.rules() == ["language"]


def test_a_file_that_is_no_gettext_is_named(tmp_path):
    file = tmp_path / "de.po"
    file.write_text('msgid "a\nmsgstr', "utf-8")
    assert [finding.rule for finding in lint_catalogue(None, [file])] == ["syntax"]


def test_the_english_source_is_held_to_the_same_form(catalogue):
    catalogue.source.append(polib.POEntry(msgctxt="a.one", msgid="The user's  choice"))
    assert sorted(catalogue.rules()) == ["double-space", "straight-quotes"]


TERMS = Terms(
    english={"request": ("request", "requests"), "handler": ("request handler",)},
    stems={"pl": {"request": ("wnios",)}, "fr": {"handler": ("gestionnair demande",)}},
    labels={"pl": {"request": "wniosek", "viewer": "osoba z prawem wglądu"}},
    names={"viewer": "viewer"},
    phrases=frozenset({"at the request of"}),
)


def test_a_term_named_otherwise_than_in_the_glossary_is_a_warning(catalogue):
    catalogue.add("a.wrong", "The requests are open", "pl", "Zapytania są otwarte")
    catalogue.add("a.right", "The request is open", "pl", "Wniosek jest otwarty")
    catalogue.add("a.verb", "The requested date", "pl", "Żądana data")
    catalogue.add("a.name", "Until {request}", "pl", "Do {request}")
    catalogue.add("a.phrase", "at the request of the client", "pl", "na żądanie klienta")
    (finding,) = catalogue.findings(TERMS)
    assert (finding.rule, finding.severity) == ("terms", Severity.WARNING)
    assert "`a.wrong`: the English says “request”, which the glossary calls “wniosek”" in finding.message


def test_the_name_of_a_role_is_the_name_in_the_glossary(catalogue):
    catalogue.add("roles.viewer", "Viewer", "pl", "Obserwator")
    catalogue.add("roles.right", "viewer", "pl", "Osoba z prawem wglądu")
    catalogue.add("glossary.viewer", "viewer", "pl", "widz")
    found = [finding for finding in catalogue.findings(TERMS) if finding.rule == "terms"]
    assert [
        "the glossary calls “Viewer” “osoba z prawem wglądu”" in finding.message for finding in found
    ] == [True]


def test_a_longer_term_is_not_taken_for_the_shorter_one_in_it(catalogue):
    catalogue.add("a.role", "request handler", "pl", "osoba prowadząca")
    assert catalogue.rules(TERMS) == []


def test_a_stem_of_several_words_is_the_beginning_of_each_small_words_between_aside(catalogue):
    catalogue.add("a.right", "request handler", "fr", "gestionnaires demandes")
    catalogue.add("a.small", "the request handler is", "fr", "le gestionnaire de la demande est")
    catalogue.add("b.wrong", "the request handler", "fr", "le responsable")
    assert catalogue.rules(TERMS) == ["terms"]


def test_catalogues_whose_english_is_the_key_are_found_and_may_have_contexts(tmp_path):
    folder = tmp_path / "locale" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    content = polib.POFile()
    content.metadata = {"Language": "de"}
    content.append(polib.POEntry(msgid="Sent", msgstr="Gesendet"))
    content.append(polib.POEntry(msgctxt="box", msgid="Sent", msgstr="Gesendete Anfragen"))
    content.append(polib.POEntry(msgid="Is it sent?", msgstr="Ist es gesendet"))
    content.save(str(folder / "gateway.po"))
    assert [finding.rule for finding in lint_below(tmp_path)] == ["end-question"]
    assert lint_below(tmp_path, languages=["fr"]) == ()


def test_the_command_counts_warnings_shows_them_on_demand_and_fails_on_errors(catalogue, capsys):
    catalogue.add("a.sport", "sport", "de", "sport")
    catalogue.findings()
    assert main(["lint", str(catalogue.folder.parent)]) == 0
    out = capsys.readouterr().out
    assert out == "0 errors to mend, 1 warnings to judge (same 1).\n"
    assert main(["lint", "--warnings", str(catalogue.folder.parent)]) == 0
    assert "de.po:" in capsys.readouterr().out
    catalogue.add("a.asked", "Is it asked?", "de", "Gefragt")
    catalogue.findings()
    assert main(["lint", str(catalogue.folder.parent)]) == 1


def test_the_command_flags_a_text_that_breaks_a_rule_rightly(catalogue, capsys):
    catalogue.add("a.sport", "sport", "de", "sport")
    catalogue.findings()
    file = catalogue.folder / "de.po"
    assert main(["ignore", str(file), "a.sport", "same"]) == 0
    assert "#, ignore-same" in file.read_text("utf-8")
    assert main(["lint", "--warnings", str(file)]) == 0
    assert "0 warnings" in capsys.readouterr().out
    assert main(["ignore", str(file), "a.nothing", "same"]) == 1


def test_our_own_catalogues_have_no_errors():
    languages = load_vocabularies(contracts_root() / "vocabularies")["languages"].codes
    assert main(["lint", *(f"--language={code}" for code in languages)]) == 0


def test_a_text_much_shorter_than_in_the_other_languages_is_suspicious_even_if_english_is_short(catalogue):
    english = "Is the qualification recognised here?"
    for language in ("da", "nb", "sv", "nl", "de", "it", "es"):
        catalogue.add(
            "question.1", english, language, "Bla blabla blablabla bla blabla blablabla bla bla blabla bla?"
        )
    assert "length" not in catalogue.rules()
    catalogue.add("question.1", english, "pl", "Blabla blabla blablabla?")
    found = [finding for finding in catalogue.findings() if finding.rule == "length"]
    assert [finding.file.name for finding in found] == ["pl.po"]
    assert "much shorter than in other languages (about" in found[0].message


def test_a_word_that_many_languages_share_with_english_is_no_untranslated_copy(catalogue):
    for language, text in {
        "cs": "sport",
        "es": "deporte",
        "it": "sport",
        "lt": "sportas",
        "fi": "urheilu",
        "pl": "sport",
    }.items():
        catalogue.add("keywords.sport", "sport", language, text)
    for language, text in {
        "cs": "lhůta",
        "es": "plazo",
        "it": "deadline",
        "lt": "terminas",
        "fi": "määräaika",
        "pl": "termin",
    }.items():
        catalogue.add("keywords.deadline", "deadline", language, text)
    assert [(finding.file.name, finding.rule) for finding in catalogue.findings()] == [("it.po", "same")]


def test_a_sentence_copied_from_a_neighbouring_language_is_a_warning(catalogue):
    danish = "Har myndigheden modtaget dokumentet fra ansøgeren?"
    catalogue.add("question.1", "Has the authority received the document from the applicant?", "da", danish)
    catalogue.add("question.1", "Has the authority received the document from the applicant?", "nb", danish)
    catalogue.add("question.2", "Since when?", "da", "Siden hvornår?")
    catalogue.add("question.2", "Since when?", "nb", "Siden hvornår?")
    found = [finding for finding in catalogue.findings() if finding.rule == "other-language"]
    assert [finding.file.name for finding in found] == ["da.po", "nb.po"]
    assert "word for word the same as in Danish" in found[1].message


def test_two_wordings_are_right_where_several_languages_have_two(catalogue):
    for language in ("cs", "el", "hu", "de"):
        catalogue.add("sanction.criminal.fine", "fine", language, "Geldstrafe")
        catalogue.add("sanction.administrative.fine", "fine", language, "Bußgeld")
    assert "inconsistent" not in catalogue.rules()


def test_the_same_label_in_two_catalogues_has_one_wording(tmp_path):
    for name, text in (("one", "Familienname"), ("two", "Nachname")):
        (tmp_path / name).mkdir()
        catalogue = Catalogue(tmp_path / name)
        catalogue.add("field.Surname", "Surname", "de", text)
        catalogue.add("field.FirstName", "First name", "de", "Vorname")
        catalogue.add(f"choice.{name}", f"the name {name}", "de", f"der Name {name}")
        catalogue.findings()
    found = lint_below(tmp_path)
    assert [finding.message.split("`")[1] for finding in found] == ["field.Surname"]
    assert "“Surname” is “Nachname” here and “Familienname” in one, `field.Surname`" in found[-1].message
