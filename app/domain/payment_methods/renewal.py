"""Newer details of a saved card, which its network sends to the merchants who saved it."""

from typing import Annotated

from typing_extensions import Doc

from app.domain.payment_methods.behaviour import behaviour_of
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_values import PaymentMethodDetails
from app.tables.payment_methods.types.card import CARD, PaymentMethodCardUpdateParams

YEARS = 5
"""How much longer a renewed card is valid, unless the test says otherwise."""


async def renew(
    tx: Tx,
    payment_method: PaymentMethod,
    *,
    card: Annotated[
        PaymentMethodCardUpdateParams | None,
        Doc(f"The newer details. By default the card expires {YEARS} years later than so far."),
    ] = None,
) -> PaymentMethod:
    """Test helper: let the network of a saved card send its newer details, as the bank issued a new card."""
    if tx.livemode:
        raise InvalidRequest(
            "Newer details can only be made up in test mode. Use a test key.",
            code=ErrorCode.LIVEMODE_MISMATCH,
            field="id",
        )
    if payment_method.type != CARD.name or payment_method.customer_id is None:
        raise InvalidRequest(
            "Networks send newer details of cards that are attached to a customer, and of nothing else. Name such a "
            "card.",
            code=ErrorCode.PAYMENT_METHOD_UNEXPECTED_STATE,
            field="id",
        )
    known = payment_method.details.branch(CARD.name)
    newer = card or PaymentMethodCardUpdateParams()
    if newer.exp_month is None and newer.exp_year is None:
        newer = newer.model_copy(update={"exp_year": known.exp_year + YEARS})
    changed = behaviour_of(CARD.name).changed(tx, known, newer)
    payment_method.details = PaymentMethodDetails.of(CARD.name, changed)
    if tx.changed(payment_method):
        tx.tell("automatically_updated", payment_method)
    return payment_method
