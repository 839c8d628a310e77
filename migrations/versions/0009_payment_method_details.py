"""What a payment method is stands in one column, under the name of its type, so that another type needs no column."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FORMER = ("card", "us_bank_account")


def upgrade() -> None:
    op.add_column("payment_method", sa.Column("details", JSONB(), server_default=sa.text("'{}'"), nullable=False))
    for name in FORMER:
        op.execute(
            sa.text(
                f"UPDATE payment_method SET details = jsonb_build_object('{name}', {name}) WHERE {name} IS NOT NULL"
            )
        )
        op.drop_column("payment_method", name)
    op.alter_column("payment_method", "details", server_default=None)


def downgrade() -> None:
    for name in FORMER:
        op.add_column("payment_method", sa.Column(name, JSONB(), nullable=True))
        op.execute(sa.text(f"UPDATE payment_method SET {name} = details -> '{name}'"))
    op.drop_column("payment_method", "details")
