"""Lints of plurals: the header's rule is that of CLDR, and every plural entry has all of the forms."""

import gettext
from collections.abc import Callable, Iterator
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.messages.plurals import get_plural

from imi_contracts.catalogue.lint_model import Complaint, Entry

NUMBERS = range(400)  # every rule of a European language shows all its forms below 200
Groups = frozenset[frozenset[int]]


def _groups(form_of: Callable[[int], object]) -> Groups:
    """Which numbers share a form: two rules that agree in this are the same rule."""
    groups: dict[object, set[int]] = {}
    for number in NUMBERS:
        groups.setdefault(form_of(number), set()).add(number)
    return frozenset(frozenset(group) for group in groups.values())


def plural_rule(header: str) -> tuple[int, Callable[[int], int]] | None:
    """Number of forms and formula of a Plural-Forms header; None when it cannot be read."""
    parts = dict(part.strip().partition("=")[::2] for part in header.split(";") if "=" in part)
    try:
        return int(parts["nplurals"]), gettext.c2py(header.partition("plural=")[2].strip().rstrip(";"))
    except (KeyError, ValueError):
        return None


@lru_cache(maxsize=64)
def _right_rules(language: str) -> frozenset[Groups]:
    """CLDR's rule, and Babel's header for gettext, which is coarser in a few languages."""
    rules = {_groups(gettext.c2py(get_plural(language).plural_expr))}
    try:
        rules.add(_groups(Locale.parse(language).plural_form))
    except (UnknownLocaleError, ValueError):
        return frozenset()
    return frozenset(rules)


@lru_cache(maxsize=256)
def check_plural_header(header: str, language: str) -> Complaint | None:
    """A header that is absent, unreadable or says something else than CLDR."""
    proposal = f"write `Plural-Forms: {get_plural(language)}`"
    rule = plural_rule(header)
    if rule is None:
        what = (
            f"the header Plural-Forms `{header}` cannot be read"
            if header
            else "the header Plural-Forms is missing"
        )
        return Complaint("plurals", f"{what}; {proposal}.")
    right = _right_rules(language)
    groups = _groups(rule[1])
    if right and (groups not in right or rule[0] != len(groups)):
        return Complaint("plurals", f"the plural rule is not the one CLDR has for this language; {proposal}.")
    return None


def check_forms(entry: Entry, header: str, language: str) -> Iterator[Complaint]:
    """As many forms as the rule has, none of them empty."""
    rule = plural_rule(header)
    count = rule[0] if rule else get_plural(language).num_plurals
    if len(entry.forms) != count:
        yield Complaint("plurals", f"{len(entry.forms)} plural forms stand here; this language has {count}.")
    for index, form in enumerate(entry.forms):
        if not form:
            yield Complaint("plurals", f"plural form {index} is empty; translate it.")


@lru_cache(maxsize=512)
def means_one_number(index: int, header: str) -> bool:
    """Whether a form is said of a single number only (in French: of 0 and 1), so that “one day” needs no {count}."""
    rule = plural_rule(header)
    numbers = {number for number in NUMBERS if rule and rule[1](number) == index}
    return len(numbers) == 1 or numbers == {0, 1}
