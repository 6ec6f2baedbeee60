"""Bodies become commands; names of files become headers."""

import base64
from uuid import uuid4

import pytest
from pydantic import ValidationError

from imi_requests.entrypoints.http_attachments import content_disposition
from imi_requests.entrypoints.messages import Answers, Close, Draft
from imi_requests.settings import RequestsSettings


def test_empty_form_fields_say_nothing() -> None:
    body = Draft(subject={"FirstName": "Ilona", "Title": ""}, questions=[])
    assert body.command(uuid4()).content.subject == {"FirstName": "Ilona"}


def test_an_unknown_field_of_a_body_is_refused() -> None:
    with pytest.raises(ValidationError):
        Draft.model_validate({"subjects": {}})


@pytest.mark.parametrize("word", ["a\0b", "a\ud800", "\udc00"])
def test_characters_that_do_not_exist_are_refused_wherever_they_hide(word: str) -> None:
    for body in (
        {"free_text": word},
        {"subject": {"FirstName": word}},
        {"subject": {word: "x"}},
        {"questions": [{"question": "1", "parameters": {"a": [{"b": word}]}}]},
    ):
        with pytest.raises(ValidationError):
            Draft.model_validate(body)
    assert Draft(free_text="Kovács 𝄞 \u202e").free_text


def test_absent_answers_are_not_the_same_as_no_answers() -> None:
    assert Answers().save(uuid4()).answers is None
    assert Answers(answers=[]).save(uuid4()).answers == ()


def test_ratings_may_be_left_out() -> None:
    assert Close().command(uuid4()).ratings.timeliness is None


def test_a_file_name_survives_the_header_whatever_its_letters() -> None:
    header = content_disposition('Oklevél "ő"; x\r\n.pdf')
    assert header == (
        'attachment; filename="Oklev_l ____ x__.pdf"; '
        "filename*=UTF-8''Oklev%C3%A9l%20%22%C5%91%22%3B%20x%0D%0A.pdf"
    )
    header.encode("latin-1")


@pytest.mark.parametrize("kek", ["not base64!", base64.b64encode(b"short").decode()])
def test_a_service_with_a_bad_key_refuses_to_start(kek: str) -> None:
    with pytest.raises(ValidationError, match="IMI_KEK"):
        RequestsSettings(
            http_port=1,
            amqp_url="amqp://x",
            identity_public_key="{}",
            database_url="postgresql+asyncpg://x",
            s3_url="http://x",
            kek=kek,
        )
