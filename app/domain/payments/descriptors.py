"""The words on the customer's bank statement: which are allowed, and which come to stand there."""

from app.errors import InvalidRequest
from app.tables.connect.account import Account
from app.tables.payment_methods.payment_method_values import PaymentMethodType

LONGEST = 22
SHORTEST = 5
FORBIDDEN = "<>\\'\"*"
JOINT = "* "


def check(descriptor: str | None, *, field: str = "statement_descriptor") -> None:
    """Raise InvalidRequest unless it has 5 to 22 characters, at least one a letter and none of < > \\ ' " *."""
    if descriptor is None:
        return
    if not SHORTEST <= len(descriptor) <= LONGEST:
        raise InvalidRequest(
            f"{field} must have {SHORTEST} to {LONGEST} characters; {len(descriptor)} were given.", field=field
        )
    _check_characters(descriptor, field)


def check_suffix(suffix: str | None, account: Account, *, field: str = "statement_descriptor_suffix") -> None:
    """Raise InvalidRequest unless the suffix fits a card statement's 22 characters after the account's prefix."""
    if suffix is None:
        return
    longest = LONGEST - len(_prefix(account)) - len(JOINT)
    if not 0 < len(suffix) <= longest:
        raise InvalidRequest(
            f"{field} must have 1 to {longest} characters, so that the account's own words fit before it; "
            f"{len(suffix)} were given.",
            field=field,
        )
    _check_characters(suffix, field)


def calculated(account: Account, type_: PaymentMethodType, descriptor: str | None, suffix: str | None) -> str | None:
    """What stands on the statement: on a card's the account's words with the suffix; else the payment's descriptor.

    None for an account that has neither a descriptor nor a name.
    """
    if type_ is PaymentMethodType.CARD and suffix:
        return f"{_prefix(account)}{JOINT}{suffix}".upper()
    own = account.settings.payments.statement_descriptor or _name(account)
    words = own if type_ is PaymentMethodType.CARD else descriptor or own
    return words.upper()[:LONGEST] or None


def _prefix(account: Account) -> str:
    cards = account.settings.card_payments
    return (cards.statement_descriptor_prefix or account.settings.payments.statement_descriptor or _name(account))[:10]


def _name(account: Account) -> str:
    name = (account.business_profile and account.business_profile.name) or ""
    return "".join(character for character in name if character not in FORBIDDEN)


def _check_characters(text: str, field: str) -> None:
    if any(character in FORBIDDEN for character in text):
        raise InvalidRequest(
            f"{field} cannot have any of the characters {' '.join(FORBIDDEN)}. Leave them out.",
            code="invalid_characters",
            field=field,
        )
    if not any(character.isalpha() for character in text):
        raise InvalidRequest(f"{field} needs at least one letter.", field=field)
