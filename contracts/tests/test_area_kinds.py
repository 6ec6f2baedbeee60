"""Kinds of request: each has its own questions, fields and limit; checklists, ranges, amounts and periods."""

from decimal import Decimal

import pytest

from imi_contracts.areas import (
    describe_area,
    describe_question,
    render_answer,
    render_field,
    validate_answer,
    validate_question,
    validate_subject,
    visible_values,
)
from imi_contracts.areas.model import CompetenceList
from imi_contracts.vocabularies import DataCategory, DayCount, SubjectPart, error_code

ANNA = {"Surname": "Kovács"}
FINE = {"value": "1200.50", "currency": "EUR"}


@pytest.fixture
def area(tiny):
    return tiny.with_kinds().load()


def test_an_area_without_kinds_has_one_with_all_its_categories_and_no_limit(tiny):
    area = tiny.load()
    (kind,) = area.kinds.values()
    assert (kind.id, kind.categories, kind.suggested_days, kind.limit) == ("information", ("1",), 5, None)
    assert area.kind(None) is kind
    assert area.questions_of(None) == area.questions_of("information") == area.questions
    assert describe_area(area, "en")["kinds"][0]["label"] == "Tiny"


def test_a_kind_has_its_limit_with_the_article_that_sets_it(area):
    limit = area.kind("information").limit
    assert (limit.days, limit.count, limit.legal_basis) == (25, DayCount.WORKING_DAYS, "art-1")
    assert area.kind("urgent").limit.legal_basis is None
    assert area.kind("urgent").reason_required is True


def test_a_kind_has_its_questions_and_fields(area):
    assert [question.id for question in area.questions_of("urgent")] == ["2.1", "2.2"]
    assert [question.id for question in area.questions_of("information")] == ["1.1", "1.2"]
    assert [field.id for field in area.fields_of("information")] == ["Surname", "Stay"]
    assert [field.id for field in area.fields_of("urgent")] == ["Surname", "Fine", "Stay"]
    assert area.questions_of("unheard") == area.fields_of("unheard") == ()
    assert area.kind("unheard") is None
    assert area.kind(None) is None


def test_a_question_of_another_kind_cannot_be_asked(area, codes_of):
    assert validate_question(area, "2.2", {}, kind="urgent") == []
    assert codes_of(validate_question(area, "2.2", {}, kind="information")) == [
        ("question.not_in_kind", "/question")
    ]
    assert validate_question(area, "2.2", {}) == []


def test_a_field_of_the_case_is_required_in_its_kind_alone(area, codes_of):
    assert codes_of(validate_subject(area, ANNA, kind="urgent")) == [("subject.field_required", "/Fine")]
    assert validate_subject(area, ANNA | {"Fine": FINE}, kind="urgent") == []
    assert validate_subject(area, ANNA, kind="information") == []
    assert validate_subject(area, ANNA) == []


def test_a_field_of_another_kind_is_refused(area, codes_of):
    given = ANNA | {"Fine": FINE}
    assert codes_of(validate_subject(area, given, kind="information")) == [
        ("subject.field_not_in_kind", "/Fine")
    ]
    assert validate_subject(area, given) == []


def test_an_amount_or_a_period_left_blank_counts_as_not_filled_in(area, codes_of):
    blank = ANNA | {"Fine": {"value": "", "currency": ""}, "Stay": {"from": "", "to": None}}
    assert codes_of(validate_subject(area, blank, kind="urgent")) == [("subject.field_required", "/Fine")]


@pytest.mark.parametrize(
    ("field", "value", "code", "pointer"),
    [
        ("Fine", "12", "value.not_an_amount", "/Fine"),
        ("Fine", {"value": "x", "currency": "EUR"}, "value.not_a_number", "/Fine/value"),
        (
            "Stay",
            {"from": "2026-02-02", "to": "2026-02-01"},
            "value.period_ends_before_it_begins",
            "/Stay/to",
        ),
        ("Stay", "2026", "value.not_a_period", "/Stay"),
    ],
)
def test_amounts_and_periods_of_the_form_are_checked(area, codes_of, field, value, code, pointer):
    given = ANNA | {"Fine": FINE} | {field: value}
    assert codes_of(validate_subject(area, given, kind="urgent")) == [(code, pointer)]


