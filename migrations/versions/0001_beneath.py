"""Beneath the resources: keys, wakes, event streams, the ledger's entries, and events."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0001"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "api_key",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("permissions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hash"),
    )
    op.create_index("api_key_account", "api_key", ["account_id", "livemode"], unique=False)
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
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "event_clock", "event", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("event_page", "event", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index("event_place", "event", ["account_id", "livemode", "sequence"], unique=True)
    op.create_table(
        "event_stream",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("last_sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "livemode"),
    )
    op.create_table(
        "idempotency_record",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("mutation", sa.Text(), nullable=False),
        sa.Column("request_hash", sa.Text(), nullable=False),
        sa.Column("response", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "livemode", "key"),
    )
    op.create_index(op.f("ix_idempotency_record_created"), "idempotency_record", ["created"], unique=False)
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("movement_id", sa.Text(), nullable=False),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ledger_entry_balance", "ledger_entry", ["account_id", "livemode", "book", "currency"], unique=False
    )
    op.create_index("ledger_entry_movement", "ledger_entry", ["movement_id"], unique=False)
    op.create_table(
        "test_clock",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("frozen_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_details", postgresql.JSONB(), nullable=False),
        sa.Column("deletes_after", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "test_clock_clock", "test_clock", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("test_clock_page", "test_clock", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_table(
        "wake",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("clock_id", sa.Text(), nullable=True),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "wake_clock", "wake", ["clock_id", "due", "id"], unique=False, postgresql_where="clock_id IS NOT NULL"
    )
    op.create_index("wake_real", "wake", ["due", "id"], unique=False, postgresql_where="clock_id IS NULL")
    op.create_index("wake_target", "wake", ["account_id", "target_id"], unique=False)


def downgrade() -> None:
    op.drop_table("api_key")
    op.drop_table("event")
    op.drop_table("event_stream")
    op.drop_table("idempotency_record")
    op.drop_table("ledger_entry")
    op.drop_table("test_clock")
    op.drop_table("wake")
