"""Sandboxes have a seed, and say whether it is done."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sandbox", sa.Column("seed", postgresql.JSONB(), nullable=True))
    op.add_column("sandbox", sa.Column("status", sa.Text(), server_default="ready", nullable=False))
    op.alter_column("sandbox", "status", server_default=None)


def downgrade() -> None:
    op.drop_column("sandbox", "status")
    op.drop_column("sandbox", "seed")
