"""Statement descriptors: which are allowed, and which one a charge has."""

from app.errors import Malformed
from app.tables.connect.account import Account
from app.tables.payment_methods.method_type import Flow
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.texts import DESCRIPTOR_LENGTH, FORBIDDEN, statement_descriptor

_, LONGEST = DESCRIPTOR_LENGTH
JOINT = "* "


def check_suffix(suffix: str | None, account: Account, *, field: str = "statement_descriptor_suffix") -> None:
    """Raise InvalidRequest unless the suffix fits a card statement's 22 characters after the account's prefix."""
    longest = LONGEST - len(_prefix(account)) - len(JOINT)
    if suffix is None:
        return
    try:
        statement_descriptor(length=(1, longest))(suffix)
    except Malformed as malformed:
        raise malformed.at(field) from None


def calculated(account: Account, method: PaymentMethod, descriptor: str | None, suffix: str | None) -> str | None:
    """The descriptor on the statement: for cards the account's prefix with the suffix, else the payment's descriptor.

    None for an account that has neither a descriptor nor a name.
    """
    on_card = method.method_type.flow is Flow.CARD
    if on_card and suffix:
        return f"{_prefix(account)}{JOINT}{suffix}".upper()
    own = account.settings.payments.statement_descriptor or _name(account)
    words = own if on_card else descriptor or own
    return words.upper()[:LONGEST] or None


def _prefix(account: Account) -> str:
    cards = account.settings.card_payments
    return (cards.statement_descriptor_prefix or account.settings.payments.statement_descriptor or _name(account))[:10]


def _name(account: Account) -> str:
    name = (account.business_profile and account.business_profile.name) or ""
    return "".join(character for character in name if character not in FORBIDDEN)
