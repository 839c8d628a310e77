"""Payouts, where an account is paid out to, and the exchange rates that a test sets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exchange_rate_settings",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("per_usd", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "exchange_rate_settings_clock",
        "exchange_rate_settings",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_table(
        "payout",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("arrival_date", sa.DateTime(timezone=True), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("balance_transaction_id", sa.Text(collation="C"), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("failure_balance_transaction_id", sa.Text(collation="C"), nullable=True),
        sa.Column("failure_code", sa.Text(), nullable=True),
        sa.Column("failure_message", sa.Text(), nullable=True),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("original_payout_id", sa.Text(collation="C"), nullable=True),
        sa.Column("reconciliation_status", sa.Text(), nullable=False),
        sa.Column("reversed_by_id", sa.Text(collation="C"), nullable=True),
        sa.Column("source_type", sa.Text(), nullable=False),
        sa.Column("statement_descriptor", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("trace_id", postgresql.JSONB(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("destination_id", sa.Text(), nullable=False),
        sa.Column("behaviour", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "payout_clock", "payout", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("payout_id_hash", "payout", ["id"], unique=False, postgresql_using="hash")
    op.create_index(
        "payout_meta",
        "payout",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("payout_page", "payout", ["account_id", "livemode", "created", "id"], unique=False)
    destinations = sa.Column("payout_destinations", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False)
    op.add_column("account", destinations)
    op.alter_column("account", "payout_destinations", server_default=None)
    op.add_column("balance_transaction", sa.Column("payout_id", sa.Text(collation="C"), nullable=True))
    op.create_index(
        "balance_transaction_payout_id",
        "balance_transaction",
        ["payout_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("payout_id IS NOT NULL"),
    )
    op.create_index(
        "balance_transaction_unpaid",
        "balance_transaction",
        ["account_id", "livemode", "currency"],
        unique=False,
        postgresql_where="status = 'available' AND payout_id IS NULL",
    )


def downgrade() -> None:
    op.drop_index(
        "balance_transaction_unpaid",
        table_name="balance_transaction",
        postgresql_where="status = 'available' AND payout_id IS NULL",
    )
    op.drop_index(
        "balance_transaction_payout_id",
        table_name="balance_transaction",
        postgresql_where=sa.text("payout_id IS NOT NULL"),
    )
    op.drop_column("balance_transaction", "payout_id")
    op.drop_column("account", "payout_destinations")
    op.drop_index("payout_page", table_name="payout")
    op.drop_index("payout_meta", table_name="payout", postgresql_using="gin", postgresql_ops={"meta": "jsonb_path_ops"})
    op.drop_index("payout_id_hash", table_name="payout", postgresql_using="hash")
    op.drop_index("payout_clock", table_name="payout", postgresql_where=sa.text("clock_id IS NOT NULL"))
    op.drop_table("payout")
    op.drop_index(
        "exchange_rate_settings_clock",
        table_name="exchange_rate_settings",
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.drop_table("exchange_rate_settings")
