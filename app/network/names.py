"""The names that stand for a test card or account, so that a test needs no numbers: pm_card_visa, tok_visa."""

from datetime import datetime

from app.network.banks import NamedBank, bank_by_name
from app.network.cards import NamedCard, card_by_name

_CARD = "pm_card_"
_TOKEN = "tok_"


def named_payment_method(name: str, now: datetime) -> NamedCard | NamedBank | None:
    """The card or account that a payment method's test name stands for; None if it is no such name. `now` is UTC."""
    if name.startswith(_CARD):
        return card_by_name(name.removeprefix(_CARD), now)
    return bank_by_name(name)


def named_token(name: str, now: datetime) -> NamedCard | None:
    """The card that a token's test name stands for; None if it is no such name. `now` is UTC."""
    return card_by_name(name.removeprefix(_TOKEN), now) if name.startswith(_TOKEN) else None
