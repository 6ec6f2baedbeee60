"""The vhost, its topology, one user per service and one per member state, each with the least rights.

Only the administrator declares; services publish to named exchanges under their own topic and read their own
queues; a member state's systems publish to `interchange` under their own key and read one queue.
"""

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass

from aio_pika.exceptions import ChannelPreconditionFailed

from imi_contracts.topology import (
    COMMANDS_EXCHANGE,
    DEAD_EXCHANGE,
    DEAD_QUEUE,
    EVENTS_EXCHANGE,
    INTERCHANGE_EXCHANGE,
    MEMBER_STATES_EXCHANGE,
    QUEUES,
    STATES,
    member_state_queue,
    member_state_user,
)
from imi_kit.bus.declare import declare_at
from imi_local.broker_admin import BrokerAdmin
from imi_local.errors import StackError
from imi_local.fresh import with_path
from imi_local.provision.accounts import OPERATOR, SERVICES, VHOST, broker_password
from imi_local.servers.state import RunState

DEFAULT_EXCHANGE = "amq.default"


@dataclass(frozen=True)
class Rights:
    """Regular expressions as RabbitMQ matches them; `topics` maps a topic exchange to its routing keys."""

    write: str
    read: str
    topics: dict[str, str]


def provision(state: RunState, amqp_url: str, management_url: str) -> None:
    admin = BrokerAdmin(management_url)
    admin.put_vhost(VHOST)
    admin.permit_everything(VHOST, amqp_url)
    declare(with_path(amqp_url, VHOST))
    for user, rights in all_rights().items():
        admin.put_user(user, broker_password(state, user))
        admin.permit(VHOST, user, write=rights.write, read=rights.read)
        for exchange, keys in rights.topics.items():
            admin.permit_topic(VHOST, user, exchange, write=keys)


def declare(amqp_url: str) -> None:
    """The topology; raises StackError when a queue is there that was declared differently."""
    try:
        asyncio.run(declare_at(amqp_url))
    except ChannelPreconditionFailed as difference:
        raise StackError(
            f"The broker holds a queue that another version of OpenIMI declared differently: {difference}. "
            "Let that version empty the queue, delete it, and start again; on a training machine, "
            "start with a new folder: IMI_RUN_DIR=/path make run."
        ) from difference


def all_rights() -> dict[str, Rights]:
    """Who may do what; nobody but the administrator may declare or bind."""
    users = {service: service_rights(service) for service in SERVICES}
    users |= {member_state_user(country): member_state_rights(country) for country in STATES}
    return users | {OPERATOR: Rights(_names([DEFAULT_EXCHANGE]), _names([DEAD_QUEUE]), {})}


def service_rights(service: str) -> Rights:
    exchanges = [EVENTS_EXCHANGE, DEAD_EXCHANGE]
    if any(queue.sender == service for queue in QUEUES):
        exchanges.append(COMMANDS_EXCHANGE)
    if service == "gateway":
        exchanges.append(MEMBER_STATES_EXCHANGE)
    own_queues = [queue.name for queue in QUEUES if queue.owner == service]
    return Rights(_names(exchanges), _names(own_queues), {EVENTS_EXCHANGE: rf"^{service}\."})


def member_state_rights(country: str) -> Rights:
    key = rf"^ms\.{country}\.[a-z_.-]+$"
    return Rights(
        _names([INTERCHANGE_EXCHANGE]), _names([member_state_queue(country)]), {INTERCHANGE_EXCHANGE: key}
    )


def _names(names: Iterable[str]) -> str:
    return f"^({'|'.join(re.escape(name) for name in names)})$" if names else "^$"
