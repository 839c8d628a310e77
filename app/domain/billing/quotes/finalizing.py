"""A draft of a quote is finalized: it has a number, and the customer can accept it."""

import secrets
from datetime import datetime
from typing import Annotated

from sqlalchemy import func
from typing_extensions import Doc

from app.domain.billing.quotes import computing, expiry
from app.domain.core_resources.customers import currency
from app.domain.mistakes import Mistakes
from app.domain.products import promotion_codes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.settings import public_url
from app.tables.billing.quote import Quote
from app.tables.billing.quote_values import QuoteStatus
from app.tables.checkout.line_item import LineItem
from app.tables.core_resources.customer import Customer
from app.tables.products.promotion_code import PromotionCode


async def finalize(
    tx: Tx,
    quote: Quote,
    *,
    expires_at: Annotated[
        datetime | None, Doc("When the quote is canceled unless it was accepted, in place of its own `expiresAt`.")
    ] = None,
) -> Quote:
    """Finalize a draft: it is numbered, cannot change any more, and the customer can accept it. A revision replaces
    the quote that it was made from."""
    tx.must(quote, QuoteStatus.OPEN, verb="finalize")
    lines = await tx.find(LineItem, quote_id=quote.id)
    with Mistakes() as mistakes:
        for field, missing in (("customer", quote.customer_id is None), ("line_items", not lines)):
            if missing:
                mistakes.add(
                    InvalidRequest(
                        f"A quote needs `{field}` before it is finalized. Update the quote first.",
                        code=ErrorCode.PARAMETER_MISSING,
                        field=field,
                    )
                )
        with mistakes.noted():
            expiry.must_be_ahead(tx, expires_at or quote.expires_at)
    customer = await tx.get(Customer, quote.customer_id or "", field="customer")
    original = None
    if quote.from_quote is not None and quote.from_quote.is_revision:
        original = await tx.get(Quote, quote.from_quote.quote_id)
        if original.status == QuoteStatus.ACCEPTED:
            raise InvalidRequest(
                f"The quote revises {original.id}, which was accepted meanwhile.",
                code=ErrorCode.QUOTE_UNEXPECTED_STATE,
                field="id",
            )
    await currency.claim(tx, customer, quote.currency or "usd", field="id")
    await computing.settle(tx, quote, customer)
    with Mistakes() as mistakes:
        for place, each in enumerate(quote.redeemed):
            if each.promotion_code_id is not None:
                code = await tx.get(PromotionCode, each.promotion_code_id, lock=False)
                with mistakes.noted(f"discounts.{place}"):
                    promotion_codes.must_reach(code, quote.computed.upfront.amount_subtotal, quote.currency or "usd")
    await _number(tx, quote, customer, original)
    quote.expires_at = expires_at or quote.expires_at
    quote.pdf = f"{public_url()}/q/{quote.id}/{secrets.token_urlsafe(24)}/pdf"
    tx.move(quote, QuoteStatus.OPEN, verb="finalize")
    quote.status_transitions = quote.status_transitions.model_copy(update={"finalized_at": tx.now})
    await expiry.plan(tx, quote)
    tx.tell("finalized", quote)
    if original is not None and original.status == QuoteStatus.OPEN:
        expiry.end(tx, original)
    return quote


async def _number(tx: Tx, quote: Quote, customer: Customer, original: Quote | None) -> None:
    """Number the quote after the customer's others, or as the next revision of one. The customer is locked."""
    columns = Quote.__table__.c
    theirs = columns.customer_id == customer.id
    if original is None:
        last = tx.select(Quote, func.max(columns.sequence).label("most")).where(theirs)
        quote.sequence, quote.revision = 1 + ((await tx.rows(last))[0].most or 0), 1
    else:
        same = tx.select(Quote, func.max(columns.revision).label("most")).where(
            theirs, columns.sequence == original.sequence
        )
        quote.sequence, quote.revision = original.sequence, 1 + ((await tx.rows(same))[0].most or 0)
    quote.number = f"QT-{customer.invoice_prefix}-{quote.sequence:04d}-{quote.revision}"
