"""MongoDB through motor: the only rooms that import the driver (ADR 0002)."""

from imi_kit.mongo.documents import Documents, Indexes, store_errors
from imi_kit.mongo.outbox import MongoOutbox
from imi_kit.mongo.unit_of_work import MongoUnitOfWork

__all__ = ["Documents", "Indexes", "MongoOutbox", "MongoUnitOfWork", "store_errors"]
