"""Credit notes, and their lines."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "credit_note",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("amount_shipping", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(collation="C"), nullable=False),
        sa.Column("customer_balance_transaction_id", sa.Text(collation="C"), nullable=True),
        sa.Column("discount_amount", sa.BigInteger(), nullable=False),
        sa.Column("discount_amounts", postgresql.JSONB(), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("invoice_id", sa.Text(collation="C"), nullable=False),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("out_of_band_amount", sa.BigInteger(), nullable=True),
        sa.Column("pdf", sa.Text(), nullable=True),
        sa.Column("pretax_credit_amounts", postgresql.JSONB(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("refund_id", sa.Text(collation="C"), nullable=True),
        sa.Column("shipping_cost", postgresql.JSONB(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("subtotal", sa.BigInteger(), nullable=False),
        sa.Column("subtotal_excluding_tax", sa.BigInteger(), nullable=True),
        sa.Column("tax_amounts", postgresql.JSONB(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("total_excluding_tax", sa.BigInteger(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "credit_note_clock", "credit_note", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("credit_note_customer_id", "credit_note", ["customer_id", "created", "id"], unique=False)
    op.create_index("credit_note_id_hash", "credit_note", ["id"], unique=False, postgresql_using="hash")
    op.create_index("credit_note_invoice_id", "credit_note", ["invoice_id", "created", "id"], unique=False)
    op.create_index(
        "credit_note_meta",
        "credit_note",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("credit_note_page", "credit_note", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index(
        "credit_note_refund_id",
        "credit_note",
        ["refund_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("refund_id IS NOT NULL"),
    )
    op.create_table(
        "credit_note_line_item",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("amount_excluding_tax", sa.BigInteger(), nullable=True),
        sa.Column("credit_note_id", sa.Text(collation="C"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("discount_amount", sa.BigInteger(), nullable=False),
        sa.Column("discount_amounts", postgresql.JSONB(), nullable=False),
        sa.Column("invoice_line_item_id", sa.Text(collation="C"), nullable=True),
        sa.Column("pretax_credit_amounts", postgresql.JSONB(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("tax_amounts", postgresql.JSONB(), nullable=False),
        sa.Column("tax_rates", postgresql.JSONB(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("unit_amount", sa.BigInteger(), nullable=True),
        sa.Column("unit_amount_decimal", sa.Numeric(), nullable=True),
        sa.Column("unit_amount_excluding_tax", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "credit_note_line_item_clock",
        "credit_note_line_item",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index(
        "credit_note_line_item_credit_note_id",
        "credit_note_line_item",
        ["credit_note_id", "created", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "credit_note_line_item_id_hash", "credit_note_line_item", ["id"], unique=False, postgresql_using="hash"
    )
    op.create_index(
        "credit_note_line_item_invoice_line_item_id",
        "credit_note_line_item",
        ["invoice_line_item_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("invoice_line_item_id IS NOT NULL"),
    )
    op.create_index(
        "credit_note_line_item_page", "credit_note_line_item", ["account_id", "livemode", "created", "id"], unique=False
    )
    op.add_column("customer_balance_transaction", sa.Column("credit_note_id", sa.Text(collation="C"), nullable=True))
    op.create_index(
        "customer_balance_transaction_credit_note_id",
        "customer_balance_transaction",
        ["credit_note_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("credit_note_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("customer_balance_transaction_credit_note_id", table_name="customer_balance_transaction")
    op.drop_column("customer_balance_transaction", "credit_note_id")
    op.drop_table("credit_note_line_item")
    op.drop_table("credit_note")
