"""Checks of a setup's values, and of the payment method that it is for."""

from typing import Any

from app.domain.core_resources.intents import choosing
from app.domain.core_resources.mandates import covering
from app.domain.core_resources.setups import options
from app.domain.payment_methods.behaviour import behaviour_of
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.connect.account import Account
from app.tables.core_resources.setup_intent import SetupIntent
from app.tables.payment_methods.method_type import MethodType
from app.tables.payment_methods.payment_method import PaymentMethod


def check_values(values: dict[str, Any], *, attach_to_self: bool | None, customer_id: str | None) -> None:
    """Check a caller's values by column. `attach_to_self` and `customer_id` are those that the setup would then have.
    Raises InvalidRequest."""
    if values.get("payment_method_types"):
        choosing.check_types(values["payment_method_types"])
    if attach_to_self and customer_id is not None:
        raise InvalidRequest(
            "A payment method is set up for the account itself, by `attach_to_self`, or for a `customer`, not both.",
            code=ErrorCode.PARAMETERS_EXCLUSIVE,
            field="attach_to_self",
        )


def suits(kind: MethodType) -> bool:
    """Whether a type of payment method can be set up."""
    return kind.sets_up


def check_method(intent: SetupIntent, method: PaymentMethod, account: Account) -> None:
    """Raise InvalidRequest unless the payment method can be set up by this setup."""
    choosing.must_be_allowed(intent, method, account, ErrorCode.SETUP_INTENT_INVALID_PARAMETER)
    kind = method.method_type
    if not kind.sets_up:
        raise InvalidRequest(
            f"A {kind.noun} cannot be set up for later payments. Use another payment method.",
            code=ErrorCode.PAYMENT_METHOD_UNSUPPORTED_TYPE,
            field="payment_method",
        )
    if intent.single_use is not None and not kind.needs_mandate:
        raise InvalidRequest(
            f"A {kind.noun} has no mandates for a single payment. Create the setup without `single_use`.",
            code=ErrorCode.SETUP_INTENT_INVALID_PARAMETER,
            field="payment_method",
        )
    behaviour_of(method.type).must_accept(method, options.of_method(intent, method))


def check_mandate(intent: SetupIntent, method: PaymentMethod) -> None:
    """Raise InvalidRequest for a payment method whose later debits the customer must authorize, without
    `mandate_data`."""
    kind = method.method_type
    if (kind.needs_mandate or kind.generates is not None) and intent.accepted is None:
        raise covering.missing_acceptance(intent.mandate_data, method)
