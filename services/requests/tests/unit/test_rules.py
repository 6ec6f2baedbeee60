"""Deadlines, numbers, files, texts and the audit chain, by themselves."""

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imi_contracts.errors import Refused
from imi_contracts.vocabularies.enums import Side, Step
from imi_requests.domain.attachments import MAX_BYTES, MAX_NAME, check_size, check_type, clean_name
from imi_requests.domain.audit import NO_PREVIOUS, AuditEntry, broken_link
from imi_requests.domain.deadlines import Deadline
from imi_requests.domain.numbering import format_number, parse_number
from imi_requests.domain.texts import (
    ASK_AGAIN_AFTER,
    FreeText,
    TranslationStatus,
    parse_reference,
    reference_of,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
LATER, MUCH_LATER = TODAY + timedelta(days=10), TODAY + timedelta(days=20)


def test_acceptance_without_a_date_agrees_to_the_one_proposed() -> None:
    deadline = Deadline()
    deadline.propose(LATER, Side.REQUESTING, NOW)
    deadline.answer(None, Side.RESPONDING, NOW)
    assert (deadline.agreed, deadline.open) == (LATER, None)


def test_a_counter_proposal_leaves_nothing_agreed_and_keeps_both_in_the_history() -> None:
    deadline = Deadline()
    deadline.propose(LATER, Side.REQUESTING, NOW)
    deadline.answer(MUCH_LATER, Side.RESPONDING, NOW)
    assert deadline.agreed is None
    assert deadline.open is not None
    assert deadline.open.by is Side.RESPONDING
    assert [p.day for p in deadline.proposals] == [LATER, MUCH_LATER]


def test_an_agreed_date_counts_until_another_is_agreed() -> None:
    deadline = Deadline()
    deadline.propose(LATER, Side.REQUESTING, NOW)
    deadline.agree(NOW)
    deadline.propose(MUCH_LATER, Side.RESPONDING, NOW)
    assert deadline.agreed == LATER
    deadline.agree(NOW)
    assert deadline.agreed == MUCH_LATER


def test_a_date_in_the_past_is_neither_proposed_nor_agreed_to() -> None:
    deadline = Deadline()
    with pytest.raises(Refused, match=r"deadline\.in_past"):
        deadline.propose(TODAY - timedelta(days=1), Side.REQUESTING, NOW)
    deadline.propose(TODAY, Side.REQUESTING, NOW)
    with pytest.raises(Refused, match=r"deadline\.in_past"):
        deadline.agree(NOW + timedelta(days=2))


def test_the_date_on_the_table_cannot_be_proposed_again() -> None:
    deadline = Deadline()
    deadline.propose(LATER, Side.REQUESTING, NOW)
    with pytest.raises(Refused, match=r"deadline\.unchanged"):
        deadline.propose(LATER, Side.RESPONDING, NOW)


@given(st.lists(st.tuples(st.sampled_from(["propose", "agree"]), st.integers(-3, 30), st.sampled_from(Side))))
def test_whatever_happens_no_proposal_is_ever_lost(steps: list[tuple[str, int, Side]]) -> None:
    deadline, seen = Deadline(), list[date]()
    for step, days, side in steps:
        day = TODAY + timedelta(days=days)
        try:
            if step == "propose":
                deadline.propose(day, side, NOW)
                seen.append(day)
            else:
                deadline.agree(NOW)
        except Refused:
            continue
    assert [p.day for p in deadline.proposals] == seen
    assert deadline.agreed is None or deadline.agreed in seen
    assert deadline.open is None or deadline.open is deadline.proposals[-1]


@given(st.integers(2000, 9999), st.integers(1, 10**8))
def test_a_case_number_can_be_read_back(year: int, running: int) -> None:
    assert parse_number(format_number(year, running)) == (year, running)


def test_case_numbers_look_as_agreed() -> None:
    assert format_number(2026, 123) == "EX-2026-000123"
    assert parse_number("EX-26-1") is None


@given(st.text(min_size=1, max_size=400).filter(lambda name: any(c.isalnum() for c in name)))
def test_a_file_name_is_short_and_harmless(name: str) -> None:
    clean = clean_name(f"{name}x")
    assert 0 < len(clean) <= MAX_NAME
    assert not set(clean) & set("/\\")
    assert not any(unicodedata.category(c)[0] == "C" for c in clean)


@pytest.mark.parametrize("name", ["", "...", "a/", "\u202e", " "])
def test_a_file_without_a_usable_name_is_refused(name: str) -> None:
    with pytest.raises(Refused, match=r"attachment\.name_missing"):
        clean_name(name)


def test_a_file_name_keeps_its_letters_and_loses_its_path() -> None:
    assert clean_name("C:\\Dokumente\\Diplom Kovács.pdf") == "Diplom Kovács.pdf"
    assert clean_name("../../etc/oklevél\u202efdp.exe") == "oklevélfdp.exe"
    assert clean_name("x" * 300 + ".pdf").endswith(".pdf")


@pytest.mark.parametrize(
    ("declared", "sniffed"),
    [("application/pdf", "image/png"), ("application/pdf", None), ("text/html", "text/html"), ("", None)],
)
def test_a_file_is_only_taken_for_what_it_is(declared: str, sniffed: str | None) -> None:
    with pytest.raises(Refused, match=r"attachment\.type_not_allowed"):
        check_type(declared, sniffed)


def test_parameters_of_a_media_type_do_not_matter() -> None:
    assert check_type("Application/PDF; name=x", "application/pdf") == "application/pdf"


def test_twenty_megabytes_are_the_limit() -> None:
    check_size(MAX_BYTES)
    with pytest.raises(Refused, match=r"attachment\.too_large"):
        check_size(MAX_BYTES + 1)


def chain(length: int) -> list[AuditEntry]:
    entries: list[AuditEntry] = []
    request, authority = uuid4(), uuid4()
    for position in range(1, length + 1):
        previous = entries[-1].hash if entries else NO_PREVIOUS
        entry = AuditEntry(
            request,
            position,
            NOW,
            "send",
            Step.SENT,
            Side.REQUESTING,
            authority,
            "DE",
            "anna",
            position,
            LATER,
            previous,
        )
        entries.append(entry.sealed())
    return entries


def test_an_untouched_chain_holds() -> None:
    assert broken_link(chain(5)) is None
    assert broken_link([]) is None


@given(st.integers(2, 6), st.data())
def test_any_change_or_removal_breaks_the_chain_where_it_happened(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    victim = data.draw(st.integers(0, length - 2))
    if data.draw(st.booleans()):
        entries[victim] = replace(entries[victim], person="somebody else")
    else:
        del entries[victim]
    assert broken_link(entries) == victim + 1


def test_the_hash_does_not_depend_on_the_time_zone_of_the_store() -> None:
    entry = chain(1)[0]
    elsewhere = replace(entry, at=entry.at.astimezone(tz=None))
    assert elsewhere.computed_hash() == entry.hash


def test_a_translation_is_ordered_once_and_again_only_when_it_takes_too_long() -> None:
    text = FreeText(uuid4(), "request", Side.REQUESTING, "de", "Guten Tag")
    assert not text.want("de", NOW)
    assert text.want("hu", NOW)
    assert not text.want("hu", NOW + ASK_AGAIN_AFTER / 2)
    assert text.want("hu", NOW + ASK_AGAIN_AFTER)
    text.translations["hu"].status = TranslationStatus.TRANSLATED
    assert not text.want("hu", NOW + ASK_AGAIN_AFTER * 3)


def test_a_pair_that_was_not_served_may_be_asked_for_again() -> None:
    text = FreeText(uuid4(), "request", Side.REQUESTING, "de", "Guten Tag")
    text.want("hu", NOW)
    text.translations["hu"].status = TranslationStatus.UNAVAILABLE
    assert text.want("hu", NOW)


def test_a_reference_leads_back_to_text_and_language() -> None:
    text_id = uuid4()
    assert parse_reference(reference_of(text_id, "hu")) == (text_id, "hu")
    assert parse_reference("something else") is None
