"""What breaks those who rely on a published schema, and what does not."""

import copy

import pytest

from imi_contracts.compatibility import breaking_changes
from imi_contracts.export import schemas

OLD = {
    "type": "object",
    "additionalProperties": False,
    "required": ["number", "status"],
    "properties": {
        "number": {"type": "string", "maxLength": 20},
        "status": {"enum": ["draft", "sent", "closed"], "type": "string"},
        "days": {"type": "integer", "minimum": 0},
        "deadline": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
        "side": {"$ref": "#/$defs/Side"},
        "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 5},
        "titles": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "$defs": {
        "Side": {"type": "object", "required": ["country"], "properties": {"country": {"type": "string"}}}
    },
}


def _changed(*path: str, value: object = None, remove: bool = False) -> dict:
    new = copy.deepcopy(OLD)
    place = new
    for part in path[:-1]:
        place = place[part]
    if remove:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return new


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("properties", "days"), None, "/days: the field was removed or renamed"),
        (("required",), ["number", "status", "days"], "/days: the field is required now"),
        (("required",), ["number"], "/status: the field is no longer promised: it was required"),
        (("properties", "number", "type"), "integer", "/number: string is no longer accepted, only integer"),
        (("properties", "status", "enum"), ["draft", "sent"], "/status: the value 'closed' was removed"),
        (("properties", "number", "maxLength"), 10, "/number: maxLength is stricter: 20 → 10"),
        (("properties", "number", "minLength"), 1, "/number: minLength is stricter: None → 1"),
        (("properties", "days", "minimum"), 1, "/days: minimum is stricter: 0 → 1"),
        (("properties", "number", "pattern"), "^EX", "/number: pattern changed: None → ^EX"),
        (("properties", "number", "const"), "EX-1", "/number: only some values are accepted now"),
        (
            ("properties", "deadline"),
            {"type": "string", "format": "date"},
            "/deadline: null is no longer accepted, only string",
        ),
        (
            ("properties", "tags", "items"),
            {"type": "integer"},
            "/tags/-: string is no longer accepted, only integer",
        ),
        (("properties", "tags", "maxItems"), 3, "/tags: maxItems is stricter: 5 → 3"),
        (
            ("properties", "titles", "additionalProperties"),
            {"type": "integer"},
            "/titles/*: string is no longer accepted, only integer",
        ),
        (
            ("$defs", "Side", "properties"),
            {"state": {"type": "string"}},
            "/side/country: the field was removed or renamed",
        ),
        (("$defs", "Side", "additionalProperties"), False, "/side: further fields are refused now"),
    ],
)
def test_a_breaking_change_is_named(path, value, expected):
    new = _changed(*path, value=value, remove=value is None)
    assert expected in [str(change) for change in breaking_changes(OLD, new)]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("properties", "colour"), {"type": "string"}),
        (("properties", "status", "enum"), ["draft", "sent", "closed", "withdrawn"]),
        (("properties", "number", "maxLength"), 30),
        (("properties", "days", "type"), "number"),
        (("properties", "days"), {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}]}),
        (("properties", "tags", "items"), {}),
        (("description",), "Better words."),
    ],
)
def test_a_compatible_change_passes(path, value):
    assert breaking_changes(OLD, _changed(*path, value=value)) == ()


def test_a_schema_is_compatible_with_itself_even_when_it_contains_itself():
    recursive = {
        "$ref": "#/$defs/Node",
        "$defs": {"Node": {"type": "object", "properties": {"next": {"$ref": "#/$defs/Node"}}}},
    }
    assert breaking_changes(recursive, recursive) == ()
    for schema in schemas().values():
        assert breaking_changes(schema, schema) == ()
