"""Quotes are created, copied, and changed while they are drafts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from app.domain import crud
from app.domain.billing import parties
from app.domain.billing.invoices import redeeming
from app.domain.billing.invoices.items import given_in
from app.domain.billing.quotes import computing, expiry, lines
from app.domain.billing.subscriptions import choosing, settings, terms
from app.domain.merging import merge
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown
from app.tables.billing.quote import Quote
from app.tables.billing.quote_params import (
    QuoteChangeParams,
    QuoteCreationParams,
    QuoteFromQuoteParams,
    QuoteInvoiceSettingsParams,
    QuoteSubscriptionDataEffectiveDateKeyword,
    QuoteSubscriptionDataParams,
)
from app.tables.billing.quote_values import (
    QuoteFromQuote,
    QuoteInvoiceSettings,
    QuoteStatus,
    QuoteSubscriptionData,
)
from app.tables.billing.test_clock import TestClock
from app.tables.checkout.line_item import LineItem
from app.tables.columns import Inline
from app.tables.core_resources.customer import Customer
from app.tables.products.price import Price

VALID = timedelta(days=30)
"""How long a quote can be accepted, where nothing else is said."""
MAX_WITHOUT_CUSTOMER = 10
"""Quotes of a test clock that have no customer."""
Params = QuoteCreationParams | QuoteChangeParams
NOTHING = QuoteCreationParams()
UNCHANGED = QuoteChangeParams()
COPIED = (
    "application_fee_amount",
    "application_fee_percent",
    "automatic_tax",
    "collection_method",
    "currency",
    "customer_id",
    "default_tax_rates",
    "description",
    "discounts",
    "footer",
    "header",
    "invoice_settings",
    "meta",
    "on_behalf_of_id",
    "redeemed",
    "subscription_data",
    "transfer_data",
)
"""The columns of a quote that a copy begins with."""
COPIED_OF_LINES = ("description", "own_discounts", "price_id", "quantity", "redeemed", "tax_rates")


@dataclass(frozen=True)
class _Checked:
    """What a quote is to be, nothing of which was wrong. None stands for what does not change."""

    lines: list[lines.ChosenLine] | None
    currency: str | None
    discounts: list[choosing.ChosenDiscount] | None
    invoice_settings: QuoteInvoiceSettings
    subscription_data: QuoteSubscriptionData


async def create(tx: Tx, *, params: Annotated[QuoteCreationParams, Inline()] = NOTHING, **values: Any) -> Quote:
    """Create a draft of a quote, or a copy of another quote."""
    values = {name: value for name, value in values.items() if value is not None}
    if params.from_quote is not None:
        others = {*values, *(name for name, value in given_in(params).items() if value is not None)}
        return await _copy(tx, params.from_quote, params.expires_at, others - {"from_quote", "expires_at"})
    customer = None
    if "customer_id" in values:
        customer = await tx.get(Customer, values["customer_id"], field="customer")
    if params.test_clock_id is not None:
        await _live_under(tx, params.test_clock_id, customer)
    checked = await _check(tx, None, customer, values, params)
    quote = await crud.build(tx, Quote, values | {"expires_at": params.expires_at or tx.now + VALID})
    quote.test_clock_id = quote.clock_id
    await _write(tx, quote, customer, checked, params)
    tx.wake(quote.expires_at, expiry.expire, quote)
    tx.tell("created", quote)
    return quote


async def _live_under(tx: Tx, id: str, customer: Customer | None) -> None:
    clock = await tx.get(TestClock, id, field="test_clock", lock=False)
    if customer is not None:
        _must_share_time(clock.id, customer, "test_clock")
    await tx.live_under(clock.id)
    if customer is None:
        alone = await tx.find(Quote, lock=False, clock_id=clock.id, customer_id=None)
        if len(alone) >= MAX_WITHOUT_CUSTOMER:
            raise InvalidRequest(
                f"`test_clock` has {MAX_WITHOUT_CUSTOMER} quotes without a customer, which are the most.",
                code=ErrorCode.RESOURCE_LIMIT_EXCEEDED,
                field="test_clock",
            )


def _must_share_time(clock: str | None, customer: Customer, field: str) -> None:
    if customer.clock_id != clock:
        raise InvalidRequest(
            "The quote and its customer must live under the same test clock, or both in real time.",
            code=ErrorCode.TEST_CLOCK_MISMATCH,
            field=field,
        )


async def update(
    tx: Tx, quote: Quote, *, params: Annotated[QuoteChangeParams, Inline()] = UNCHANGED, **values: Any
) -> Quote:
    """Update a quote: all of a draft, and the expiry of one that is open."""
    changing = {*values, *params.model_fields_set}
    if quote.status != QuoteStatus.DRAFT and not (quote.status == QuoteStatus.OPEN and changing <= {"expires_at"}):
        raise InvalidRequest(
            f"The `status` of the quote is {shown(quote.status)}: only drafts can change, and the `expires_at` of open "
            "quotes. Create a revision by `from_quote` instead.",
            code=ErrorCode.QUOTE_UNEXPECTED_STATE,
            field="id",
        )
    customer = await _customer(tx, quote, values)
    checked = await _check(tx, quote, customer, values, params)
    if quote.status == QuoteStatus.DRAFT:
        await crud.amend(tx, quote, values)
        await _write(tx, quote, customer, checked, params)
    if params.expires_at is not None:
        quote.expires_at = params.expires_at
        await expiry.plan(tx, quote)
    return quote


async def _customer(tx: Tx, quote: Quote, values: dict[str, Any]) -> Customer | None:
    """The customer of the quote from now on. Raises InvalidRequest for another one than before."""
    wanted = values.get("customer_id", quote.customer_id)
    if quote.customer_id is not None and wanted != quote.customer_id:
        raise InvalidRequest(
            "The customer of a quote cannot change. Create another quote.",
            code=ErrorCode.PARAMETER_IMMUTABLE,
            field="customer",
        )
    if wanted is None:
        return None
    customer = await tx.get(Customer, wanted, field="customer", lock=False)
    _must_share_time(quote.clock_id, customer, "customer")
    return customer


async def _check(
    tx: Tx, quote: Quote | None, customer: Customer | None, values: dict[str, Any], params: Params
) -> _Checked:
    """What a caller's values make of a quote; None for a new one. Raises InvalidRequest for every mistake."""
    there = [] if quote is None else await tx.find(LineItem, quote_id=quote.id)
    standing = quote or Quote(expires_at=tx.now)
    after = {name: values.get(name, getattr(standing, name)) for name in COPIED}
    chosen, currency, off = None, standing.currency, None
    with Mistakes() as mistakes:
        with mistakes.noted():
            expiry.must_be_ahead(tx, params.expires_at)
        invoices = _invoice_settings(standing.invoice_settings, params.invoice_settings)
        with mistakes.noted("invoice_settings"), Mistakes() as within:
            terms.check_collection(after["collection_method"], invoices.days_until_due, within)
            with within.noted():
                await parties.check_account(tx, "issuer", invoices.issuer)
        with mistakes.noted("subscription_data"):
            data = _subscription_data(standing.subscription_data, params.subscription_data)
        names = ("automatic_tax", "default_tax_rates", "on_behalf_of_id", "transfer_data")
        fees = {name: value for name, value in values.items() if name == "application_fee_percent"}
        await settings.check_tax(tx, {name: after[name] for name in names} | fees, mistakes)
        transfer, fee = after["transfer_data"], values.get("application_fee_amount")
        parties.check_fee(
            tx,
            mistakes,
            "application_fee_amount",
            fee,
            transferred=transfer is not None,
            part=transfer and transfer.amount,
        )
        if "discounts" in params.model_fields_set:
            off = await choosing.chosen_discounts(tx, params.discounts or (), customer, mistakes)
        given = params.line_items
        if given is not None:
            with mistakes.noted():
                chosen, currency = await lines.chosen(tx, given, customer, there)
    prices = [await tx.get(Price, row.price_id or "", lock=False) for row in there]
    among = prices if chosen is None else [line.price for line in chosen]
    currency = currency if among else await _currency(tx, customer)
    with Mistakes() as mistakes:
        _check_shares(after, any(price.recurring for price in among), mistakes)
        # Whether the minimum of a code is reached is known once the quote is finalized.
        for place, each in enumerate(off or ()):
            with mistakes.noted(f"discounts.{place}"):
                redeeming.must_be_in(await redeeming.coupon_of(tx, each), currency or "usd")
    return _Checked(chosen, currency, off, invoices, data)


