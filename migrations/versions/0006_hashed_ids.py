"""A hash of each table's ids, by which joins find rows sooner than by the primary key."""

from collections.abc import Sequence

from alembic import op

revision: str = "0006"
down_revision: str | Sequence[str] | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = (
    "account",
    "balance_transaction",
    "charge",
    "customer",
    "event_destination",
    "payment_intent",
    "payment_method",
    "price",
    "product",
    "refund",
    "test_clock",
    "thin_event",
    "webhook_endpoint",
)


def upgrade() -> None:
    for table in TABLES:
        op.create_index(f"{table}_id_hash", table, ["id"], unique=False, postgresql_using="hash")


def downgrade() -> None:
    for table in TABLES:
        op.drop_index(f"{table}_id_hash", table_name=table)
