"""What each service process is told: addresses, accounts and keys, as the environment variables it reads."""

import base64
import json
import secrets

from imi_kit.identity import generate_key
from imi_local.provision.accounts import (
    DOCUMENT_SERVICES,
    SERVICES,
    broker_url,
    database_name,
    document_url,
    sql_url,
)
from imi_local.servers.objects import IDENTITIES
from imi_local.servers.state import RunState

KEY_BYTES = 32


def service_environment(
    service: str, state: RunState, servers: dict[str, str], addresses: dict[str, str]
) -> dict[str, str]:
    """`servers`: administrators' addresses; `addresses`: every service's own URL, `public` and `smtp`."""
    found = {
        "IMI_AMQP_URL": broker_url(state, servers["IMI_RABBITMQ_URL"], service),
        "IMI_IDENTITY_PUBLIC_KEY": identity_key(state, private=False),
    }
    if service in DOCUMENT_SERVICES:
        found["IMI_MONGO_URL"] = document_url(state, servers["IMI_MONGODB_URL"], service)
        found["IMI_MONGO_DATABASE"] = database_name(service)
    else:
        found["IMI_DATABASE_URL"] = sql_url(state, servers["IMI_POSTGRES_URL"], service)
    if service in IDENTITIES:
        found["IMI_S3_URL"] = servers.get(f"IMI_S3_{service.upper()}_URL") or (
            f"{servers['IMI_S3_URL']}/{IDENTITIES[service]}"
        )
    return found | _particular(service, state, addresses)


def _particular(service: str, state: RunState, addresses: dict[str, str]) -> dict[str, str]:
    if service == "gateway":
        others = {f"IMI_{name.upper()}_URL": addresses[name] for name in SERVICES if name != "gateway"}
        return others | {
            "IMI_IDENTITY_PRIVATE_KEY": identity_key(state, private=True),
            "IMI_CODE_KEY": state.once("gateway.code_key", _random_key),
            "IMI_PUBLIC_URL": addresses["public"],
        }
    if service == "requests":
        return {"IMI_KEK": state.once("requests.kek", _random_key)}
    if service == "notifications":
        return {"IMI_SMTP_URL": addresses["smtp"], "IMI_PUBLIC_URL": addresses["public"]}
    return {}


def identity_key(state: RunState, *, private: bool) -> str:
    """The gateway's Ed25519 key pair as JWK (JSON); the private half goes to the gateway only."""
    key = json.loads(state.once("identity.key", lambda: json.dumps(generate_key().as_dict(private=True))))
    return json.dumps(key if private else {name: value for name, value in key.items() if name != "d"})


def _random_key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
