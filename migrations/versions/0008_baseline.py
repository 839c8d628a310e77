"""The tables as they were when there was more than one migration to them. Generated."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0008"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = (
    "webhook_endpoint",
    "webhook_delivery",
    "webhook_attempt",
    "wake",
    "thin_event",
    "test_clock",
    "signing_secret",
    "request_log",
    "refund",
    "product",
    "price",
    "payment_method",
    "payment_intent",
    "ledger_entry",
    "idempotency_record",
    "event_stream",
    "event_destination",
    "event",
    "customer",
    "charge",
    "balance_transaction",
    "api_key",
    "account",
)
PARTITIONED = ("event", "request_log", "webhook_attempt", "webhook_delivery")


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("business_profile", postgresql.JSONB(), nullable=True),
        sa.Column("business_type", sa.Text(), nullable=True),
        sa.Column("capabilities", postgresql.JSONB(), nullable=False),
        sa.Column("charges_enabled", sa.Boolean(), nullable=False),
        sa.Column("company", postgresql.JSONB(), nullable=True),
        sa.Column("controller", postgresql.JSONB(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("default_currency", sa.Text(), nullable=True),
        sa.Column("details_submitted", sa.Boolean(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("future_requirements", postgresql.JSONB(), nullable=True),
        sa.Column("groups", postgresql.JSONB(), nullable=True),
        sa.Column("payouts_enabled", sa.Boolean(), nullable=False),
        sa.Column("requirements", postgresql.JSONB(), nullable=True),
        sa.Column("settings", postgresql.JSONB(), nullable=False),
        sa.Column("tos_acceptance", postgresql.JSONB(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "account_clock", "account", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("account_id_hash", "account", ["id"], unique=False, postgresql_using="hash")
    op.create_index(
        "account_meta",
        "account",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("account_page", "account", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_table(
        "api_key",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("permissions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hash"),
    )
    op.create_index("api_key_account", "api_key", ["account_id", "livemode"], unique=False)
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
    op.create_index("balance_transaction_id_hash", "balance_transaction", ["id"], unique=False, postgresql_using="hash")
    op.create_index(
        "balance_transaction_page", "balance_transaction", ["account_id", "livemode", "created", "id"], unique=False
    )
    op.create_index(
        "balance_transaction_source_id",
        "balance_transaction",
        ["source_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("source_id IS NOT NULL"),
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
        "charge_clock", "charge", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index(
        "charge_customer_id",
        "charge",
        ["customer_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("customer_id IS NOT NULL"),
    )
    op.create_index("charge_id_hash", "charge", ["id"], unique=False, postgresql_using="hash")
    op.create_index(
        "charge_meta",
        "charge",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("charge_page", "charge", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index(
        "charge_payment_intent_id",
        "charge",
        ["payment_intent_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("payment_intent_id IS NOT NULL"),
    )
    op.create_index(
        "charge_payment_method_id",
        "charge",
        ["payment_method_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("payment_method_id IS NOT NULL"),
    )
    op.create_table(
        "customer",
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address", postgresql.JSONB(), nullable=True),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("balance_currency", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("delinquent", sa.Boolean(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("invoice_credit_balance", postgresql.JSONB(), nullable=False),
        sa.Column("invoice_prefix", sa.Text(), nullable=True),
        sa.Column("invoice_settings", postgresql.JSONB(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("next_invoice_sequence", sa.BigInteger(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("preferred_locales", postgresql.JSONB(), nullable=False),
        sa.Column("shipping", postgresql.JSONB(), nullable=True),
        sa.Column("tax", postgresql.JSONB(), nullable=True),
        sa.Column("tax_exempt", sa.Text(), nullable=True),
        sa.Column("test_clock_id", sa.Text(collation="C"), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "customer_clock", "customer", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("customer_email", "customer", ["account_id", "livemode", "email"], unique=False)
    op.create_index("customer_id_hash", "customer", ["id"], unique=False, postgresql_using="hash")
    op.create_index("customer_invoice_prefix", "customer", ["account_id", "livemode", "invoice_prefix"], unique=True)
    op.create_index(
        "customer_meta",
        "customer",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("customer_page", "customer", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index(
        "customer_test_clock_id",
        "customer",
        ["test_clock_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("test_clock_id IS NOT NULL"),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("api_version", sa.Text(), nullable=True),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.Column("pending_webhooks", sa.BigInteger(), nullable=False),
        sa.Column("request", postgresql.JSONB(), nullable=True),
        sa.Column("request_log_id", sa.Text(collation="C"), nullable=True),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
        postgresql_partition_by="RANGE (id)",
    )
    op.create_index(
        "event_clock", "event", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("event_line", "event", ["account_id", "livemode", "id"], unique=False)
    op.create_index("event_object", "event", ["object_id", "id"], unique=False)
    op.create_index("event_page", "event", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index("event_place", "event", ["account_id", "livemode", "sequence"], unique=False)
    op.create_index(
        "event_request_log_id",
        "event",
        ["request_log_id", "id"],
        unique=False,
        postgresql_where=sa.text("request_log_id IS NOT NULL"),
    )
    op.create_table(
        "event_destination",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("amazon_eventbridge", postgresql.JSONB(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("enabled_events", postgresql.JSONB(), nullable=False),
        sa.Column("event_payload", sa.Text(), nullable=False),
        sa.Column("events_from", postgresql.JSONB(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("snapshot_api_version", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_details", postgresql.JSONB(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("webhook_endpoint", postgresql.JSONB(), nullable=True),
        sa.Column("last_replay", postgresql.JSONB(), nullable=True),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "event_destination_clock",
        "event_destination",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index("event_destination_id_hash", "event_destination", ["id"], unique=False, postgresql_using="hash")
    op.create_index(
        "event_destination_meta",
        "event_destination",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index(
        "event_destination_page", "event_destination", ["account_id", "livemode", "created", "id"], unique=False
    )
    op.create_table(
        "event_stream",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("last_sequence", sa.BigInteger(), nullable=False),
        sa.Column("routes", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("routes_version", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("account_id", "livemode"),
    )
    op.create_table(
        "idempotency_record",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("mutation", sa.Text(), nullable=False),
        sa.Column("request_hash", sa.Text(), nullable=False),
        sa.Column("response", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "livemode", "key"),
    )
    op.create_index(op.f("ix_idempotency_record_created"), "idempotency_record", ["created"], unique=False)
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("movement_id", sa.Text(), nullable=False),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ledger_entry_balance", "ledger_entry", ["account_id", "livemode", "book", "currency"], unique=False
    )
    op.create_index("ledger_entry_movement", "ledger_entry", ["movement_id"], unique=False)
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
    op.create_index(
        "payment_intent_customer_id",
        "payment_intent",
        ["customer_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("customer_id IS NOT NULL"),
    )
    op.create_index("payment_intent_id_hash", "payment_intent", ["id"], unique=False, postgresql_using="hash")
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
        "payment_intent_payment_method_id",
        "payment_intent",
        ["payment_method_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("payment_method_id IS NOT NULL"),
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
    op.create_index(
        "payment_method_customer_id",
        "payment_method",
        ["customer_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("customer_id IS NOT NULL"),
    )
    op.create_index("payment_method_id_hash", "payment_method", ["id"], unique=False, postgresql_using="hash")
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
        "price",
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("billing_scheme", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("currency_options", postgresql.JSONB(), nullable=False),
        sa.Column("custom_unit_amount", postgresql.JSONB(), nullable=True),
        sa.Column("lookup_key", sa.Text(), nullable=True),
        sa.Column("nickname", sa.Text(), nullable=True),
        sa.Column("product_id", sa.Text(collation="C"), nullable=False),
        sa.Column("recurring", postgresql.JSONB(), nullable=True),
        sa.Column("tax_behavior", sa.Text(), nullable=True),
        sa.Column("tiers", postgresql.JSONB(), nullable=False),
        sa.Column("tiers_mode", sa.Text(), nullable=True),
        sa.Column("transform_quantity", postgresql.JSONB(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("unit_amount", sa.BigInteger(), nullable=True),
        sa.Column("unit_amount_decimal", sa.Numeric(), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "price_clock", "price", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("price_id_hash", "price", ["id"], unique=False, postgresql_using="hash")
    op.create_index("price_lookup_key", "price", ["account_id", "livemode", "lookup_key"], unique=True)
    op.create_index(
        "price_meta", "price", ["meta"], unique=False, postgresql_using="gin", postgresql_ops={"meta": "jsonb_path_ops"}
    )
    op.create_index("price_page", "price", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index("price_product_id", "price", ["product_id", "created", "id"], unique=False, postgresql_where=None)
    op.create_table(
        "product",
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("default_price_id", sa.Text(collation="C"), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("images", postgresql.JSONB(), nullable=False),
        sa.Column("marketing_features", postgresql.JSONB(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("package_dimensions", postgresql.JSONB(), nullable=True),
        sa.Column("shippable", sa.Boolean(), nullable=True),
        sa.Column("statement_descriptor", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("unit_label", sa.Text(), nullable=True),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "product_clock", "product", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index(
        "product_default_price_id",
        "product",
        ["default_price_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("default_price_id IS NOT NULL"),
    )
    op.create_index("product_id_hash", "product", ["id"], unique=False, postgresql_using="hash")
    op.create_index(
        "product_meta",
        "product",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("product_page", "product", ["account_id", "livemode", "created", "id"], unique=False)
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
        "refund_charge_id",
        "refund",
        ["charge_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("charge_id IS NOT NULL"),
    )
    op.create_index(
        "refund_clock", "refund", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("refund_id_hash", "refund", ["id"], unique=False, postgresql_using="hash")
    op.create_index(
        "refund_meta",
        "refund",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("refund_page", "refund", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index(
        "refund_payment_intent_id",
        "refund",
        ["payment_intent_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("payment_intent_id IS NOT NULL"),
    )
    op.create_table(
        "request_log",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("operation_name", sa.Text(), nullable=True),
        sa.Column("operation_kind", sa.Text(), nullable=True),
        sa.Column("mutations", postgresql.JSONB(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("variables", postgresql.JSONB(), nullable=False),
        sa.Column("key", postgresql.JSONB(), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column("transport", sa.Text(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("close_code", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("errors", postgresql.JSONB(), nullable=False),
        sa.Column("user_errors", postgresql.JSONB(), nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("objects", postgresql.JSONB(), nullable=False),
        sa.Column("replayed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
        postgresql_partition_by="RANGE (id)",
    )
    op.create_index(
        "request_log_clock", "request_log", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("request_log_line", "request_log", ["account_id", "livemode", "id"], unique=False)
    op.create_index("request_log_page", "request_log", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_table(
        "signing_secret",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("target_id", sa.Text(collation="C"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("signing_secret_target", "signing_secret", ["target_id", "id"], unique=False)
    op.create_table(
        "test_clock",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("frozen_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_details", postgresql.JSONB(), nullable=False),
        sa.Column("deletes_after", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "test_clock_clock", "test_clock", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("test_clock_id_hash", "test_clock", ["id"], unique=False, postgresql_using="hash")
    op.create_index("test_clock_page", "test_clock", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_table(
        "thin_event",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("context", sa.Text(), nullable=True),
        sa.Column("data", postgresql.JSONB(), nullable=True),
        sa.Column("reason", postgresql.JSONB(), nullable=True),
        sa.Column("related_object", postgresql.JSONB(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "thin_event_clock", "thin_event", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("thin_event_id_hash", "thin_event", ["id"], unique=False, postgresql_using="hash")
    op.create_index("thin_event_object", "thin_event", ["object_id", "created", "id"], unique=False)
    op.create_index("thin_event_page", "thin_event", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_table(
        "wake",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("clock_id", sa.Text(), nullable=True),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "wake_clock", "wake", ["clock_id", "due", "id"], unique=False, postgresql_where="clock_id IS NOT NULL"
    )
    op.create_index("wake_real", "wake", ["due", "id"], unique=False, postgresql_where="clock_id IS NULL")
    op.create_index("wake_target", "wake", ["account_id", "target_id"], unique=False)
    op.create_table(
        "webhook_attempt",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivery_id", sa.Text(collation="C"), nullable=True),
        sa.Column("event_id", sa.Text(collation="C"), nullable=True),
        sa.Column("thin_event_id", sa.Text(collation="C"), nullable=True),
        sa.Column("webhook_endpoint_id", sa.Text(collation="C"), nullable=True),
        sa.Column("event_destination_id", sa.Text(collation="C"), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("status_code", sa.BigInteger(), nullable=True),
        sa.Column("latency", sa.BigInteger(), nullable=False),
        sa.Column("response", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
        postgresql_partition_by="RANGE (id)",
    )
    op.create_index(
        "webhook_attempt_clock",
        "webhook_attempt",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index(
        "webhook_attempt_delivery_id",
        "webhook_attempt",
        ["delivery_id", "id"],
        unique=False,
        postgresql_where=sa.text("delivery_id IS NOT NULL"),
    )
    op.create_index(
        "webhook_attempt_event_destination_id",
        "webhook_attempt",
        ["event_destination_id", "id"],
        unique=False,
        postgresql_where=sa.text("event_destination_id IS NOT NULL"),
    )
    op.create_index(
        "webhook_attempt_event_id",
        "webhook_attempt",
        ["event_id", "id"],
        unique=False,
        postgresql_where=sa.text("event_id IS NOT NULL"),
    )
    op.create_index("webhook_attempt_line", "webhook_attempt", ["account_id", "livemode", "id"], unique=False)
    op.create_index(
        "webhook_attempt_page", "webhook_attempt", ["account_id", "livemode", "created", "id"], unique=False
    )
    op.create_index(
        "webhook_attempt_thin_event_id",
        "webhook_attempt",
        ["thin_event_id", "id"],
        unique=False,
        postgresql_where=sa.text("thin_event_id IS NOT NULL"),
    )
    op.create_index(
        "webhook_attempt_webhook_endpoint_id",
        "webhook_attempt",
        ["webhook_endpoint_id", "id"],
        unique=False,
        postgresql_where=sa.text("webhook_endpoint_id IS NOT NULL"),
    )
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("event_id", sa.Text(collation="C"), nullable=True),
        sa.Column("thin_event_id", sa.Text(collation="C"), nullable=True),
        sa.Column("webhook_endpoint_id", sa.Text(collation="C"), nullable=True),
        sa.Column("event_destination_id", sa.Text(collation="C"), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempt_count", sa.BigInteger(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("target_id", sa.Text(collation="C"), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease", sa.Text(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("body", postgresql.JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
        postgresql_partition_by="RANGE (id)",
    )
    op.create_index(
        "webhook_delivery_clock",
        "webhook_delivery",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index(
        "webhook_delivery_due",
        "webhook_delivery",
        ["target_id", "next_attempt_at", "sequence"],
        unique=False,
        postgresql_where="status = 'pending'",
    )
    op.create_index(
        "webhook_delivery_event_destination_id",
        "webhook_delivery",
        ["event_destination_id", "id"],
        unique=False,
        postgresql_where=sa.text("event_destination_id IS NOT NULL"),
    )
    op.create_index(
        "webhook_delivery_event_id",
        "webhook_delivery",
        ["event_id", "id"],
        unique=False,
        postgresql_where=sa.text("event_id IS NOT NULL"),
    )
    op.create_index("webhook_delivery_line", "webhook_delivery", ["account_id", "livemode", "id"], unique=False)
    op.create_index(
        "webhook_delivery_next",
        "webhook_delivery",
        ["next_attempt_at"],
        unique=False,
        postgresql_where="status = 'pending'",
    )
    op.create_index(
        "webhook_delivery_order",
        "webhook_delivery",
        ["target_id", "object_id", "sequence"],
        unique=False,
        postgresql_where="status = 'pending'",
    )
    op.create_index(
        "webhook_delivery_page", "webhook_delivery", ["account_id", "livemode", "created", "id"], unique=False
    )
    op.create_index("webhook_delivery_replay", "webhook_delivery", ["target_id", "created"], unique=False)
    op.create_index(
        "webhook_delivery_thin_event_id",
        "webhook_delivery",
        ["thin_event_id", "id"],
        unique=False,
        postgresql_where=sa.text("thin_event_id IS NOT NULL"),
    )
    op.create_index(
        "webhook_delivery_webhook_endpoint_id",
        "webhook_delivery",
        ["webhook_endpoint_id", "id"],
        unique=False,
        postgresql_where=sa.text("webhook_endpoint_id IS NOT NULL"),
    )
    op.create_table(
        "webhook_endpoint",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("api_version", sa.Text(), nullable=True),
        sa.Column("application", sa.Text(), nullable=True),
        sa.Column("connect", sa.Boolean(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("enabled_events", postgresql.JSONB(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("last_replay", postgresql.JSONB(), nullable=True),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "webhook_endpoint_clock",
        "webhook_endpoint",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index("webhook_endpoint_id_hash", "webhook_endpoint", ["id"], unique=False, postgresql_using="hash")
    op.create_index(
        "webhook_endpoint_meta",
        "webhook_endpoint",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index(
        "webhook_endpoint_page", "webhook_endpoint", ["account_id", "livemode", "created", "id"], unique=False
    )
    # A first partition of each, which takes all that there is no other for.
    for table in PARTITIONED:
        op.execute(f"CREATE TABLE {table}_rest PARTITION OF {table} FOR VALUES FROM (MINVALUE) TO (MAXVALUE)")


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
