"""An error that an object keeps: of the last attempt to pay, to set up, or to finalize."""

from enum import StrEnum
from typing import ClassVar

from app.error_codes import ErrorCode
from app.tables.columns import given, ref
from app.tables.values import Value


class ApiErrorType(StrEnum):
    """The type of an error."""

    API_ERROR = "api_error"
    """An internal error of the server."""
    CARD_ERROR = "card_error"
    """The issuer or the network declined the payment."""
    IDEMPOTENCY_ERROR = "idempotency_error"
    """An idempotency key was reused with different input."""
    INVALID_REQUEST_ERROR = "invalid_request_error"
    """The request had invalid input."""


class ApiError(Value):
    """The error of an attempt that failed: to pay, to set up a payment method, or to finalize an invoice."""

    awaited: ClassVar[tuple[str, ...]] = ("source",)

    charge_id: str | None = ref("charge", kind="kept", default=None)
    """The charge of the failed attempt; null if none was made."""
    code: ErrorCode | None = given(None)
    """Code of the error, such as `CARD_DECLINED`; null if there is none."""
    decline_code: str | None = given(None)
    """The issuer's reason for the decline, such as `insufficient_funds`."""
    doc_url: str | None = given(None)
    """Address of Stripe's documentation of the code."""
    message: str | None = given(None)
    """Message of the error, which can be shown to the customer for card errors."""
    network_advice_code: str | None = given(None)
    """The card network's advice on a retry; null without advice."""
    network_decline_code: str | None = given(None)
    """The card network's own code for the decline; null without a decline."""
    param: str | None = given(None)
    """The input field that caused the error; null if none did."""
    payment_intent_id: str | None = ref("payment_intent", kind="kept", default=None, embedded=True)
    """The payment intent, in the error of another object."""
    payment_method_id: str | None = ref("payment_method", kind="kept", default=None, embedded=True)
    """The payment method that failed."""
    payment_method_type: str | None = given(None)
    """Type of the payment method that failed."""
    request_log_url: str | None = given(None)
    """Address of the request's log."""
    setup_intent_id: str | None = ref("setup_intent", kind="kept", default=None, embedded=True)
    """The setup intent, in the error of another object."""
    type: ApiErrorType = given()
    """The type of the error."""
