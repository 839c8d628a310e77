"""Country specs, which are the same for everyone."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.tables.connect.country_specs import country_specs

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    country_spec = op.create_table(
        "country_spec",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("default_currency", sa.Text(), nullable=False),
        sa.Column("supported_bank_account_currencies", postgresql.JSONB(), nullable=False),
        sa.Column("supported_payment_currencies", postgresql.JSONB(), nullable=False),
        sa.Column("supported_payment_methods", postgresql.JSONB(), nullable=False),
        sa.Column("supported_transfer_countries", postgresql.JSONB(), nullable=False),
        sa.Column("verification_fields", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "country_spec_clock", "country_spec", ["clock_id"], postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("country_spec_id_hash", "country_spec", ["id"], postgresql_using="hash")
    op.create_index("country_spec_page", "country_spec", ["account_id", "livemode", "created", "id"])
    op.bulk_insert(country_spec, country_specs())


def downgrade() -> None:
    op.drop_table("country_spec")
