"""Payments count captures and increases of their authorization, keep the sold items for the charge, and know whether a
confirmation requires a return URL."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("payment_intent", sa.Column("level3", postgresql.JSONB(), nullable=True))
    for name, kind, default in (
        ("requires_return_url", sa.Boolean(), "false"),
        ("authorization_increments", sa.BigInteger(), "0"),
        ("captures", sa.BigInteger(), "0"),
    ):
        op.add_column("payment_intent", sa.Column(name, kind, nullable=False, server_default=default))
        op.alter_column("payment_intent", name, server_default=None)


def downgrade() -> None:
    for name in ("captures", "authorization_increments", "requires_return_url", "level3"):
        op.drop_column("payment_intent", name)
