"""Customer balance transactions, tax IDs, invoice rendering templates, and plans as a view of prices. A balance from
before becomes a transaction of the type `migration`."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

BROUGHT_OVER = """
INSERT INTO customer_balance_transaction (
    id, account_id, livemode, created, clock_id, meta, amount, currency, customer_id, ending_balance, type
)
SELECT
    'cbtxn_' || substr(id, 5), account_id, livemode, created, clock_id, '{}', balance, coalesce(currency, 'usd'), id,
    balance, 'migration'
FROM customer WHERE balance <> 0 AND deleted_at IS NULL
"""
BY_CURRENCY = """
UPDATE customer SET
    currency = coalesce(currency, 'usd'),
    invoice_credit_balance = jsonb_build_array(
        jsonb_build_object('amount', -balance, 'currency', coalesce(currency, 'usd'))
    )
WHERE balance <> 0 AND deleted_at IS NULL
"""

PLANS = """
CREATE VIEW plan AS SELECT
    id, account_id, livemode, created, clock_id, deleted_at, meta, active,
    recurring ->> 'aggregate_usage' AS aggregate_usage,
    unit_amount AS amount,
    unit_amount_decimal AS amount_decimal,
    billing_scheme, currency,
    recurring ->> 'interval' AS "interval",
    (recurring ->> 'interval_count')::bigint AS interval_count,
    recurring ->> 'meter_id' AS meter_id,
    nickname, product_id, tiers, tiers_mode,
    transform_quantity AS transform_usage,
    (recurring ->> 'trial_period_days')::bigint AS trial_period_days,
    recurring ->> 'usage_type' AS usage_type
FROM price WHERE type = 'recurring'
"""


def upgrade() -> None:
    _create(
        "customer_balance_transaction",
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(collation="C"), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("ending_balance", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
    )
    op.create_index(
        "customer_balance_transaction_customer_id", "customer_balance_transaction", ["customer_id", "created", "id"]
    )
    _create(
        "tax_id",
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("customer_id", sa.Text(collation="C"), nullable=True),
        sa.Column("owner", postgresql.JSONB(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("verification", postgresql.JSONB(), nullable=True),
    )
    op.create_index(
        "tax_id_customer_id",
        "tax_id",
        ["customer_id", "created", "id"],
        postgresql_where=sa.text("customer_id IS NOT NULL"),
    )
    _create(
        "invoice_rendering_template",
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("former_versions", postgresql.JSONB(), nullable=False),
        sa.Column("nickname", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
    )
    op.execute(PLANS)
    op.execute(sa.text(BROUGHT_OVER))
    op.execute(sa.text(BY_CURRENCY))
    op.drop_column("customer", "balance_currency")


def downgrade() -> None:
    op.add_column("customer", sa.Column("balance_currency", sa.Text(), nullable=False, server_default="usd"))
    op.alter_column("customer", "balance_currency", server_default=None)
    op.execute("DROP VIEW plan")
    for table in ("invoice_rendering_template", "tax_id", "customer_balance_transaction"):
        op.drop_table(table)


def _create(table: str, *columns: sa.Column[Any]) -> None:
    """A table of objects with metadata, and the indexes that each has."""
    op.create_table(
        table,
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        *columns,
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(f"{table}_clock", table, ["clock_id"], postgresql_where=sa.text("clock_id IS NOT NULL"))
    op.create_index(f"{table}_id_hash", table, ["id"], postgresql_using="hash")
    op.create_index(f"{table}_page", table, ["account_id", "livemode", "created", "id"])
    if "meta" in [column.name for column in columns]:
        op.create_index(
            f"{table}_meta", table, ["meta"], postgresql_using="gin", postgresql_ops={"meta": "jsonb_path_ops"}
        )
