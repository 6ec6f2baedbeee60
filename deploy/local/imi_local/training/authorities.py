"""Some 300 authorities in all states, as bodies for the directory's HTTP interface."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from imi_contracts.areas.collection import package_folders
from imi_contracts.catalogue import contracts_root
from imi_contracts.vocabularies import Vocabularies, load_vocabularies
from imi_local.training import model, states

NATIONAL, COORDINATOR = "nimic", "qualifications"


@dataclass(frozen=True)
class Site:
    """One authority to be: `key` is its name within the training data, e.g. `DE.dentists.DE-BY`."""

    key: str
    kind: str
    country: str
    languages: tuple[str, ...]
    region: str | None = None
    place: str | None = None

    @property
    def id(self) -> UUID:
        return training_id(f"authority/{self.key}")

    @property
    def language(self) -> str:
        """The first of the state's languages: that of the official name."""
        return self.languages[0]

    def place_in(self, language: str) -> str:
        if self.place:
            return self.place
        if self.region:
            return states.region_name(self.region, language)
        return states.country_name(self.country, language)


def training_id(name: str) -> UUID:
    """The same identifier every time, so that loading twice changes nothing."""
    return uuid5(NAMESPACE_URL, f"urn:openimi:training:{name}")


def sites(vocabularies: Vocabularies) -> list[Site]:
    """All authorities, coordinators first: the others refer to them."""
    return list(_sites({s.id: s.lists["languages"] for s in vocabularies["states"]}))


def _sites(states_languages: dict[str, tuple[str, ...]]) -> Iterator[Site]:
    where = model.where()
    for kind in where.everywhere:
        for country, languages in states_languages.items():
            yield Site(f"{country}.{kind}", kind, country, languages)
    for group in where.regions:
        for code in states.regions(group.country, group.type)[: group.limit]:
            key = f"{group.country}.{group.kind}.{code}"
            yield Site(key, group.kind, group.country, states_languages[group.country], region=code)
    for single in where.places:
        key = ".".join(filter(None, (single.country, single.kind, _slug(single.place or ""))))
        own = states_languages[single.country]
        yield Site(key, single.kind, single.country, own, region=single.region, place=single.place)


def bodies(vocabularies: Vocabularies | None = None) -> list[tuple[Site, dict[str, Any]]]:
    vocabularies = vocabularies or load_vocabularies(contracts_root() / "vocabularies")
    known = {folder.name for folder in package_folders(contracts_root() / "areas")}
    return [(site, body(site, known)) for site in sites(vocabularies)]


def body(site: Site, known_areas: set[str]) -> dict[str, Any]:
    """What POST /authorities wants; areas that this installation does not have are left out."""
    kind = model.kinds()[site.kind]
    areas = [area for area in kind.areas if area in known_areas]
    seat = None if site.region else states.capital(model.where().capitals[site.country], site.language)
    return {
        "id": str(site.id),
        "country": site.country,
        "kind": kind.kind,
        "official_name": official_name(site, kind),
        "official_language": site.language,
        "titles": {lang: text.format(place=site.place_in(lang)) for lang, text in kind.title.items()},
        "descriptions": kind.description,
        "region": states.region_name(site.region) if site.region else None,
        "city": site.place or seat,
        "address": f"1 Training Street, {site.place or seat or site.place_in(site.language)}",
        "email": f"{_slug(site.key)}@training.example",
        "website": f"https://{_slug(site.key)}.training.example",
        "languages": list(dict.fromkeys([*site.languages, "en"])),
        "areas": dict.fromkeys(areas, kind.role),
        "competences": kind.competences,
        "coordinators": list(_coordinators(site, areas)),
        "training": True,
    }


def official_name(site: Site, kind: model.Kind) -> str:
    names = kind.regional_name if site.region and site.language in kind.regional_name else kind.name
    template = names.get(site.language) or kind.title["en"]
    return template.format(place=site.place_in(site.language))


def _coordinators(site: Site, areas: list[str]) -> Iterator[dict[str, Any]]:
    """An area without a coordinator of its own is coordinated by the national one."""
    national = str(training_id(f"authority/{site.country}.{NATIONAL}"))
    if site.kind == NATIONAL:
        return
    coordinated = () if site.kind == COORDINATOR else model.kinds()[COORDINATOR].areas
    yield {"link": "validating", "authority": national}
    for area in areas:
        own = str(training_id(f"authority/{site.country}.{COORDINATOR}"))
        of_area = own if area in coordinated else national
        yield {"link": "access", "area": area, "authority": of_area}
        yield {"link": "request", "area": area, "authority": of_area}
        if of_area != national:
            yield {"link": "linked", "area": area, "authority": national}


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
