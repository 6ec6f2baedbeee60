"""The AsyncAPI 3 document: exchanges, queues, bindings and messages, made from the topology and the models."""

from typing import Any

from imi_contracts import topology
from imi_contracts.commands import INTERCHANGE, InterchangeCommand, Receipt
from imi_contracts.envelope import CONTENT_TYPE
from imi_contracts.messages import COMMANDS, EVENTS, Command, Event, Message
from imi_contracts.topology import EXCHANGES, QUEUES, STATES, Exchange, Queue

Document = dict[str, Any]
VERSION = "0.1.0"
DESCRIPTION = """\
What travels on the bus. Events are broadcast and carry no content; commands are private and live at most
24 hours. A member state's systems publish to `interchange` with a routing key `ms.<cc>.<command>` and read
only their own queue `ms.<cc>.out`, where receipts and the events that concern the state arrive.
"""


def _reference(*parts: str) -> Document:
    return {"$ref": "#/" + "/".join(part.replace("/", "~1") for part in parts)}


def matches(pattern: str, key: str) -> bool:
    """Whether a topic binding (`*` one word, `#` any number of words) lets a routing key through."""
    return _matches(pattern.split("."), key.split("."))


def _matches(pattern: list[str], key: list[str]) -> bool:
    if not pattern:
        return not key
    if pattern[0] == "#":
        return any(_matches(pattern[1:], key[skip:]) for skip in range(len(key) + 1))
    return bool(key) and pattern[0] in {"*", key[0]} and _matches(pattern[1:], key[1:])


def _is_private(model: type[Message]) -> bool:
    """The receipt is the one event nobody broadcasts: it goes to one state's queue only."""
    return model is Receipt


def _exchange(exchange: Exchange) -> Document:
    return {
        "name": exchange.name,
        "type": exchange.kind,
        "durable": True,
        "autoDelete": False,
        "vhost": "imi",
    }


def _exchange_of(name: str) -> Document:
    return next(_exchange(exchange) for exchange in EXCHANGES if exchange.name == name)


def _queue_binding(queue: Queue) -> Document:
    return {
        "amqp": {
            "is": "queue",
            "queue": {
                "name": queue.name,
                "durable": True,
                "exclusive": False,
                "autoDelete": False,
                "vhost": "imi",
            },
            "bindingVersion": "0.3.0",
        }
    }


def _messages(*models: type[Message]) -> Document:
    return {model.type: _reference("components", "messages", model.type) for model in models}


def _event_channels() -> Document:
    return {
        model.type: {
            "address": model.type,
            "title": f"Event {model.type}",
            "messages": _messages(model),
            "bindings": {
                "amqp": {
                    "is": "routingKey",
                    "exchange": _exchange_of(topology.EVENTS_EXCHANGE),
                    "bindingVersion": "0.3.0",
                }
            },
        }
        for model in EVENTS.values()
        if not _is_private(model)
    }


def _interchange_channels() -> Document:
    return {
        f"interchange.{name}": {
            "address": f"ms.{{country}}.{name}",
            "title": f"A member state's system says: {name}",
            "parameters": {"country": _country_parameter()},
            "messages": _messages(model),
            "bindings": {
                "amqp": {
                    "is": "routingKey",
                    "exchange": _exchange_of(topology.INTERCHANGE_EXCHANGE),
                    "bindingVersion": "0.3.0",
                }
            },
        }
        for name, model in INTERCHANGE.items()
    }


def _country_parameter() -> Document:
    return {"description": "ISO 3166-1 alpha-2 code in small letters", "enum": list(STATES)}


def _received(queue: Queue) -> list[type[Message]]:
    """The message types that the queue's bindings let in."""
    arriving: list[type[Message]] = []
    for exchange, key in queue.bindings:
        if exchange == topology.EVENTS_EXCHANGE:
            arriving += [m for m in EVENTS.values() if not _is_private(m) and matches(key, m.type)]
        elif exchange == topology.COMMANDS_EXCHANGE:
            arriving += [model for model in COMMANDS.values() if _queue_of(model) == key]
        elif exchange == topology.INTERCHANGE_EXCHANGE:
            arriving += list(INTERCHANGE.values())
    return list(dict.fromkeys(arriving))


