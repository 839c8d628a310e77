"""Attempts have the type of the event that they carried, and log entries the families that the request was about."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0035"
down_revision = "0033"
branch_labels = None
depends_on = None

# What no delivery tells of is shown to keys that are not restricted, and so are log entries of before.
TYPES = """
UPDATE webhook_attempt SET type = delivery.type FROM webhook_delivery AS delivery
WHERE delivery.id = webhook_attempt.delivery_id
    AND delivery.account_id = webhook_attempt.account_id AND delivery.livemode = webhook_attempt.livemode
"""


def upgrade() -> None:
    op.add_column("webhook_attempt", sa.Column("type", sa.Text(), server_default="", nullable=False))
    op.execute(sa.text(TYPES))
    op.alter_column("webhook_attempt", "type", server_default=None)
    families = postgresql.JSONB(none_as_null=True, astext_type=sa.Text())
    op.add_column("request_log", sa.Column("families", families, nullable=True))


def downgrade() -> None:
    op.drop_column("request_log", "families")
    op.drop_column("webhook_attempt", "type")
