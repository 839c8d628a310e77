"""Transfers between a platform and its connected accounts, and their reversals."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "transfer",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("amount_reversed", sa.BigInteger(), nullable=False),
        sa.Column("balance_transaction_id", sa.Text(collation="C"), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("destination_id", sa.Text(collation="C"), nullable=True),
        sa.Column("destination_payment_id", sa.Text(collation="C"), nullable=True),
        sa.Column("reversed", sa.Boolean(), nullable=False),
        sa.Column("source_transaction_id", sa.Text(collation="C"), nullable=True),
        sa.Column("source_type", sa.Text(), nullable=True),
        sa.Column("transfer_group", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index("transfer_clock", "transfer", ["clock_id"], postgresql_where=sa.text("clock_id IS NOT NULL"))
    op.create_index("transfer_destination", "transfer", ["destination_id", "created", "id"])
    op.create_index(
        "transfer_group",
        "transfer",
        ["account_id", "transfer_group"],
        postgresql_where=sa.text("transfer_group IS NOT NULL"),
    )
    op.create_index("transfer_id_hash", "transfer", ["id"], postgresql_using="hash")
    op.create_index(
        "transfer_meta",
        "transfer",
        ["meta"],
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("transfer_page", "transfer", ["account_id", "livemode", "created", "id"])
    op.create_index(
        "transfer_source_transaction_id",
        "transfer",
        ["source_transaction_id", "created", "id"],
        postgresql_where=sa.text("source_transaction_id IS NOT NULL"),
    )
    op.create_table(
        "transfer_reversal",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("balance_transaction_id", sa.Text(collation="C"), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("destination_payment_refund_id", sa.Text(collation="C"), nullable=True),
        sa.Column("source_refund_id", sa.Text(collation="C"), nullable=True),
        sa.Column("transfer_id", sa.Text(collation="C"), nullable=False),
        sa.Column("counterparty_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "transfer_reversal_clock",
        "transfer_reversal",
        ["clock_id"],
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index("transfer_reversal_id_hash", "transfer_reversal", ["id"], postgresql_using="hash")
    op.create_index(
        "transfer_reversal_meta",
        "transfer_reversal",
        ["meta"],
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("transfer_reversal_page", "transfer_reversal", ["account_id", "livemode", "created", "id"])
    op.create_index(
        "transfer_reversal_transfer_id",
        "transfer_reversal",
        ["transfer_id", "created", "id"],
    )
    op.add_column("charge", sa.Column("source_transfer_id", sa.Text(collation="C"), nullable=True))
    op.add_column("charge", sa.Column("counterparty_id", sa.Text(), nullable=True))
    op.add_column("refund", sa.Column("source_transfer_reversal_id", sa.Text(collation="C"), nullable=True))
    op.add_column("refund", sa.Column("transfer_reversal_id", sa.Text(collation="C"), nullable=True))
    op.add_column("refund", sa.Column("counterparty_id", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("refund", "counterparty_id")
    op.drop_column("refund", "transfer_reversal_id")
    op.drop_column("refund", "source_transfer_reversal_id")
    op.drop_column("charge", "counterparty_id")
    op.drop_column("charge", "source_transfer_id")
    op.drop_table("transfer_reversal")
    op.drop_table("transfer")
