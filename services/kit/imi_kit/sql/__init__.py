"""PostgreSQL through SQLModel: engine, unit of work, outbox and inbox tables, migrations."""

from imi_kit.sql.database import Database
from imi_kit.sql.unit_of_work import SqlUnitOfWork

__all__ = ["Database", "SqlUnitOfWork"]
