"""The request log; and events, like it, in partitions by time, so that the past can be dropped at no cost."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0004"
down_revision: str | Sequence[str] | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def upgrade() -> None:
    op.create_table(
        "request_log",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("operation_name", sa.Text(), nullable=True),
        sa.Column("operation_kind", sa.Text(), nullable=True),
        sa.Column("mutations", postgresql.JSONB(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("variables", postgresql.JSONB(), nullable=False),
        sa.Column("key", postgresql.JSONB(), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column("transport", sa.Text(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("close_code", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("errors", postgresql.JSONB(), nullable=False),
        sa.Column("user_errors", postgresql.JSONB(), nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("objects", postgresql.JSONB(), nullable=False),
        sa.Column("replayed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
        postgresql_partition_by="RANGE (id)",
    )
    op.execute("CREATE TABLE request_log_rest PARTITION OF request_log FOR VALUES FROM (MINVALUE) TO (MAXVALUE)")
    make_indexes("request_log")

    # The events so far become the first partition as they are: their rows are not moved. It ends with the week.
    op.drop_index("event_clock", "event")
    op.drop_index("event_page", "event")
    op.drop_index("event_place", "event")
    op.execute("ALTER TABLE event RENAME CONSTRAINT event_pkey TO event_first_pkey")
    op.rename_table("event", "event_first")
    op.add_column("event_first", sa.Column("request_log_id", sa.Text(collation="C"), nullable=True))
    op.execute("UPDATE event_first SET request_log_id = request ->> 'id' WHERE request ->> 'id' IS NOT NULL")
    make_events(postgresql_partition_by="RANGE (id)")
    upper = "evt_" + of_moment(end_of_week())
    op.execute(f"CREATE TABLE event_rest PARTITION OF event FOR VALUES FROM ('{upper}') TO (MAXVALUE)")
    make_indexes("event")
    op.create_index("event_place", "event", ["account_id", "livemode", "sequence"], unique=False)
    op.create_index("event_request_log_id", "event", ["request_log_id", "id"], unique=False)
    named = "id, account_id, livemode, created, clock_id, deleted_at, account, type, api_version, data, "
    named += "pending_webhooks, request, request_log_id, object_id, sequence"
    op.execute(
        f"WITH odd AS (DELETE FROM event_first WHERE id >= '{upper}' RETURNING *) "
        f"INSERT INTO event_rest ({named}) SELECT {named} FROM odd"
    )
    op.execute(f"ALTER TABLE event ATTACH PARTITION event_first FOR VALUES FROM (MINVALUE) TO ('{upper}')")


def downgrade() -> None:
    op.drop_table("request_log")
    op.rename_table("event", "event_parted")
    for index in ("event_clock", "event_page", "event_line", "event_place", "event_request_log_id"):
        op.drop_index(index, "event_parted")
    op.execute("ALTER TABLE event_parted RENAME CONSTRAINT event_pkey TO event_parted_pkey")
    make_events()
    op.drop_column("event", "request_log_id")
    named = "id, account_id, livemode, created, clock_id, deleted_at, account, type, api_version, data, "
    named += "pending_webhooks, request, object_id, sequence"
    op.execute(f"INSERT INTO event ({named}) SELECT {named} FROM event_parted")
    op.drop_table("event_parted")
    op.create_index(
        "event_clock", "event", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("event_page", "event", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index("event_place", "event", ["account_id", "livemode", "sequence"], unique=True)


def make_events(**options: Any) -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("api_version", sa.Text(), nullable=True),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.Column("pending_webhooks", sa.BigInteger(), nullable=False),
        sa.Column("request", postgresql.JSONB(), nullable=True),
        sa.Column("request_log_id", sa.Text(collation="C"), nullable=True),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
        **options,
    )


def make_indexes(table: str) -> None:
    op.create_index(
        f"{table}_clock", table, ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index(f"{table}_page", table, ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index(f"{table}_line", table, ["account_id", "livemode", "id"], unique=False)


def end_of_week() -> datetime:
    """The Monday to come, in UTC."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=7 - today.weekday())


def of_moment(moment: datetime) -> str:
    """The characters that the ids of a moment begin with, after their prefix."""
    number = int(moment.timestamp()) * 1_000_000
    digits = ""
    for _ in range(9):
        number, digit = divmod(number, 62)
        digits = DIGITS[digit] + digits
    return digits
