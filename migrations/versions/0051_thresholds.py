"""An account keeps what it was paid and paid out while more was eventually due of it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("volumes", postgresql.JSONB(), nullable=False, server_default="{}"))
    op.alter_column("account", "volumes", server_default=None)
    op.add_column("account", sa.Column("first_paid", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("account", "first_paid")
    op.drop_column("account", "volumes")
