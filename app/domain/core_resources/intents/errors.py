"""A refusal as an intent, or one of its attempts, keeps it."""

from typing import Any

from app.errors import Refusal
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.shapes.api_error import ApiError, ApiErrorType


def error_of(refusal: Refusal, method: PaymentMethod, **others: Any) -> ApiError:
    """The error of an attempt with the payment method, with `others` of its fields."""
    return ApiError(
        code=refusal.code,
        decline_code=refusal.decline_code,
        doc_url=refusal.doc_url,
        message=refusal.message,
        param=refusal.field,
        payment_method_id=method.id,
        payment_method_type=method.type.value,
        type=ApiErrorType(refusal.type),
        **others,
    )
