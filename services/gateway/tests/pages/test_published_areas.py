"""Areas are taken over while the gateway runs; drafts are nobody's business."""

import shutil
from pathlib import Path

import pytest

from imi_contracts.areas import AreaFolder
from imi_contracts.areas.publish import publish
from imi_contracts.catalogue import contracts_root
from imi_contracts.vocabularies import load_vocabularies
from imi_gateway.web.areas import Areas

MADE = Path(__file__).with_name("areas") / "inland-vessels"


@pytest.fixture
def folder(tmp_path):
    return AreaFolder(contracts_root(), areas=tmp_path)


def install(into):
    package = Path(shutil.copytree(MADE, into / MADE.name))
    publish(package, load_vocabularies(contracts_root() / "vocabularies"), "2026-11-22")
    return package


def offered(areas):
    return [option.label for group in areas.options("en") for option in group.options]


def test_a_published_area_is_offered_without_a_restart(folder, tmp_path):
    areas = Areas(folder)
    assert offered(areas) == []
    install(tmp_path)
    folder.refresh()
    assert offered(areas) == ["Inland vessels"]


def test_a_draft_is_not_offered(tmp_path):
    shutil.copytree(MADE, tmp_path / MADE.name)
    assert offered(Areas(AreaFolder(contracts_root(), areas=tmp_path))) == []


def test_a_corrected_translation_reaches_the_forms(folder, tmp_path):
    areas, package = Areas(folder), install(tmp_path)
    folder.refresh()

    def label():
        area = areas["inland-vessels"]
        return areas.field(area, area.subject.fields["CompanyName"], "de")["label"]

    assert label() == "Name des Unternehmens"
    german = package / "locale" / "de.po"
    german.write_text(german.read_text().replace("Name des Unternehmens", "Firma"))
    folder.refresh()
    assert label() == "Firma"


def test_a_search_that_a_competence_empties_says_how_to_go_on(browser, app):
    app.state.services.directory.empty = True
    page = browser.get(
        "/directory?area=professional-qualifications&competence=professions:dentist&country=HU"
    ).text
    assert 'href="/directory?country=HU&amp;area=professional-qualifications"' in page


def test_competences_of_another_area_do_not_empty_the_search(browser, app):
    browser.get("/directory?area=inland-vessels&competence=professions:dentist")
    assert app.state.services.directory.asked["competence"] == ""
    browser.get("/directory?area=inland-vessels&competence=activities:50")
    assert app.state.services.directory.asked["competence"] == "activities:50"
