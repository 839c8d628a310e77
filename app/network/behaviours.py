"""The behaviors of test cards. A payment method stores the key of one of these rather than a card's number."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from app.network import declines, providers, vouchers
from app.network.declines import Decline
from app.tables.payment_methods.method_type import Flow

CheckResult = Literal["pass", "fail", "unavailable", "unchecked"]


class Authentication(StrEnum):
    """When the card's bank requires authentication through 3-D Secure."""

    UNSUPPORTED = "unsupported"
    NOT_ENROLLED = "not_enrolled"
    """Supported, but the cardholder is not enrolled: an attempt passes without a challenge."""
    OPTIONAL = "optional"
    """A challenge only if the merchant requests one."""
    FRICTIONLESS = "frictionless"
    """If the merchant requests it, the bank authenticates the cardholder without a challenge."""
    OPTIONAL_BROKEN = "optional_broken"
    """As optional, but an attempt ends in a processing error."""
    ALWAYS = "always"
    UNLESS_SET_UP = "unless_set_up"
    """Always on session; off session unless the card was set up for it."""
    ON_SESSION = "on_session"
    """As if set up beforehand: never off session."""
    BROKEN = "broken"
    """Always, and an attempt ends in a processing error."""


class Challenge(StrEnum):
    """The challenge on the bank's page."""

    ANY = "any"
    OUT_OF_BAND = "out_of_band"
    ONE_TIME_PASSCODE = "one_time_passcode"
    SINGLE_SELECT = "single_select"
    MULTI_SELECT = "multi_select"


class RefundKind(StrEnum):
    """The outcome of a refund to the card."""

    AT_ONCE = "at_once"
    PENDING_FIRST = "pending_first"
    FAILS_LATER = "fails_later"


class DisputeHint(StrEnum):
    """What the cardholder does after a successful charge."""

    FRAUDULENT = "fraudulent"
    PRODUCT_NOT_RECEIVED = "product_not_received"
    INQUIRY = "inquiry"
    EARLY_FRAUD_WARNING = "early_fraud_warning"
    SEVERAL = "several"
    VISA_CE3_ELIGIBLE = "visa_ce3_eligible"
    VISA_COMPLIANCE = "visa_compliance"
    MASTERCARD_COMPLIANCE = "mastercard_compliance"


@dataclass(frozen=True)
class Risk:
    """The fraud check's verdict; the score runs from 0 to 99."""

    level: Literal["normal", "elevated", "highest"]
    score: int


NORMAL = Risk("normal", 20)
ELEVATED = Risk("elevated", 70)
HIGHEST = Risk("highest", 90)


class RequirementsHint(StrEnum):
    """What becomes of a connected account's requirements after a successful charge."""

    NEXT = "next"
    """What is eventually due becomes currently due."""
    CHARGES = "charges"
    """What is due becomes past due, and keeps the account from being paid."""
    PAYOUTS = "payouts"
    """What is due becomes past due, and keeps the account from being paid out."""


@dataclass(frozen=True)
class CardBehaviour:
    """What a card answers, always the same way."""

    key: str
    decline: Decline | None = None
    declines_when_attached: bool = True
    """Whether the card is declined already when it is attached to a customer, rather than only when it is charged."""
    decline_off_session: Decline | None = None
    """The decline of a payment while the customer is absent."""
    decline_increase: Decline | None = None
    """The decline of an increase of the authorized amount."""
    holds_features: bool = True
    """Whether the card allows what its network offers for authorizations, such as a capture in several parts."""
    risk: Risk = NORMAL
    cvc_check: CheckResult = "pass"
    line1_check: CheckResult = "pass"
    postal_code_check: CheckResult = "pass"
    authentication: Authentication = Authentication.NOT_ENROLLED
    challenge: Challenge = Challenge.ANY
    refund: RefundKind = RefundKind.AT_ONCE
    dispute: DisputeHint | None = None
    settles_at_once: bool = False
    """Whether the funds are available immediately."""
    requirements: RequirementsHint | None = None


APPROVES = "approves"
UNLISTED = "unlisted"
"""A valid number that is not a test card: a plain success in test mode."""

