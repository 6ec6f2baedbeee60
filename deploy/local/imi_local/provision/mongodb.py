"""One database and one user per document service; the user may do nothing outside its database."""

from typing import Any

import pymongo
from pymongo.errors import OperationFailure

from imi_local.provision.accounts import DOCUMENT_SERVICES, database_name, document_password
from imi_local.servers.state import RunState

TIMEOUTS: dict[str, Any] = {"serverSelectionTimeoutMS": 10_000, "socketTimeoutMS": 60_000}
ALREADY_EXISTS = 51003


def provision(state: RunState, admin_url: str) -> None:
    with pymongo.MongoClient[dict[str, Any]](admin_url, **TIMEOUTS) as client:
        for service in DOCUMENT_SERVICES:
            name, password = database_name(service), document_password(state, service)
            account: dict[str, Any] = {"pwd": password, "roles": [{"role": "readWrite", "db": name}]}
            try:
                client[name].command("createUser", name, **account)
            except OperationFailure as error:
                if error.code != ALREADY_EXISTS and "already exists" not in str(error):
                    raise
                client[name].command("updateUser", name, **account)
