"""What customers read of a payment that was refused or failed: keys of the catalogue, and the field that is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from app.error_codes import ErrorCode
from app.errors import CardError, Refusal
from app.server.forms import why
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.payment_methods.method_type import Flow, method_types


@dataclass(frozen=True)
class Complaint:
    text: str
    """A key of the catalogue."""
    field: str | None = None
    """The name of the form's field; None where no single one is wrong."""


def of_card(refusal: Refusal | ValidationError) -> Complaint:
    """What was wrong with a payment by card."""
    return Complaint(why(refusal))


def of_bank_account(refusal: Refusal | ValidationError) -> Complaint:
    """What was wrong with a debit of a bank account."""
    if field := _FIELDS.get(_last_of(refusal)):
        return Complaint(f"error_{field}", field)
    if isinstance(refusal, CardError):
        return Complaint("error_bank_limit" if refusal.code in _LIMITS else "error_bank_declined")
    return Complaint("error_bank_details")


_FIELDS: Mapping[str, str] = {
    "account_holder_type": "holder_type",
    "account_number": "account_number",
    "account_type": "account_type",
    "descriptor_code": "descriptor_code",
    "email": "email",
    "iban": "iban",
    "mandate_data": "accept",
    "name": "holder",
    "routing_number": "routing_number",
}
"""The form's fields by the last step of the path that a refusal names."""

_LIMITS = {ErrorCode.CHARGE_EXCEEDS_SOURCE_LIMIT, ErrorCode.CHARGE_EXCEEDS_TRANSACTION_LIMIT}


def _last_of(refusal: Refusal | ValidationError) -> str:
    if isinstance(refusal, ValidationError):
        return str(refusal.errors()[0]["loc"][-1])
    return (refusal.field or "").rpartition(".")[2]


def of_verification(refusal: Refusal | ValidationError) -> Complaint:
    """What was wrong with the code of a deposit, or with the debit that follows it."""
    if isinstance(refusal, Refusal) and refusal.code in _UNVERIFIED:
        return Complaint("failed_microdeposits")
    return of_bank_account(refusal)


def of_failure(intent: PaymentIntent, charge: Charge | None) -> Complaint | None:
    """Why a debit that was sent, or a verification that was awaited, failed meanwhile; None if the last attempt was of
    another kind, or did not fail. The charge is the payment's latest."""
    error = intent.last_payment_error
    if error is None:
        return None
    if error.code in _UNVERIFIED:
        return Complaint("failed_microdeposits")
    if charge is None or charge.id != error.charge_id or not is_debit(charge):
        return None
    return Complaint(_DEBITS.get(charge.failure_code or "", "failed_debit"))


def is_debit(charge: Charge) -> bool:
    """Whether a bank account is charged, whose bank takes days to answer."""
    details = charge.payment_method_details
    kind = method_types().get(details.type) if details is not None else None
    return kind is not None and kind.flow is Flow.BANK_DEBIT


_UNVERIFIED = {
    ErrorCode.PAYMENT_METHOD_MICRODEPOSIT_FAILED,
    ErrorCode.PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_ATTEMPTS_EXCEEDED,
    ErrorCode.PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_TIMEOUT,
}
_DEBITS = {
    "account_closed": "failed_account",
    "debit_not_authorized": "failed_authorization",
    "insufficient_funds": "failed_funds",
    "no_account": "failed_account",
}
"""Failure codes of charges that the catalogue has a text of their own for."""
