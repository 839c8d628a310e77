"""Indexes cost at every write: none where nothing leads back, and no entry for a row that leads nowhere."""

from alembic import op
from sqlalchemy import text

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NOT_NEEDED = {
    "charge": (
        "balance_transaction_id",
        "failure_balance_transaction_id",
    ),
    "payment_intent": ("latest_charge_id",),
    "refund": (
        "failure_balance_transaction_id",
        "balance_transaction_id",
    ),
}
PARTIAL = {
    "balance_transaction": ("source_id",),
    "charge": (
        "payment_method_id",
        "payment_intent_id",
        "customer_id",
    ),
    "customer": ("test_clock_id",),
    "event": ("request_log_id",),
    "payment_intent": (
        "payment_method_id",
        "customer_id",
    ),
    "payment_method": ("customer_id",),
    "product": ("default_price_id",),
    "refund": (
        "charge_id",
        "payment_intent_id",
    ),
    "webhook_attempt": (
        "event_destination_id",
        "delivery_id",
        "webhook_endpoint_id",
        "thin_event_id",
        "event_id",
    ),
    "webhook_delivery": (
        "event_id",
        "event_destination_id",
        "webhook_endpoint_id",
        "thin_event_id",
    ),
}
BY_ID = ("event", "webhook_attempt", "webhook_delivery")
"""Tables whose rows are listed in the order of ids."""


def upgrade() -> None:
    for table, columns in NOT_NEEDED.items():
        for column in columns:
            op.drop_index(f"{table}_{column}", table_name=table)
    for table, columns in PARTIAL.items():
        for column in columns:
            op.drop_index(f"{table}_{column}", table_name=table)
            _index(table, column, partial=True)


def downgrade() -> None:
    for table, columns in PARTIAL.items():
        for column in columns:
            op.drop_index(f"{table}_{column}", table_name=table)
            _index(table, column, partial=False)
    for table, columns in NOT_NEEDED.items():
        for column in columns:
            _index(table, column, partial=False)


def _index(table: str, column: str, *, partial: bool) -> None:
    order = ("id",) if table in BY_ID else ("created", "id")
    there = text(f"{column} IS NOT NULL") if partial else None
    op.create_index(f"{table}_{column}", table, [column, *order], postgresql_where=there)
