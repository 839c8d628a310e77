"""Payments: methods, intents, charges, refunds, and the balance's transactions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "balance_transaction",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("available_on", sa.DateTime(timezone=True), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("exchange_rate", sa.Numeric(), nullable=True),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("fee_details", postgresql.JSONB(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("reporting_category", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(collation="C"), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("source_type", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "balance_transaction_clock",
        "balance_transaction",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index(
        "balance_transaction_due",
        "balance_transaction",
        ["account_id", "livemode", "available_on"],
        unique=False,
        postgresql_where="status = 'pending'",
    )
    op.create_index(
        "balance_transaction_page", "balance_transaction", ["account_id", "livemode", "created", "id"], unique=False
    )
    op.create_index(
        "balance_transaction_source_id", "balance_transaction", ["source_id", "created", "id"], unique=False
    )
    op.create_table(
        "charge",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("amount_captured", sa.BigInteger(), nullable=False),
        sa.Column("amount_refunded", sa.BigInteger(), nullable=False),
        sa.Column("authorization_code", sa.Text(), nullable=True),
        sa.Column("balance_transaction_id", sa.Text(collation="C"), nullable=True),
        sa.Column("billing_details", postgresql.JSONB(), nullable=False),
        sa.Column("calculated_statement_descriptor", sa.Text(), nullable=True),
        sa.Column("captured", sa.Boolean(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(collation="C"), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("failure_balance_transaction_id", sa.Text(collation="C"), nullable=True),
        sa.Column("failure_code", sa.Text(), nullable=True),
        sa.Column("failure_message", sa.Text(), nullable=True),
        sa.Column("fraud_details", postgresql.JSONB(), nullable=True),
        sa.Column("level3", postgresql.JSONB(), nullable=True),
        sa.Column("outcome", postgresql.JSONB(), nullable=True),
        sa.Column("paid", sa.Boolean(), nullable=False),
        sa.Column("payment_intent_id", sa.Text(collation="C"), nullable=True),
        sa.Column("payment_method_id", sa.Text(collation="C"), nullable=True),
        sa.Column("payment_method_details", postgresql.JSONB(), nullable=True),
        sa.Column("radar_options", postgresql.JSONB(), nullable=True),
        sa.Column("receipt_email", sa.Text(), nullable=True),
        sa.Column("receipt_number", sa.Text(), nullable=True),
        sa.Column("receipt_url", sa.Text(), nullable=True),
        sa.Column("refunded", sa.Boolean(), nullable=False),
        sa.Column("shipping", postgresql.JSONB(), nullable=True),
        sa.Column("statement_descriptor", sa.Text(), nullable=True),
        sa.Column("statement_descriptor_suffix", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("transfer_group", sa.Text(), nullable=True),
        sa.Column("amount_released", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "charge_balance_transaction_id", "charge", ["balance_transaction_id", "created", "id"], unique=False
    )
    op.create_index(
        "charge_clock", "charge", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("charge_customer_id", "charge", ["customer_id", "created", "id"], unique=False)
    op.create_index(
        "charge_failure_balance_transaction_id",
        "charge",
        ["failure_balance_transaction_id", "created", "id"],
        unique=False,
    )
    op.create_index(
        "charge_meta",
        "charge",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("charge_page", "charge", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index("charge_payment_intent_id", "charge", ["payment_intent_id", "created", "id"], unique=False)
    op.create_index("charge_payment_method_id", "charge", ["payment_method_id", "created", "id"], unique=False)
    op.create_table(
        "payment_intent",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("amount_capturable", sa.BigInteger(), nullable=False),
        sa.Column("amount_details", postgresql.JSONB(), nullable=True),
        sa.Column("amount_received", sa.BigInteger(), nullable=False),
        sa.Column("automatic_payment_methods", postgresql.JSONB(), nullable=True),
        sa.Column("canceled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancellation_reason", sa.Text(), nullable=True),
        sa.Column("capture_method", sa.Text(), nullable=False),
        sa.Column("client_secret", sa.Text(), nullable=False),
        sa.Column("confirmation_method", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(collation="C"), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("last_payment_error", postgresql.JSONB(), nullable=True),
        sa.Column("latest_charge_id", sa.Text(collation="C"), nullable=True),
        sa.Column("next_action", postgresql.JSONB(), nullable=True),
        sa.Column("payment_method_id", sa.Text(collation="C"), nullable=True),
        sa.Column("payment_method_options", postgresql.JSONB(), nullable=True),
        sa.Column("payment_method_types", postgresql.JSONB(), nullable=False),
        sa.Column("processing", postgresql.JSONB(), nullable=True),
        sa.Column("receipt_email", sa.Text(), nullable=True),
        sa.Column("setup_future_usage", sa.Text(), nullable=True),
        sa.Column("shipping", postgresql.JSONB(), nullable=True),
        sa.Column("statement_descriptor", sa.Text(), nullable=True),
        sa.Column("statement_descriptor_suffix", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("transfer_group", sa.Text(), nullable=True),
        sa.Column("authentication_token", sa.Text(), nullable=True),
        sa.Column("return_url", sa.Text(), nullable=True),
        sa.Column("off_session", sa.Boolean(), nullable=False),
        sa.Column("authenticated", sa.Boolean(), nullable=False),
        sa.Column("moto", sa.Boolean(), nullable=False),
        sa.Column("three_d_secure", postgresql.JSONB(), nullable=True),
        sa.Column("radar_options", postgresql.JSONB(), nullable=True),
        sa.Column("microdeposit_attempts", sa.BigInteger(), nullable=False),
        sa.Column("mandate_data", postgresql.JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "payment_intent_clock",
        "payment_intent",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index("payment_intent_customer_id", "payment_intent", ["customer_id", "created", "id"], unique=False)
    op.create_index(
        "payment_intent_latest_charge_id", "payment_intent", ["latest_charge_id", "created", "id"], unique=False
    )
    op.create_index(
        "payment_intent_meta",
        "payment_intent",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("payment_intent_page", "payment_intent", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index(
        "payment_intent_payment_method_id", "payment_intent", ["payment_method_id", "created", "id"], unique=False
    )
    op.create_table(
        "payment_method",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("allow_redisplay", sa.Text(), nullable=True),
        sa.Column("billing_details", postgresql.JSONB(), nullable=False),
        sa.Column("card", postgresql.JSONB(), nullable=True),
        sa.Column("customer_id", sa.Text(collation="C"), nullable=True),
        sa.Column("radar_options", postgresql.JSONB(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("us_bank_account", postgresql.JSONB(), nullable=True),
        sa.Column("behaviour", sa.Text(), nullable=False),
        sa.Column("set_up_off_session", sa.Boolean(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("consumed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "payment_method_clock",
        "payment_method",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index("payment_method_customer_id", "payment_method", ["customer_id", "created", "id"], unique=False)
    op.create_index(
        "payment_method_meta",
        "payment_method",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("payment_method_page", "payment_method", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_table(
        "refund",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("balance_transaction_id", sa.Text(collation="C"), nullable=True),
        sa.Column("charge_id", sa.Text(collation="C"), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("destination_details", postgresql.JSONB(), nullable=True),
        sa.Column("failure_balance_transaction_id", sa.Text(collation="C"), nullable=True),
        sa.Column("failure_reason", sa.Text(), nullable=True),
        sa.Column("instructions_email", sa.Text(), nullable=True),
        sa.Column("next_action", postgresql.JSONB(), nullable=True),
        sa.Column("payment_intent_id", sa.Text(collation="C"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("receipt_number", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("awaits_funds", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "refund_balance_transaction_id", "refund", ["balance_transaction_id", "created", "id"], unique=False
    )
    op.create_index("refund_charge_id", "refund", ["charge_id", "created", "id"], unique=False)
    op.create_index(
        "refund_clock", "refund", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index(
        "refund_failure_balance_transaction_id",
        "refund",
        ["failure_balance_transaction_id", "created", "id"],
        unique=False,
    )
    op.create_index(
        "refund_meta",
        "refund",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("refund_page", "refund", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index("refund_payment_intent_id", "refund", ["payment_intent_id", "created", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("balance_transaction")
    op.drop_table("charge")
    op.drop_table("payment_intent")
    op.drop_table("payment_method")
    op.drop_table("refund")
