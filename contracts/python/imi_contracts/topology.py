"""Every exchange, queue, binding and dead-letter route of the system, as data: the one place that declares them."""

from dataclasses import dataclass, field
from typing import Literal

EVENTS_EXCHANGE = "imi.events"
COMMANDS_EXCHANGE = "imi.commands"
INTERCHANGE_EXCHANGE = "interchange"
MEMBER_STATES_EXCHANGE = "imi.member-states"
DEAD_EXCHANGE = "imi.dead"
DEAD_QUEUE = "imi.dead"

DELIVERY_LIMIT = 5
COMMAND_TTL_MS = 24 * 60 * 60 * 1000

STATES = tuple(
    # The EEA, ISO codes as in queue names.
    "at be bg cy cz de dk ee es fi fr gr hr hu ie is it li lt lu lv mt nl no pl pt ro se si sk".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Exchange:
    name: str
    kind: Literal["topic", "direct", "fanout"]


@dataclass(frozen=True)
class Queue:
    """A quorum queue; `owner` is the broker user that may read it, `bindings` are (exchange, routing key).

    `sender` is the service whose commands it takes; None for queues that take no commands.
    """

    name: str
    owner: str
    bindings: tuple[tuple[str, str], ...] = ()
    arguments: dict[str, object] = field(default_factory=dict)
    sender: str | None = None

    @property
    def declared_arguments(self) -> dict[str, object]:
        """Arguments as the broker wants them; at-least-once dead-lettering demands reject-publish."""
        if self.name == DEAD_QUEUE:
            return {"x-queue-type": "quorum"}
        return {
            "x-queue-type": "quorum",
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-dead-letter-exchange": DEAD_EXCHANGE,
            "x-dead-letter-strategy": "at-least-once",
            "x-overflow": "reject-publish",
        } | self.arguments


EXCHANGES = (
    Exchange(EVENTS_EXCHANGE, "topic"),
    Exchange(COMMANDS_EXCHANGE, "direct"),
    Exchange(INTERCHANGE_EXCHANGE, "topic"),
    Exchange(MEMBER_STATES_EXCHANGE, "direct"),
    Exchange(DEAD_EXCHANGE, "fanout"),
)


def _events(name: str, owner: str, *keys: str) -> Queue:
    return Queue(name, owner, tuple((EVENTS_EXCHANGE, key) for key in keys))


def _commands(name: str, owner: str, *, sender: str) -> Queue:
    return Queue(name, owner, ((COMMANDS_EXCHANGE, name),), {"x-message-ttl": COMMAND_TTL_MS}, sender)


def member_state_queue(country: str) -> str:
    """Name of the only queue the systems of this state may read, e.g. `ms.hu.out`."""
    return f"ms.{country.lower()}.out"


def member_state_user(country: str) -> str:
    return f"ms-{country.lower()}"


def _member_state(country: str) -> Queue:
    name = member_state_queue(country)
    return Queue(name, member_state_user(country), ((MEMBER_STATES_EXCHANGE, name),))


QUEUES = (
    _events("requests.events", "requests", "directory.authority.*.*"),
    _commands("requests.replies", "requests", sender="translation"),
    _commands("translation.commands", "translation", sender="requests"),
    _events(
        "notifications.events",
        "notifications",
        "directory.authority.*.*",
        "directory.user.*.*",
        "requests.request.*.*",
        "requests.deadline.*.*",
    ),
    _events("statistics.events", "statistics", "requests.request.*.*", "requests.deadline.*.*"),
    _events(
        "gateway.events",
        "gateway",
        "directory.user.*.*",
        "requests.#",
        "statistics.#",
        "notifications.#",
    ),
    # One reader at a time: a state's accept and reply must not overtake each other between two gateways.
    Queue(
        "gateway.interchange",
        "gateway",
        ((INTERCHANGE_EXCHANGE, "ms.#"),),
        {"x-single-active-consumer": True},
    ),
    Queue(DEAD_QUEUE, "operator", ((DEAD_EXCHANGE, ""),)),
    *(_member_state(country) for country in STATES),
)

SERVICES = ("directory", "requests", "translation", "notifications", "statistics", "gateway")
