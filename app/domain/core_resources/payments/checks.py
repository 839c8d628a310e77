"""Checks of a payment's values, for every verb that sets them."""

from typing import Any

from app.domain.core_resources.intents import choosing
from app.domain.core_resources.payments import descriptors, options
from app.domain.mistakes import Mistakes
from app.domain.payment_methods.behaviour import behaviour_of
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.money import check_charge_amount
from app.tables.connect.account import Account
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentCaptureMethod
from app.tables.payment_methods.method_type import Flow, MethodType
from app.tables.payment_methods.options import SetupFutureUsage
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.card import CARD
from app.tables.shapes.shipping import Shipping


def check_values(values: dict[str, Any], *, amount: int | None, currency: str) -> None:
    """Check a caller's values by column. Raises InvalidRequest.

    `amount` (minor units) and `currency` are those that the payment would then have; None skips this check.
    """
    with Mistakes() as mistakes:
        if amount is not None and ("amount" in values or "currency" in values):
            with mistakes.noted():
                check_charge_amount(amount, currency)
        if values.get("shipping") is not None:
            with mistakes.noted():
                check_shipping(values["shipping"])
        if values.get("payment_method_types"):
            choosing.check_types(values["payment_method_types"])


async def check_descriptor(tx: Tx, intent: PaymentIntent) -> None:
    """Raise InvalidRequest for a payment with a whole statement descriptor that a card is to pay, or can pay where the
    merchant chose the types of payment method."""
    if intent.statement_descriptor is None:
        return
    chosen = intent.automatic_payment_methods is None or not intent.automatic_payment_methods.enabled
    if chosen and CARD.name in intent.payment_method_types:
        raise descriptors.not_on_cards()
    if intent.payment_method_id is not None:
        method = await tx.get(PaymentMethod, intent.payment_method_id, field="payment_method", lock=False)
        if method.method_type.flow is Flow.CARD:
            raise descriptors.not_on_cards()


def check_shipping(shipping: Shipping) -> None:
    """Shipping requires a recipient and an address."""
    with Mistakes("shipping") as mistakes:
        for name in ("address", "name"):
            if getattr(shipping, name) is None:
                mistakes.add(
                    InvalidRequest(f"`shipping` needs a `{name}`.", code=ErrorCode.PARAMETER_MISSING, field=name)
                )


def suiting(
    *,
    amount: int,
    currency: str,
    customer_id: str | None = None,
    capture_method: PaymentIntentCaptureMethod = PaymentIntentCaptureMethod.AUTOMATIC_ASYNC,
    setup_future_usage: SetupFutureUsage | None = None,
    **_others: Any,
) -> choosing.Suits:
    """Whether a type of payment method supports a payment of these values, by column. `amount` is in minor units."""
    manual = capture_method is PaymentIntentCaptureMethod.MANUAL

    def suits(kind: MethodType) -> bool:
        return (
            (kind.currencies is None or currency in kind.currencies)
            and kind.limits.allow(amount, currency)
            and (customer_id is not None or not kind.needs_customer)
            and (kind.manual_capture or not manual)
            and (kind.sets_up or setup_future_usage is None)
        )

    return suits


def check_method(intent: PaymentIntent, method: PaymentMethod, account: Account) -> None:
    """Raise InvalidRequest unless the payment method fits this payment by its type and its customer."""
    choosing.must_be_allowed(intent, method, account, ErrorCode.PAYMENT_INTENT_INCOMPATIBLE_PAYMENT_METHOD)
    _check_type(intent, method)
    behaviour_of(method.type).must_accept(method, options.of_method(intent, method))


def _check_type(intent: PaymentIntent, method: PaymentMethod) -> None:
    kind = method.method_type
    if kind.currencies is not None and intent.currency not in kind.currencies:
        raise InvalidRequest(
            f"A payment method of type {kind.name.upper()} only supports {' or '.join(sorted(kind.currencies))}, and "
            f"the payment is in {intent.currency}. Use another payment method.",
            code=ErrorCode.PAYMENT_METHOD_CURRENCY_MISMATCH,
            field="payment_method",
        )
    country = method.billing_details.address.country
    if (local := kind.local_currencies.get(country or "")) is not None and local != intent.currency:
        raise InvalidRequest(
            f"A customer in {country} pays in {local} with a {kind.noun}, and the payment is in {intent.currency}. Use "
            "another payment method.",
            code=ErrorCode.PAYMENT_METHOD_CURRENCY_MISMATCH,
            field="payment_method",
        )
    if kind.needs_customer and intent.customer_id is None:
        raise InvalidRequest(
            f"A payment with a {kind.noun} needs a `customer`, whose funds it takes.",
            code=ErrorCode.PAYMENT_INTENT_INVALID_PARAMETER,
            field="customer",
        )
    if not kind.limits.allow(intent.amount, intent.currency):
        low = intent.amount < kind.limits.minimum.get(intent.currency, 0)
        bound = (kind.limits.minimum if low else kind.limits.maximum)[intent.currency]
        raise InvalidRequest(
            f"A payment with a {kind.noun} in {intent.currency} is of {'at least' if low else 'at most'} {bound}, and "
            f"`amount` is {intent.amount}. Use another payment method.",
            code=ErrorCode.AMOUNT_TOO_SMALL if low else ErrorCode.AMOUNT_TOO_LARGE,
            field="payment_method",
        )
    if not kind.sets_up and options.future_usage(intent, method) is not None:
        raise InvalidRequest(
            f"A {kind.noun} cannot be set up for future use. Omit `setup_future_usage`, or use another payment method.",
            code=ErrorCode.PAYMENT_INTENT_INVALID_PARAMETER,
            field="setup_future_usage",
        )
    if not kind.manual_capture and intent.capture_method is PaymentIntentCaptureMethod.MANUAL:
        raise InvalidRequest(
            f"A payment with a {kind.noun} cannot be authorized first and captured later. Use `capture_method` "
            "AUTOMATIC.",
            code=ErrorCode.PAYMENT_INTENT_INVALID_PARAMETER,
            field="capture_method",
        )
