"""Nothing travels on the bus that the contracts do not name: queues, bindings, and what events may say."""

import re
from typing import Any

from imi_contracts import commands, events
from imi_contracts.commands import Receipt
from imi_contracts.messages import COMMANDS, EVENTS
from imi_contracts.topology import EXCHANGES, QUEUES, SERVICES, STATES, member_state_user

assert commands
assert events

QUEUE_NAMED = re.compile(
    r"^(?:[a-z]+\.(?:events|commands|replies|interchange)|imi\.[a-z-]+|ms\.[a-z]{2}\.out)$"
)
DECLARING = (
    "declare_queue", "declare_exchange", "queue_declare", "exchange_declare", "queue_bind", "exchange_bind"
)  # fmt: skip
WHERE_DECLARED = "services/kit/imi_kit/bus/declare.py"
# Words that are no code, date or identifier, and why everybody who may bind them may read them.
FREE_TEXT = {
    "directory.authority": {"official_name", "titles"},  # the public record of an authority
    "directory.user": {
        "name",
        "email",
    },  # only in these, bound only by those who need them (design, section 3)
    "requests.": {"number"},  # made by us from year and counter
    "translation.catalogue": {"content_hash"},
}
WHO_MAY_BIND_PEOPLE = {"notifications.events", "gateway.events"}


def matches(binding: str, key: str) -> bool:
    pattern = re.escape(binding).replace(r"\*", "[^.]+").replace(r"\#", ".*")
    return re.fullmatch(pattern, key) is not None


def test_every_queue_that_code_names_is_declared(running: list[Any]) -> None:
    declared = {queue.name for queue in QUEUES} | {exchange.name for exchange in EXCHANGES}
    found = {
        f"{module.name}: {text}"
        for module in running
        for text in module.strings()
        if QUEUE_NAMED.match(text) and text not in declared
    }
    assert found == set()


def test_queues_and_bindings_are_declared_in_one_place(running: list[Any]) -> None:
    found = [
        f"{module.name}:{call.lineno}"
        for module in running
        if module.name != WHERE_DECLARED
        for call in module.calls(*DECLARING)
    ]
    assert found == []


def test_every_binding_names_an_exchange_and_meets_an_event() -> None:
    exchanges = {exchange.name for exchange in EXCHANGES}
    for queue in QUEUES:
        for exchange, key in queue.bindings:
            assert exchange in exchanges
            if exchange == "imi.events":
                assert any(matches(key, name) for name in EVENTS), f"{queue.name} is bound to {key} in vain"


def test_every_command_goes_to_a_declared_queue() -> None:
    names = {queue.name for queue in QUEUES}
    assert {model.type for model in COMMANDS.values() if model.queue not in names} == set()


def test_every_queue_is_a_quorum_queue_with_an_owner() -> None:
    owners = {*SERVICES, "operator", *(member_state_user(state) for state in STATES)}
    for queue in QUEUES:
        assert queue.owner in owners
        assert queue.declared_arguments["x-queue-type"] == "quorum"


def test_only_those_who_need_them_hear_of_people() -> None:
    people = [name for name in EVENTS if name.startswith("directory.user.")]
    hearers = {
        queue.name
        for queue in QUEUES
        for exchange, key in queue.bindings
        if exchange == "imi.events" and any(matches(key, name) for name in people)
    }
    assert hearers == WHO_MAY_BIND_PEOPLE


def test_events_say_identifiers_codes_dates_and_countries_only() -> None:
    found = set()
    for name, model in EVENTS.items():
        if model is Receipt:
            continue  # goes to one state's own queue, never to the broadcast exchange
        allowed = {
            field for prefix, fields in FREE_TEXT.items() if name.startswith(prefix) for field in fields
        }
        schema = model.model_json_schema()
        for field, shape in schema["properties"].items():
            if field not in allowed and _may_be_prose(shape):
                found.add(f"{name}: {field}")
    assert found == set()


def _may_be_prose(shape: dict[str, Any]) -> bool:
    """Whether a value of this shape could be a sentence: a string without format, pattern or list of values."""
    if "anyOf" in shape:
        return any(_may_be_prose(part) for part in shape["anyOf"])
    if shape.get("type") == "array":
        return _may_be_prose(shape["items"])
    if shape.get("type") == "object":
        values = shape.get("patternProperties", {}).values() or [shape.get("additionalProperties", {})]
        return any(_may_be_prose(value) for value in values)
    if shape.get("type") in {"integer", "number", "boolean", "null"}:
        return False
    return not shape.keys() & {"format", "pattern", "enum", "const"}
