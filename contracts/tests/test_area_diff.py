"""Differences between versions in words that a lawyer understands."""

import pytest

from imi_contracts.areas.cli import main
from imi_contracts.areas.diff import differences, in_words

SECOND = '  - {id: "1.3", category: "1", answer: {type: yes_no}}\n'


@pytest.fixture
def changed(tiny):
    """Published version 1, and a function that says what a draft of version 2 changes."""
    tiny.publish()
    first = tiny.published()["tiny"]
    tiny.replace("version: 1", "version: 2")

    def sentences(old="", new="", **english):
        tiny.replace(old, new)
        tiny.english |= {key.replace("__", ".").replace("_AT_", "@"): text for key, text in english.items()}
        return [item.sentence for item in differences(first, tiny.load())]

    return sentences


def test_equal_versions_say_the_same(qualifications):
    assert differences(qualifications, qualifications) == ()
    assert in_words(qualifications, qualifications).endswith("Both say the same.")


def test_a_new_question_is_told_with_its_wording_answer_and_place(tiny, changed):
    tiny.yaml += SECOND
    assert changed(question__1__3="Is it new?") == [
        "Question 1.3 is new: “Is it new?”, yes or no; category 1."
    ]


def test_a_removed_question_is_told(changed):
    follow_up = (
        '    followups:\n      - when: red\n        ask:\n          - {id: "1.2.1", answer: {type: date}}\n'
    )
    assert changed(follow_up, "") == [
        "Question 1.2.1 is gone: “Since when?”, a date; opens when question 1.2 is answered with red."
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "type: date",
            "type: date, data: criminal",
            (
                "Question 1.2.1: the data of the answer – now data on criminal convictions and offences,"
                " before personal data."
            ),
        ),
        (
            "specials: [not_known]",
            "specials: [not_known, not_applicable]",
            "Question 1.1: possible instead of an answer – now not known, not applicable, before not known.",
        ),
        ("    comment: false\n", "", "Question 1.2: a comment – now allowed, before not allowed."),
        (
            "when: red",
            "when: [red, blue]",
            (
                "Question 1.2.1: its place – now opens when question 1.2 is answered with red, blue,"
                " before opens when question 1.2 is answered with red."
            ),
        ),
        (
            "data: ordinary, required: true",
            "data: special",
            "The field Surname: the data – now special categories of personal data, before personal data.",
        ),
        (
            "max_length: 20",
            "max_length: 30",
            "The detail Activity of questions: filled in with – now text of",
        ),
        (
            "erase_after_months: 36",
            "erase_after_months: 48",
            "Data of closed requests: erased – now after 48",
        ),
        (
            "suggested_days: 5",
            "suggested_days: 7",
            "The kind of request information: suggested for the reply",
        ),
        ('article: "1"', 'article: "2"', "The legal basis art-1: the article – now 2, before 1."),
        ("[red, blue]", "[blue, red]", "The answers of the list colour stand in another order."),
        (
            "deadlines:",
            "workflow: {allocation: off, ratings: [effort]}\ndeadlines:",
            "The procedure: allocation to units – now off, before optional.",
        ),
    ],
)
def test_a_change_of_the_structure_is_told(changed, old, new, sentence):
    assert any(told.startswith(sentence) for told in changed(old, new))


def test_another_range_of_numbers_is_told(tiny):
    tiny.replace("type: date", "type: number").publish()
    first = tiny.published()["tiny"]
    tiny.replace("version: 1", "version: 2").replace("type: number", "type: number, min: 1, max: 9")
    assert [item.sentence for item in differences(first, tiny.load())] == [
        "Question 1.2.1: answered with – now a number from 1 up to 9, before a number."
    ]


def test_a_new_wording_is_told_with_the_old_one(changed):
    assert changed(question__1__2_AT_2="What colour?") == [
        "Question 1.2: the wording – now “What colour?”, before “Which colour?”."
    ]


def test_a_new_help_text_is_told(changed):
    assert changed(field__Surname__help_AT_2="As in the passport.") == [
        "The field Surname: the help text is new: “As in the passport.”."
    ]


def test_a_new_choice_is_told(changed):
    told = changed("[red, blue]", "[red, blue, green]", choice__colour__green="green")
    assert told == ["The answer green of the list colour is new: “green”."]


def test_kinds_limits_and_fields_of_the_case_are_told(tiny, changed):
    tiny.with_kinds()
    told = changed()
    assert any(
        sentence.startswith("The kind of request urgent is new: “Urgent request”") for sentence in told
    )
    assert any(
        "the limit of the law – now 25 working days (art-1), before none" in sentence for sentence in told
    )
    assert any(sentence.startswith("The field Fine is new: “Fine”, an amount of money") for sentence in told)


def test_the_differences_stand_under_headings(tiny, changed):
    tiny.yaml += SECOND
    changed("months: 36", "months: 48", question__1__3="Is it new?")
    text = in_words(tiny.published()["tiny"], tiny.load())
    assert text.startswith("tiny: from version 1 to version 2\n\nThe area\n  • Data of closed requests")
    assert "\n\nQuestions\n  • Question 1.3 is new" in text


def test_the_diff_command_compares_the_draft_with_what_was_published_last(tiny, capsys, changed):
    changed("months: 36", "months: 48")
    assert main(["diff", str(tiny.folder)]) == 0
    assert "erased – now after 48 months, before after 36 months." in capsys.readouterr().out


def test_the_diff_command_compares_any_two_versions(tiny, capsys, changed):
    changed("months: 36", "months: 48")
    tiny.publish()
    tiny.replace("version: 2", "version: 3").replace("months: 48", "months: 60").publish()
    assert main(["diff", str(tiny.folder), "--from", "1", "--to", "2"]) == 0
    assert "from version 1 to version 2" in capsys.readouterr().out
    assert main(["diff", str(tiny.folder)]) == 0
    assert "from version 2 to version 3" in capsys.readouterr().out


def test_the_diff_command_says_which_versions_there_are(tiny, capsys):
    assert main(["diff", str(tiny.write())]) == 1
    assert "published versions none; working copy 1" in capsys.readouterr().out
