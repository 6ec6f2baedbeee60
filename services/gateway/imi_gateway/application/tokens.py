"""On whose behalf the gateway calls a service: the identity of a person or of a state's own system."""

from imi_gateway.domain.person import Person
from imi_kit.identity import Identity, TokenSigner


def identity_of_person(person: Person) -> Identity:
    """Acts for her authority, with the roles the directory last announced."""
    return Identity(
        subject=str(person.user_id),
        kind="person",
        country=person.country,
        name=person.name,
        authority=person.authority_id,
        language=person.language,
        roles=dict(person.roles),
    )


def identity_of_system(country: str, language: str = "en") -> Identity:
    """Acts for any authority of its country; `language` is that of the texts it sends."""
    return Identity(
        subject=f"system:{country.lower()}",
        kind="system",
        country=country,
        name=f"System {country}",
        language=language,
    )


ADMINISTRATOR = Identity(subject="administrator", kind="administrator", name="System administrator")


class Tokens:
    """Bearer tokens of a minute's life."""

    def __init__(self, signer: TokenSigner) -> None:
        self._signer = signer

    def for_person(self, person: Person) -> str:
        return self._signer.sign(identity_of_person(person))

    def for_system(self, country: str, language: str = "en") -> str:
        return self._signer.sign(identity_of_system(country, language))

    def for_administrator(self) -> str:
        return self._signer.sign(ADMINISTRATOR)
