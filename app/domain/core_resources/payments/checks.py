"""What must hold of a payment's values, whoever gives them and whenever."""

from typing import Any

from app.domain import validators
from app.domain.core_resources.payments import descriptors
from app.domain.payment_methods.behaviour import behaviour_of
from app.domain.tx import Tx
from app.errors import InvalidRequest
from app.money import check_charge_amount, parse_currency
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentCaptureMethod
from app.tables.payment_methods.method_type import method_types
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.shapes.shipping import Shipping


async def check_values(tx: Tx, values: dict[str, Any], *, amount: int | None, currency: str) -> None:
    """Judge what a caller gave by column, and bring the currency to lower case. Raises InvalidRequest.

    `amount` (minor units) and `currency` are those that the payment would then have; no amount, no judgement of it.
    """
    if "currency" in values:
        currency = values["currency"] = parse_currency(values["currency"])
    if amount is not None and ("amount" in values or "currency" in values):
        check_charge_amount(amount, currency)
    if values.get("shipping") is not None:
        check_shipping(values["shipping"])
    validators.statement_descriptor(values.get("statement_descriptor"), "statement_descriptor")
    if values.get("statement_descriptor_suffix") is not None:
        account = await tx.account()
        descriptors.check_suffix(values["statement_descriptor_suffix"], account)
    if values.get("payment_method_types"):
        check_types(values["payment_method_types"])


def check_shipping(shipping: Shipping) -> None:
    """Goods are shipped to someone, somewhere."""
    for name in ("address", "name"):
        if getattr(shipping, name) is None:
            raise InvalidRequest(f"shipping needs its {name}.", code="parameter_missing", field=f"shipping.{name}")


def check_types(types: list[str]) -> None:
    """Every kind of payment method must be one that there is."""
    known = list(method_types())
    for index, name in enumerate(types):
        if name not in known:
            raise InvalidRequest(
                f"'{name[:40]}' is not a kind of payment method that can pay here. Use {' or '.join(known)}.",
                field=f"payment_method_types.{index}",
            )


def automatic_types(currency: str, capture_method: PaymentIntentCaptureMethod) -> list[str]:
    """The kinds of payment method that can pay in the currency, where the account's settings decide."""
    manual = capture_method is PaymentIntentCaptureMethod.MANUAL
    return [
        each.name
        for each in method_types().values()
        if (each.currencies is None or currency in each.currencies)
        and (each.manual_capture or not manual)
    ]


def check_method(intent: PaymentIntent, method: PaymentMethod) -> None:
    """Raise InvalidRequest unless the payment method can be used for this payment by its kind and its customer."""
    if method.type.value not in intent.payment_method_types:
        raise InvalidRequest(
            f"This payment can be paid with {' or '.join(intent.payment_method_types)}, and the payment method is a "
            f"{method.type.value}. Give another, or add its type to payment_method_types.",
            code="payment_intent_incompatible_payment_method",
            field="payment_method",
        )
    if method.customer_id is not None and method.customer_id != intent.customer_id:
        if intent.customer_id is None:
            raise InvalidRequest(
                "The payment method belongs to a customer, and the payment has none. Give customer too.",
                code="payment_intent_incompatible_payment_method",
                field="customer",
            )
        raise InvalidRequest(
            "The payment method belongs to another customer than the payment. Give one of the payment's own customer.",
            code="payment_intent_incompatible_payment_method",
            field="payment_method",
        )
    _check_type(intent, method)
    behaviour_of(method.type).must_be_usable(method)


def _check_type(intent: PaymentIntent, method: PaymentMethod) -> None:
    kind = method.method_type
    if kind.currencies is not None and intent.currency not in kind.currencies:
        raise InvalidRequest(
            f"A payment method of type {kind.name} pays in {' or '.join(sorted(kind.currencies))} alone, and the "
            f"payment is in {intent.currency}. Ask for another payment method.",
            code="payment_method_currency_mismatch",
            field="payment_method",
        )
    if not kind.manual_capture and intent.capture_method is PaymentIntentCaptureMethod.MANUAL:
        raise InvalidRequest(
            f"A payment with a {kind.noun} cannot be authorized first and captured later. Use capture_method "
            "automatic.",
            code="payment_intent_invalid_parameter",
            field="capture_method",
        )
