"""Two authorities with two officials each, registered through the directory's own door."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from imi_kit.identity import Identity
from imi_local.training.authorities import Site, bodies
from imi_local.training.exchanges import identity_of
from imi_local.training.people import Official

AREA = "professional-qualifications"
ADMINISTRATOR = Identity("drill", "administrator", name="Crash drill")
ROLES = ("basic_user", "request_handler", "allocator", "local_data_administrator")
KINDS = ("nimic", "qualifications", "dentists")
PEOPLE_EACH = 2


@dataclass(frozen=True)
class Cast:
    """Who asks (Germany, over HTTP) and who is asked (Hungary, over the queue)."""

    germans: Sequence[Official]
    hungarians: Sequence[Official]

    @property
    def asking(self) -> Identity:
        return identity_of(self.germans[0])

    @property
    def asked(self) -> str:
        return str(self.hungarians[0].site.id)

    def told(self, side: str) -> set[str]:
        """Ids of those who are told what the other side did."""
        people = self.hungarians if side == "requesting" else self.germans
        return {str(official.id) for official in people}


async def assemble(directory: httpx.AsyncClient, sign: Callable[[Identity], str]) -> Cast:
    """Coordinators before those whom they coordinate, administrators before their colleagues."""

    async def post(path: str, body: dict[str, Any]) -> None:
        headers = {"Authorization": f"Bearer {sign(ADMINISTRATOR)}", "Idempotency-Key": f"drill-{body['id']}"}
        (await directory.post(path, json=body, headers=headers)).raise_for_status()

    sites = [
        (site, body)
        for kind in KINDS
        for site, body in bodies()
        if site.kind == kind and site.country in {"DE", "HU"}
    ]
    offices = {site.country: site for site, _ in sites if site.kind == "dentists"}
    chosen = [entry for entry in sites if entry[0].kind != "dentists" or entry[0] in offices.values()]
    for _, body in chosen:
        await post("/authorities", body)
    cast = Cast(officials_of(offices["DE"], "de"), officials_of(offices["HU"], "hu"))
    for official in (*cast.germans, *cast.hungarians):
        await post("/users", official.body())
    return cast


def officials_of(office: Site, language: str) -> list[Official]:
    return [
        Official(f"drill{number}.{office.country.lower()}", f"Drill {number}", office, language, ROLES)
        for number in range(1, PEOPLE_EACH + 1)
    ]
