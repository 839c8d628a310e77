"""The end of a quote that is not accepted: it is canceled, by request or because its time is over."""

from datetime import datetime, timedelta

from app.domain.billing.settings import settings_of
from app.domain.jobs import job
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.quote import Quote
from app.tables.billing.quote_values import QuoteStatus


def must_be_ahead(tx: Tx, expires_at: datetime | None) -> None:
    """Raise InvalidRequest for an expiry that is not in the future."""
    if expires_at is not None and expires_at <= tx.now:
        raise InvalidRequest(
            "`expires_at` must be in the future.", code=ErrorCode.PARAMETER_INVALID, field="expires_at"
        )


async def plan(tx: Tx, quote: Quote) -> None:
    """Have a quote expire when it is due, and have that announced before, by the account's settings, if it is open."""
    unplan(tx, quote)
    tx.wake(quote.expires_at, expire, quote)
    days = (await settings_of(tx)).days_before_quote_expires
    if quote.status != QuoteStatus.OPEN or days is None:
        return
    before = quote.expires_at - timedelta(days=days)
    if before > tx.now:
        tx.wake(before, will_expire, quote)


def unplan(tx: Tx, quote: Quote) -> None:
    """Nothing more of the quote falls due."""
    tx.unwake(expire, quote)
    tx.unwake(will_expire, quote)


@job("quote.expire", Quote)
async def expire(tx: Tx, quote: Quote) -> None:
    """The time is over in which the quote could be accepted."""
    if QuoteStatus.CANCELED in quote.arrows.get(quote.status, ()) and quote.expires_at <= tx.now:
        end(tx, quote)


@job("quote.will_expire", Quote)
async def will_expire(tx: Tx, quote: Quote) -> None:
    """The quote expires in as many days as the settings say."""
    if quote.status == QuoteStatus.OPEN:
        tx.tell("will_expire", quote)


async def cancel(tx: Tx, quote: Quote) -> Quote:
    """Cancel a quote: nobody can accept it any more."""
    end(tx, quote)
    return quote


def end(tx: Tx, quote: Quote) -> None:
    """Cancel a quote that is a draft, or open."""
    tx.move(quote, QuoteStatus.CANCELED, verb="cancel")
    quote.status_transitions = quote.status_transitions.model_copy(update={"canceled_at": tx.now})
    unplan(tx, quote)
    tx.tell("canceled", quote)
