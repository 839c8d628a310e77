"""Setup intents, setup attempts and mandates; a payment keeps the mandate that its caller names."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mandate",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("customer_acceptance", postgresql.JSONB(), nullable=False),
        sa.Column("multi_use", postgresql.JSONB(), nullable=True),
        sa.Column("payment_method_id", sa.Text(collation="C"), nullable=False),
        sa.Column("payment_method_details", postgresql.JSONB(), nullable=False),
        sa.Column("single_use", postgresql.JSONB(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "mandate_clock", "mandate", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("mandate_id_hash", "mandate", ["id"], unique=False, postgresql_using="hash")
    op.create_index("mandate_page", "mandate", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index(
        "mandate_payment_method_id",
        "mandate",
        ["payment_method_id", "created", "id"],
        unique=False,
    )
    op.create_table(
        "setup_attempt",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attach_to_self", sa.Boolean(), nullable=True),
        sa.Column("customer_id", sa.Text(collation="C"), nullable=True),
        sa.Column("flow_directions", postgresql.JSONB(), nullable=True),
        sa.Column("payment_method_id", sa.Text(collation="C"), nullable=False),
        sa.Column("payment_method_details", postgresql.JSONB(), nullable=False),
        sa.Column("setup_error", postgresql.JSONB(), nullable=True),
        sa.Column("setup_intent_id", sa.Text(collation="C"), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("usage", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "setup_attempt_clock",
        "setup_attempt",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index(
        "setup_attempt_customer_id",
        "setup_attempt",
        ["customer_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("customer_id IS NOT NULL"),
    )
    op.create_index("setup_attempt_id_hash", "setup_attempt", ["id"], unique=False, postgresql_using="hash")
    op.create_index("setup_attempt_page", "setup_attempt", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index(
        "setup_attempt_payment_method_id",
        "setup_attempt",
        ["payment_method_id", "created", "id"],
        unique=False,
    )
    op.create_index(
        "setup_attempt_setup_intent_id",
        "setup_attempt",
        ["setup_intent_id", "created", "id"],
        unique=False,
    )
    op.create_table(
        "setup_intent",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("authenticated", sa.Boolean(), nullable=False),
        sa.Column("authentication_token", sa.Text(), nullable=True),
        sa.Column("mandate_data", postgresql.JSONB(), nullable=True),
        sa.Column("microdeposit_attempts", sa.BigInteger(), nullable=False),
        sa.Column("moto", sa.Boolean(), nullable=False),
        sa.Column("requires_return_url", sa.Boolean(), nullable=False),
        sa.Column("return_url", sa.Text(), nullable=True),
        sa.Column("attach_to_self", sa.Boolean(), nullable=True),
        sa.Column("automatic_payment_methods", postgresql.JSONB(), nullable=True),
        sa.Column("cancellation_reason", sa.Text(), nullable=True),
        sa.Column("client_secret", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(collation="C"), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("flow_directions", postgresql.JSONB(), nullable=True),
        sa.Column("last_setup_error", postgresql.JSONB(), nullable=True),
        sa.Column("latest_attempt_id", sa.Text(collation="C"), nullable=True),
        sa.Column("mandate_id", sa.Text(collation="C"), nullable=True),
        sa.Column("next_action", postgresql.JSONB(), nullable=True),
        sa.Column("payment_method_id", sa.Text(collation="C"), nullable=True),
        sa.Column("payment_method_options", postgresql.JSONB(), nullable=True),
        sa.Column("payment_method_types", postgresql.JSONB(), nullable=False),
        sa.Column("single_use_mandate_id", sa.Text(collation="C"), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("usage", sa.Text(), nullable=False),
        sa.Column("single_use", postgresql.JSONB(), nullable=True),
        sa.Column("three_d_secure", postgresql.JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "setup_intent_clock",
        "setup_intent",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index(
        "setup_intent_customer_id",
        "setup_intent",
        ["customer_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("customer_id IS NOT NULL"),
    )
    op.create_index("setup_intent_id_hash", "setup_intent", ["id"], unique=False, postgresql_using="hash")
    op.create_index(
        "setup_intent_meta",
        "setup_intent",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("setup_intent_page", "setup_intent", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index(
        "setup_intent_payment_method_id",
        "setup_intent",
        ["payment_method_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("payment_method_id IS NOT NULL"),
    )
    op.add_column("payment_intent", sa.Column("mandate_id", sa.Text(collation="C"), nullable=True))


def downgrade() -> None:
    op.drop_column("payment_intent", "mandate_id")
    for table in ("setup_intent", "setup_attempt", "mandate"):
        op.drop_table(table)
