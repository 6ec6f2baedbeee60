"""Names and addresses stand on pages and in mails of other authorities: nothing in them may act there."""

from uuid import uuid4

import pytest
from pydantic import ValidationError

from imi_directory.entrypoints.schemas import AuthorityChange, NewUser

ADDRESSES = ["anna@kammer.de", "o'brien+imi@dept.gov.ie", "péter@kamara.hu", "a_b-c@x", "anna@bücher.de"]
NO_ADDRESSES = [
    "group:;@x", "a,b@c", "a@b,c", "a;b@c", "<a@b>", "a b@c", "x@", "@x", "a@b@c", '"a"@b', "()@x", "a@[x]",
    "a@b.", "a@.b", "a@b\nBcc: c@d", "a\0@b",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_official_has_a_mail_address(address: str) -> None:
    assert NewUser(authority=uuid4(), name="Anna", email=address, language="de").email == address


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_what_is_more_or_less_than_one_address_is_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        NewUser(authority=uuid4(), name="Anna", email=address, language="de")


@pytest.mark.parametrize(
    "name", ["Kammer\nBcc: x@y", "Kammer\0", "Kammer\u202egnp", "\x1b[31mKammer", "a\u2028b"]
)
def test_names_are_one_line_of_text_that_reads_in_one_direction(name: str) -> None:
    for change in ({"official_name": name}, {"titles": {"en": name}}, {"city": name}, {"phone": name}):
        with pytest.raises(ValidationError):
            AuthorityChange.model_validate({"version": 1, **change})
    with pytest.raises(ValidationError):
        NewUser(authority=uuid4(), name=name, email="a@b", language="de")


@pytest.mark.parametrize(
    "name", ["Zahnärztekammer – Bayern", "Οδοντιατρικός Σύλλογος", "Fogorvosi kamara (Pécs)"]
)
def test_names_of_all_member_states_are_taken(name: str) -> None:
    assert AuthorityChange.model_validate({"version": 1, "titles": {"en": name}}).titles == {"en": name}


def test_a_description_may_have_lines() -> None:
    said = AuthorityChange.model_validate({"version": 1, "descriptions": {"en": "One.\nTwo.\r\n\r\nThree."}})
    assert said.descriptions["en"].count("\n") == 3
    with pytest.raises(ValidationError):
        AuthorityChange.model_validate({"version": 1, "descriptions": {"en": "One.\0"}})


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "https://", "https://a b", "ftp://a", "https://a\n"]
)
def test_a_website_is_an_address_of_the_web(address: str) -> None:
    with pytest.raises(ValidationError):
        AuthorityChange.model_validate({"version": 1, "website": address})
