"""Platforms take application fees of charges on accounts that are connected to them, and return them."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def text(name: str, *, null: bool = True, is_id: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.Text(collation="C") if is_id else sa.Text(), nullable=null)


def number(name: str, *, null: bool = False, **options: Any) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=null, **options)


def jsonb(name: str, *, null: bool = True) -> sa.Column[Any]:
    return sa.Column(name, postgresql.JSONB(), nullable=null)


def create(table: str, parent: str, *columns: sa.Column[Any]) -> None:
    """A table with what every resource has, and what leads from the parent to its rows."""
    op.create_table(
        table,
        text("id", null=False),
        text("account_id", null=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        text("clock_id"),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        text(parent, null=False),
        number("amount"),
        text("balance_transaction_id"),
        text("currency", null=False, is_id=False),
        *columns,
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(f"{table}_clock", table, ["clock_id"], postgresql_where=sa.text("clock_id IS NOT NULL"))
    op.create_index(f"{table}_id_hash", table, ["id"], postgresql_using="hash")
    op.create_index(f"{table}_page", table, ["account_id", "livemode", "created", "id"])
    op.create_index(f"{table}_{parent}", table, [parent, "created", "id"])


ADDED = {
    "billing_portal_configuration": (jsonb("application"),),
    "payment_method_configuration": (jsonb("application"),),
    "quote": (jsonb("application"),),
    "subscription": (jsonb("application"),),
    "subscription_schedule": (jsonb("application"),),
    "charge": (
        jsonb("application"),
        number("application_fee_amount", null=True),
        text("application_fee_id"),
        text("on_behalf_of_id"),
        jsonb("transfer_data"),
        text("transfer_id"),
    ),
    "invoice": (
        jsonb("application"),
        number("application_fee_amount", null=True),
        text("on_behalf_of_id"),
        jsonb("transfer_data"),
        sa.Column("fee_percent", sa.Numeric(), nullable=True),
        sa.Column("transfer_percent", sa.Numeric(), nullable=True),
    ),
    "mandate": (text("on_behalf_of", is_id=False),),
    "payout": (
        number("application_fee_amount", null=True),
        text("application_fee_id"),
    ),
    "setup_attempt": (
        jsonb("application"),
        text("on_behalf_of_id"),
    ),
    "setup_intent": (
        jsonb("application"),
        text("on_behalf_of_id"),
    ),
    "payment_intent": (
        jsonb("application"),
        number("application_fee_amount", null=True),
        text("on_behalf_of_id"),
        jsonb("transfer_data"),
    ),
}


def upgrade() -> None:
    create(
        "application_fee",
        "connected_id",
        jsonb("application", null=False),
        number("amount_refunded"),
        text("charge_id", null=False),
        jsonb("fee_source"),
        text("originating_transaction_id"),
        sa.Column("refunded", sa.Boolean(), nullable=False),
    )
    create("application_fee_refund", "fee_id", jsonb("meta", null=False))
    op.create_index(
        "application_fee_refund_meta",
        "application_fee_refund",
        ["meta"],
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    for table, columns in ADDED.items():
        for column in columns:
            op.add_column(table, column)
    op.add_column("refund", number("returned_fee", server_default="0"))
    op.alter_column("refund", "returned_fee", server_default=None)


def downgrade() -> None:
    op.drop_column("refund", "returned_fee")
    for table, columns in ADDED.items():
        for column in columns:
            op.drop_column(table, column.name)
    op.drop_table("application_fee_refund")
    op.drop_table("application_fee")
