"""Lints of translated texts: every finding with file, line and how to mend it; errors fail, warnings are read.

Works on any gettext file of ours. A text that breaks a rule rightly is flagged in its .po (or, for all
languages, in the .pot), in the way translation platforms keep and show: `#, ignore-same`, `#, ignore-length` and
so on with the rule's name, which stands in brackets behind every finding.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from imi_contracts.catalogue import lint_content, lint_form
from imi_contracts.catalogue.lint_across import lint_across
from imi_contracts.catalogue.lint_model import Complaint, Entry, LintFinding, Pair, Peers, Severity
from imi_contracts.catalogue.lint_peers import UNNAMED, Sisters, sisters_of, worded_twice
from imi_contracts.catalogue.lint_plurals import check_forms, check_plural_header, means_one_number
from imi_contracts.catalogue.lint_read import GettextFile, find_catalogues, language_of, read_gettext
from imi_contracts.catalogue.lint_terms import Terms, split_list, stem_pattern
from imi_contracts.catalogue.names import language_name
from imi_contracts.catalogue.texts import SOURCE_LANGUAGE

RULES = (*lint_content.RULES, *lint_form.RULES)
NOT_TO_IGNORE = frozenset(("placeholders", "plurals", "stale"))  # these break pages, not only style
WARN = Severity.WARNING
Report = Callable[[Entry, Iterable[Complaint]], Iterator[LintFinding]]


def lint_catalogue(
    source: Path | None,
    translations: Iterable[Path],
    terms: Terms | None = None,
    languages: Iterable[str] | None = None,
) -> tuple[LintFinding, ...]:
    """All findings in the translations of one source and in the source itself, sorted by file and line.

    `source` is the .pot, or None for a catalogue whose English is its own key. `languages` limits what is
    reported, not what is read: a text shows its faults beside its sisters in the other languages.
    """
    template = read_gettext(source, SOURCE_LANGUAGE) if source else None
    findings = [*lint_source(template)] if template else []
    files = [read_gettext(file, language_of(file), keyed=template is not None) for file in translations]
    sisters = sisters_of(files)
    wanted = None if languages is None else frozenset(languages)
    for file in files:
        if wanted is None or file.language in wanted:
            findings += lint_translation(file, template, terms or Terms(), sisters)
    return tuple(sorted(findings))


def lint_below(
    root: Path, terms: Terms | None = None, languages: Iterable[str] | None = None
) -> tuple[LintFinding, ...]:
    """The findings of every catalogue below a folder, or of one file; only some languages when given."""
    wanted = None if languages is None else frozenset(languages)
    catalogues = tuple(find_catalogues(root))
    findings = [finding for one in catalogues for finding in lint_catalogue(*one, terms, wanted)]
    keyed = [
        read_gettext(file, language_of(file)) for source, files in catalogues if source for file in files
    ]
    across = lint_across(keyed)
    findings += [one for one in across if wanted is None or language_of(one.file) in wanted]
    return tuple(sorted(findings))


def lint_source(template: GettextFile) -> Iterator[LintFinding]:
    """The form of the English itself, because every translator copies it."""
    report = _reporter(template, {})
    for entry in template.entries:
        for text in filter(None, (entry.english, entry.plural)):
            pair = Pair(entry.key, text, text, SOURCE_LANGUAGE, entry.line)
            for rule in lint_form.SOURCE_RULES:
                yield from report(entry, rule(pair))


def lint_translation(
    translation: GettextFile, template: GettextFile | None, terms: Terms, sisters: Sisters
) -> Iterator[LintFinding]:
    """Every rule on every translated entry of one file."""
    source = template.by_key() if template else {}
    report = _reporter(translation, source)
    yield from _header(translation)
    for entry in translation.entries:
        yield from report(entry, _against_source(entry, source if template else None))
        if not entry.is_translated:
            continue
        if entry.plural:
            yield from report(entry, check_forms(entry, _rule(translation), translation.language))
        for pair in _pairs(entry, translation, sisters.of(entry.key)):
            yield from report(entry, chain.from_iterable(rule(pair) for rule in (*RULES, terms.check)))
    for entry, complaints in _across(translation, sisters):
        yield from report(entry, complaints)


def _reporter(file: GettextFile, source: Mapping[str, Entry]) -> Report:
    def report(entry: Entry, complaints: Iterable[Complaint]) -> Iterator[LintFinding]:
        template = source.get(entry.key)
        for complaint in complaints:
            ignored = entry.ignores(complaint.rule) or (
                template is not None and template.ignores(complaint.rule)
            )
            if ignored and complaint.rule not in NOT_TO_IGNORE:
                continue
            shown = Pair(entry.key, "", "", file.language).shown
            yield LintFinding(
                file.file, entry.line, complaint.rule, complaint.severity, f"`{shown}`: {complaint.message}"
            )

    return report


def _rule(translation: GettextFile) -> str:
    return translation.header.get("Plural-Forms", "")


def _header(translation: GettextFile) -> Iterator[LintFinding]:
    """A file that can be read, says the language of its name, and counts as that language counts."""

    def finding(rule: str, message: str) -> LintFinding:
        return LintFinding(translation.file, 1, rule, Severity.ERROR, message)

    if translation.broken:
        yield finding("syntax", f"this is not a valid gettext file ({translation.broken}); mend the syntax.")
        return
    said = translation.header.get("Language", "")
    if said and said.replace("_", "-").partition("-")[0] != translation.language:
        yield finding("language", f"the header says Language: {said}, the name says {translation.language}.")
    counts = any(entry.plural for entry in translation.entries)
    complaint = check_plural_header(_rule(translation), translation.language)
    if complaint and (counts or _rule(translation)):
        yield finding(complaint.rule, complaint.message)


def _against_source(entry: Entry, source: Mapping[str, Entry] | None) -> Iterator[Complaint]:
    """A translation belongs to a text that exists, in the wording it was made from."""
    if source is None:
        return
    if entry.key not in source:
        yield Complaint("stale", "this text is not in the .pot; remove it or mend the msgctxt.")
    elif source[entry.key].english != entry.english and entry.is_translated:
        yield Complaint(
            "stale", "the English has changed since this translation; check it and copy the new msgid."
        )


def _pairs(entry: Entry, translation: GettextFile, peers: Peers) -> Iterator[Pair]:
    """The text with its English, or every form of a plural with the English of that form."""
    if not entry.plural:
        yield Pair(entry.key, entry.english, entry.text, translation.language, entry.line, peers)
        return
    for index, form in enumerate(entry.forms):
        if form:
            one = means_one_number(index, _rule(translation))
            english = entry.english if one else entry.plural
            yield Pair(entry.key, english, form, translation.language, entry.line, only_one=one)


def _across(translation: GettextFile, sisters: Sisters) -> Iterator[tuple[Entry, list[Complaint]]]:
    """What only shows when texts are held against each other, in one file or in two languages."""
    entries = [entry for entry in translation.entries if entry.is_translated and not entry.plural]
    by_key = {entry.key: entry for entry in entries}
    by_name: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        complaints = [
            *_list_and_label(entry, by_key),
            *_copied(sisters.twin(entry.key, translation.language)),
        ]
        if not entry.key.endswith(UNNAMED):
            group = entry.key.rpartition(".")[0]
            complaints += _same_name(entry, by_name.setdefault((group, entry.text.casefold()), entry))
        if complaints:
            yield entry, complaints
    for entry, first in worded_twice(entries):
        if (entry.key, first.key) not in sisters.apart:
            yield entry, [_same_english(entry, first)]


def _copied(twin: str) -> Iterator[Complaint]:
    """A sentence that is the same as in another language: a file mixed up, or a neighbour copied."""
    if twin:
        message = (
            f"word for word the same as in {language_name(twin, 'en')}; check whether it is this language."
        )
        yield Complaint("other-language", message, WARN)


def _list_and_label(entry: Entry, by_key: Mapping[str, Entry]) -> Iterator[Complaint]:
    """Synonyms add to the label, stems fit it."""
    base, _, kind = entry.key.rpartition(".")
    label = by_key.get(base)
    if label is None or kind not in {"synonyms", "stems"}:
        return
    items = split_list(entry.text)
    if kind == "synonyms" and label.text.casefold() in (item.casefold() for item in items):
        yield Complaint("synonyms", f"“{label.text}” is the label itself; remove it from the synonyms.")
    if kind == "stems" and items and not stem_pattern(items).search(label.text.casefold()):
        yield Complaint(
            "stems", f"none of these beginnings is in the term “{label.text}” itself; mend one of the two."
        )


def _same_english(entry: Entry, first: Entry) -> Complaint:
    return Complaint(
        "inconsistent",
        f"“{entry.english}” is “{entry.text}” here and “{first.text}” in line {first.line} "
        f"(`{first.key}`); use one wording if both mean the same.",
        WARN,
    )


def _same_name(entry: Entry, first: Entry) -> Iterator[Complaint]:
    """Two things of one list that bear the same name cannot be told apart in a form."""
    if first.key != entry.key and first.english.casefold() != entry.english.casefold() and "." in entry.key:
        yield Complaint(
            "same-name",
            f"“{entry.text}” is also the name of `{first.key}` (“{first.english}”); "
            f"readers cannot tell “{entry.english}” from it.",
            WARN,
        )
