"""Usage that is recorded of subscription items, and its sums by billing period."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recorded_usage",
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("subscription_item_id", sa.Text(collation="C"), nullable=False),
        sa.Column("timestamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "livemode", "subscription_item_id", "timestamp"),
    )
    op.create_table(
        "usage_record_summary",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("invoice_id", sa.Text(collation="C"), nullable=True),
        sa.Column("period", postgresql.JSONB(), nullable=False),
        sa.Column("subscription_item_id", sa.Text(collation="C"), nullable=False),
        sa.Column("total_usage", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "usage_record_summary_clock",
        "usage_record_summary",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index(
        "usage_record_summary_id_hash", "usage_record_summary", ["id"], unique=False, postgresql_using="hash"
    )
    op.create_index(
        "usage_record_summary_invoice_id",
        "usage_record_summary",
        ["invoice_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("invoice_id IS NOT NULL"),
    )
    op.create_index(
        "usage_record_summary_page", "usage_record_summary", ["account_id", "livemode", "created", "id"], unique=False
    )
    op.create_index(
        "usage_record_summary_subscription_item_id",
        "usage_record_summary",
        ["subscription_item_id", "created", "id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("usage_record_summary")
    op.drop_table("recorded_usage")
