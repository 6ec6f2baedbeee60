"""What the search knows of an authority in each language."""

from collections.abc import Callable

from imi_directory.application.ports import Catalogue
from imi_directory.application.search_document import documents, text_in
from imi_directory.domain.authority import Authority

Make = Callable[..., Authority]


def test_each_language_has_its_own_words_and_the_official_name(
    nimic: Make, chamber: Make, catalogue: Catalogue
) -> None:
    found = {
        d.language: d.words for d in documents(chamber(nimic()), catalogue.vocabularies, ["de", "hu", "bg"])
    }

    assert {"zahnarztekammer": "A", "zahnmediziner": "B", "ungarn": "A", "kamara": "A"}.items() <= found[
        "de"
    ].items()
    assert {"fogorvos": "B", "magyarorszag": "C", "chamber": "A"}.items() <= found["hu"].items()
    assert "унгария" in found["bg"]
    assert all("budapest" in words and "hu" in words for words in found.values())


def test_a_text_falls_back_to_english_and_then_to_any() -> None:
    assert text_in({"de": "Kammer", "en": "Chamber"}, "de") == ("Kammer", "de")
    assert text_in({"de": "Kammer", "en": "Chamber"}, "fr") == ("Chamber", "en")
    assert text_in({"hu": "Kamara"}, "fr") == ("Kamara", "hu")
    assert text_in({}, "fr") == ("", None)
