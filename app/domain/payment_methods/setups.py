"""What a type of payment method answers when one is set up for later payments."""

from dataclasses import dataclass

from app.errors import Refusal
from app.network.behaviours import Challenge
from app.tables.payment_methods.method_type import Empty
from app.tables.values import Value

Details = Value | Empty | None
"""What the setup attempt shows of the payment method: the type's face `SETUP_DETAILS`, if it has one."""


@dataclass(frozen=True)
class SetupRequest:
    """The setup of a payment method."""

    options: Value | None
    """How the setup treats the type."""
    authenticated: bool
    """Whether the customer has authenticated, or need not."""
    three_d_secure: Value | None = None
    """The result of a 3-D Secure authentication by another provider."""


@dataclass(frozen=True)
class Ready:
    """The payment method is set up."""

    details: Details


@dataclass(frozen=True)
class Authenticate:
    """The customer must first authenticate."""

    details: Details
    challenge: Challenge


@dataclass(frozen=True)
class Redirect:
    """The customer must first authorize the setup on the page of the provider."""

    details: Details


@dataclass(frozen=True)
class VerifyDeposits:
    """The customer must first verify microdeposits."""

    details: Details


@dataclass(frozen=True)
class Refused:
    """The payment method cannot be set up."""

    details: Details
    error: Refusal
    network_advice_code: str | None = None
    network_decline_code: str | None = None


SetupAnswer = Ready | Authenticate | Redirect | VerifyDeposits | Refused
