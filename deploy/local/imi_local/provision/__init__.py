"""Accounts and places on the four servers: one of each per service, with the least rights. May be repeated."""

from imi_local.provision import broker, mongodb, objects, postgres
from imi_local.servers.state import RunState

__all__ = ["provision", "provision_broker", "provision_stores"]


def provision_stores(state: RunState, servers: dict[str, str]) -> None:
    """`servers` holds the administrators' addresses (IMI_*_URL)."""
    postgres.provision(state, servers["IMI_POSTGRES_URL"])
    mongodb.provision(state, servers["IMI_MONGODB_URL"])
    objects.provision(servers["IMI_S3_URL"])


def provision_broker(state: RunState, servers: dict[str, str]) -> None:
    broker.provision(state, servers["IMI_RABBITMQ_URL"], servers["IMI_RABBITMQ_MANAGEMENT_URL"])


def provision(state: RunState, servers: dict[str, str]) -> None:
    provision_stores(state, servers)
    provision_broker(state, servers)
