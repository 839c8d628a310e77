"""Tokens, confirmation tokens, and API keys to one customer."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "confirmation_token",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mandate_data", postgresql.JSONB(), nullable=True),
        sa.Column("payment_intent_id", sa.Text(collation="C"), nullable=True),
        sa.Column("payment_method_options", postgresql.JSONB(), nullable=True),
        sa.Column("payment_method_preview", postgresql.JSONB(), nullable=True),
        sa.Column("return_url", sa.Text(), nullable=True),
        sa.Column("setup_future_usage", sa.Text(), nullable=True),
        sa.Column("setup_intent_id", sa.Text(collation="C"), nullable=True),
        sa.Column("shipping", postgresql.JSONB(), nullable=True),
        sa.Column("use_stripe_sdk", sa.Boolean(), nullable=False),
        sa.Column("payment_method_id", sa.Text(), nullable=True),
        sa.Column("behaviour", sa.Text(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("radar_options", postgresql.JSONB(), nullable=False),
        sa.Column("method_metadata", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "confirmation_token_clock",
        "confirmation_token",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index("confirmation_token_id_hash", "confirmation_token", ["id"], unique=False, postgresql_using="hash")
    op.create_index(
        "confirmation_token_page", "confirmation_token", ["account_id", "livemode", "created", "id"], unique=False
    )
    op.create_index(
        "confirmation_token_payment_intent_id",
        "confirmation_token",
        ["payment_intent_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("payment_intent_id IS NOT NULL"),
    )
    op.create_index(
        "confirmation_token_setup_intent_id",
        "confirmation_token",
        ["setup_intent_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("setup_intent_id IS NOT NULL"),
    )
    op.create_table(
        "token",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bank_account", postgresql.JSONB(), nullable=True),
        sa.Column("card", postgresql.JSONB(), nullable=True),
        sa.Column("client_ip", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("behaviour", sa.Text(), nullable=False),
        sa.Column("details", postgresql.JSONB(), nullable=False),
        sa.Column("billing_details", postgresql.JSONB(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "token_clock", "token", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("token_id_hash", "token", ["id"], unique=False, postgresql_using="hash")
    op.create_index("token_page", "token", ["account_id", "livemode", "created", "id"], unique=False)
    op.add_column("api_key", sa.Column("customer_id", sa.Text(), nullable=True))
    op.add_column("api_key", sa.Column("scope", postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    op.create_index(
        "api_key_customer",
        "api_key",
        ["customer_id"],
        unique=False,
        postgresql_where=sa.text("customer_id IS NOT NULL"),
    )
    op.add_column("payment_intent", sa.Column("cvc_token", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("payment_intent", "cvc_token")
    op.drop_index("api_key_customer", table_name="api_key")
    op.drop_column("api_key", "scope")
    op.drop_column("api_key", "customer_id")
    for table in ("token", "confirmation_token"):
        op.drop_table(table)
