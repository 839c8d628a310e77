"""Meters, the usage that is reported to them, and alerts. Prices may name a meter."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alert_usage",
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("alert_id", sa.Text(collation="C"), nullable=False),
        sa.Column("customer_id", sa.Text(collation="C"), nullable=False),
        sa.Column("usage", sa.Numeric(), nullable=False),
        sa.Column("triggered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("account_id", "livemode", "alert_id", "customer_id"),
    )
    op.create_table(
        "billing_alert",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("alert_type", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("usage_threshold", postgresql.JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "billing_alert_clock",
        "billing_alert",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index("billing_alert_id_hash", "billing_alert", ["id"], unique=False, postgresql_using="hash")
    op.create_index("billing_alert_page", "billing_alert", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_table(
        "billing_meter",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("customer_mapping", postgresql.JSONB(), nullable=False),
        sa.Column("default_aggregation", postgresql.JSONB(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("event_name", sa.Text(), nullable=False),
        sa.Column("event_time_window", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_transitions", postgresql.JSONB(), nullable=False),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value_settings", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "billing_meter_clock",
        "billing_meter",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index(
        "billing_meter_event_name",
        "billing_meter",
        ["account_id", "livemode", "event_name"],
        unique=True,
        postgresql_where=sa.text("status = 'active'"),
    )
    op.create_index("billing_meter_id_hash", "billing_meter", ["id"], unique=False, postgresql_using="hash")
    op.create_index("billing_meter_page", "billing_meter", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_table(
        "meter_error",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("meter_id", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("samples", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("meter_error_reported", "meter_error", ["account_id", "livemode", "reported_at"], unique=False)
    op.create_table(
        "meter_event",
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("identifier", sa.Text(collation="C"), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("meter_id", sa.Text(collation="C"), nullable=False),
        sa.Column("customer_id", sa.Text(collation="C"), nullable=False),
        sa.Column("timestamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received", sa.DateTime(timezone=True), nullable=False),
        sa.Column("amount", sa.Numeric(), nullable=False),
        sa.Column("canceled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "livemode", "identifier", "week"),
        postgresql_partition_by="RANGE (week)",
    )
    op.create_index("meter_event_usage", "meter_event", ["meter_id", "customer_id", "timestamp"], unique=False)
    op.create_table(
        "usage_bucket",
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("meter_id", sa.Text(collation="C"), nullable=False),
        sa.Column("customer_id", sa.Text(collation="C"), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("usage", sa.Numeric(), nullable=False),
        sa.Column("former", sa.Numeric(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("account_id", "livemode", "meter_id", "customer_id", "start"),
    )
    # A first partition, which takes all that there is no other for.
    op.execute("CREATE TABLE meter_event_rest PARTITION OF meter_event FOR VALUES FROM (MINVALUE) TO (MAXVALUE)")
    op.execute("UPDATE price SET recurring = recurring || '{\"meter_id\": null}' WHERE recurring IS NOT NULL")


def downgrade() -> None:
    op.execute("UPDATE price SET recurring = recurring - 'meter_id' WHERE recurring IS NOT NULL")
    for table in ("usage_bucket", "meter_event", "meter_error", "billing_meter", "billing_alert", "alert_usage"):
        op.drop_table(table)
