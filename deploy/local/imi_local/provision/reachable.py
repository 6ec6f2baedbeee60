"""Whether the servers can be used at all, before anything is made on them."""

import time
from collections.abc import Collection
from urllib.parse import urlsplit

from imi_local.errors import StackError
from imi_local.servers import readiness

STORES = ("IMI_POSTGRES_URL", "IMI_MONGODB_URL", "IMI_S3_URL")
BROKER = ("IMI_RABBITMQ_URL",)
ALL = (*STORES, *BROKER)


def wait_for(servers: dict[str, str], names: Collection[str], seconds: float = 0) -> None:
    """Until all of `names` do real work; raises StackError naming those that do not."""
    deadline = time.monotonic() + seconds
    while waiting := [name for name in names if not _works(servers, name)]:
        if time.monotonic() > deadline:
            raise StackError(
                "No usable server answers at "
                + ", ".join(
                    f"{name} ({urlsplit(servers[name]).netloc.rpartition('@')[2]})" for name in waiting
                )
                + ". Check that it runs, the address, and the administrator's name and password in it."
            )
        time.sleep(1)


def _works(servers: dict[str, str], name: str) -> bool:
    if name == "IMI_POSTGRES_URL":
        return readiness.postgres(servers[name])
    if name == "IMI_MONGODB_URL":
        return readiness.mongodb(servers[name])
    if name == "IMI_S3_URL":
        return readiness.s3(servers[name])
    return readiness.rabbitmq(servers[name], servers["IMI_RABBITMQ_MANAGEMENT_URL"])
