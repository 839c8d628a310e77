"""What was billed of the usage of a period that is not over."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("subscription_item", sa.Column("used", postgresql.JSONB(), nullable=True))


def downgrade() -> None:
    op.drop_column("subscription_item", "used")
