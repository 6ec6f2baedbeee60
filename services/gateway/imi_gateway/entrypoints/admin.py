"""Administration with an administrator's token: credentials, and the keys of member-state systems."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from pydantic import BaseModel, ConfigDict, Field

from imi_contracts.codes import CountryCode
from imi_contracts.errors import Refused
from imi_gateway.application.accounts import AccountKeeper, Credentials
from imi_kit.http import CurrentIdentity

BATCH = 1_000


async def administrator_only(identity: CurrentIdentity) -> None:
    """Raises Refused("identity.forbidden")."""
    if identity.kind != "administrator":
        raise Refused("identity.forbidden")


router = APIRouter(prefix="/admin", dependencies=[Depends(administrator_only)])


class Changed(BaseModel):
    """How many of the accounts were new or different."""

    changed: int


class PublicKey(BaseModel):
    """An Ed25519 public key (RFC 8037) with which a state's system signs its messages."""

    model_config = ConfigDict(extra="ignore")

    kty: str
    crv: str
    x: str
    kid: str = Field(min_length=1, max_length=128)


@router.post("/accounts")
async def set_accounts(
    request: Request, accounts: Annotated[list[Credentials], Field(max_length=BATCH)]
) -> Changed:
    """Create or reset credentials. Lifts locks; changed credentials end running sessions."""
    keeper: AccountKeeper = request.app.state.accounts
    return Changed(changed=await keeper.set_all(accounts))


@router.put("/member-states/{country}/keys")
async def register_key(request: Request, country: CountryCode, key: PublicKey) -> dict[str, Any]:
    """From now on messages of this state's systems are taken only when signed with a registered key."""
    jwk = key.model_dump()
    try:
        OKPKey.import_key({**jwk})
    except (JoseError, ValueError) as error:
        raise Refused("request.malformed", pointer="", reason="no Ed25519 public key") from error
    async with request.app.state.unit_of_work() as uow:
        await uow.receipts.put_key(country, jwk)
    return {"country": country, "kid": key.kid}