async def _currency(tx: Tx, customer: Customer | None) -> str:
    """The currency of a quote without lines."""
    return (customer and customer.currency) or (await tx.account()).default_currency or "usd"


def _invoice_settings(old: QuoteInvoiceSettings, given: QuoteInvoiceSettingsParams | None) -> QuoteInvoiceSettings:
    return old if given is None else merge(QuoteInvoiceSettings, old, given)


def _subscription_data(old: QuoteSubscriptionData, given: QuoteSubscriptionDataParams | None) -> QuoteSubscriptionData:
    if given is None:
        return old
    if isinstance(given.effective_date, QuoteSubscriptionDataEffectiveDateKeyword):
        raise InvalidRequest(
            "`effective_date` CURRENT_PERIOD_END is for quotes that change a subscription, which are not supported. "
            "Give a moment.",
            code=ErrorCode.PARAMETER_INVALID,
            field="effective_date",
        )
    made = merge(QuoteSubscriptionData, old, given)
    if "metadata" in given.model_fields_set:
        made = made.model_copy(update={"metadata": crud.merge_metadata(old.metadata or {}, given.metadata)})
    return made


def _check_shares(after: dict[str, Any], recurs: bool, mistakes: Mistakes) -> None:
    """Note fees and transfers that do not suit the prices: amounts are of one invoice, and percentages of all."""
    transfer = after["transfer_data"]
    amounts = {
        "application_fee_amount": after["application_fee_amount"],
        "transfer_data.amount": transfer and transfer.amount,
    }
    shares = {
        "application_fee_percent": after["application_fee_percent"],
        "transfer_data.amount_percent": transfer and transfer.amount_percent,
    }
    for field, value in (amounts if recurs else shares).items():
        if value is not None:
            mistakes.add(
                InvalidRequest(
                    f"`{field}` requires that {'no' if recurs else 'a'} price of the quote is recurring.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field=field,
                )
            )


