"""Coupons, promotion codes, discounts, shipping rates, tax rates, and the tax codes that are the same for everyone."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NAMES = Path(__file__).parents[2] / "app" / "tables" / "products" / "tax_codes.txt"


def tax_codes() -> list[dict[str, Any]]:
    """A row for each line: an id, a space, and a name."""
    pairs = (line.split(" ", 1) for line in NAMES.read_text().splitlines())
    common = {"account_id": "", "livemode": False, "created": datetime(2024, 12, 18, tzinfo=UTC)}
    return [{**common, "id": id, "name": name, "description": f"Whatever is taxed as: {name}."} for id, name in pairs]


def upgrade() -> None:
    op.create_table(
        "coupon",
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("amount_off", sa.BigInteger(), nullable=True),
        sa.Column("applies_to", postgresql.JSONB(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("currency_options", postgresql.JSONB(), nullable=True),
        sa.Column("duration", sa.Text(), nullable=False),
        sa.Column("duration_in_months", sa.BigInteger(), nullable=True),
        sa.Column("max_redemptions", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("percent_off", sa.Numeric(), nullable=True),
        sa.Column("redeem_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("times_redeemed", sa.BigInteger(), nullable=False),
        sa.Column("valid", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "coupon_clock", "coupon", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("coupon_id_hash", "coupon", ["id"], unique=False, postgresql_using="hash")
    op.create_index(
        "coupon_meta",
        "coupon",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("coupon_page", "coupon", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_table(
        "discount",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("coupon_id", sa.Text(collation="C"), nullable=False),
        sa.Column("customer_id", sa.Text(collation="C"), nullable=True),
        sa.Column("end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promotion_code_id", sa.Text(collation="C"), nullable=True),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "discount_clock", "discount", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index(
        "discount_coupon_id", "discount", ["coupon_id", "created", "id"], unique=False, postgresql_where=None
    )
    op.create_index(
        "discount_customer_id",
        "discount",
        ["customer_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("customer_id IS NOT NULL"),
    )
    op.create_index("discount_id_hash", "discount", ["id"], unique=False, postgresql_using="hash")
    op.create_index("discount_page", "discount", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index(
        "discount_promotion_code_id",
        "discount",
        ["promotion_code_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("promotion_code_id IS NOT NULL"),
    )
    op.create_table(
        "promotion_code",
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("code_key", sa.Text(), nullable=False),
        sa.Column("coupon_id", sa.Text(collation="C"), nullable=False),
        sa.Column("customer_id", sa.Text(collation="C"), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("max_redemptions", sa.BigInteger(), nullable=True),
        sa.Column("restrictions", postgresql.JSONB(), nullable=False),
        sa.Column("times_redeemed", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "promotion_code_clock",
        "promotion_code",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index("promotion_code_code", "promotion_code", ["account_id", "livemode", "code_key"], unique=False)
    op.create_index(
        "promotion_code_coupon_id",
        "promotion_code",
        ["coupon_id", "created", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "promotion_code_customer_id",
        "promotion_code",
        ["customer_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("customer_id IS NOT NULL"),
    )
    op.create_index("promotion_code_id_hash", "promotion_code", ["id"], unique=False, postgresql_using="hash")
    op.create_index(
        "promotion_code_meta",
        "promotion_code",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("promotion_code_page", "promotion_code", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_table(
        "shipping_rate",
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("delivery_estimate", postgresql.JSONB(), nullable=True),
        sa.Column("display_name", sa.Text(), nullable=True),
        sa.Column("fixed_amount", postgresql.JSONB(), nullable=True),
        sa.Column("tax_behavior", sa.Text(), nullable=True),
        sa.Column("tax_code_id", sa.Text(collation="C"), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "shipping_rate_clock",
        "shipping_rate",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index("shipping_rate_id_hash", "shipping_rate", ["id"], unique=False, postgresql_using="hash")
    op.create_index(
        "shipping_rate_meta",
        "shipping_rate",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("shipping_rate_page", "shipping_rate", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index(
        "shipping_rate_tax_code_id",
        "shipping_rate",
        ["tax_code_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("tax_code_id IS NOT NULL"),
    )
    tax_code = op.create_table(
        "tax_code",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "tax_code_clock", "tax_code", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("tax_code_id_hash", "tax_code", ["id"], unique=False, postgresql_using="hash")
    op.create_index("tax_code_page", "tax_code", ["account_id", "livemode", "created", "id"], unique=False)
    op.bulk_insert(tax_code, tax_codes())
    op.create_table(
        "tax_rate",
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("effective_percentage", sa.Numeric(), nullable=True),
        sa.Column("flat_amount", postgresql.JSONB(), nullable=True),
        sa.Column("inclusive", sa.Boolean(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=True),
        sa.Column("jurisdiction_level", sa.Text(), nullable=True),
        sa.Column("percentage", sa.Numeric(), nullable=False),
        sa.Column("rate_type", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("tax_type", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "tax_rate_clock", "tax_rate", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("tax_rate_id_hash", "tax_rate", ["id"], unique=False, postgresql_using="hash")
    op.create_index(
        "tax_rate_meta",
        "tax_rate",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("tax_rate_page", "tax_rate", ["account_id", "livemode", "created", "id"], unique=False)
    op.add_column("customer", sa.Column("discount_id", sa.Text(collation="C"), nullable=True))
    op.add_column("product", sa.Column("tax_code_id", sa.Text(collation="C"), nullable=True))
    op.create_index(
        "product_tax_code_id",
        "product",
        ["tax_code_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("tax_code_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("product_tax_code_id", table_name="product")
    op.drop_column("product", "tax_code_id")
    op.drop_column("customer", "discount_id")
    for table in ("tax_rate", "tax_code", "shipping_rate", "promotion_code", "discount", "coupon"):
        op.drop_table(table)
