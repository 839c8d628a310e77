"""What becomes of a subscription whose payment is disputed is a setting."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "billing_settings",
        sa.Column("subscription_after_dispute", sa.Text(), server_default="keep", nullable=False),
    )
    op.alter_column("billing_settings", "subscription_after_dispute", server_default=None)


def downgrade() -> None:
    op.drop_column("billing_settings", "subscription_after_dispute")