async def _write(tx: Tx, quote: Quote, customer: Customer | None, checked: _Checked, params: Params) -> None:
    quote.currency = checked.currency
    quote.invoice_settings, quote.subscription_data = checked.invoice_settings, checked.subscription_data
    if checked.discounts is not None:
        quote.discounts, quote.redeemed = lines.offered(tx, checked.discounts), params.discounts or []
    if checked.lines is not None:
        await lines.write(tx, quote, checked.lines)
    await computing.settle(tx, quote, customer)


async def _copy(tx: Tx, given: QuoteFromQuoteParams, expires_at: datetime | None, others: set[str]) -> Quote:
    """A draft like another quote. `others` are the further params that were given."""
    original = await tx.get(Quote, given.quote_id, field="from_quote.quote")
    with Mistakes() as mistakes:
        for name in sorted(others):
            public = "metadata" if name == "meta" else name.removesuffix("_id")
            mistakes.add(
                InvalidRequest(
                    f"`{public}` cannot be combined with `from_quote`. Create the quote, then update it.",
                    code=ErrorCode.PARAMETERS_EXCLUSIVE,
                    field=public,
                )
            )
        if given.is_revision and original.status != QuoteStatus.OPEN:
            mistakes.add(_wrong_original("revised", "open", original))
        elif original.status == QuoteStatus.CANCELED:
            mistakes.add(_wrong_original("copied", "a draft, open or accepted", original))
        with mistakes.noted():
            expiry.must_be_ahead(tx, expires_at)
    customer = await tx.get(Customer, original.customer_id) if original.customer_id else None
    quote = tx.add(
        Quote(
            **{name: getattr(original, name) for name in COPIED},
            expires_at=expires_at or tx.now + VALID,
            from_quote=QuoteFromQuote(is_revision=bool(given.is_revision), quote_id=original.id),
        )
    )
    quote.test_clock_id = quote.clock_id
    for line in await tx.find(LineItem, quote_id=original.id):
        tx.add(LineItem(quote_id=quote.id, **{name: getattr(line, name) for name in COPIED_OF_LINES}))
    await computing.settle(tx, quote, customer)
    tx.wake(quote.expires_at, expiry.expire, quote)
    tx.tell("created", quote)
    return quote


def _wrong_original(done: str, wanted: str, original: Quote) -> InvalidRequest:
    return InvalidRequest(
        f"A quote that is {done} must be {wanted}: the `status` of {original.id} is {shown(original.status)}.",
        code=ErrorCode.QUOTE_UNEXPECTED_STATE,
        field="from_quote.quote",
    )
