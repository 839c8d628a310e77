"""The use of tokens: each works once, until it expires."""

from datetime import datetime, timedelta

from app.domain.payment_methods.types.card import card_of
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import CardError, InvalidRequest
from app.tables.core_resources.token import Token
from app.tables.payment_methods.cards import CardChecks
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_values import PaymentMethodDetails, PaymentMethodType
from app.tables.payment_methods.types.card import CARD

VALID = timedelta(hours=1)
"""How long most tokens work. Stripe names no time; theirs work for a short time too."""
OF_PEOPLE_VALID = timedelta(days=7)
"""How long tokens of accounts and of persons work."""


def expiry(token: Token) -> datetime:
    """The moment from which the token no longer works, in real time."""
    return token.created + (OF_PEOPLE_VALID if token.type in ("account", "person") else VALID)


async def take(tx: Tx, id: str, type: str, *, field: str) -> Token:
    """Use a token of that type up. Raises InvalidRequest, naming `field`, for one that was used, has expired, or is of
    something else."""
    token = await tx.get(Token, id, field=field)
    if token.used:
        raise InvalidRequest(
            "This token was used already, and a token works once. Create another one.",
            code=ErrorCode.TOKEN_ALREADY_USED,
            field=field,
        )
    if expiry(token) <= tx.real_now:
        raise InvalidRequest(
            "This token has expired. Create another one.", code=ErrorCode.RESOURCE_MISSING, field=field
        )
    if token.type != type:
        raise InvalidRequest(
            f"This token is of the type '{token.type}'. Give one of the type '{type}'.",
            code=ErrorCode.PARAMETER_INVALID,
            field=field,
        )
    token.used = True
    return token


async def method_of(tx: Tx, id: str, *, field: str) -> PaymentMethod:
    """A new payment method of a card's token, which is used up. Raises InvalidRequest as `take` does."""
    token = await take(tx, id, "card", field=field)
    return PaymentMethod(
        type=PaymentMethodType(CARD.name),
        behaviour=token.behaviour,
        billing_details=token.billing_details,
        details=token.details,
    )


async def recollect(tx: Tx, method: PaymentMethod, id: str) -> None:
    """Have the card's bank compare a security code that the customer entered again. Raises InvalidRequest as `take`."""
    field = "payment_method_options.card.cvc_token"
    await take(tx, id, "cvc_update", field=field)
    if method.type != CARD.name:
        raise InvalidRequest(
            f"A {method.method_type.noun} has no security code. Omit `{field}`.",
            code=ErrorCode.PARAMETER_INVALID,
            field=field,
        )
    card = card_of(method)
    checks = (card.checks or CardChecks()).model_copy(update={"cvc_check": "unchecked"})
    method.details = PaymentMethodDetails.of(CARD.name, card.model_copy(update={"checks": checks}))


def check_cvc(cvc: str) -> None:
    """Raise CardError for what can be no security code."""
    if not (cvc.isascii() and cvc.isdigit() and len(cvc) in (3, 4)):
        raise CardError(
            "Your card's security code must have 3 or 4 digits. Check it and try again.",
            code=ErrorCode.INVALID_CVC,
            field="cvc_update.cvc",
        )
