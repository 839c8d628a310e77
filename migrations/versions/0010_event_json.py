"""Events keep the order of keys, hashes that are never null are there, and browsers may change their own shipping."""

from alembic import op
from sqlalchemy import Column, text
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

HASHES = (
    ("charge", "billing_details", "{address}"),
    ("payment_method", "billing_details", "{address}"),
    ("payment_intent", "amount_details", "{tip}"),
    ("account", "company", "{address}"),
    ("account", "settings", "{bacs_debit_payments}"),
    ("account", "settings", "{card_issuing}"),
    ("account", "settings", "{card_issuing,tos_acceptance}"),
    ("account", "settings", "{sepa_debit_payments}"),
)


def upgrade() -> None:
    op.execute("ALTER TABLE event ALTER COLUMN data TYPE json USING data::json")
    for table, column, path in HASHES:
        is_hash, missing = f"jsonb_typeof({column}) = 'object'", f"coalesce({column} #> '{path}', 'null') = 'null'"
        filled = f"jsonb_set({column}, '{path}', '{{}}')"
        op.execute(text(f"UPDATE {table} SET {column} = {filled} WHERE {is_hash} AND {missing}"))
    for table in ("charge", "payment_method"):
        op.execute(text(f"UPDATE {table} SET radar_options = '{{}}' WHERE radar_options IS NULL"))
        op.alter_column(table, "radar_options", nullable=False)

    op.add_column("payment_intent", Column("browser_shipping", JSONB(), nullable=True))


def downgrade() -> None:
    op.drop_column("payment_intent", "browser_shipping")
    for table in ("charge", "payment_method"):
        op.alter_column(table, "radar_options", nullable=True)
    op.execute("ALTER TABLE event ALTER COLUMN data TYPE jsonb USING data::jsonb")
