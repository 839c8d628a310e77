"""Events are found by their object and sequence, and say how many of their transaction follow."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("event", sa.Column("following", sa.BigInteger(), server_default="0", nullable=False))
    op.alter_column("event", "following", server_default=None)
    op.create_index("event_version", "event", ["object_id", "sequence"])


def downgrade() -> None:
    op.drop_index("event_version", table_name="event")
    op.drop_column("event", "following")
