"""What updates of subscriptions that wait for their payment would change."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("subscription", sa.Column("pending_change", postgresql.JSONB(), nullable=True))


def downgrade() -> None:
    op.drop_column("subscription", "pending_change")
