"""Bank accounts and cards that accounts are paid out to are objects, which payouts refer to."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

# Of what was kept so far, only what a destination does with payouts says which of the test numbers it has.
LAST4 = """CASE behaviour
    WHEN 'payout_instant' THEN '9991' WHEN 'payout_no_account' THEN '1116' WHEN 'payout_account_closed' THEN '1113'
    WHEN 'payout_insufficient_funds' THEN '2227' WHEN 'payout_debit_not_authorized' THEN '3335'
    WHEN 'payout_invalid_currency' THEN '4440' WHEN 'payout_to_card' THEN '5556' WHEN 'payout_to_mastercard' THEN '8210'
    WHEN 'payout_to_card_fails' THEN '5572' WHEN 'payout_to_card_slowly' THEN '5555' ELSE '6789' END"""

# Where the accounts are paid out to; and where payouts have gone that are there no more, which are deleted objects.
FORMER = """
CREATE TEMPORARY TABLE former_destination ON COMMIT DROP AS
SELECT kept.value ->> 'id' AS id, account.account_id, account.livemode, account.created,
    NULL::timestamptz AS deleted_at,
    kept.value ->> 'behaviour' AS behaviour, kept.value ->> 'country' AS country, kept.value ->> 'currency' AS currency,
    coalesce((kept.value ->> 'errored')::boolean, false) AS errored,
    coalesce((kept.value ->> 'instant')::boolean, false) AS instant, kept.value ->> 'type' AS type,
    row_number() OVER (
        PARTITION BY account.id, account.livemode, kept.value ->> 'currency' ORDER BY kept.place
    ) = 1 AS is_default
FROM account, jsonb_array_elements(account.payout_destinations) WITH ORDINALITY AS kept (value, place);
INSERT INTO former_destination
SELECT DISTINCT ON (destination_id, account_id, livemode) destination_id, account_id, livemode, created, now(),
    behaviour, country, currency, false, false, type, false
FROM payout
WHERE destination_id <> '' AND NOT EXISTS (
    SELECT FROM former_destination AS kept WHERE kept.id = payout.destination_id
        AND kept.account_id = payout.account_id AND kept.livemode = payout.livemode
)
ORDER BY destination_id, account_id, livemode, created;
UPDATE payout SET destination_id = NULL WHERE destination_id = ''
"""
METHODS = """CASE WHEN instant THEN '["standard", "instant"]' ELSE '["standard"]' END::jsonb"""
STATUS = "CASE WHEN errored THEN 'errored' ELSE 'new' END"
NOTHING_DUE = """'{"currently_due": [], "errors": [], "past_due": [], "pending_verification": []}'::jsonb"""
BANK_ACCOUNTS = f"""
INSERT INTO bank_account (id, account_id, livemode, created, deleted_at, meta, available_payout_methods, country,
    currency, default_for_currency, holder_id, last4, requirements, future_requirements, status, behaviour)
SELECT id, account_id, livemode, created, deleted_at, '{{}}', {METHODS}, country, currency, is_default, account_id,
    {LAST4}, {NOTHING_DUE}, {NOTHING_DUE}, {STATUS}, behaviour
FROM former_destination WHERE type <> 'card'
"""
CARDS = f"""
INSERT INTO card (id, account_id, livemode, created, deleted_at, meta, available_payout_methods, brand, country,
    currency, default_for_currency, exp_month, exp_year, funding, holder_id, last4, status, behaviour)
SELECT id, account_id, livemode, created, deleted_at, '{{}}', {METHODS},
    CASE behaviour WHEN 'payout_to_mastercard' THEN 'mastercard' ELSE 'visa' END, country, currency, is_default, 12,
    extract(year FROM now())::bigint + 1, 'debit', account_id, {LAST4}, {STATUS}, behaviour
