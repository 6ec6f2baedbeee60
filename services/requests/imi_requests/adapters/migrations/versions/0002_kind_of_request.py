"""The kind of a request; until now every area had one kind, `information`."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    kind = sa.Column("kind", sa.String(64), nullable=False, server_default="information")
    op.add_column("request", kind)
    op.alter_column("request", "kind", server_default=None)
