"""What each component of an account session shows of its account: Stripe's names of the objects."""

from collections.abc import Mapping

from app.tables.access import Components

_ACCOUNT = frozenset({"account", "person", "capability", "bank_account", "card", "country_spec", "file"})
_PAYMENTS = frozenset({"charge", "payment_intent", "refund", "dispute", "balance_transaction", "file"})
_PAYOUTS = frozenset({"payout", "bank_account", "card"})
_BALANCES = _PAYOUTS | {"account", "balance", "balance_transaction"}

SHOWN: Mapping[str, frozenset[str]] = {
    "account_management": _ACCOUNT,
    "account_onboarding": _ACCOUNT,
    "balances": _BALANCES,
    "notification_banner": _ACCOUNT,
    "payment_details": _PAYMENTS,
    "payments": _PAYMENTS,
    "payouts": _BALANCES,
    "payouts_list": _PAYOUTS,
}
"""By component. Those that are not here show nothing that there is."""


def may_read(components: Components, object_name: str) -> bool:
    """Whether one of the enabled components shows such objects."""
    return any(object_name in SHOWN.get(each, ()) for each in components.enabled)
