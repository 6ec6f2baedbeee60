"""The invented authorities and people: complete, marked, and fit for the directory."""

import re
from collections import Counter

import pytest

from imi_contracts.catalogue import contracts_root
from imi_contracts.topology import STATES
from imi_contracts.vocabularies import Role, load_vocabularies
from imi_directory.bootstrap import load_catalogue
from imi_directory.domain.authority import check_coordination
from imi_directory.entrypoints.schemas import NewAuthority, NewUser
from imi_local.training import model
from imi_local.training.authorities import Site, bodies
from imi_local.training.people import Official, account, officials, secret_word

SIX = {"de", "en", "es", "fr", "hu", "it"}


@pytest.fixture(scope="module")
def prepared() -> list[tuple[Site, dict]]:
    return bodies()


@pytest.fixture(scope="module")
def people(prepared: list[tuple[Site, dict]]) -> list[Official]:
    return officials({site.key: site for site, _ in prepared})


def test_there_are_some_three_hundred_in_all_thirty_states(prepared: list[tuple[Site, dict]]) -> None:
    by_country = Counter(site.country for site, _ in prepared)

    assert 290 <= len(prepared) <= 320
    assert sorted(code.lower() for code in by_country) == sorted(STATES)
    assert len({body["id"] for _, body in prepared}) == len(prepared)


def test_every_one_is_marked_as_training_and_titled_in_six_languages(
    prepared: list[tuple[Site, dict]],
) -> None:
    for _, body in prepared:
        assert body["training"] is True
        assert body["titles"].keys() == SIX
        assert "{" not in body["official_name"] + "".join(body["titles"].values())


def test_the_directory_would_accept_every_one(prepared: list[tuple[Site, dict]]) -> None:
    catalogue = load_catalogue(contracts_root())
    vocabularies = catalogue.vocabularies
    authorities = {a.id: a for a in (NewAuthority(**body).authority() for _, body in prepared)}

    for authority in authorities.values():
        check_coordination(authority, authorities)
        assert authority.kind in vocabularies["authority-kinds"]
        for name, codes in authority.competences.items():
            assert set(codes) <= set(vocabularies[name].codes)
        assert authority.areas.keys() <= catalogue.areas()


def test_the_hungarian_dentists_have_a_hungarian_name_and_a_german_title(
    prepared: list[tuple[Site, dict]],
) -> None:
    body = next(body for site, body in prepared if site.key == "HU.dentists")

    assert body["official_language"] == "hu"
    assert "Fogorvosi" in body["official_name"]
    assert body["titles"]["de"] == "Zahnärztekammer – Ungarn"


def test_regional_chambers_are_named_after_their_region_in_each_language(
    prepared: list[tuple[Site, dict]],
) -> None:
    body = next(body for site, body in prepared if site.key == "DE.dentists.DE-BY")

    assert body["official_name"] == "Landeszahnärztekammer Bayern"
    assert body["titles"]["fr"].endswith("Bavière")


def test_every_role_and_every_state_has_somebody(people: list[Official]) -> None:
    assert {role for official in people for role in official.roles} == {role.value for role in Role}
    assert {official.site.country.lower() for official in people} == set(STATES)
    hungarian = [p for p in people if p.site.key == "HU.dentists" and "request_handler" in p.roles]
    assert len(hungarian) >= 2


def test_the_first_of_every_authority_administers_it(people: list[Official]) -> None:
    first = {official.site.key: official for official in reversed(people)}
    assert all("local_data_administrator" in official.roles for official in first.values())
    assert all(NewUser(**official.body()).user() for official in people)


def test_credentials_fit_the_rules_and_follow_from_the_secret(people: list[Official]) -> None:
    for official in people:
        given = account(official, b"secret")
        for word in (given["password"], given["security_code"]):
            assert all(re.search(kind, word) for kind in ("[a-z]", "[A-Z]", "[0-9]"))
        assert len(given["security_code"]) == 12
    assert account(people[0], b"secret") == account(people[0], b"secret")
    assert account(people[0], b"secret") != account(people[0], b"other")
    assert secret_word(b"secret", "a", 12) != secret_word(b"secret", "b", 12)


def test_all_texts_of_kinds_exist_in_the_six_languages() -> None:
    vocabularies = load_vocabularies(contracts_root() / "vocabularies")
    for name, kind in model.kinds().items():
        assert kind.title.keys() == kind.description.keys() == SIX, name
        assert kind.name.keys() <= set(vocabularies["languages"].codes), name