def test_amounts_and_periods_of_the_form_are_rendered(area):
    assert render_field(area, area.field("Fine"), FINE, "de") == "1.200,50\xa0€"
    stay = {"from": "2026-02-01", "to": "2026-03-01"}
    assert render_field(area, area.field("Stay"), stay, "en") == "1 February 2026 – 1 March 2026"


def test_facts_of_the_case_without_personal_data_are_visible_before_acceptance(area):
    given = ANNA | {"Fine": FINE, "Stay": {"from": "2026-02-01"}}
    assert visible_values(area, given) == {"Fine": FINE}


def test_the_form_has_parts_for_whom_and_for_the_case(area):
    assert area.subject.parts == (SubjectPart.PERSON, SubjectPart.CASE)


@pytest.mark.parametrize(
    ("required", "missing"),
    [
        ("company", ["/CompanyName"]),
        ("person", ["/Surname"]),
        ("person, company", ["/Surname", "/CompanyName"]),
    ],
)
def test_whom_the_form_must_describe_is_required(tiny, required, missing):
    company = "    - {id: CompanyName, type: text, of: company, data: none, required: true}\nparameters:\n"
    tiny.english["field.CompanyName"] = "Company"
    tiny.replace("parameters:\n", company)
    area = tiny.replace("kinds: [person]", f"kinds: [person, company]\n  required: [{required}]").load()
    problems = validate_subject(area, {})
    assert [(problem.code, problem.pointer) for problem in problems] == [
        ("subject.field_required", pointer) for pointer in missing
    ]


def test_somebody_must_be_described_even_where_no_single_field_is_required(tiny, codes_of):
    area = tiny.replace("data: ordinary, required: true", "data: ordinary").load()
    assert codes_of(validate_subject(area, {})) == [("subject.missing", "")]
    assert validate_subject(area, {}, complete=False) == []
    assert validate_subject(area, ANNA) == []


PAPERS = {"pay-slips": "enclosed", "contract": "to_follow"}


def test_a_checklist_gives_every_document_a_state(area, codes_of):
    assert validate_answer(area, "2.1", PAPERS) == []
    assert validate_answer(area, "2.1", {"special": "not_known"}) == []
    assert codes_of(validate_answer(area, "2.1", {"contract": "enclosed"})) == [
        ("value.checklist_incomplete", "/value/pay-slips")
    ]


def test_a_reply_still_being_written_may_have_gaps(area):
    assert validate_answer(area, "2.1", {"contract": "enclosed"}, complete=False) == []
    assert validate_answer(area, "2.1", {}, complete=False) == []
    assert validate_answer(area, "2.1", None, complete=False) == []


@pytest.mark.parametrize(
    ("value", "code", "pointer"),
    [
        ("enclosed", "value.not_a_checklist", "/value"),
        (["contract"], "value.not_a_checklist", "/value"),
        (PAPERS | {"contract": "lost"}, "value.not_in_list", "/value/contract"),
        (PAPERS | {"contract": ["enclosed"]}, "value.not_in_list", "/value/contract"),
        (PAPERS | {"photo": "enclosed"}, "value.not_a_choice", "/value/photo"),
    ],
)
def test_a_checklist_takes_its_documents_and_the_known_states_only(area, codes_of, value, code, pointer):
    assert codes_of(validate_answer(area, "2.1", value)) == [(code, pointer)]


@pytest.mark.parametrize(
    ("value", "code", "limit"),
    [("0.99", "value.below_minimum", {"min": "1"}), (11, "value.above_maximum", {"max": "10.5"})],
)
def test_a_number_outside_its_range_is_refused(area, value, code, limit):
    (problem,) = validate_answer(area, "2.2", value)
    assert (problem.code, problem.pointer, problem.params) == (code, "/value", limit)
    assert "{" not in error_code(code).text.format_map(limit)


