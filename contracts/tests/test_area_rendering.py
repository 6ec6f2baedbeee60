"""Both sides read the same question and the same answer, each in their own language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imi_contracts.areas import (
    describe_area,
    questions_to_answer,
    render_answer,
    render_parts,
    render_question,
)

SIX = ("en", "de", "hu", "fr", "it", "es")
VALUES = {
    "FirstName": "Anna",
    "Surname": "Kovács",
    "Profession": "dentist",
    "CountryNotSubject": "CH",
    "DocumentKind": "diploma",
}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Is the profession “dental practitioner” regulated in your territory?"),
        ("de", "Ist der Beruf „Zahnärztin/Zahnarzt“ in Ihrem Hoheitsgebiet reglementiert?"),
        ("hu", "Szabályozott szakma-e országuk területén a következő: „fogorvos”?"),
        (
            "fr",
            (
                "La profession «\u00a0praticien ou praticienne de l’art dentaire\u00a0» est-elle réglementée"
                " sur votre territoire\u00a0?"
            ),
        ),
        ("it", "La professione «odontoiatra» è regolamentata nel vostro territorio?"),
        ("es", "¿Está regulada la profesión «odontólogo u odontóloga» en su territorio?"),
    ],
)
def test_a_question_reads_in_each_language(qualifications, language, sentence):
    assert render_question(qualifications, "1.1.1", language, VALUES) == sentence


@pytest.mark.parametrize(
    ("language", "country"), [("en", "Switzerland"), ("hu", "Svájc"), ("it", "Svizzera")]
)
def test_countries_are_named_by_cldr(qualifications, language, country):
    assert f"({country})" in render_question(qualifications, "1.3.1", language, VALUES)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Is [First name] [Surname] a national of your state?"),
        ("de", "Besitzt [Vorname] [Familienname] die Staatsangehörigkeit Ihres Staates?"),
    ],
)
def test_an_empty_slot_is_called_by_its_field(qualifications, language, sentence):
    assert render_question(qualifications, "2.1.1", language, {}) == sentence


def test_a_filled_slot_beside_an_empty_one_shows_its_value(qualifications):
    sentence = render_question(qualifications, "2.1.1", "en", {"Surname": "Kovács"})
    assert sentence == "Is [First name] Kovács a national of your state?"


def test_hungarian_puts_the_surname_first(qualifications):
    assert render_question(qualifications, "2.1.1", "hu", VALUES).startswith("Kovács Anna ")


def test_parts_say_what_was_filled_in(qualifications):
    parts = render_parts(qualifications, "1.2.2", "en", {"FreeTextTitle": "doctor"})
    assert [(part.text, part.filled) for part in parts if part.field] == [
        ("[Abbreviated title]", False),
        ("doctor", True),
    ]
    assert all(part.empty.startswith("[") for part in parts if part.field)


def test_a_language_without_translation_falls_back_to_english(qualifications):
    assert render_question(qualifications, "6.1.1.1", "tlh", {}) == "Why is it not authentic?"
    assert qualifications.has_text("question.6.1.1.1", "de")
    assert not qualifications.has_text("question.6.1.1.1", "tlh")


@pytest.mark.parametrize(
    ("question", "value", "german", "hungarian"),
    [
        ("1.1.1", "yes", "ja", "igen"),
        ("1.1.1", {"special": "not_known"}, "nicht bekannt", "nem ismert"),
        ("1.3.1.1", "specialist", "Fachärztin/Facharzt", "szakorvos"),
        ("1.3.1.1.1.1", "cardiology", "Kardiologie", "kardiológia"),
        ("3.2.2", ["dentist", "doctor"], "Zahnärztin/Zahnarzt; Ärztin/Arzt", "fogorvos; orvos"),
        ("2.1.1.1", "DE", "Deutschland", "Németország"),
        ("2.2.1.1", "2015-06-30", "30. Juni 2015", "2015. június 30."),
        (
            "2.3.1.1",
            {"from": "2010-09-01", "to": "2015-06-30"},
            "1. September 2010 – 30. Juni 2015",
            "2010. szeptember 1. – 2015. június 30.",
        ),
        ("2.3.1.1", {"from": "2010-09-01"}, "1. September 2010 –", "2010. szeptember 1. –"),
        ("3.1.1.1", "3.5", "3,5", "3,5"),
        ("5.4.1.1", {"value": "2500.5", "currency": "EUR"}, "2.500,50\xa0€", "2\xa0500,50\xa0EUR"),
        ("1.1.2", "Fogászat.", "Fogászat.", "Fogászat."),
        ("1.1.2", None, "", ""),
    ],
)
def test_an_answer_reads_in_each_language(qualifications, question, value, german, hungarian):
    assert render_answer(qualifications, question, "de", value) == german
    assert render_answer(qualifications, question, "hu", value) == hungarian


@given(data=st.data())
def test_no_rendered_question_shows_a_raw_placeholder(qualifications, data):
    question = data.draw(st.sampled_from(sorted(qualifications.by_id)))
    language = data.draw(st.sampled_from(SIX))
    names = (*qualifications.subject.fields, *qualifications.parameters)
    values = dict.fromkeys(data.draw(st.sets(st.sampled_from(names))), "Xyz")
    rendered = render_question(qualifications, question, language, values)
    labels = {qualifications.text(f"field.{name}", language) for name in names}
    assert not any(f"[{name}]" in rendered for name in names if name not in labels)
    assert rendered == "".join(part.text for part in render_parts(qualifications, question, language, values))


def test_the_description_of_an_area_carries_what_a_form_needs(qualifications):
    described = describe_area(qualifications, "de")
    assert described["title"] == "Berufsqualifikationen"
    fields = {field["id"]: field for field in described["subject"]["fields"]}
    assert {"value": "dentist", "label": "Zahnärztin/Zahnarzt"} in fields["Profession"]["options"]
    assert fields["Nationality"]["options"][0]["label"] == "Afghanistan"
    first = described["categories"][0]["questions"][0]
    assert first["text"].startswith("Ist der Beruf „[Profession]“")
    assert [option["label"] for option in first["answer"]["options"]] == ["ja", "nein"]
    assert first["follow_ups"][1]["questions"][0]["id"] == "1.1.1.2"


def test_every_follow_up_can_be_reached(qualifications):
    reached: set[str] = set()

    def open_below(question) -> None:
        reached.add(question.id)
        for follow_up in question.follow_ups:
            for value in follow_up.when:
                opened = questions_to_answer(qualifications, [question.id], {question.id: value})
                assert {child.id for child in follow_up.questions} <= {child.id for child in opened}
            for child in follow_up.questions:
                open_below(child)

    for question in qualifications.questions:
        open_below(question)
    assert reached == set(qualifications.by_id)
