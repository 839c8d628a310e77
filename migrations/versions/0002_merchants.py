"""Merchants: accounts, their customers, and what they sell."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0002"
down_revision: str | Sequence[str] | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("business_profile", postgresql.JSONB(), nullable=True),
        sa.Column("business_type", sa.Text(), nullable=True),
        sa.Column("capabilities", postgresql.JSONB(), nullable=False),
        sa.Column("charges_enabled", sa.Boolean(), nullable=False),
        sa.Column("company", postgresql.JSONB(), nullable=True),
        sa.Column("controller", postgresql.JSONB(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("default_currency", sa.Text(), nullable=True),
        sa.Column("details_submitted", sa.Boolean(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("future_requirements", postgresql.JSONB(), nullable=True),
        sa.Column("groups", postgresql.JSONB(), nullable=True),
        sa.Column("payouts_enabled", sa.Boolean(), nullable=False),
        sa.Column("requirements", postgresql.JSONB(), nullable=True),
        sa.Column("settings", postgresql.JSONB(), nullable=False),
        sa.Column("tos_acceptance", postgresql.JSONB(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "account_clock", "account", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index(
        "account_meta",
        "account",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("account_page", "account", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_table(
        "customer",
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address", postgresql.JSONB(), nullable=True),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("balance_currency", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("delinquent", sa.Boolean(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("invoice_credit_balance", postgresql.JSONB(), nullable=False),
        sa.Column("invoice_prefix", sa.Text(), nullable=True),
        sa.Column("invoice_settings", postgresql.JSONB(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("next_invoice_sequence", sa.BigInteger(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("preferred_locales", postgresql.JSONB(), nullable=False),
        sa.Column("shipping", postgresql.JSONB(), nullable=True),
        sa.Column("tax", postgresql.JSONB(), nullable=True),
        sa.Column("tax_exempt", sa.Text(), nullable=True),
        sa.Column("test_clock_id", sa.Text(collation="C"), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "customer_clock", "customer", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("customer_email", "customer", ["account_id", "livemode", "email"], unique=False)
    op.create_index("customer_invoice_prefix", "customer", ["account_id", "livemode", "invoice_prefix"], unique=True)
    op.create_index(
        "customer_meta",
        "customer",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("customer_page", "customer", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index("customer_test_clock_id", "customer", ["test_clock_id", "created", "id"], unique=False)
    op.create_table(
        "price",
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("billing_scheme", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("currency_options", postgresql.JSONB(), nullable=False),
        sa.Column("custom_unit_amount", postgresql.JSONB(), nullable=True),
        sa.Column("lookup_key", sa.Text(), nullable=True),
        sa.Column("nickname", sa.Text(), nullable=True),
        sa.Column("product_id", sa.Text(collation="C"), nullable=False),
        sa.Column("recurring", postgresql.JSONB(), nullable=True),
        sa.Column("tax_behavior", sa.Text(), nullable=True),
        sa.Column("tiers", postgresql.JSONB(), nullable=False),
        sa.Column("tiers_mode", sa.Text(), nullable=True),
        sa.Column("transform_quantity", postgresql.JSONB(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("unit_amount", sa.BigInteger(), nullable=True),
        sa.Column("unit_amount_decimal", sa.Numeric(), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "price_clock", "price", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("price_lookup_key", "price", ["account_id", "livemode", "lookup_key"], unique=True)
    op.create_index(
        "price_meta", "price", ["meta"], unique=False, postgresql_using="gin", postgresql_ops={"meta": "jsonb_path_ops"}
    )
    op.create_index("price_page", "price", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index("price_product_id", "price", ["product_id", "created", "id"], unique=False)
    op.create_table(
        "product",
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("default_price_id", sa.Text(collation="C"), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("images", postgresql.JSONB(), nullable=False),
        sa.Column("marketing_features", postgresql.JSONB(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("package_dimensions", postgresql.JSONB(), nullable=True),
        sa.Column("shippable", sa.Boolean(), nullable=True),
        sa.Column("statement_descriptor", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("unit_label", sa.Text(), nullable=True),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "product_clock", "product", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("product_default_price_id", "product", ["default_price_id", "created", "id"], unique=False)
    op.create_index(
        "product_meta",
        "product",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("product_page", "product", ["account_id", "livemode", "created", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("account")
    op.drop_table("customer")
    op.drop_table("price")
    op.drop_table("product")
