"""Reserves of platforms, what settles negative balances, and tax deducted at source."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "connect_collection_transfer",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("destination_id", sa.Text(collation="C"), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "connect_collection_transfer_clock",
        "connect_collection_transfer",
        ["clock_id"],
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index(
        "connect_collection_transfer_id_hash",
        "connect_collection_transfer",
        ["id"],
        postgresql_using="hash",
    )
    op.create_index(
        "connect_collection_transfer_page",
        "connect_collection_transfer",
        ["account_id", "livemode", "created", "id"],
    )
    op.create_table(
        "reserve_transaction",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("held_for", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "reserve_transaction_clock",
        "reserve_transaction",
        ["clock_id"],
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index(
        "reserve_transaction_held",
        "reserve_transaction",
        ["account_id", "livemode", "held_for", "currency"],
    )
    op.create_index("reserve_transaction_id_hash", "reserve_transaction", ["id"], postgresql_using="hash")
    op.create_index("reserve_transaction_page", "reserve_transaction", ["account_id", "livemode", "created", "id"])
    op.create_table(
        "tax_deducted_at_source",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("period_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("period_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tax_deduction_account_number", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "tax_deducted_at_source_clock",
        "tax_deducted_at_source",
        ["clock_id"],
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index("tax_deducted_at_source_id_hash", "tax_deducted_at_source", ["id"], postgresql_using="hash")
    op.create_index(
        "tax_deducted_at_source_page",
        "tax_deducted_at_source",
        ["account_id", "livemode", "created", "id"],
    )


def downgrade() -> None:
    op.drop_table("tax_deducted_at_source")
    op.drop_table("reserve_transaction")
    op.drop_table("connect_collection_transfer")
