"""What a charge says about the customer's authentication with the card's bank (3-D Secure 2)."""

from dataclasses import dataclass
from typing import Literal

Result = Literal["attempt_acknowledged", "authenticated", "failed", "not_supported", "processing_error"]


@dataclass(frozen=True)
class ThreeDSecure:
    """The facts of one authentication, in the words of Stripe's charge."""

    result: Result
    result_reason: str | None = None
    authentication_flow: Literal["challenge", "frictionless"] | None = None
    electronic_commerce_indicator: str | None = None
    """How far the bank answers for the payment: 05 fully, 06 as attempted, 07 not at all (Visa's numbers)."""
    version: str | None = "2.2.0"


AUTHENTICATED = ThreeDSecure("authenticated", authentication_flow="challenge", electronic_commerce_indicator="05")
REJECTED = ThreeDSecure(
    "failed", result_reason="rejected", authentication_flow="challenge", electronic_commerce_indicator="07"
)
"""The customer failed the challenge, or the bank did not take the answer."""
CANCELED = ThreeDSecure(
    "failed", result_reason="canceled", authentication_flow="challenge", electronic_commerce_indicator="07"
)
ATTEMPTED = ThreeDSecure(
    "attempt_acknowledged",
    result_reason="card_not_enrolled",
    authentication_flow="frictionless",
    electronic_commerce_indicator="06",
)
UNSUPPORTED = ThreeDSecure("not_supported", result_reason="network_not_supported", version=None)
BROKEN = ThreeDSecure("processing_error", result_reason="protocol_error")
