"""One fact per request, what it contributes to the figures, and the sums by month, area and country."""

from alembic import op

from imi_kit.sql.tables import create_messaging_tables

revision = "0001"
down_revision = None

_FACT = """
create table request_fact (
    request_id uuid primary key,
    sequence integer not null,
    status text not null,
    area text not null,
    requesting_country text not null,
    responding_country text not null,
    responding_authority uuid not null,
    deadline_agreed date,
    sent_at timestamptz,
    accepted_at timestamptz,
    answered_at timestamptz,
    closed_at timestamptz,
    withdrawn_at timestamptz,
    timeliness text,
    effort text,
    sent_on date generated always as ((sent_at at time zone 'UTC')::date) stored,
    month date generated always as (date_trunc('month', sent_at at time zone 'UTC')::date) stored
)
"""

# A week is seven times 24 hours. Days are days in UTC: no EEA country's day ends later, so an answer that is
# in time where it is given is never counted as late.
_CONTRIBUTION = """
create view contribution as select
    request_id, month, sent_on, area, responding_country as country,
    1 as received,
    (accepted_at is not null)::int as accepted,
    (accepted_at is not null and accepted_at <= sent_at + interval '7 days')::int as accepted_in_week,
    (answered_at is not null)::int as answered,
    coalesce(extract(epoch from answered_at - sent_at), 0) as answer_seconds,
    (answered_at is not null and deadline_agreed is not null)::int as answered_dated,
    (answered_at is not null and deadline_agreed is not null
        and (answered_at at time zone 'UTC')::date <= deadline_agreed)::int as answered_by_date,
    (timeliness is not null)::int as timeliness_rated,
    (timeliness is not distinct from 'negative')::int as timeliness_negative,
    (effort is not null)::int as effort_rated,
    (effort is not distinct from 'negative')::int as effort_negative
from request_fact where sent_at is not null
"""

_MONTHLY = """
create table monthly_figures (
    month date not null,
    area text not null,
    country text not null,
    received integer not null default 0,
    accepted integer not null default 0,
    accepted_in_week integer not null default 0,
    answered integer not null default 0,
    answer_seconds numeric not null default 0,
    answered_dated integer not null default 0,
    answered_by_date integer not null default 0,
    timeliness_rated integer not null default 0,
    timeliness_negative integer not null default 0,
    effort_rated integer not null default 0,
    effort_negative integer not null default 0,
    primary key (month, area, country)
)
"""


def upgrade() -> None:
    create_messaging_tables(op)
    op.execute(_FACT)
    op.execute(_CONTRIBUTION)
    op.execute(_MONTHLY)
    op.execute("create index request_fact_cell on request_fact (responding_country, area, month)")
    op.execute("create index request_fact_sent_on on request_fact (sent_on)")
    # What time itself may turn into a failure is counted when it is asked for, from the indexes alone.
    op.execute(
        "create index request_fact_waiting on request_fact (sent_on)"
        " include (responding_country, area, sent_at, withdrawn_at, accepted_at) where accepted_at is null"
    )
    op.execute(
        "create index request_fact_owing on request_fact (sent_on)"
        " include (responding_country, area, deadline_agreed, withdrawn_at, answered_at)"
        " where answered_at is null and deadline_agreed is not null"
    )
