"""Payment method configurations. Every account has a default one, and the capabilities for all that its country can
accept, as new accounts do; intents keep the configuration that they used."""

import json
import secrets

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

EUROS = (
    "AT AU BE BG CA CH CY CZ DE DK EE ES FI FR GB GI GR HK HR HU IE IT JP LI LT LU LV MT MX NL NO NZ PL PT RO SE SG SI "
    "SK US"
)
ACCEPTED = {
    "card": ("card_payments", None),
    "ideal": ("ideal_payments", EUROS),
    "klarna": (
        "klarna_payments",
        "AT AU BE CA CH CY CZ DE DK EE ES FI FR GB GR HR IE IT LT LU LV MT NL NO NZ PL PT RO SE SI SK US",
    ),
    "link": ("link_payments", f"AE MY {EUROS}"),
    "oxxo": ("oxxo_payments", "CA MX SG US"),
    "sepa_debit": ("sepa_debit_payments", EUROS),
    "us_bank_account": ("us_bank_account_ach_payments", "US"),
}
"""The types of payment method, with their capability, and the countries of the accounts that accept them."""
OF_CARDS = {
    "apple_pay": "card_payments",
    "cartes_bancaires": "cartes_bancaires_payments",
    "google_pay": "card_payments",
    "jcb": "jcb_payments",
}
OTHERS = (
    "acss_debit affirm afterpay_clearpay alipay alma amazon_pay au_becs_debit bacs_debit bancontact blik boleto "
    "cashapp customer_balance eps fpx giropay grabpay konbini mobilepay multibanco p24 paynow paypal promptpay "
    "revolut_pay sofort swish twint wechat_pay zip"
)


def upgrade() -> None:
    op.create_table(
        "payment_method_configuration",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("methods", postgresql.JSONB(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(collation="C"), nullable=True),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "payment_method_configuration_clock",
        "payment_method_configuration",
        ["clock_id"],
        unique=False,
        postgresql_where=sa.text("clock_id IS NOT NULL"),
    )
    op.create_index(
        "payment_method_configuration_default",
        "payment_method_configuration",
        ["account_id", "livemode"],
        unique=True,
        postgresql_where=sa.text("is_default"),
    )
    op.create_index(
        "payment_method_configuration_id_hash",
        "payment_method_configuration",
        ["id"],
        unique=False,
        postgresql_using="hash",
    )
    op.create_index(
        "payment_method_configuration_page",
        "payment_method_configuration",
        ["account_id", "livemode", "created", "id"],
        unique=False,
    )
    op.create_index(
        "payment_method_configuration_parent_id",
        "payment_method_configuration",
        ["parent_id", "created", "id"],
        unique=False,
        postgresql_where=sa.text("parent_id IS NOT NULL"),
    )
    for table in ("payment_intent", "setup_intent"):
        op.add_column(table, sa.Column("payment_method_configuration_details", postgresql.JSONB(), nullable=True))
    _fill()


def _fill() -> None:
    connection = op.get_bind()
    accounts = connection.execute(sa.text("SELECT id, livemode, created, country, capabilities FROM account")).all()
    for account in accounts:
        accepting = {name for name, (_, places) in ACCEPTED.items() if not places or account.country in places.split()}
        new = {ACCEPTED[name][0]: "active" for name in accepting}
        capabilities = new | {name: status for name, status in (account.capabilities or {}).items() if status}
        offered = {name for name in accepting if capabilities[ACCEPTED[name][0]] == "active"}
        offered |= {name for name, needed in OF_CARDS.items() if capabilities.get(needed) == "active"}
        methods = {name: _method("on", available=name in offered) for name in (*ACCEPTED, *OF_CARDS)}
        methods |= {name: _method("off", available=False) for name in OTHERS.split()}
        values = {"id": account.id, "livemode": account.livemode}
        connection.execute(
            sa.text(
                "UPDATE account SET capabilities = capabilities || CAST(:new AS jsonb) "
                "WHERE id = :id AND livemode = :livemode"
            ),
            values | {"new": json.dumps(capabilities)},
        )
        connection.execute(
            sa.text(
                "INSERT INTO payment_method_configuration "
                "(id, account_id, livemode, created, active, methods, is_default, name) "
                "VALUES (:made, :id, :livemode, :created, true, CAST(:methods AS jsonb), true, 'Default')"
            ),
            values
            | {
                "made": f"pmc_{secrets.token_hex(12)}",
                "created": account.created,
                "methods": json.dumps(dict(sorted(methods.items()))),
            },
        )


def _method(value: str, *, available: bool) -> dict[str, object]:
    return {
        "available": available,
        "display_preference": {"overridable": None, "preference": "none", "value": value},
    }


def downgrade() -> None:
    for table in ("setup_intent", "payment_intent"):
        op.drop_column(table, "payment_method_configuration_details")
    op.drop_table("payment_method_configuration")
