"""Pages of the owners of connected accounts.

Revision ID: 0051
Revises: 0044
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_page_access",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("visit_hash", sa.LargeBinary(), nullable=True),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("options", postgresql.JSONB(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visited_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_index("account_page_access_visit", "account_page_access", ["visit_hash"], unique=True)


def downgrade() -> None:
    op.drop_table("account_page_access")
