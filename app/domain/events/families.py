"""Families of what events are about: whoever may not read an object's family may not read its events either."""

from app import tables
from app.tables.families import Family

_TABLES = {table.object_name: Family(table.family) for table in tables.by_name.values()}
_COMING = {
    Family.CORE_RESOURCES: "balance dispute file mandate payout setup_intent",
    Family.FRAUD: "radar.early_fraud_warning review",
    Family.PAYMENT_METHODS: (
        "cash_balance customer_cash_balance_transaction payment_source source source_mandate_notification "
        "source_transaction"
    ),
    Family.CHECKOUT: "checkout.session payment_link",
    Family.PRODUCTS: "coupon discount promotion_code tax_rate",
    Family.ENTITLEMENTS: "entitlements.active_entitlement_summary",
    Family.TAX: "tax.settings",
    Family.BILLING: (
        "billing.alert_triggered billing.meter billing_portal.configuration billing_portal.session credit_note invoice "
        "invoiceitem plan quote subscription subscription_schedule tax_id"
    ),
    Family.CONNECT: "application application_fee capability external_account fee_refund person topup transfer",
    Family.ISSUING: (
        "issuing.authorization issuing.card issuing.cardholder issuing.dispute issuing.personalization_design "
        "issuing.token issuing.transaction"
    ),
    Family.TREASURY: (
        "treasury.credit_reversal treasury.debit_reversal treasury.financial_account treasury.inbound_transfer "
        "treasury.outbound_payment treasury.outbound_transfer treasury.received_credit treasury.received_debit"
    ),
    Family.CLIMATE: "climate.order climate.product",
    Family.FINANCIAL_CONNECTIONS: "financial_connections.account",
    Family.IDENTITY: "identity.verification_session",
    Family.REPORTING: "reporting.report_run reporting.report_type",
    Family.SIGMA: "scheduled_query_run",
    Family.TERMINAL: "terminal.reader",
}
"""Objects that have no table yet."""


def family_of(object_name: str) -> Family:
    """The family of an object by Stripe's name of it."""
    return _TABLES.get(object_name) or _FAMILIES[object_name]


_FAMILIES = {name: family for family, names in _COMING.items() for name in names.split()}