def _queue_of(model: type[Command]) -> str | None:
    return None if issubclass(model, InterchangeCommand) else model.queue


def _queue_channel(queue: Queue) -> Document:
    return {
        "address": queue.name,
        "title": f"Queue {queue.name}, read by {queue.owner}",
        "messages": _messages(*_received(queue)),
        "bindings": _queue_binding(queue),
        "x-arguments": dict(queue.declared_arguments),
        "x-bindings": [{"exchange": exchange, "routingKey": key} for exchange, key in queue.bindings],
    }


def _member_state_messages() -> list[type[Message]]:
    concerning: list[type[Event]] = [model for name, model in EVENTS.items() if name.startswith("requests.")]
    return [Receipt, *concerning]


def _member_state_channel() -> Document:
    example = next(queue for queue in QUEUES if queue.name.startswith("ms."))
    channel = _queue_channel(example)
    country = example.name.split(".")[1]
    channel |= {
        "address": "ms.{country}.out",
        "title": "Queue of one member state's own systems",
        "parameters": {"country": _country_parameter()},
        "messages": _messages(*_member_state_messages()),
    }
    channel["bindings"]["amqp"]["queue"]["name"] = "ms.{country}.out"
    channel["x-bindings"] = [
        {key: value.replace(f".{country}.", ".{country}.") for key, value in binding.items()}
        for binding in channel["x-bindings"]
    ]
    return channel


def _own_queues() -> list[Queue]:
    return [queue for queue in QUEUES if not queue.name.startswith("ms.")]


def _operations() -> Document:
    operations: Document = {}
    for name in EVENTS:
        if _is_private(EVENTS[name]):
            continue
        operations[f"send.{name}"] = {
            "action": "send",
            "channel": _reference("channels", name),
            "tags": [{"name": name.split(".")[0]}],
        }
    for queue in _own_queues():
        operations[f"receive.{queue.name}"] = {
            "action": "receive",
            "channel": _reference("channels", queue.name),
            "tags": [{"name": queue.owner}],
        }
    for name in INTERCHANGE:
        operations[f"receive.interchange.{name}"] = {
            "action": "receive",
            "summary": "Published by a member state's system; the gateway receives it.",
            "channel": _reference("channels", f"interchange.{name}"),
            "reply": {"channel": _reference("channels", "member-state")},
            "tags": [{"name": "interchange"}],
        }
    operations["send.member-state"] = {
        "action": "send",
        "channel": _reference("channels", "member-state"),
        "tags": [{"name": "interchange"}],
    }
    return operations


def _message(model: type[Message]) -> Document:
    """Member states send the plain data; everything else travels in the CloudEvents envelope."""
    plain = issubclass(model, InterchangeCommand)
    kind = "events" if issubclass(model, Event) else "commands"
    data = {"$ref": f"./{kind}/{model.type}.json"}
    enveloped = {"allOf": [{"$ref": "./envelope.json"}, {"properties": {"data": data}}]}
    return {
        "name": model.type,
        "title": model.__name__,
        "summary": (model.__doc__ or "").strip().split("\n")[0],
        "contentType": "application/json" if plain else CONTENT_TYPE,
        "payload": data if plain else enveloped,
    }


def asyncapi_document() -> Document:
    """The whole document, in the order a reader wants."""
    queues = {queue.name: _queue_channel(queue) for queue in _own_queues()}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "OpenIMI bus",
            "version": VERSION,
            "description": DESCRIPTION,
            "license": {"name": "EUPL-1.2"},
        },
        "defaultContentType": CONTENT_TYPE,
        "servers": {
            "broker": {
                "host": "{host}",
                "pathname": "/imi",
                "protocol": "amqp",
                "protocolVersion": "0.9.1",
                "variables": {"host": {"default": "localhost:5672", "description": "host and port"}},
                "security": [_reference("components", "securitySchemes", "account")],
            }
        },
        "channels": {
            **_event_channels(),
            **queues,
            **_interchange_channels(),
            "member-state": _member_state_channel(),
        },
        "operations": _operations(),
        "components": {
            "messages": {model.type: _message(model) for model in (*EVENTS.values(), *COMMANDS.values())},
            "securitySchemes": {
                "account": {
                    "type": "userPassword",
                    "description": "a broker account per service and member state",
                }
            },
        },
    }