@pytest.mark.parametrize("value", [1, "10.5", 7])
def test_a_number_at_the_edge_of_its_range_is_allowed(area, value):
    assert validate_answer(area, "2.2", value) == []


def test_an_answer_knows_its_range_and_data_category(area):
    answer = area.question("2.2").answer
    assert (answer.minimum, answer.maximum) == (Decimal(1), Decimal("10.5"))
    assert answer.data is DataCategory.CRIMINAL
    assert area.question("2.1").answer.data is DataCategory.ORDINARY


def test_a_checklist_reads_in_the_order_of_its_list(area, vocabularies):
    states = vocabularies["checklist-states"]
    enclosed, follows = (states.label(code, "en") for code in ("enclosed", "to_follow"))
    reversed_papers = dict(reversed(PAPERS.items()))
    assert render_answer(area, "2.1", "en", reversed_papers) == (
        f"Pay slips: {enclosed}; Contract: {follows}"
    )


def test_a_form_learns_documents_states_and_ranges(area):
    described = describe_question(area, area.question("2.1"), "en")["answer"]
    assert [option["value"] for option in described["options"]] == ["pay-slips", "contract"]
    assert {state["value"] for state in described["states"]} == {"enclosed", "to_follow", "not_available"}
    ranged = describe_question(area, area.question("2.2"), "en")["answer"]
    assert (ranged["min"], ranged["max"], ranged["data"], ranged["states"]) == ("1", "10.5", "criminal", [])


def test_a_form_learns_the_kinds_and_whom_they_are_about(area):
    described = describe_area(area, "en")
    assert [(kind["id"], kind["label"]) for kind in described["kinds"]] == [
        ("information", "Information"),
        ("urgent", "Urgent request"),
    ]
    assert described["kinds"][0]["limit"] == {"days": 25, "count": "working_days", "legal_basis": "art-1"}
    assert described["subject"]["required"] == ["person"]
    fields = {field["id"]: field for field in described["subject"]["fields"]}
    assert (fields["Fine"]["of"], fields["Fine"]["kinds"], fields["Stay"]["kinds"]) == (
        "case",
        ["urgent"],
        [],
    )


def test_competence_lists_name_the_field_that_leads_to_the_right_authority(tiny):
    profession = "{id: Profession, type: code_list, code_list: professions, of: person, data: none}"
    tiny.english["field.Profession"] = "Profession"
    tiny.replace("parameters:\n", f"    - {profession}\nparameters:\n")
    lists = "competence_lists: [keywords, {list: professions, field: Profession}]\n"
    area = tiny.replace("legal_bases:", f"{lists}legal_bases:").load()
    assert area.competence_lists == (CompetenceList("keywords"), CompetenceList("professions", "Profession"))


@pytest.mark.parametrize(
    ("counted", "suggested", "limit", "exceeds"),
    [
        ("working_days", 26, "days: 25, count: working_days", True),
        ("working_days", 26, "days: 25, count: calendar_days", True),
        ("calendar_days", 26, "days: 25, count: calendar_days", True),
        ("calendar_days", 35, "days: 25, count: working_days", False),
        ("working_days", 32, "months: 1", True),
        ("calendar_days", 31, "months: 1", False),
        ("calendar_days", 62, "months: 2", False),
    ],
)
def test_a_suggestion_is_held_against_the_limit_only_where_it_surely_exceeds(
    tiny, counted, suggested, limit, exceeds
):
    tiny.with_kinds().replace(
        "count: working_days, suggested_days: 5", f"count: {counted}, suggested_days: 1"
    )
    tiny.replace("days: 25, count: working_days", limit)
    tiny.replace("suggested_days: 20", f"suggested_days: {suggested}")
    findings = tiny.findings()
    assert (
        any(f"{suggested} suggested days are more than the limit" in found for found in findings) == exceeds
    )
    assert len(findings) == exceeds
