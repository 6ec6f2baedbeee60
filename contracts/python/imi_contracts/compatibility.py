"""Whether a changed JSON Schema still keeps its promise to those who send and read documents of the old one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]

# Constraints that get stricter when the number falls (True) or rises (False).
_BOUNDS = {
    "maxLength": True,
    "maxItems": True,
    "maximum": True,
    "exclusiveMaximum": True,
    "minLength": False,
    "minItems": False,
    "minimum": False,
    "exclusiveMinimum": False,
}
MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Break:
    """A breaking change: JSON path of the field and what happened to it."""

    path: str
    change: str

    def __str__(self) -> str:
        return f"{self.path or '/'}: {self.change}"


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two schemas to compare at one place, each with the document its `$ref`s point into."""

    old: Schema
    new: Schema
    old_root: Schema
    new_root: Schema
    path: str = ""
    depth: int = 0

    def at(self, name: str, old: Schema, new: Schema) -> "_Pair":
        return _Pair(old, new, self.old_root, self.new_root, f"{self.path}/{name}", self.depth + 1)


def _resolve(schema: Schema, root: Schema) -> Schema:
    """Follow a local `$ref`, keeping what stands beside it."""
    reference = schema.get("$ref")
    if not isinstance(reference, str):
        return schema
    target: Any = root
    for part in reference.removeprefix("#/").split("/"):
        target = target[part]
    return {**target, **{key: value for key, value in schema.items() if key != "$ref"}}


def _alternatives(schema: Schema, root: Schema) -> dict[str, Schema]:
    """The schema per accepted JSON type; `anyOf` and lists of types are taken apart."""
    schema = _resolve(schema, root)
    if "anyOf" in schema:
        found: dict[str, Schema] = {}
        for alternative in schema["anyOf"]:
            found |= _alternatives(alternative, root)
        return found
    kinds = schema.get("type", "enum" if "enum" in schema or "const" in schema else "any")
    return dict.fromkeys(kinds, schema) if isinstance(kinds, list) else {str(kinds): schema}


def _values(schema: Schema) -> frozenset[str] | None:
    """The enumerated values as text; None when any value will do."""
    if "const" in schema:
        return frozenset({repr(schema["const"])})
    return frozenset(map(repr, schema["enum"])) if "enum" in schema else None


def _narrowed(pair: _Pair) -> Iterator[Break]:
    old_values, new_values = _values(pair.old), _values(pair.new)
    if new_values is not None:
        if old_values is None:
            yield Break(pair.path, "only some values are accepted now")
        else:
            for value in sorted(old_values - new_values):
                yield Break(pair.path, f"the value {value} was removed")
    for name, falls in _BOUNDS.items():
        old, new = pair.old.get(name), pair.new.get(name)
        if new is not None and (old is None or (new < old if falls else new > old)):
            yield Break(pair.path, f"{name} is stricter: {old} → {new}")
    for name in ("pattern", "format"):
        if pair.new.get(name) is not None and pair.old.get(name) != pair.new.get(name):
            yield Break(pair.path, f"{name} changed: {pair.old.get(name)} → {pair.new.get(name)}")


def _object(pair: _Pair) -> Iterator[Break]:
    old, new = pair.old.get("properties", {}), pair.new.get("properties", {})
    required_before, required_now = set(pair.old.get("required", ())), set(pair.new.get("required", ()))
    for name in old:
        if name not in new:
            yield Break(f"{pair.path}/{name}", "the field was removed or renamed")
        else:
            yield from _compare(pair.at(name, old[name], new[name]))
    for name in sorted(required_now - required_before):
        yield Break(f"{pair.path}/{name}", "the field is required now")
    for name in sorted((required_before - required_now) & set(new)):
        yield Break(f"{pair.path}/{name}", "the field is no longer promised: it was required")
    old_rest, new_rest = pair.old.get("additionalProperties"), pair.new.get("additionalProperties")
    if isinstance(old_rest, Mapping) and isinstance(new_rest, Mapping):
        yield from _compare(pair.at("*", old_rest, new_rest))
    elif new_rest is False and old_rest is not False:
        yield Break(pair.path, "further fields are refused now")


def _compare(pair: _Pair) -> Iterator[Break]:
    if pair.depth > MAX_DEPTH:
        return  # a schema that contains itself has been compared once around
    old = _alternatives(pair.old, pair.old_root)
    new = _alternatives(pair.new, pair.new_root)
    for kind, before in old.items():
        after = new.get(kind, new.get("any"))
        if kind == "integer" and after is None:
            after = new.get("number")
        if after is None:
            yield Break(pair.path, f"{kind} is no longer accepted, only {', '.join(sorted(new))}")
            continue
        here = _Pair(before, after, pair.old_root, pair.new_root, pair.path, pair.depth)
        yield from _narrowed(here)
        if kind == "object":
            yield from _object(here)
        elif kind == "array" and "items" in before and "items" in after:
            yield from _compare(here.at("-", before["items"], after["items"]))


def breaking_changes(old: Schema, new: Schema) -> tuple[Break, ...]:
    """What would break those who rely on the old schema; optional additions and wider values break nobody."""
    return tuple(dict.fromkeys(_compare(_Pair(old, new, old, new))))
