"""Checks one value against the type of its field or answer; answers with problems instead of raising."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from imi_contracts.areas.model import Problem
from imi_contracts.catalogue import country_codes
from imi_contracts.vocabularies.enums import ChecklistState
from imi_contracts.vocabularies.model import Vocabularies

CHECKLIST_STATES = "checklist-states"
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_CURRENCY = re.compile(r"[A-Z]{3}")


def parse_date(value: object) -> date | None:
    """An ISO date such as 2026-03-31, or None."""
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def parse_number(value: object) -> Decimal | None:
    """An integer or a decimal in text form; floats lose digits and are refused."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def check_text(value: object, pointer: str, max_length: int) -> list[Problem]:
    if not isinstance(value, str):
        return [Problem("value.not_text", pointer)]
    if not value.strip():
        return [Problem("value.empty", pointer)]
    if len(value) > max_length:
        return [Problem("value.too_long", pointer, {"max": str(max_length), "length": str(len(value))})]
    return []


def check_code(value: object, pointer: str, code_list: str, vocabularies: Vocabularies) -> list[Problem]:
    if not isinstance(value, str) or value not in vocabularies[code_list]:
        return [Problem("value.not_in_list", pointer, {"list": code_list})]
    return []


def check_date(value: object, pointer: str) -> list[Problem]:
    return [] if parse_date(value) else [Problem("value.not_a_date", pointer)]


def check_country(value: object, pointer: str) -> list[Problem]:
    return (
        []
        if isinstance(value, str) and value in country_codes()
        else [Problem("value.not_a_country", pointer)]
    )


def check_number(value: object, pointer: str) -> list[Problem]:
    return [Problem("value.not_a_number", pointer)] if parse_number(value) is None else []


def check_range(
    value: object, pointer: str, minimum: Decimal | None, maximum: Decimal | None
) -> list[Problem]:
    """A number, not below `minimum` and not above `maximum`."""
    number = parse_number(value)
    if number is None:
        return [Problem("value.not_a_number", pointer)]
    if minimum is not None and number < minimum:
        return [Problem("value.below_minimum", pointer, {"min": str(minimum)})]
    if maximum is not None and number > maximum:
        return [Problem("value.above_maximum", pointer, {"max": str(maximum)})]
    return []


def check_mail(value: object, pointer: str) -> list[Problem]:
    matches = isinstance(value, str) and len(value) <= 254 and _MAIL.fullmatch(value)
    return [] if matches else [Problem("value.not_a_mail_address", pointer)]


def check_period(value: object, pointer: str) -> list[Problem]:
    if not isinstance(value, Mapping) or set(value) - {"from", "to"} or "from" not in value:
        return [Problem("value.not_a_period", pointer)]
    problems = check_date(value["from"], f"{pointer}/from")
    if value.get("to") is not None:
        problems += check_date(value["to"], f"{pointer}/to")
    start, end = parse_date(value["from"]), parse_date(value.get("to"))
    if start and end and end < start:
        problems.append(Problem("value.period_ends_before_it_begins", f"{pointer}/to"))
    return problems


def check_amount(value: object, pointer: str) -> list[Problem]:
    if not isinstance(value, Mapping) or set(value) != {"value", "currency"}:
        return [Problem("value.not_an_amount", pointer)]
    problems = check_number(value["value"], f"{pointer}/value")
    if not isinstance(value["currency"], str) or not _CURRENCY.fullmatch(value["currency"]):
        problems.append(Problem("value.not_a_currency", f"{pointer}/currency"))
    return problems


def check_choice(value: object, pointer: str, choices: tuple[str, ...]) -> list[Problem]:
    if not isinstance(value, str) or value not in choices:
        return [Problem("value.not_a_choice", pointer, {"choices": ", ".join(choices)})]
    return []


def check_choices(
    value: object, pointer: str, check_one: Callable[[object, str], list[Problem]]
) -> list[Problem]:
    """A non-empty list without repetition whose every item passes `check_one`."""
    if not isinstance(value, list) or not value:
        return [Problem("value.not_a_list", pointer)]
    problems = [
        problem for index, item in enumerate(value) for problem in check_one(item, f"{pointer}/{index}")
    ]
    if not problems and len(set(value)) != len(value):
        problems.append(Problem("value.repeated", pointer))
    return problems


def check_checklist(
    value: object, pointer: str, documents: tuple[str, ...], *, complete: bool
) -> list[Problem]:
    """A state for each document of the list; gaps are allowed while `complete` is False."""
    if not isinstance(value, Mapping):
        return [Problem("value.not_a_checklist", pointer)]
    problems = []
    for document, state in value.items():
        if document not in documents:
            problems += check_choice(document, f"{pointer}/{document}", documents)
        elif state not in tuple(ChecklistState):
            params = {"list": CHECKLIST_STATES}
            problems.append(Problem("value.not_in_list", f"{pointer}/{document}", params))
    if complete:
        problems += [
            Problem("value.checklist_incomplete", f"{pointer}/{document}", {"document": document})
            for document in documents
            if document not in value
        ]
    return problems
