"""What people may enter: subject form, parameters, answers, follow-ups."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imi_contracts.areas import (
    applicable_followups,
    questions_to_answer,
    validate_answer,
    validate_question,
    validate_reply,
    validate_subject,
    visible_values,
)
from imi_contracts.vocabularies import error_code

ANNA = {"Profession": "dentist", "FirstName": "Anna", "Surname": "Kovács", "BirthDate": "1990-02-28"}


def test_a_complete_person_has_no_problem(qualifications):
    assert validate_subject(qualifications, ANNA) == []


def test_required_fields_are_named_and_a_draft_may_lack_them(qualifications, codes_of):
    partial = {"FirstName": "Anna", "Surname": "  "}
    assert codes_of(validate_subject(qualifications, partial)) == [
        ("subject.field_required", "/Profession"),
        ("subject.field_required", "/Surname"),
        ("subject.field_required", "/BirthDate"),
    ]
    assert validate_subject(qualifications, partial, complete=False) == []


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("Profession", "wizard", "value.not_in_list"),
        ("BirthDate", "28.2.1990", "value.not_a_date"),
        ("Nationality", "XX", "value.not_a_country"),
        ("FirstName", 7, "value.not_text"),
        ("Title", "x" * 51, "value.too_long"),
    ],
)
def test_a_wrong_value_is_a_problem_at_its_field(qualifications, codes_of, field, value, code):
    assert codes_of(validate_subject(qualifications, ANNA | {field: value})) == [(code, f"/{field}")]


def test_an_unknown_field_is_refused(qualifications, codes_of):
    assert codes_of(validate_subject(qualifications, ANNA | {"Shoe": "42"})) == [
        ("subject.field_unknown", "/Shoe")
    ]


def test_an_area_about_persons_or_companies_wants_one_of_them(tiny, codes_of):
    company = "    - {id: CompanyName, type: text, of: company, data: none, required: true}\nparameters:"
    tiny.english["field.CompanyName"] = "Company"
    area = (
        tiny.replace("kinds: [person]", "kinds: [person, company]")
        .replace("parameters:\n", f"{company}\n")
        .load()
    )
    assert codes_of(validate_subject(area, {})) == [("subject.missing", "")]
    assert validate_subject(area, {"CompanyName": "Acme"}) == []
    assert validate_subject(area, {"Surname": "Kovács"}) == []


def test_before_acceptance_only_values_without_personal_data_are_visible(areas, qualifications):
    given = ANNA | {"FreeTextActivity": "bleaching teeth", "Unknown": "x"}
    assert visible_values(qualifications, given) == {"Profession": "dentist"}  # says nothing of the activity
    assert visible_values(areas["professional-qualifications"], given) == {
        "Profession": "dentist",
        "FreeTextActivity": "bleaching teeth",
    }


def test_a_question_wants_its_parameters_and_no_others(qualifications, codes_of):
    assert validate_question(qualifications, "1.1.3", {"FreeTextActivity": "bleaching teeth"}) == []
    assert codes_of(validate_question(qualifications, "1.1.3", {"Colour": "red"})) == [
        ("question.parameter_unknown", "/parameters/Colour"),
        ("question.parameter_required", "/parameters/FreeTextActivity"),
    ]
    assert validate_question(qualifications, "1.1.3", {}, complete=False) == []


def test_an_unknown_question_and_a_follow_up_cannot_be_asked(qualifications, codes_of):
    assert codes_of(validate_question(qualifications, "99", {})) == [("question.unknown", "/question")]
    assert codes_of(validate_question(qualifications, "1.3.1.1", {})) == [
        ("question.is_follow_up", "/question")
    ]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("1.1.1", "yes"),
        ("1.1.1", {"special": "not_known"}),
        ("1.3.1", "dentist"),
        ("1.3.1.1.1.1", "cardiology"),
        ("2.1.1.1", "HU"),
        ("2.2.1.1", "2015-06-30"),
        ("2.3.1.1", {"from": "2010-09-01", "to": "2015-06-30"}),
        ("2.3.1.1", {"from": "2010-09-01", "to": None}),
        ("3.1.1.1", 3),
        ("3.1.1.1", "3.5"),
        ("3.2.2", ["doctor", "dentist"]),
        ("5.4.1.1", {"value": "1000000", "currency": "EUR"}),
        ("1.1.2", "Everything about teeth."),
    ],
)
def test_a_fitting_answer_has_no_problem(qualifications, question, value):
    assert validate_answer(qualifications, question, value) == []


@pytest.mark.parametrize(
    ("question", "value", "code", "pointer"),
    [
        ("1.1.1", True, "value.not_a_choice", "/value"),
        ("1.1.1", None, "answer.required", "/value"),
        ("1.1.1", {"special": "not_applicable"}, "answer.special_not_allowed", "/value"),
        ("1.3.1", "wizard", "value.not_a_choice", "/value"),
        ("1.3.1.1.1.1", "teeth", "value.not_in_list", "/value"),
        ("2.1.1.1", "ZZ", "value.not_a_country", "/value"),
        ("2.2.1.1", "2015-02-30", "value.not_a_date", "/value"),
        ("2.3.1.1", "2010", "value.not_a_period", "/value"),
        (
            "2.3.1.1",
            {"from": "2010-09-01", "to": "2009-01-01"},
            "value.period_ends_before_it_begins",
            "/value/to",
        ),
        ("2.3.1.1", {"from": "soon"}, "value.not_a_date", "/value/from"),
        ("3.1.1.1", "three", "value.not_a_number", "/value"),
        ("3.1.1.1", "NaN", "value.not_a_number", "/value"),
        ("3.2.2", [], "value.not_a_list", "/value"),
        ("3.2.2", ["doctor", "doctor"], "value.repeated", "/value"),
        ("3.2.2", ["doctor", "wizard"], "value.not_a_choice", "/value/1"),
        ("5.4.1.1", "1000", "value.not_an_amount", "/value"),
        ("5.4.1.1", {"value": "1000", "currency": "euro"}, "value.not_a_currency", "/value/currency"),
        ("1.1.2", " ", "value.empty", "/value"),
        ("1.1.2", "x" * 4001, "value.too_long", "/value"),
        ("99", "yes", "question.unknown", "/question"),
    ],
)
def test_an_unfitting_answer_is_a_problem_with_code_and_pointer(
    qualifications, question, value, code, pointer
):
    (problem,) = validate_answer(qualifications, question, value)
    assert (problem.code, problem.pointer) == (code, pointer)
    declared = error_code(code)
    assert declared.status in {404, 422}
    assert "{" not in declared.text.format_map(dict(problem.params))


def test_a_comment_is_refused_where_the_question_takes_none(tiny, codes_of):
    area = tiny.load()
    assert validate_answer(area, "1.1", "yes", "Only on Sundays.") == []
    assert codes_of(validate_answer(area, "1.2", "red", "Because.")) == [
        ("answer.comment_not_allowed", "/comment")
    ]
    assert codes_of(validate_answer(area, "1.1", "yes", "x" * 4001)) == [("value.too_long", "/comment")]


def test_the_doctor_questions_open_to_the_third_level(qualifications):
    ids = lambda questions: [question.id for question in questions]  # noqa: E731
    question = qualifications.question
    assert ids(applicable_followups(question("1.3.1"), "doctor")) == ["1.3.1.1"]
    assert ids(applicable_followups(question("1.3.1.1"), "specialist")) == ["1.3.1.1.1"]
    assert ids(applicable_followups(question("1.3.1.1.1"), "automatic")) == ["1.3.1.1.1.1"]
    assert ids(applicable_followups(question("1.3.1"), {"special": "not_applicable"})) == []
    assert ids(applicable_followups(question("3.2.2"), ["dentist", "doctor"])) == ["3.2.2.1"]
    assert question("1.3.1.1.1.1").depth == 3


def test_a_period_opens_no_follow_up(qualifications):
    assert applicable_followups(qualifications.question("2.3.1.1"), {"from": "2010-09-01"}) == ()


def test_a_reply_must_answer_what_was_asked_and_what_that_opened(qualifications, codes_of):
    asked = ["1.3.1", "2.1.1"]
    answers: dict[str, object] = {"1.3.1": "doctor", "2.1.1": "yes"}
    assert [question.id for question in questions_to_answer(qualifications, asked, answers)] == [
        "1.3.1",
        "1.3.1.1",
        "2.1.1",
    ]
    assert codes_of(validate_reply(qualifications, asked, answers)) == [
        ("answer.required", "/answers/1.3.1.1")
    ]
    answers |= {"1.3.1.1": "basic", "1.3.1.1.2": "automatic"}
    assert validate_reply(qualifications, asked, answers) == []
    answers["6.1.2"] = "2020-01-01"
    assert codes_of(validate_reply(qualifications, asked, answers)) == [
        ("answer.not_asked", "/answers/6.1.2")
    ]


@given(st.dates())
def test_every_date_is_an_answer_to_a_date_question(qualifications, day: date):
    assert validate_answer(qualifications, "2.2.1.1", day.isoformat()) == []


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=8), children, max_size=3)
    ),
    max_leaves=6,
)


@given(data=st.data(), value=json_values)
def test_no_json_value_whatever_makes_the_rules_stumble(qualifications, data, value):
    question = data.draw(st.sampled_from(sorted(qualifications.by_id)))
    problems = validate_answer(qualifications, question, value)
    for problem in problems:
        error_code(problem.code)
    assert isinstance(validate_reply(qualifications, [question], {question: value}), list)
    field = data.draw(st.sampled_from(sorted(qualifications.subject.fields)))
    assert isinstance(validate_subject(qualifications, {field: value}), list)
