"""What goes over HTTP: bodies of commands, cards and records of authorities, officials."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from imi_contracts.codes import AreaCode, Code, CountryCode, LanguageCode, ListCode
from imi_contracts.vocabularies import Role, Vocabularies
from imi_directory.application.competence import equivalents
from imi_directory.application.queries import AuthorityDetails
from imi_directory.application.search_document import text_in
from imi_directory.application.search_query import SearchQuery
from imi_directory.domain.authority import Authority, Coordination, Link, Status
from imi_directory.domain.user import User
from imi_kit.clock import new_id

# No control characters, and none that turn the direction of reading: names stand in pages and mails of others.
ONE_LINE = r"^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$"
LINES = r"^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*(?:\r?\n[^\p{Cc}\u202a-\u202e\u2066-\u2069]*)*$"
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=ONE_LINE)
]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=ONE_LINE)
]
Place = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=ONE_LINE)
]
Email = Annotated[
    str, StringConstraints(pattern=r"^[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)*$", max_length=320)
]
"""One plain address. Whether it exists only a letter to it can show; here it is kept from being something else."""
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=LINES)]
COMPETENCE = r"^[a-z0-9][a-z0-9-]*:[A-Za-z0-9][A-Za-z0-9._-]*$"
AreaRole = Literal["authority", "coordinator"]
Competences = dict[Code, Annotated[list[ListCode], Field(max_length=200)]]
Roles = Annotated[dict[AreaCode, Annotated[list[Role], Field(max_length=10)]], Field(max_length=50)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CoordinatorLink(Body):
    """One of the four links; `area` is empty for the validating coordinator, who is the same for all areas."""

    link: Link
    area: AreaCode | None = None
    authority: UUID

    def coordination(self) -> Coordination:
        return Coordination(self.link, self.area, self.authority)


class AuthorityData(Body):
    """What may be said of an authority; in a change, what is left out stays."""

    titles: dict[LanguageCode, Line] = Field(default_factory=dict, max_length=40)
    descriptions: dict[LanguageCode, Paragraph] = Field(default_factory=dict, max_length=40)
    region: Place | None = None
    city: Place | None = None
    address: Line | None = None
    email: Email | None = None
    phone: Annotated[str, StringConstraints(max_length=40, pattern=ONE_LINE)] | None = None
    website: Annotated[str, StringConstraints(pattern=r"^https?://[^\s\p{C}]+$", max_length=300)] | None = (
        None
    )
    languages: list[LanguageCode] = Field(default_factory=list, max_length=40)
    areas: dict[AreaCode, AreaRole] = Field(default_factory=dict, max_length=50)
    competences: Competences = Field(default_factory=dict, max_length=20)
    coordinators: list[CoordinatorLink] = Field(default_factory=list, max_length=200)
    training: bool = False


class NewAuthority(AuthorityData):
    """`id` is for those who register many and may have to repeat themselves."""

    id: UUID = Field(default_factory=new_id)
    country: CountryCode
    kind: Code
    official_name: Line
    official_language: LanguageCode
    status: Status = Status.ACTIVE

    def authority(self) -> Authority:
        plain = self.model_dump(exclude={"coordinators"})
        return Authority(**plain, coordination=[link.coordination() for link in self.coordinators])


class AuthorityChange(AuthorityData):
    version: int
    kind: Code = ""
    official_name: Line = ""
    official_language: LanguageCode = ""
    status: Status = Status.ACTIVE

    def changes(self) -> dict[str, object]:
        given = self.model_dump(exclude_unset=True, exclude={"version", "coordinators"})
        if "coordinators" in self.model_fields_set:
            given["coordination"] = [link.coordination() for link in self.coordinators]
        return given


class AuthorityCard(BaseModel):
    """An authority in a list of results, in the reader's language as far as it goes."""

    id: UUID
    country: str
    official_name: str
    official_language: str
    informal_title: str
    informal_title_language: str | None
    description: str
    description_language: str | None
    region: str | None
    city: str | None
    languages: list[str]
    areas: list[str]
    competences: dict[str, list[str]]
    kind: str
    status: Status
    training: bool

    @classmethod
    def of(cls, authority: Authority, language: str) -> Self:
        return cls.model_validate(_card(authority, language))


def _card(authority: Authority, language: str) -> dict[str, object]:
    title, title_language = text_in(authority.titles, language)
    description, description_language = text_in(authority.descriptions, language)
    plain = {
        name: getattr(authority, name) for name in AuthorityCard.model_fields if hasattr(authority, name)
    }
    return plain | {
        "areas": sorted(authority.areas),
        "informal_title": title,
        "informal_title_language": title_language,
        "description": description,
        "description_language": description_language,
    }


class CoordinatorCard(BaseModel):
    link: Link
    area: str | None
    authority: AuthorityCard


class AuthorityRecord(AuthorityCard):
    """Everything about one authority; `roles` is its role in each area."""

    version: int
    address: str | None
    email: str | None
    phone: str | None
    website: str | None
    titles: dict[str, str]
    roles: dict[str, str]
    coordinators: list[CoordinatorCard]

    @classmethod
    def of_details(cls, details: AuthorityDetails, language: str) -> Self:
        authority = details.authority
        names = ("version", "address", "email", "phone", "website", "titles")
        coordinators = [
            CoordinatorCard(
                link=link.link,
                area=link.area,
                authority=AuthorityCard.of(details.coordinators[link.coordinator], language),
            )
            for link in authority.coordination
        ]
        more = {name: getattr(authority, name) for name in names}
        more |= {"roles": authority.areas, "coordinators": coordinators}
        return cls.model_validate(_card(authority, language) | more)


class AuthoritySearch(BaseModel):
    """Query parameters of the search; `competence` is a list and a code of it, such as `professions:dentist`.

    A parameter nobody knows is refused: a filter that is silently left out finds too much.
    """

    model_config = ConfigDict(extra="forbid")

    q: Annotated[str, StringConstraints(max_length=200)] = ""
    lang: LanguageCode = "en"
    country: CountryCode | None = None
    area: AreaCode | None = None
    competence: Annotated[str, StringConstraints(pattern=COMPETENCE, max_length=130)] | None = None
    page: int = Field(default=1, ge=1, le=10_000)
    size: int = Field(default=20, ge=1, le=100)

    def query(self, vocabularies: Vocabularies) -> SearchQuery:
        competences = equivalents(self.competence, vocabularies) if self.competence else ()
        return SearchQuery(self.q, self.lang, self.country, self.area, competences, self.page, self.size)


class AuthorityPage(BaseModel):
    items: list[AuthorityCard]
    total: int
    page: int
    size: int


class NewUser(Body):
    """Without `roles` the first official of an authority gets all of them."""

    id: UUID = Field(default_factory=new_id)
    authority: UUID
    name: Name
    email: Email
    language: LanguageCode
    roles: Roles = Field(default_factory=dict)

    def user(self) -> User:
        return User(**self.model_dump())


class UserChange(Body):
    version: int
    name: Name = ""
    email: Email = ""
    language: LanguageCode = ""
    roles: Roles = Field(default_factory=dict)
    active: bool = True

    def changes(self) -> dict[str, object]:
        return self.model_dump(exclude_unset=True, exclude={"version"})


class UserKept(BaseModel):
    """The answer to a registration is remembered, so it holds nothing about the person."""

    id: UUID
    version: int


class UserRecord(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    authority: UUID
    name: str
    email: str
    language: str
    roles: dict[str, list[Role]]
    active: bool
    version: int


class UserPage(BaseModel):
    items: list[UserRecord]
    total: int
    page: int
    size: int
