"""Cash balances of customers, with their transactions; payments count what these have funded, and refunds know whose
cash balance they belong to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cash_balance",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("available", postgresql.JSONB(), nullable=True),
        sa.Column("customer_id", sa.Text(collation="C"), nullable=False),
        sa.Column("settings", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "cash_balance_clock",
        "cash_balance",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_table(
        "customer_cash_balance_transaction",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("adjusted_for_overdraft", postgresql.JSONB(), nullable=True),
        sa.Column("applied_to_payment", postgresql.JSONB(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(collation="C"), nullable=False),
        sa.Column("ending_balance", sa.BigInteger(), nullable=False),
        sa.Column("funded", postgresql.JSONB(), nullable=True),
        sa.Column("net_amount", sa.BigInteger(), nullable=False),
        sa.Column("refunded_from_payment", postgresql.JSONB(), nullable=True),
        sa.Column("transferred_to_balance", postgresql.JSONB(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("unapplied_from_payment", postgresql.JSONB(), nullable=True),
        sa.Column("reversed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "customer_cash_balance_transaction_clock",
        "customer_cash_balance_transaction",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index(
        "customer_cash_balance_transaction_customer_id",
        "customer_cash_balance_transaction",
        ["customer_id", "created", "id"],
        unique=False,
    )
    op.create_index(
        "customer_cash_balance_transaction_id_hash",
        "customer_cash_balance_transaction",
        ["id"],
        unique=False,
        postgresql_using="hash",
    )
    op.create_index(
        "customer_cash_balance_transaction_page",
        "customer_cash_balance_transaction",
        ["account_id", "livemode", "created", "id"],
        unique=False,
    )
    op.add_column("payment_intent", sa.Column("amount_funded", sa.BigInteger(), nullable=False, server_default="0"))
    op.alter_column("payment_intent", "amount_funded", server_default=None)
    op.add_column("refund", sa.Column("cash_customer_id", sa.Text(collation="C"), nullable=True))


def downgrade() -> None:
    op.drop_column("refund", "cash_customer_id")
    op.drop_column("payment_intent", "amount_funded")
    op.drop_index("customer_cash_balance_transaction_page", table_name="customer_cash_balance_transaction")
    op.drop_index(
        "customer_cash_balance_transaction_id_hash",
        table_name="customer_cash_balance_transaction",
        postgresql_using="hash",
    )
    op.drop_index("customer_cash_balance_transaction_customer_id", table_name="customer_cash_balance_transaction")
    op.drop_index(
        "customer_cash_balance_transaction_clock",
        table_name="customer_cash_balance_transaction",
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.drop_table("customer_cash_balance_transaction")
    op.drop_index("cash_balance_clock", table_name="cash_balance", postgresql_where=sa.text("clock_id IS NOT NULL"))
    op.drop_table("cash_balance")
