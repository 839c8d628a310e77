"""Statement descriptors: which are allowed, and which one a charge has."""

from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.connect.account import Account
from app.tables.payment_methods.method_type import Flow
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.texts import DESCRIPTOR_LENGTH, FORBIDDEN

_, LONGEST = DESCRIPTOR_LENGTH
JOINT = "* "


def not_on_cards() -> InvalidRequest:
    """The refusal of a whole descriptor for a card, whose statements begin with the account's prefix."""
    return InvalidRequest(
        "Payments by card do not support `statement_descriptor`. Use `statement_descriptor_suffix`, which follows the "
        "account's prefix on the card's statement.",
        code=ErrorCode.PARAMETER_INVALID,
        field="statement_descriptor",
    )


def calculated(account: Account, method: PaymentMethod, descriptor: str | None, suffix: str | None) -> str | None:
    """The descriptor on the statement: for cards the account's prefix with the suffix, cut to
    22 characters, else the payment's descriptor.

    None for an account that has neither a descriptor nor a name.
    """
    on_card = method.method_type.flow is Flow.CARD
    if on_card and suffix:
        return f"{_prefix(account)}{JOINT}{suffix}".upper()[:LONGEST]
    own = account.settings.payments.statement_descriptor or _name(account)
    words = own if on_card else descriptor or own
    return words.upper()[:LONGEST] or None


def _prefix(account: Account) -> str:
    cards = account.settings.card_payments
    return (cards.statement_descriptor_prefix or account.settings.payments.statement_descriptor or _name(account))[:10]


def _name(account: Account) -> str:
    name = (account.business_profile and account.business_profile.name) or ""
    return "".join(character for character in name if character not in FORBIDDEN)
