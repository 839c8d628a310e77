"""Webhooks: endpoints, destinations, thin events, deliveries and their attempts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0005"
down_revision: str | Sequence[str] | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "event_destination",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("amazon_eventbridge", postgresql.JSONB(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("enabled_events", postgresql.JSONB(), nullable=False),
        sa.Column("event_payload", sa.Text(), nullable=False),
        sa.Column("events_from", postgresql.JSONB(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("snapshot_api_version", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_details", postgresql.JSONB(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("webhook_endpoint", postgresql.JSONB(), nullable=True),
        sa.Column("last_replay", postgresql.JSONB(), nullable=True),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "event_destination_clock",
        "event_destination",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index(
        "event_destination_meta",
        "event_destination",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index(
        "event_destination_page", "event_destination", ["account_id", "livemode", "created", "id"], unique=False
    )
    op.create_table(
        "signing_secret",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("target_id", sa.Text(collation="C"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("signing_secret_target", "signing_secret", ["target_id", "id"], unique=False)
    op.create_table(
        "thin_event",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("context", sa.Text(), nullable=True),
        sa.Column("data", postgresql.JSONB(), nullable=True),
        sa.Column("reason", postgresql.JSONB(), nullable=True),
        sa.Column("related_object", postgresql.JSONB(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "thin_event_clock", "thin_event", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("thin_event_object", "thin_event", ["object_id", "created", "id"], unique=False)
    op.create_index("thin_event_page", "thin_event", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_table(
        "webhook_attempt",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivery_id", sa.Text(collation="C"), nullable=True),
        sa.Column("event_id", sa.Text(collation="C"), nullable=True),
        sa.Column("thin_event_id", sa.Text(collation="C"), nullable=True),
        sa.Column("webhook_endpoint_id", sa.Text(collation="C"), nullable=True),
        sa.Column("event_destination_id", sa.Text(collation="C"), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("status_code", sa.BigInteger(), nullable=True),
        sa.Column("latency", sa.BigInteger(), nullable=False),
        sa.Column("response", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
        postgresql_partition_by="RANGE (id)",
    )
    op.execute(
        "CREATE TABLE webhook_attempt_rest PARTITION OF webhook_attempt FOR VALUES FROM (MINVALUE) TO (MAXVALUE)"
    )
    op.create_index(
        "webhook_attempt_clock",
        "webhook_attempt",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index("webhook_attempt_delivery_id", "webhook_attempt", ["delivery_id", "id"], unique=False)
    op.create_index(
        "webhook_attempt_event_destination_id", "webhook_attempt", ["event_destination_id", "id"], unique=False
    )
    op.create_index("webhook_attempt_event_id", "webhook_attempt", ["event_id", "id"], unique=False)
    op.create_index("webhook_attempt_line", "webhook_attempt", ["account_id", "livemode", "id"], unique=False)
    op.create_index(
        "webhook_attempt_page", "webhook_attempt", ["account_id", "livemode", "created", "id"], unique=False
    )
    op.create_index("webhook_attempt_thin_event_id", "webhook_attempt", ["thin_event_id", "id"], unique=False)
    op.create_index(
        "webhook_attempt_webhook_endpoint_id", "webhook_attempt", ["webhook_endpoint_id", "id"], unique=False
    )
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("event_id", sa.Text(collation="C"), nullable=True),
        sa.Column("thin_event_id", sa.Text(collation="C"), nullable=True),
        sa.Column("webhook_endpoint_id", sa.Text(collation="C"), nullable=True),
        sa.Column("event_destination_id", sa.Text(collation="C"), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempt_count", sa.BigInteger(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("target_id", sa.Text(collation="C"), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease", sa.Text(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("body", postgresql.JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
        postgresql_partition_by="RANGE (id)",
    )
    op.execute(
        "CREATE TABLE webhook_delivery_rest PARTITION OF webhook_delivery FOR VALUES FROM (MINVALUE) TO (MAXVALUE)"
    )
    op.create_index(
        "webhook_delivery_clock",
        "webhook_delivery",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index(
        "webhook_delivery_due",
        "webhook_delivery",
        ["target_id", "next_attempt_at", "sequence"],
        unique=False,
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(
        "webhook_delivery_event_destination_id", "webhook_delivery", ["event_destination_id", "id"], unique=False
    )
    op.create_index("webhook_delivery_event_id", "webhook_delivery", ["event_id", "id"], unique=False)
    op.create_index("webhook_delivery_line", "webhook_delivery", ["account_id", "livemode", "id"], unique=False)
    op.create_index(
        "webhook_delivery_next",
        "webhook_delivery",
        ["next_attempt_at"],
        unique=False,
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(
        "webhook_delivery_order",
        "webhook_delivery",
        ["target_id", "object_id", "sequence"],
        unique=False,
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(
        "webhook_delivery_page", "webhook_delivery", ["account_id", "livemode", "created", "id"], unique=False
    )
    op.create_index("webhook_delivery_replay", "webhook_delivery", ["target_id", "created"], unique=False)
    op.create_index("webhook_delivery_thin_event_id", "webhook_delivery", ["thin_event_id", "id"], unique=False)
    op.create_index(
        "webhook_delivery_webhook_endpoint_id", "webhook_delivery", ["webhook_endpoint_id", "id"], unique=False
    )
    op.create_table(
        "webhook_endpoint",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("api_version", sa.Text(), nullable=True),
        sa.Column("application", sa.Text(), nullable=True),
        sa.Column("connect", sa.Boolean(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("enabled_events", postgresql.JSONB(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("last_replay", postgresql.JSONB(), nullable=True),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "webhook_endpoint_clock",
        "webhook_endpoint",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index(
        "webhook_endpoint_meta",
        "webhook_endpoint",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index(
        "webhook_endpoint_page", "webhook_endpoint", ["account_id", "livemode", "created", "id"], unique=False
    )
    op.create_index("event_object", "event", ["object_id", "id"], unique=False)
    op.add_column("event_stream", sa.Column("routes", postgresql.JSONB(), nullable=True))


def downgrade() -> None:
    op.drop_column("event_stream", "routes")
    op.drop_index("event_object", table_name="event")
    op.drop_table("webhook_endpoint")
    op.drop_table("webhook_delivery")
    op.drop_table("webhook_attempt")
    op.drop_table("thin_event")
    op.drop_table("signing_secret")
    op.drop_table("event_destination")
