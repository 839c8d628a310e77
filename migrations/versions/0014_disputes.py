"""Disputes have a table."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dispute",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("charge_id", sa.Text(collation="C"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("enhanced_eligibility_types", postgresql.JSONB(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(), nullable=False),
        sa.Column("evidence_details", postgresql.JSONB(), nullable=False),
        sa.Column("is_charge_refundable", sa.Boolean(), nullable=False),
        sa.Column("network_reason_code", sa.Text(), nullable=True),
        sa.Column("payment_intent_id", sa.Text(collation="C"), nullable=True),
        sa.Column("payment_method_details", postgresql.JSONB(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index("dispute_charge_id", "dispute", ["charge_id", "created", "id"], unique=False)
    op.create_index(
        "dispute_clock", "dispute", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("dispute_id_hash", "dispute", ["id"], unique=False, postgresql_using="hash")
    op.create_index(
        "dispute_meta",
        "dispute",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("dispute_page", "dispute", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index(
        "dispute_payment_intent_id",
        "dispute",
        ["payment_intent_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("payment_intent_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "dispute_payment_intent_id", table_name="dispute", postgresql_where=sa.text("payment_intent_id IS NOT NULL")
    )
    op.drop_index("dispute_page", table_name="dispute")
    op.drop_index(
        "dispute_meta", table_name="dispute", postgresql_using="gin", postgresql_ops={"meta": "jsonb_path_ops"}
    )
    op.drop_index("dispute_id_hash", table_name="dispute", postgresql_using="hash")
    op.drop_index("dispute_clock", table_name="dispute", postgresql_where=sa.text("clock_id IS NOT NULL"))
    op.drop_index("dispute_charge_id", table_name="dispute")
    op.drop_table("dispute")
