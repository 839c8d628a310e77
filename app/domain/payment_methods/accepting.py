"""Which types of payment method an account can accept."""

from app.tables.connect.account import Account
from app.tables.connect.account_capabilities import AccountCapabilities, AccountCapabilitiesStatus
from app.tables.payment_methods.method_type import MethodType, method_types


def accepts(account: Account, kind: MethodType) -> bool:
    """Whether the account accepts payments with the type: by its country, and by its capability where there is one."""
    return kind.accepted_in(account.country) and has(account, kind.capability_name)


def has(account: Account, capability: str) -> bool:
    """Whether the capability is active, or there is none of that name."""
    if capability not in AccountCapabilities.model_fields:
        return True
    status: AccountCapabilitiesStatus | None = getattr(account.capabilities, capability)
    return status is AccountCapabilitiesStatus.ACTIVE


def first_capabilities(country: str) -> set[str]:
    """The capabilities for all types of payment method that accounts of the country can accept."""
    names = {kind.capability_name for kind in method_types().values() if kind.accepted_in(country)}
    return names & AccountCapabilities.model_fields.keys()
