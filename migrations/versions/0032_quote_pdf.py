"""The addresses of quotes as PDF."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("quote", sa.Column("pdf", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("quote", "pdf")
