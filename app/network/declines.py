"""Declines by a bank, a card network or the fraud check: Stripe's codes, with messages of this server."""

from dataclasses import dataclass
from typing import Literal

from app.error_codes import ErrorCode

AdviceCode = Literal["confirm_card_data", "do_not_try_again", "try_again_later"]

_NETWORK_ADVICE: dict[AdviceCode, str] = {
    "confirm_card_data": "01",
    "try_again_later": "02",
    "do_not_try_again": "03",
}


@dataclass(frozen=True)
class Decline:
    """One kind of decline: `message` is shown to the payer, `seller_message` to the merchant."""

    code: ErrorCode
    message: str
    seller_message: str
    decline_code: str | None = None
    network_decline_code: str | None = None
    """The network's own two characters (ISO 8583's response code); None if the network was never asked."""
    advice_code: AdviceCode | None = None
    """Advice on a retry, as Stripe names it."""
    param: str | None = None
    """The detail of the card that is wrong, as Stripe names it; None if none is known to be."""

    @property
    def reason(self) -> str:
        """The reason in the charge's outcome: the decline code, or else the code."""
        return self.decline_code or self.code

    @property
    def network_advice_code(self) -> str | None:
        """The same advice as Mastercard numbers it; None if the network was never asked."""
        if self.network_decline_code is None or self.advice_code is None:
            return None
        return _NETWORK_ADVICE[self.advice_code]


def _card_declined(
    decline_code: str, message: str, network_decline_code: str | None, advice: AdviceCode, seller_message: str
) -> Decline:
    return Decline(
        code=ErrorCode.CARD_DECLINED,
        decline_code=decline_code,
        message=message,
        seller_message=seller_message,
        network_decline_code=network_decline_code,
        advice_code=advice,
    )


GENERIC = _card_declined(
    "generic_decline",
    "Your card was declined. Contact your bank, or pay another way.",
    "05",
    "try_again_later",
    "The bank gave no reason for the decline.",
)
INSUFFICIENT_FUNDS = _card_declined(
    "insufficient_funds",
    "Your card has insufficient funds for this payment. Pay another way.",
    "51",
    "try_again_later",
    "The bank answered that the card has insufficient funds.",
)
# Thieves must not learn that a card is known as lost or stolen, so the customer's message is that of any decline.
LOST_CARD = _card_declined(
    "lost_card", GENERIC.message, "41", "do_not_try_again", "The bank answered that the card was reported lost."
)
STOLEN_CARD = _card_declined(
    "stolen_card", GENERIC.message, "43", "do_not_try_again", "The bank answered that the card was reported stolen."
)
VELOCITY_EXCEEDED = _card_declined(
    "card_velocity_exceeded",
    "Your card is over its limit of payments for now. Wait, or pay another way.",
    "61",
    "try_again_later",
    "The bank answered that the card's limit is reached.",
)
FRAUDULENT = _card_declined(
    "fraudulent", GENERIC.message, None, "do_not_try_again", "The risk is too high: the payment was not sent on."
)
NO_MANDATE = _card_declined(
    "transaction_not_allowed",
    GENERIC.message,
    "57",
    "do_not_try_again",
    "The bank does not allow the payment: the customer was not notified of it, or rejected it.",
)
MANDATE_CANCELED = _card_declined(
    "revocation_of_authorization",
    GENERIC.message,
    "R1",
    "do_not_try_again",
    "The bank does not allow the payment: the customer canceled the mandate for it.",
)
EXPIRED_CARD = Decline(
    code=ErrorCode.EXPIRED_CARD,
    message="Your card has expired. Use another card, or enter the date of the renewed one.",
    seller_message="The bank answered that the card has expired.",
    network_decline_code="54",
    advice_code="confirm_card_data",
    param="exp_month",
)
INCORRECT_CVC = Decline(
    code=ErrorCode.INCORRECT_CVC,
    message="Your card's security code is wrong. Check it and try again.",
    seller_message="The bank answered that the security code is wrong.",
    network_decline_code="N7",
    advice_code="confirm_card_data",
    param="cvc",
)
PROCESSING_ERROR = Decline(
    code=ErrorCode.PROCESSING_ERROR,
    message="Your card could not be processed at the moment. Try again later.",
    seller_message="The bank could not process the payment.",
    network_decline_code="96",
    advice_code="try_again_later",
)
AUTHENTICATION_REQUIRED = Decline(
    code=ErrorCode.AUTHENTICATION_REQUIRED,
    decline_code="authentication_required",
    message="Your bank requires you to authenticate this payment. Confirm it again.",
    seller_message="The bank requires the customer to authenticate.",
    network_decline_code="1A",
)
AUTHENTICATION_FAILED_TO_START = _card_declined(
    "generic_decline",
    "Your bank could not be reached to authenticate you. Try again, or use another card.",
    None,
    "try_again_later",
    "3-D Secure could not be started because of a processing error.",
)
TEST_CARD_IN_LIVE_MODE = _card_declined(
    "testmode_decline",
    "Your card was declined: it is a test card, which pays nothing in live mode.",
    None,
    "do_not_try_again",
    "A test card was used in live mode: use a key of test mode to try test cards.",
)
NO_PROCESSOR = Decline(
    code=ErrorCode.PROCESSING_ERROR,
    message="Your card could not be processed, and nothing was charged. Pay another way.",
    seller_message="Live mode has no processor: the payment was not sent on. Use a key of test mode.",
)
