"""What a browser may do with a payment, with a publishable key and the payment's client secret."""

from collections.abc import Mapping
from typing import Any

from app.domain.mistakes import Mistakes
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentConfirmationMethod
from app.tables.payment_methods.options import SetupFutureUsage

SERVERS = ("capture_method", "error_on_requires_action", "mandate", "off_session")
"""What only a server decides of a payment."""


def may_confirm(intent: PaymentIntent, options: Mapping[str, Any]) -> None:
    """Raise InvalidRequest for a confirmation that requires a secret key: with a manual `confirmation_method`, one
    with what only a server decides, or one that changes the server's values of `shipping` or `setup_future_usage`.
    Source: Stripe's error messages, and its reference of `mandate` and `setup_future_usage`."""
    if intent.confirmation_method is PaymentIntentConfirmationMethod.MANUAL:
        raise InvalidRequest(
            "This payment cannot be confirmed with a publishable key, as its `confirmation_method` is MANUAL. "
            "Confirm it with a secret key.",
            code=ErrorCode.SECRET_KEY_REQUIRED,
            field="confirmation_method",
        )
    with Mistakes() as mistakes:
        for name in SERVERS:
            if options.get(name) not in (None, False):
                mistakes.add(_requires_secret_key(name))
        chosen = options.get("payment_method_options")
        for type_, given in (chosen.model_dump(exclude_unset=True) if chosen is not None else {}).items():
            if given and given.get("capture_method") is not None:
                mistakes.add(_requires_secret_key(f"payment_method_options.{type_}.capture_method"))
    usage, former = options.get("setup_future_usage"), intent.setup_future_usage
    if None not in (usage, former) and usage not in (former, SetupFutureUsage.OFF_SESSION):
        raise InvalidRequest(
            "With a publishable key, `setup_future_usage` only changes from ON_SESSION to OFF_SESSION.",
            code=ErrorCode.PAYMENT_INTENT_INVALID_PARAMETER,
            field="setup_future_usage",
        )
    shipping = options.get("shipping")
    if shipping is None:
        return
    if intent.shipping not in (None, shipping, intent.browser_shipping):
        raise InvalidRequest(
            "The `shipping` of this payment was last set with a secret key, and cannot be changed with a publishable "
            "key.",
            code=ErrorCode.PAYMENT_INTENT_INVALID_PARAMETER,
            field="shipping",
        )
    intent.browser_shipping = shipping


def _requires_secret_key(name: str) -> InvalidRequest:
    return InvalidRequest(
        f"`{name}` requires a secret key. Omit it, or confirm the payment with a secret key.",
        code=ErrorCode.SECRET_KEY_REQUIRED,
        field=name,
    )