FROM former_destination WHERE type = 'card'
"""
BACK = """
UPDATE account SET payout_destinations = (
    SELECT coalesce(jsonb_agg(kept.value ORDER BY kept.is_default DESC, kept.created, kept.id), '[]') FROM (
        SELECT id, created, default_for_currency AS is_default, jsonb_build_object('id', id, 'behaviour', behaviour,
            'country', country, 'currency', currency, 'errored', status = 'errored', 'instant',
            available_payout_methods ? 'instant', 'type', 'bank_account') AS value
        FROM bank_account WHERE holder_id = account.id AND livemode = account.livemode AND deleted_at IS NULL
        UNION ALL
        SELECT id, created, default_for_currency, jsonb_build_object('id', id, 'behaviour', behaviour,
            'country', country, 'currency', currency, 'errored', status = 'errored', 'instant',
            available_payout_methods ? 'instant', 'type', 'card')
        FROM card WHERE holder_id = account.id AND livemode = account.livemode AND deleted_at IS NULL
    ) AS kept
)
"""


def text(name: str, *, null: bool = True, is_id: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(collation="C") if is_id else sa.Text(), nullable=null)


def jsonb(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, postgresql.JSONB(), nullable=null)


def create(table: str, *columns: sa.Column[Any]) -> None:
    """A table with what every resource has, and what both have."""
    op.create_table(
        table,
        text("id", null=False, is_id=True),
        text("account_id", null=False, is_id=True),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        text("clock_id", is_id=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        jsonb("meta"),
        jsonb("available_payout_methods"),
        sa.Column("default_for_currency", sa.Boolean(), nullable=False),
        text("fingerprint"),
        text("holder_id", is_id=True),
        text("last4", null=False),
        text("behaviour", null=False),
        *columns,
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(f"{table}_clock", table, ["clock_id"], postgresql_where=sa.text("clock_id IS NOT NULL"))
    op.create_index(f"{table}_id_hash", table, ["id"], postgresql_using="hash")
    op.create_index(f"{table}_page", table, ["account_id", "livemode", "created", "id"])
    op.create_index(
        f"{table}_holder_id", table, ["holder_id", "created", "id"], postgresql_where=sa.text("holder_id IS NOT NULL")
    )
    op.create_index(f"{table}_meta", table, ["meta"], postgresql_using="gin", postgresql_ops={"meta": "jsonb_path_ops"})


def upgrade() -> None:
    create(
        "bank_account",
        text("account_holder_name"),
        text("account_holder_type"),
        text("account_type"),
        text("bank_name"),
        text("country", null=False),
        text("currency", null=False),
        jsonb("future_requirements", null=True),
        jsonb("requirements", null=True),
        text("routing_number"),
        text("status", null=False),
        text("proof"),
    )
    create(
        "card",
        *(text(f"address_{part}") for part in ("city", "country", "line1", "line1_check", "line2", "state")),
        *map(text, ("address_zip", "address_zip_check", "allow_redisplay")),
        text("brand", null=False),
        *map(text, ("country", "currency", "cvc_check", "description", "dynamic_last4")),
        sa.Column("exp_month", sa.BigInteger(), nullable=False),
        sa.Column("exp_year", sa.BigInteger(), nullable=False),
        text("funding", null=False),
        *map(text, ("iin", "issuer", "name")),
        jsonb("networks", null=True),
        *map(text, ("regulated_status", "status", "tokenization_method")),
    )
    op.alter_column("payout", "destination_id", existing_type=sa.Text(), type_=sa.Text(collation="C"), nullable=True)
    for statement in (*FORMER.split(";\n"), BANK_ACCOUNTS, CARDS):
        op.execute(sa.text(statement))
    op.create_index(
        "payout_destination_id",
        "payout",
        ["destination_id", "created", "id"],
        postgresql_where=sa.text("destination_id IS NOT NULL"),
    )
    op.drop_column("account", "payout_destinations")


def downgrade() -> None:
    op.add_column(
        "account",
        sa.Column("payout_destinations", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
    )
    op.alter_column("account", "payout_destinations", server_default=None)
    op.execute(sa.text(BACK))
    op.drop_index("payout_destination_id", table_name="payout")
    op.execute("UPDATE payout SET destination_id = '' WHERE destination_id IS NULL")
    op.alter_column("payout", "destination_id", existing_type=sa.Text(collation="C"), type_=sa.Text(), nullable=False)
    op.drop_table("card")
    op.drop_table("bank_account")