_ALL = (
    CardBehaviour(APPROVES),
    CardBehaviour(UNLISTED),
    CardBehaviour("declines", decline=declines.GENERIC),
    CardBehaviour("declines_insufficient_funds", decline=declines.INSUFFICIENT_FUNDS),
    CardBehaviour("declines_lost_card", decline=declines.LOST_CARD),
    CardBehaviour("declines_stolen_card", decline=declines.STOLEN_CARD),
    CardBehaviour("declines_expired_card", decline=declines.EXPIRED_CARD),
    CardBehaviour("declines_incorrect_cvc", decline=declines.INCORRECT_CVC, cvc_check="fail"),
    CardBehaviour("declines_processing_error", decline=declines.PROCESSING_ERROR),
    CardBehaviour("declines_velocity_exceeded", decline=declines.VELOCITY_EXCEEDED),
    CardBehaviour("declines_charges_only", decline=declines.GENERIC, declines_when_attached=False),
    # Stripe's own rules block the highest risk unless the merchant turned that off, so both of its cards are blocked.
    CardBehaviour("blocked", decline=declines.FRAUDULENT, declines_when_attached=False, risk=HIGHEST),
    CardBehaviour("risk_highest", decline=declines.FRAUDULENT, declines_when_attached=False, risk=HIGHEST),
    CardBehaviour("risk_elevated", risk=ELEVATED),
    CardBehaviour("cvc_fails", cvc_check="fail"),
    CardBehaviour("cvc_fails_risk_elevated", cvc_check="fail", risk=ELEVATED),
    CardBehaviour("postal_code_fails", postal_code_check="fail"),
    CardBehaviour("postal_code_fails_risk_elevated", postal_code_check="fail", risk=ELEVATED),
    CardBehaviour("line1_fails", line1_check="fail"),
    CardBehaviour("address_fails", line1_check="fail", postal_code_check="fail"),
    CardBehaviour("address_unchecked", line1_check="unavailable", postal_code_check="unavailable"),
    *(CardBehaviour(f"disputed_{hint}", dispute=hint) for hint in DisputeHint),
    CardBehaviour("refund_pending", refund=RefundKind.PENDING_FIRST),
    CardBehaviour("refund_fails", refund=RefundKind.FAILS_LATER),
    CardBehaviour("settles_at_once", settles_at_once=True),
    *(CardBehaviour(f"requirements_{hint}", requirements=hint) for hint in RequirementsHint),
    CardBehaviour("payout_fails"),
    CardBehaviour("instant_payout_unsupported"),
    CardBehaviour("plain_authorizations", holds_features=False, decline_increase=declines.GENERIC),
    CardBehaviour("authenticates_unless_set_up", authentication=Authentication.UNLESS_SET_UP),
    CardBehaviour(
        "renewal_rejected", authentication=Authentication.UNLESS_SET_UP, decline_off_session=declines.NO_MANDATE
    ),
    CardBehaviour(
        "mandate_canceled", authentication=Authentication.UNLESS_SET_UP, decline_off_session=declines.MANDATE_CANCELED
    ),
    CardBehaviour("authenticates_always", authentication=Authentication.ALWAYS),
    CardBehaviour("authenticates_on_session", authentication=Authentication.ON_SESSION),
    CardBehaviour(
        "authenticates_then_insufficient_funds",
        authentication=Authentication.UNLESS_SET_UP,
        decline=declines.INSUFFICIENT_FUNDS,
        declines_when_attached=False,
    ),
    CardBehaviour(
        "authenticates_then_declines",
        authentication=Authentication.ALWAYS,
        decline=declines.GENERIC,
        declines_when_attached=False,
    ),
    CardBehaviour("authentication_breaks", authentication=Authentication.BROKEN),
    CardBehaviour("authentication_optional", authentication=Authentication.OPTIONAL),
    CardBehaviour("authentication_frictionless", authentication=Authentication.FRICTIONLESS),
    CardBehaviour("authentication_optional_breaks", authentication=Authentication.OPTIONAL_BROKEN),
    CardBehaviour("authentication_unsupported", authentication=Authentication.UNSUPPORTED),
    *(
        CardBehaviour(f"challenge_{challenge}", authentication=Authentication.ALWAYS, challenge=challenge)
        for challenge in Challenge
        if challenge is not Challenge.ANY
    ),
)

CARD_BEHAVIOURS = {behaviour.key: behaviour for behaviour in _ALL}


def card_behaviour(key: str) -> CardBehaviour:
    """The behavior by the key that a payment method's row stores. Raises KeyError for an unknown key."""
    return CARD_BEHAVIOURS[key]


PLAIN = {
    Flow.CARD: "approves",
    Flow.BANK_DEBIT: "bank_settles",
    Flow.BANK_TRANSFER: "transfer_arrives",
    Flow.REDIRECT: providers.PAYS,
    Flow.VOUCHER: vouchers.PAYS,
    Flow.WALLET: providers.PAYS,
}
"""The behaviour, by flow, of a payment method that pays and does nothing else."""
