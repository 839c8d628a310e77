"""Billing credits, and the customer portal: every account has a default configuration, as new accounts do."""

import json
import secrets

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

FEATURES = {
    "customer_update": {"allowed_updates": ["address", "email", "name", "phone", "tax_id"], "enabled": True},
    "invoice_history": {"enabled": True},
    "payment_method_update": {"enabled": True},
    "subscription_cancel": {
        "cancellation_reason": {
            "enabled": False,
            "options": ["too_expensive", "missing_features", "switched_service", "unused", "other"],
        },
        "enabled": True,
        "mode": "at_period_end",
        "proration_behavior": "none",
    },
    "subscription_update": {
        "default_allowed_updates": [],
        "enabled": False,
        "products": None,
        "proration_behavior": "none",
        "schedule_at_period_end": {"conditions": []},
    },
}


def upgrade() -> None:
    op.create_table(
        "billing_credit_balance_transaction",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("credit", postgresql.JSONB(), nullable=True),
        sa.Column("credit_grant_id", sa.Text(collation="C"), nullable=False),
        sa.Column("customer_id", sa.Text(collation="C"), nullable=False),
        sa.Column("debit", postgresql.JSONB(), nullable=True),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("invoice_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "billing_credit_balance_transaction_clock_id",
        "billing_credit_balance_transaction",
        ["clock_id", "created", "id"],
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index(
        "billing_credit_balance_transaction_credit_grant_id",
        "billing_credit_balance_transaction",
        ["credit_grant_id", "created", "id"],
    )
    op.create_index(
        "billing_credit_balance_transaction_customer_id",
        "billing_credit_balance_transaction",
        ["customer_id", "created", "id"],
    )
    op.create_index(
        "billing_credit_balance_transaction_id_hash",
        "billing_credit_balance_transaction",
        ["id"],
        postgresql_using="hash",
    )
    op.create_index(
        "billing_credit_balance_transaction_invoice",
        "billing_credit_balance_transaction",
        ["account_id", "invoice_id"],
        postgresql_where=sa.text("invoice_id IS NOT NULL"),
    )
    op.create_index(
        "billing_credit_balance_transaction_page",
        "billing_credit_balance_transaction",
        ["account_id", "livemode", "created", "id"],
    )
    op.create_table(
        "billing_credit_grant",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("amount", postgresql.JSONB(), nullable=False),
        sa.Column("applicability_config", postgresql.JSONB(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(collation="C"), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remaining", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "billing_credit_grant_clock_id",
        "billing_credit_grant",
        ["clock_id", "created", "id"],
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index(
        "billing_credit_grant_customer_id",
        "billing_credit_grant",
        ["customer_id", "created", "id"],
    )
    op.create_index("billing_credit_grant_id_hash", "billing_credit_grant", ["id"], postgresql_using="hash")
    op.create_index(
        "billing_credit_grant_meta",
        "billing_credit_grant",
        ["meta"],
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index(
        "billing_credit_grant_page", "billing_credit_grant", ["account_id", "livemode", "created", "id"], unique=False
    )
    op.create_table(
        "billing_portal_access",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("session", postgresql.JSONB(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_table(
        "billing_portal_configuration",
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("business_profile", postgresql.JSONB(), nullable=False),
        sa.Column("default_return_url", sa.Text(), nullable=True),
        sa.Column("features", postgresql.JSONB(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("login_page", postgresql.JSONB(), nullable=False),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "billing_portal_configuration_clock",
        "billing_portal_configuration",
        ["clock_id"],
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index(
        "billing_portal_configuration_default",
        "billing_portal_configuration",
        ["account_id", "livemode"],
        unique=True,
        postgresql_where=sa.text("is_default"),
    )
    op.create_index(
        "billing_portal_configuration_id_hash",
        "billing_portal_configuration",
        ["id"],
        postgresql_using="hash",
    )
    op.create_index(
        "billing_portal_configuration_meta",
        "billing_portal_configuration",
        ["meta"],
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index(
        "billing_portal_configuration_page",
        "billing_portal_configuration",
        ["account_id", "livemode", "created", "id"],
    )
    _fill()


def _fill() -> None:
    connection = op.get_bind()
    for account in connection.execute(sa.text("SELECT id, livemode, created FROM account")).all():
        values = {"id": account.id, "livemode": account.livemode, "created": account.created}
        connection.execute(
            sa.text(
                "INSERT INTO billing_portal_configuration (id, account_id, livemode, created, active, "
                "business_profile, features, is_default, login_page, meta, updated) "
                "VALUES (:made, :id, :livemode, :created, true, "
                "CAST(:profile AS jsonb), CAST(:features AS jsonb), true, CAST(:page AS jsonb), '{}', :created)"
            ),
            values
            | {
                "made": f"bpc_{secrets.token_hex(12)}",
                "profile": json.dumps(dict.fromkeys(("headline", "privacy_policy_url", "terms_of_service_url"))),
                "features": json.dumps(FEATURES),
                "page": json.dumps({"enabled": False, "url": None}),
            },
        )


def downgrade() -> None:
    op.drop_table("billing_portal_configuration")
    op.drop_table("billing_portal_access")
    op.drop_table("billing_credit_grant")
    op.drop_table("billing_credit_balance_transaction")
