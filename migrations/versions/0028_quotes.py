"""Quotes, and the lines that they offer."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "line_item",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("amount_discount", sa.BigInteger(), nullable=False),
        sa.Column("amount_subtotal", sa.BigInteger(), nullable=False),
        sa.Column("amount_tax", sa.BigInteger(), nullable=False),
        sa.Column("amount_total", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("discounts", postgresql.JSONB(), nullable=True),
        sa.Column("price_id", sa.Text(collation="C"), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("taxes", postgresql.JSONB(), nullable=True),
        sa.Column("quote_id", sa.Text(collation="C"), nullable=True),
        sa.Column("upfront_quote_id", sa.Text(collation="C"), nullable=True),
        sa.Column("own_discounts", postgresql.JSONB(), nullable=False),
        sa.Column("redeemed", postgresql.JSONB(), nullable=False),
        sa.Column("tax_rates", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "line_item_clock", "line_item", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("line_item_id_hash", "line_item", ["id"], unique=False, postgresql_using="hash")
    op.create_index("line_item_page", "line_item", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index(
        "line_item_price_id",
        "line_item",
        ["price_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("price_id IS NOT NULL"),
    )
    op.create_index(
        "line_item_quote_id",
        "line_item",
        ["quote_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("quote_id IS NOT NULL"),
    )
    op.create_index(
        "line_item_upfront_quote_id",
        "line_item",
        ["upfront_quote_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("upfront_quote_id IS NOT NULL"),
    )
    op.create_table(
        "quote",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("amount_subtotal", sa.BigInteger(), nullable=False),
        sa.Column("amount_total", sa.BigInteger(), nullable=False),
        sa.Column("application_fee_amount", sa.BigInteger(), nullable=True),
        sa.Column("application_fee_percent", sa.Numeric(), nullable=True),
        sa.Column("automatic_tax", postgresql.JSONB(), nullable=False),
        sa.Column("collection_method", sa.Text(), nullable=False),
        sa.Column("computed", postgresql.JSONB(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("customer_id", sa.Text(collation="C"), nullable=True),
        sa.Column("default_tax_rates", postgresql.JSONB(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("discounts", postgresql.JSONB(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("footer", sa.Text(), nullable=True),
        sa.Column("from_quote", postgresql.JSONB(), nullable=True),
        sa.Column("header", sa.Text(), nullable=True),
        sa.Column("invoice_id", sa.Text(collation="C"), nullable=True),
        sa.Column("invoice_settings", postgresql.JSONB(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("on_behalf_of_id", sa.Text(collation="C"), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_transitions", postgresql.JSONB(), nullable=False),
        sa.Column("subscription_id", sa.Text(collation="C"), nullable=True),
        sa.Column("subscription_data", postgresql.JSONB(), nullable=False),
        sa.Column("subscription_schedule_id", sa.Text(collation="C"), nullable=True),
        sa.Column("test_clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("total_details", postgresql.JSONB(), nullable=False),
        sa.Column("transfer_data", postgresql.JSONB(), nullable=True),
        sa.Column("redeemed", postgresql.JSONB(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "quote_clock", "quote", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index(
        "quote_customer_id",
        "quote",
        ["customer_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("customer_id IS NOT NULL"),
    )
    op.create_index("quote_id_hash", "quote", ["id"], unique=False, postgresql_using="hash")
    op.create_index(
        "quote_meta", "quote", ["meta"], unique=False, postgresql_using="gin", postgresql_ops={"meta": "jsonb_path_ops"}
    )
    op.create_index("quote_page", "quote", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index(
        "quote_subscription_id",
        "quote",
        ["subscription_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("subscription_id IS NOT NULL"),
    )
    op.create_index(
        "quote_subscription_schedule_id",
        "quote",
        ["subscription_schedule_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("subscription_schedule_id IS NOT NULL"),
    )
    op.create_index(
        "quote_test_clock_id",
        "quote",
        ["test_clock_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("test_clock_id IS NOT NULL"),
    )
    # Settings that there are get the default: null would be for never.
    op.add_column(
        "billing_settings", sa.Column("days_before_quote_expires", sa.BigInteger(), nullable=True, server_default="7")
    )
    op.alter_column("billing_settings", "days_before_quote_expires", server_default=None)
    op.add_column("invoice", sa.Column("quote_id", sa.Text(collation="C"), nullable=True))


def downgrade() -> None:
    op.drop_column("invoice", "quote_id")
    op.drop_column("billing_settings", "days_before_quote_expires")
    op.drop_index("quote_test_clock_id", table_name="quote", postgresql_where=sa.text("test_clock_id IS NOT NULL"))
    op.drop_index(
        "quote_subscription_schedule_id",
        table_name="quote",
        postgresql_where=sa.text("subscription_schedule_id IS NOT NULL"),
    )
    op.drop_index("quote_subscription_id", table_name="quote", postgresql_where=sa.text("subscription_id IS NOT NULL"))
    op.drop_index("quote_page", table_name="quote")
    op.drop_index("quote_meta", table_name="quote", postgresql_using="gin", postgresql_ops={"meta": "jsonb_path_ops"})
    op.drop_index("quote_id_hash", table_name="quote", postgresql_using="hash")
    op.drop_index("quote_customer_id", table_name="quote", postgresql_where=sa.text("customer_id IS NOT NULL"))
    op.drop_index("quote_clock", table_name="quote", postgresql_where=sa.text("clock_id IS NOT NULL"))
    op.drop_table("quote")
    op.drop_index(
        "line_item_upfront_quote_id", table_name="line_item", postgresql_where=sa.text("upfront_quote_id IS NOT NULL")
    )
    op.drop_index("line_item_quote_id", table_name="line_item", postgresql_where=sa.text("quote_id IS NOT NULL"))
    op.drop_index("line_item_price_id", table_name="line_item", postgresql_where=sa.text("price_id IS NOT NULL"))
    op.drop_index("line_item_page", table_name="line_item")
    op.drop_index("line_item_id_hash", table_name="line_item", postgresql_using="hash")
    op.drop_index("line_item_clock", table_name="line_item", postgresql_where=sa.text("clock_id IS NOT NULL"))
    op.drop_table("line_item")
