"""What must hold of a payment's values, whoever gives them and whenever."""

from typing import Any

from app.domain.core_resources.payments import descriptors
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown, spoken
from app.money import check_charge_amount
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentCaptureMethod
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_values import PaymentMethodType
from app.tables.values import Shipping

BANK_DEBIT_CURRENCY = "usd"


async def check_values(tx: Tx, values: dict[str, Any], *, amount: int | None, currency: str) -> None:
    """Judge what a caller gave by column. Raises InvalidRequest.

    `amount` (minor units) and `currency` are those that the payment would then have; no amount, no judgement of it.
    """
    with Mistakes() as mistakes:
        if amount is not None and ("amount" in values or "currency" in values):
            with mistakes.noted():
                check_charge_amount(amount, currency)
        if values.get("shipping") is not None:
            with mistakes.noted():
                check_shipping(values["shipping"])
        if values.get("statement_descriptor_suffix") is not None:
            account = await tx.account()
            with mistakes.noted():
                descriptors.check_suffix(values["statement_descriptor_suffix"], account)
        if values.get("payment_method_types"):
            check_types(values["payment_method_types"])


def check_shipping(shipping: Shipping) -> None:
    """Goods are shipped to someone, somewhere."""
    with Mistakes("shipping") as mistakes:
        for name in ("address", "name"):
            if getattr(shipping, name) is None:
                mistakes.add(
                    InvalidRequest(f"`shipping` needs its `{name}`.", code=ErrorCode.PARAMETER_MISSING, field=name)
                )


def check_types(types: list[str]) -> None:
    """Every kind of payment method must be one that there is."""
    known = [kind.value for kind in PaymentMethodType]
    with Mistakes("payment_method_types") as mistakes:
        for index, name in enumerate(types):
            if name not in known:
                mistakes.add(
                    InvalidRequest(
                        f"'{name[:40]}' is not a kind of payment method that can pay here. "
                        f"Use {' or '.join(map(shown, known))}.",
                        code=ErrorCode.PAYMENT_METHOD_UNSUPPORTED_TYPE,
                        field=str(index),
                    )
                )


def automatic_types(currency: str, capture_method: PaymentIntentCaptureMethod) -> list[str]:
    """The kinds of payment method that can pay in the currency, where the account's settings decide."""
    types = [PaymentMethodType.CARD.value]
    if currency == BANK_DEBIT_CURRENCY and capture_method is not PaymentIntentCaptureMethod.MANUAL:
        types.append(PaymentMethodType.US_BANK_ACCOUNT.value)
    return types


def check_method(intent: PaymentIntent, method: PaymentMethod) -> None:
    """Raise InvalidRequest unless the payment method can be used for this payment by its kind and its customer."""
    if method.type.value not in intent.payment_method_types:
        raise InvalidRequest(
            f"This payment can be paid with {' or '.join(map(shown, intent.payment_method_types))}, and the payment "
            f"method is a {spoken(method.type.value)}. Give another, or add its type to `payment_method_types`.",
            code=ErrorCode.PAYMENT_INTENT_INCOMPATIBLE_PAYMENT_METHOD,
            field="payment_method",
        )
    if method.customer_id is not None and method.customer_id != intent.customer_id:
        if intent.customer_id is None:
            raise InvalidRequest(
                "The payment method belongs to a customer, and the payment has none. Give `customer` too.",
                code=ErrorCode.PAYMENT_INTENT_INCOMPATIBLE_PAYMENT_METHOD,
                field="customer",
            )
        raise InvalidRequest(
            "The payment method belongs to another customer than the payment. Give one of the payment's own customer.",
            code=ErrorCode.PAYMENT_INTENT_INCOMPATIBLE_PAYMENT_METHOD,
            field="payment_method",
        )
    if method.us_bank_account is not None:
        _check_bank_debit(intent, method)


def _check_bank_debit(intent: PaymentIntent, method: PaymentMethod) -> None:
    if intent.currency != BANK_DEBIT_CURRENCY:
        raise InvalidRequest(
            f"A United States bank account pays in usd alone, and the payment is in {intent.currency}.",
            code=ErrorCode.PAYMENT_METHOD_CURRENCY_MISMATCH,
            field="payment_method",
        )
    if intent.capture_method is PaymentIntentCaptureMethod.MANUAL:
        raise InvalidRequest(
            "A bank debit cannot be held and captured later. Use `capture_method` AUTOMATIC.",
            code=ErrorCode.PAYMENT_INTENT_INVALID_PARAMETER,
            field="capture_method",
        )
    status = method.us_bank_account.status_details if method.us_bank_account else None
    if status is not None and status.blocked is not None:
        raise InvalidRequest(
            "The customer's bank does not let this account be debited any more. Ask for another payment method.",
            code=ErrorCode.PAYMENT_METHOD_BANK_ACCOUNT_BLOCKED,
            field="payment_method",
        )
