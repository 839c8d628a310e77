"""The errors of fault rules, each of the type that its code has elsewhere."""

from app.error_codes import ErrorCode
from app.errors import CardError, IdempotencyMismatch, InvalidRequest, Refusal
from app.tables.sandboxes.fault_rule import FaultError

OF_PAYMENTS = frozenset(
    {
        ErrorCode.AUTHENTICATION_REQUIRED,
        ErrorCode.BANK_ACCOUNT_DECLINED,
        ErrorCode.CARD_DECLINE_RATE_LIMIT_EXCEEDED,
        ErrorCode.CARD_DECLINED,
        ErrorCode.CHARGE_EXCEEDS_SOURCE_LIMIT,
        ErrorCode.CHARGE_EXCEEDS_TRANSACTION_LIMIT,
        ErrorCode.EXPIRED_CARD,
        ErrorCode.INCORRECT_ADDRESS,
        ErrorCode.INCORRECT_CVC,
        ErrorCode.INCORRECT_NUMBER,
        ErrorCode.INCORRECT_ZIP,
        ErrorCode.INSUFFICIENT_FUNDS,
        ErrorCode.INVALID_CARD_TYPE,
        ErrorCode.INVALID_CVC,
        ErrorCode.INVALID_EXPIRY_MONTH,
        ErrorCode.INVALID_EXPIRY_YEAR,
        ErrorCode.INVALID_NUMBER,
        ErrorCode.PAYMENT_INTENT_ACTION_REQUIRED,
        ErrorCode.PAYMENT_INTENT_PAYMENT_ATTEMPT_FAILED,
        ErrorCode.PAYMENT_METHOD_PROVIDER_DECLINE,
        ErrorCode.PAYMENT_METHOD_PROVIDER_TIMEOUT,
        ErrorCode.PROCESSING_ERROR,
    }
)
"""Codes of payments that the issuer, the network or the bank declined."""


def may_have_decline_code(code: ErrorCode) -> bool:
    """Whether an error of the code may say why the issuer declined."""
    return code in OF_PAYMENTS


def refusal_of(rule: str, error: FaultError) -> Refusal:
    """The refusal of a mutation by the rule of this id."""
    message = f"The fault rule {rule} refused this. Nothing was changed."
    if error.code in OF_PAYMENTS:
        return CardError(message, code=error.code, decline_code=error.decline_code)
    kind = IdempotencyMismatch if error.code is ErrorCode.IDEMPOTENCY_KEY_REUSED else InvalidRequest
    return kind(message, code=error.code)
