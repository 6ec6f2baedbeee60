"""Competences by any vocabulary instead of professions and keywords only; and what a search row was made with."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0002"
down_revision = "0001"

_CARRY_OVER = """
update authority set competences = jsonb_strip_nulls(jsonb_build_object(
    'professions', case when cardinality(professions) > 0 then to_jsonb(professions) end,
    'keywords', case when cardinality(keywords) > 0 then to_jsonb(keywords) end
))
"""


def upgrade() -> None:
    op.add_column("authority", sa.Column("competences", JSONB, nullable=False, server_default="{}"))
    op.add_column("authority", sa.Column("indexed_with", sa.String(64)))
    op.execute(_CARRY_OVER)
    op.drop_column("authority", "professions")
    op.drop_column("authority", "keywords")
    # The search rows are made again by the running service, because no authority is marked as indexed.
    op.add_column("search_row", sa.Column("competences", ARRAY(sa.Text), nullable=False, server_default="{}"))
    op.drop_column("search_row", "professions")


def downgrade() -> None:
    raise NotImplementedError("the directory only migrates forward")
