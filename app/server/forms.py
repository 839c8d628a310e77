"""Forms of the pages that a merchant's customers see: bounded, and taken as text that PostgreSQL can hold."""

from urllib.parse import parse_qsl

from pydantic import ValidationError
from starlette.requests import Request

from app.error_codes import ErrorCode
from app.errors import CardError, Refusal
from app.tables.payment_methods.payment_method_data import PaymentMethodDataParams

Form = dict[str, str]


async def form_of(request: Request, *, longest: int) -> Form:
    """The fields of a form; empty for one of more than `longest` bytes, or with a NUL."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > longest:
            return {}
    fields = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return {} if any("\0" in value for value in fields.values()) else fields


def card_of(form: Form) -> PaymentMethodDataParams:
    """The card of a form with `number`, `expiry` (MM/YY), `cvc` and `holder`. Raises ValidationError."""
    month, _, year = form.get("expiry", "").replace(" ", "").partition("/")
    card = {"number": form.get("number", ""), "exp_month": _number(month), "exp_year": _number(year)}
    if form.get("cvc"):
        card["cvc"] = form["cvc"]
    details = {"name": form.get("holder") or None}
    return PaymentMethodDataParams.model_validate({"type": "card", "card": card, "billing_details": details})


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
