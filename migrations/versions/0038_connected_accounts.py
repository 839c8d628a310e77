"""Connected accounts: which platform an account belongs to."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("platform_id", sa.Text(), nullable=True))
    op.create_index(
        "account_platform",
        "account",
        ["platform_id", "livemode", "created", "id"],
        postgresql_where=sa.text("platform_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("account_platform", table_name="account")
    op.drop_column("account", "platform_id")
