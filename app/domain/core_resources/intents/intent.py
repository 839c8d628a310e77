"""An intent: of a payment, or of a setup."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import Refusal
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.setup_intent import SetupIntent
from app.tables.payment_methods.payment_method import PaymentMethod

Intent = PaymentIntent | SetupIntent
AnyIntent = TypeVar("AnyIntent", PaymentIntent, SetupIntent)

Fail = Callable[[Tx, AnyIntent, Refusal, PaymentMethod], Awaitable[None]]
"""What a failed attempt with the payment method comes to."""


def code_of(intent: Intent | type[Intent], what: str) -> ErrorCode:
    """The code of one kind of error for the kind of intent: `payment_intent_invalid_parameter` of payments."""
    return ErrorCode(f"{intent.object_name}_{what}")
