"""Forms of the pages that a merchant's customers see: bounded, and taken as text that PostgreSQL can hold."""

from urllib.parse import parse_qsl

from pydantic import ValidationError
from starlette.requests import Request

from app.error_codes import ErrorCode
from app.errors import CardError, InvalidRequest, Refusal
from app.server.request_head import Origin
from app.tables.payment_methods.payment_method_data import PaymentMethodDataParams
from app.tables.shapes.mandate_data import (
    ConfirmCustomerAcceptanceParams,
    ConfirmMandateDataParams,
    MandateAcceptanceType,
)
from app.tables.texts import storable

Form = dict[str, str]


async def form_of(request: Request, *, longest: int) -> Form:
    """The fields of a form; empty for one of more than `longest` bytes, or with what cannot be stored."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > longest:
            return {}
    fields = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return fields if all(storable(text) for field in fields.items() for text in field) else {}


def card_of(form: Form) -> PaymentMethodDataParams:
    """The card of a form with `number`, `expiry` (MM/YY), `cvc` and `holder`. Raises ValidationError."""
    month, _, year = form.get("expiry", "").replace(" ", "").partition("/")
    card = {"number": form.get("number", ""), "exp_month": _number(month), "exp_year": _number(year)}
    if form.get("cvc"):
        card["cvc"] = form["cvc"]
    details = {"name": form.get("holder") or None}
    return PaymentMethodDataParams.model_validate({"type": "card", "card": card, "billing_details": details})


def us_bank_account_of(form: Form) -> PaymentMethodDataParams:
    """The United States bank account of a form with `routing_number`, `account_number`, `account_type`, `holder_type`,
    `holder` and `email`. Raises ValidationError, and InvalidRequest for what is missing."""
    account = {
        "routing_number": _unspaced(form.get("routing_number", "")),
        "account_number": _unspaced(form.get("account_number", "")),
        "account_type": form.get("account_type", ""),
        "account_holder_type": form.get("holder_type", ""),
    }
    return _bank_account("us_bank_account", account, form)


def sepa_debit_of(form: Form) -> PaymentMethodDataParams:
    """The SEPA bank account of a form with `iban`, `holder` and `email`. Raises ValidationError, and InvalidRequest
    for what is missing."""
    return _bank_account("sepa_debit", {"iban": _unspaced(form.get("iban", ""))}, form)


def _bank_account(type_: str, account: dict[str, str], form: Form) -> PaymentMethodDataParams:
    details = {"name": form.get("holder", "").strip(), "email": form.get("email", "").strip()}
    for name, value in details.items():
        if not value:
            raise _missing(f"billing_details.{name}")
    return PaymentMethodDataParams.model_validate({"type": type_, type_: account, "billing_details": details})


def acceptance_of(request: Request, form: Form) -> ConfirmMandateDataParams:
    """The acceptance of a mandate, which a form has as `accept`. Raises InvalidRequest without it."""
    if not form.get("accept"):
        raise _missing("mandate_data")
    headers = request.headers
    origin = Origin(request.client, headers.get("x-forwarded-for"), headers.get("user-agent"))
    accepted = ConfirmCustomerAcceptanceParams(type=MandateAcceptanceType.ONLINE, online=origin.browser())
    return ConfirmMandateDataParams(customer_acceptance=accepted)


def _missing(field: str) -> InvalidRequest:
    return InvalidRequest(f"`{field}` is required.", code=ErrorCode.PARAMETER_MISSING, field=field)


def _unspaced(text: str) -> str:
    return "".join(text.split())


def _number(text: str) -> int:
    """A number as typed; 0, which is no card's month, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def why(refusal: Refusal | ValidationError) -> str:
    """The key of what customers read of a card that is refused."""
    if isinstance(refusal, CardError):
        for code in (refusal.decline_code, str(refusal.code)):
            if code in _SAID:
                return f"error_{code}"
        if refusal.code not in _MISTYPED:
            return "error_declined"
    return "error_details"


_SAID = {"insufficient_funds", "expired_card", "incorrect_cvc", "payment_intent_authentication_failure"}
"""Codes that the catalogue has a text of their own for."""

_MISTYPED = {
    ErrorCode.INCORRECT_NUMBER,
    ErrorCode.INVALID_CVC,
    ErrorCode.INVALID_EXPIRY_MONTH,
    ErrorCode.INVALID_EXPIRY_YEAR,
    ErrorCode.INVALID_NUMBER,
}
"""Codes of cards that no bank was asked about."""
