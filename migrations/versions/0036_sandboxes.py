"""Sandboxes: accounts of their own for runs of tests. What an account holds is found by the account, to be deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sandbox",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("reset_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index("sandbox_account", "sandbox", ["account"], postgresql_where=sa.text("deleted_at IS NULL"))
    op.create_index("sandbox_clock", "sandbox", ["clock_id"], postgresql_where=sa.text("clock_id IS NOT NULL"))
    op.create_index("sandbox_id_hash", "sandbox", ["id"], postgresql_using="hash")
    op.create_index("sandbox_page", "sandbox", ["account_id", "livemode", "created", "id"])
    op.create_index("signing_secret_account", "signing_secret", ["account_id"])


def downgrade() -> None:
    op.drop_index("signing_secret_account", table_name="signing_secret")
    op.drop_table("sandbox")
