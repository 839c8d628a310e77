"""Subscriptions with their items, which discounts may belong to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("application_fee_percent", sa.Numeric(), nullable=True),
        sa.Column("automatic_tax", postgresql.JSONB(), nullable=False),
        sa.Column("billing_cycle_anchor", sa.DateTime(timezone=True), nullable=False),
        sa.Column("billing_cycle_anchor_config", postgresql.JSONB(), nullable=True),
        sa.Column("billing_thresholds", postgresql.JSONB(), nullable=True),
        sa.Column("cancel_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_at_period_end", sa.Boolean(), nullable=False),
        sa.Column("canceled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancellation_details", postgresql.JSONB(), nullable=True),
        sa.Column("collection_method", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("current_period_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("current_period_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("customer_id", sa.Text(collation="C"), nullable=False),
        sa.Column("days_until_due", sa.BigInteger(), nullable=True),
        sa.Column("default_payment_method_id", sa.Text(collation="C"), nullable=True),
        sa.Column("default_tax_rates", postgresql.JSONB(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("discount_id", sa.Text(collation="C"), nullable=True),
        sa.Column("discounts", postgresql.JSONB(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("invoice_settings", postgresql.JSONB(), nullable=False),
        sa.Column("next_pending_invoice_item_invoice", sa.DateTime(timezone=True), nullable=True),
        sa.Column("on_behalf_of_id", sa.Text(collation="C"), nullable=True),
        sa.Column("pause_collection", postgresql.JSONB(), nullable=True),
        sa.Column("payment_settings", postgresql.JSONB(), nullable=True),
        sa.Column("pending_invoice_item_interval", postgresql.JSONB(), nullable=True),
        sa.Column("pending_setup_intent_id", sa.Text(collation="C"), nullable=True),
        sa.Column("pending_update", postgresql.JSONB(), nullable=True),
        sa.Column("start_date", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("test_clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("transfer_data", postgresql.JSONB(), nullable=True),
        sa.Column("trial_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trial_settings", postgresql.JSONB(), nullable=True),
        sa.Column("trial_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("anchor_day", sa.BigInteger(), nullable=True),
        sa.Column("billed_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "subscription_clock",
        "subscription",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index(
        "subscription_customer_id",
        "subscription",
        ["customer_id", "created", "id"],
        unique=False,
    )
    op.create_index(
        "subscription_default_payment_method_id",
        "subscription",
        ["default_payment_method_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("default_payment_method_id IS NOT NULL"),
    )
    op.create_index("subscription_id_hash", "subscription", ["id"], unique=False, postgresql_using="hash")
    op.create_index(
        "subscription_meta",
        "subscription",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("subscription_page", "subscription", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index(
        "subscription_pending_setup_intent_id",
        "subscription",
        ["pending_setup_intent_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("pending_setup_intent_id IS NOT NULL"),
    )
    op.create_index(
        "subscription_test_clock_id",
        "subscription",
        ["test_clock_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("test_clock_id IS NOT NULL"),
    )
    op.create_table(
        "subscription_item",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("billing_thresholds", postgresql.JSONB(), nullable=True),
        sa.Column("discounts", postgresql.JSONB(), nullable=False),
        sa.Column("price_id", sa.Text(collation="C"), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("subscription_id", sa.Text(collation="C"), nullable=False),
        sa.Column("tax_rates", postgresql.JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "subscription_item_clock",
        "subscription_item",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index("subscription_item_id_hash", "subscription_item", ["id"], unique=False, postgresql_using="hash")
    op.create_index(
        "subscription_item_meta",
        "subscription_item",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index(
        "subscription_item_page", "subscription_item", ["account_id", "livemode", "created", "id"], unique=False
    )
    op.create_index(
        "subscription_item_price_id",
        "subscription_item",
        ["price_id", "created", "id"],
        unique=False,
    )
    op.create_index(
        "subscription_item_subscription_id",
        "subscription_item",
        ["subscription_id", "created", "id"],
        unique=False,
    )
    op.add_column("discount", sa.Column("subscription_id", sa.Text(collation="C"), nullable=True))
    op.add_column("discount", sa.Column("subscription_item_id", sa.Text(collation="C"), nullable=True))


def downgrade() -> None:
    op.drop_column("discount", "subscription_item_id")
    op.drop_column("discount", "subscription_id")
    op.drop_index("subscription_item_subscription_id", table_name="subscription_item")
    op.drop_index("subscription_item_price_id", table_name="subscription_item")
    op.drop_index("subscription_item_page", table_name="subscription_item")
    op.drop_index(
        "subscription_item_meta",
        table_name="subscription_item",
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.drop_index("subscription_item_id_hash", table_name="subscription_item", postgresql_using="hash")
    op.drop_index(
        "subscription_item_clock", table_name="subscription_item", postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.drop_table("subscription_item")
    op.drop_index(
        "subscription_test_clock_id", table_name="subscription", postgresql_where=sa.text("test_clock_id IS NOT NULL")
    )
    op.drop_index(
        "subscription_pending_setup_intent_id",
        table_name="subscription",
        postgresql_where=sa.text("pending_setup_intent_id IS NOT NULL"),
    )
    op.drop_index("subscription_page", table_name="subscription")
    op.drop_index(
        "subscription_meta",
        table_name="subscription",
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.drop_index("subscription_id_hash", table_name="subscription", postgresql_using="hash")
    op.drop_index(
        "subscription_default_payment_method_id",
        table_name="subscription",
        postgresql_where=sa.text("default_payment_method_id IS NOT NULL"),
    )
    op.drop_index("subscription_customer_id", table_name="subscription")
    op.drop_index("subscription_clock", table_name="subscription", postgresql_where=sa.text("clock_id IS NOT NULL"))
    op.drop_table("subscription")
