"""Who pays Stripe's fees of a connected account: itself, or the platform that it is connected to, as its controller
says. Source: Stripe's "Fee behavior on connected accounts"."""

from enum import Enum

from app.tables.connect.account import AccountController
from app.tables.connect.account import AccountControllerFeesPayer as Payer


class FeeOf(Enum):
    """What a fee is for."""

    PAYMENT = "payment"
    """The processing of a payment, and the conversion of its currency."""
    DISPUTE = "dispute"
    INSTANT_PAYOUT = "instant_payout"


_OF_PLATFORM = {
    Payer.ACCOUNT: frozenset[FeeOf](),
    Payer.APPLICATION: frozenset(FeeOf),
    Payer.APPLICATION_CUSTOM: frozenset({FeeOf.INSTANT_PAYOUT}),
    Payer.APPLICATION_EXPRESS: frozenset({FeeOf.INSTANT_PAYOUT}),
}


def payer(account: str, platform: str | None, controller: AccountController | None, of: FeeOf) -> str:
    """The account that pays a fee of an account, by id."""
    if platform is None or controller is None or controller.fees is None:
        return account
    return platform if of in _OF_PLATFORM[controller.fees.payer] else account
