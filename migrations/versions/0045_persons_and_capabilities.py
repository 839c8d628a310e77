"""Persons and capabilities of accounts, and what is known of their verification."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

NOTHING_DUE = """jsonb_build_object('alternatives', '[]'::jsonb, 'current_deadline', NULL, 'currently_due', '[]'::jsonb,
    'disabled_reason', NULL, 'errors', '[]'::jsonb, 'eventually_due', '[]'::jsonb, 'past_due', '[]'::jsonb,
    'pending_verification', '[]'::jsonb)"""
# An account's capabilities so far, each granted when it was requested.
CAPABILITIES = f"""
INSERT INTO capability (id, account_id, livemode, created, holder_id, requested, requested_at, status,
    requirements, future_requirements)
SELECT had.key, account.account_id, account.livemode, account.created, account.id,
    had.value <> 'inactive', CASE WHEN had.value <> 'inactive' THEN account.created END,
    CASE had.value WHEN 'inactive' THEN 'unrequested' ELSE had.value END, {NOTHING_DUE}, {NOTHING_DUE}
FROM account, jsonb_each_text(account.capabilities) AS had
WHERE had.value IS NOT NULL AND account.deleted_at IS NULL
"""


def text(name: str, *, null: bool = True, is_id: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(collation="C") if is_id else sa.Text(), nullable=null)


def jsonb(name: str, *, null: bool = True) -> sa.Column[Any]:
    return sa.Column(name, postgresql.JSONB(), nullable=null)


def moment(name: str, *, null: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def create(table: str, *columns: sa.Column[Any]) -> None:
    """A table with what every resource has, and what both have."""
    op.create_table(
        table,
        text("id", null=False, is_id=True),
        text("account_id", null=False, is_id=True),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        moment("created", null=False),
        text("clock_id", is_id=True),
        moment("deleted_at"),
        jsonb("future_requirements"),
        jsonb("requirements"),
        *columns,
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(f"{table}_clock", table, ["clock_id"], postgresql_where=sa.text("clock_id IS NOT NULL"))
    op.create_index(f"{table}_id_hash", table, ["id"], postgresql_using="hash")
    op.create_index(f"{table}_page", table, ["account_id", "livemode", "created", "id"])


def upgrade() -> None:
    create(
        "person",
        text("platform_id"),
        jsonb("meta", null=False),
        *map(jsonb, ("additional_tos_acceptances", "address", "address_kana", "address_kanji", "dob")),
        *map(text, ("email", "first_name", "first_name_kana", "first_name_kanji")),
        jsonb("full_name_aliases"),
        text("gender"),
        text("holder_id", is_id=True),
        *(sa.Column(f"{name}_provided", sa.Boolean()) for name in ("id_number", "id_number_secondary", "ssn_last_4")),
        *map(text, ("last_name", "last_name_kana", "last_name_kanji", "maiden_name", "nationality", "phone")),
        text("political_exposure"),
        *map(jsonb, ("registered_address", "relationship", "verification")),
        *(jsonb(name, null=False) for name in ("checking", "failed", "documents")),
    )
    op.create_index(
        "person_holder_id",
        "person",
        ["holder_id", "created", "id"],
        postgresql_where=sa.text("holder_id IS NOT NULL"),
    )
    op.create_index(
        "person_meta", "person", ["meta"], postgresql_using="gin", postgresql_ops={"meta": "jsonb_path_ops"}
    )
    create(
        "capability",
        text("holder_id", null=False, is_id=True),
        sa.Column("requested", sa.Boolean(), nullable=False),
        moment("requested_at"),
        text("status", null=False),
    )
    op.create_index("capability_holder_id", "capability", ["holder_id", "created", "id"])
    op.add_column("account", text("individual_id", is_id=True))
    for name, empty in (("provided", "[]"), ("checking", "{}"), ("failed", "{}"), ("advanced", "[]")):
        op.add_column("account", sa.Column(name, postgresql.JSONB(), server_default=empty, nullable=False))
        op.alter_column("account", name, server_default=None)
    op.add_column("account", moment("deadline"))
    op.add_column("account", sa.Column("payouts_blocked", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.alter_column("account", "payouts_blocked", server_default=None)
    op.execute(sa.text(CAPABILITIES.replace(":", r"\:")))


def downgrade() -> None:
    for name in ("payouts_blocked", "deadline", "advanced", "failed", "checking", "provided", "individual_id"):
        op.drop_column("account", name)
    op.drop_table("capability")
    op.drop_table("person")
