"""Europe over time: the figures everybody quotes follow from the dates, and today agrees with the vocabularies."""

from datetime import date, timedelta

import pytest

from imi_contracts.catalogue import CatalogueError, country_codes
from imi_contracts.participation import Participation, load_participation

CROATIA_JOINS = date(2013, 7, 1)
UNITED_KINGDOM_LEAVES = date(2020, 1, 31)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def europe() -> Participation:
    return load_participation()


@pytest.mark.parametrize(
    ("day", "members", "eea", "languages"),
    [
        (date(2012, 6, 30), 27, 30, 23),
        (CROATIA_JOINS - DAY, 27, 30, 23),
        (CROATIA_JOINS, 28, 31, 24),
        (UNITED_KINGDOM_LEAVES, 28, 31, 24),
        (UNITED_KINGDOM_LEAVES + DAY, 27, 30, 24),
        (date(2026, 1, 1), 27, 30, 24),
    ],
)
def test_members_states_of_the_area_and_languages_on_a_day(europe, day, members, eea, languages):
    assert len(europe.members_on(day)) == members
    assert len(europe.eea_states_on(day)) == eea
    assert len(europe.official_languages_on(day)) == languages


@pytest.mark.parametrize(
    ("year", "members"),
    [
        (1958, 6),
        (1973, 9),
        (1981, 10),
        (1986, 12),
        (1995, 15),
        (2005, 25),
        (2007, 27),
        (2014, 28),
        (2021, 27),
    ],
)
def test_the_union_grew_as_the_history_books_say(europe, year, members):
    assert len(europe.members_on(date(year, 1, 1))) == members


@pytest.mark.parametrize(
    ("day", "languages"),
    [
        (date(1972, 12, 31), 4),
        (date(1973, 1, 1), 6),
        (date(1981, 1, 1), 7),
        (date(1986, 1, 1), 9),
        (date(1995, 1, 1), 11),
        (date(2004, 5, 1), 20),
        (date(2007, 1, 1), 23),
        (date(2013, 7, 1), 24),
    ],
)
def test_official_languages_came_with_their_states_and_irish_later(europe, day, languages):
    assert len(europe.official_languages_on(day)) == languages
    assert ("ga" in europe.official_languages_on(day)) == (day >= date(2007, 1, 1))


def test_there_was_no_economic_area_before_1994(europe):
    assert europe.eea_states_on(date(1993, 12, 31)) == ()
    assert len(europe.eea_states_on(date(1994, 1, 1))) == 17
    assert "LI" not in europe.eea_states_on(date(1995, 4, 30))
    assert "LI" in europe.eea_states_on(date(1995, 5, 1))


def test_a_new_member_counts_although_the_agreement_followed_later(europe):
    assert not europe.states["HR"].eea.includes(CROATIA_JOINS)
    assert "HR" in europe.eea_states_on(CROATIA_JOINS)


def test_the_system_began_with_thirty_states_and_keeps_the_united_kingdom_through_the_transition(europe):
    assert europe.imi_states_on(date(2008, 2, 21)) == ()
    assert len(europe.imi_states_on(date(2008, 2, 22))) == 30
    assert len(europe.imi_states_on(CROATIA_JOINS)) == 31
    assert "GB" in europe.imi_states_on(date(2020, 12, 31))
    assert len(europe.imi_states_on(date(2021, 1, 1))) == 30


def test_thirty_one_states_ever_belonged_and_all_are_countries(europe):
    assert len(europe.states) == 31
    assert set(europe.states) <= country_codes()
    assert {state.id for state in europe.states.values() if state.union is None} == {"IS", "LI", "NO"}


def test_today_agrees_with_the_vocabulary_of_states(europe, vocabularies):
    today = date.today()
    states = vocabularies["states"]
    assert set(europe.eea_states_on(today)) == set(states.codes)
    assert set(europe.imi_states_on(today)) == set(states.codes)
    union = {state.id for state in states if state.attributes.get("union") == "true"}
    assert set(europe.members_on(today)) == union


def test_today_agrees_with_the_vocabulary_of_languages(europe, vocabularies):
    today = date.today()
    languages = vocabularies["languages"]
    assert set(europe.languages_on(today)) == set(languages.codes)
    official = {item.id for item in languages if item.attributes.get("official_in_union") == "true"}
    assert set(europe.official_languages_on(today)) == official


def test_every_source_is_used(europe):
    periods = [p for s in europe.states.values() for p in (s.union, s.eea, s.imi) if p]
    periods += [p for item in europe.languages.values() for p in (item.official, item.eea) if p]
    used = {p.source for p in periods} | {p.last_source for p in periods if p.last_source}
    assert used == set(europe.sources)


def test_a_mistake_names_file_line_and_cure(tmp_path):
    file = tmp_path / "participation.yaml"
    file.write_text(
        "sources:\n  treaty: A treaty\nstates:\n"
        '  - {id: "AT", union: {from: 1995-13-01, source: treaty}}\n'
        '  - {id: "BE", union: {from: 1958-01-01, source: rumour}}\n'
        '  - {id: "BE", eea: {from: 1994-01-01, source: treaty, until: 1993-01-01, until_source: treaty}}\n'
        '  - {id: "CH"}\n'
        "languages:\n  - {id: de, official: {from: 1958-01-01, source: treaty, until: 2000-01-01}}\n",
        "utf-8",
    )
    with pytest.raises(CatalogueError) as raised:
        load_participation(file)
    assert [f"{finding.line}: {finding.message}" for finding in raised.value.findings] == [
        "4: This is not a date; write it as 2013-07-01.",
        "5: The source `rumour` is not listed under `sources`; add it there.",
        "6: The last day lies before the first; exchange them or correct one.",
        "6: `BE` stands twice; remove one of them.",
        "7: `CH` belongs to nothing; add one of: union, eea, imi.",
        "9: A last day needs both `until` and `until_source`; add the other one.",
    ]
