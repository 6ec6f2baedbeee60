"""Setting credentials with an administrator's token."""

import subprocess
import sys
from typing import Any
from uuid import uuid4

import pytest

from imi_gateway.application.tokens import Tokens, identity_of_system
from imi_gateway.openapi import export
from imi_kit.identity import TokenSigner, TokenVerifier
from imi_kit.settings import REPOSITORY

pytestmark = pytest.mark.integration


def account(**more: str) -> dict[str, str]:
    name = f"user-{uuid4().hex[:8]}"
    return {
        "user_id": str(uuid4()),
        "username": name,
        "password": "Right-Passw0rd",
        "security_code": "aB3dEfGhIjK9",
    } | more


async def post(gateway: Any, body: Any, headers: dict[str, str] | None = None) -> Any:
    headers = gateway.administrator() if headers is None else headers
    return await gateway.visitor().http.post("/admin/accounts", json=body, headers=headers)


async def test_only_the_administrator_may(gateway: Any) -> None:
    system = gateway.mint.bearer(identity_of_system("HU"))
    assert (await post(gateway, [], headers={})).status_code == 401
    assert (await post(gateway, [], headers={"authorization": "Bearer rubbish"})).status_code == 401
    assert (await post(gateway, [], headers=system)).status_code == 403
    assert (await post(gateway, [])).status_code == 200


async def test_many_are_set_at_once_and_a_second_time_nothing_changes(gateway: Any) -> None:
    body = [account() for _ in range(60)]
    assert (await post(gateway, body)).json() == {"changed": 60}
    assert (await post(gateway, body)).json() == {"changed": 0}


@pytest.mark.parametrize(("wrong", "code", "pointer"), [
    ({"password": "short"}, "account.password_rule", "/1/password"),
    ({"security_code": "tooShort1"}, "account.code_rule", "/1/security_code"),
    ({"username": ""}, "request.malformed", "/1/username"),
])  # fmt: skip
async def test_what_breaks_a_rule_is_named_and_nothing_is_stored(
    gateway: Any, wrong: Any, code: Any, pointer: Any
) -> None:
    good = account()
    answer = await post(gateway, [good, account(**wrong)])
    assert (answer.status_code, answer.json()["code"], answer.json()["pointer"]) == (422, code, pointer)
    assert (await post(gateway, [good])).json() == {"changed": 1}


async def test_a_user_name_belongs_to_one_person(gateway: Any) -> None:
    first = account()
    await post(gateway, [first])
    answer = await post(gateway, [account(username=first["username"].upper())])
    assert (answer.status_code, answer.json()["code"]) == (409, "account.username_taken")


def test_the_command_line_prints_an_administrators_token(gateway: Any) -> None:
    environment = {"IMI_IDENTITY_PRIVATE_KEY": gateway.mint.private_key, "PYTHONPATH": ":".join(sys.path)}
    command = [sys.executable, "-m", "imi_gateway", "token", "administrator"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    identity = TokenVerifier(gateway.mint.public_key).verify(done.stdout.strip())
    assert identity.kind == "administrator"


def test_a_states_system_gets_a_token_without_an_authority(gateway: Any) -> None:
    tokens = Tokens(TokenSigner(gateway.mint.private_key))
    identity = TokenVerifier(gateway.mint.public_key).verify(tokens.for_system("HU"))
    assert (identity.subject, identity.kind, identity.country, identity.authority) == (
        "system:hu",
        "system",
        "HU",
        None,
    )


def test_the_published_document_is_that_of_the_code() -> None:
    published = REPOSITORY / "contracts" / "openapi" / "gateway.json"
    assert published.read_text(encoding="utf-8") == export()
