"""Fault rules, which meet operations and deliveries; and what they did to a delivery."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fault_rule",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("operations", postgresql.JSONB(), nullable=True),
        sa.Column("event_types", postgresql.JSONB(), nullable=True),
        sa.Column("effect", postgresql.JSONB(), nullable=False),
        sa.Column("share", sa.Numeric(), nullable=True),
        sa.Column("count", sa.BigInteger(), nullable=True),
        sa.Column("after", sa.BigInteger(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("met", sa.BigInteger(), nullable=False),
        sa.Column("applied", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index("fault_rule_clock", "fault_rule", ["clock_id"], postgresql_where=sa.text("clock_id IS NOT NULL"))
    op.create_index("fault_rule_id_hash", "fault_rule", ["id"], postgresql_using="hash")
    op.create_index("fault_rule_page", "fault_rule", ["account_id", "livemode", "created", "id"])
    op.add_column("event_stream", sa.Column("faulty", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("webhook_delivery", sa.Column("fault", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("webhook_delivery", "fault")
    op.drop_column("event_stream", "faulty")
    op.drop_table("fault_rule")
