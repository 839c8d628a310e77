"""The phases of a schedule: what their params name, found and checked, and the values that come of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.billing.engine.cycle import Span
from app.domain.billing.schedules import times
from app.domain.billing.subscriptions import choosing, making, settings, terms, thresholds
from app.domain.billing.subscriptions.items import period_of
from app.domain.merging import merge
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.subscription_schedule_params import (
    SubscriptionScheduleCreatePhaseParams,
    SubscriptionScheduleDefaultSettingsParams,
    SubscriptionScheduleUpdatePhaseParams,
)
from app.tables.billing.subscription_schedule_values import (
    SubscriptionScheduleDefaultSettings,
    SubscriptionScheduleDiscount,
    SubscriptionScheduleEndBehavior,
    SubscriptionSchedulePhase,
    SubscriptionSchedulePhaseAddInvoiceItem,
    SubscriptionSchedulePhaseItem,
)
from app.tables.core_resources.customer import Customer
from app.tables.shapes.collection_method import CollectionMethod
from app.tables.shapes.date_time_keyword import DateTimeKeyword
from app.tables.shapes.discount_params import DiscountParams
from app.tables.shapes.proration_behavior import ProrationBehavior

AS_GIVEN = (
    "application_fee_percent",
    "automatic_tax",
    "billing_cycle_anchor",
    "billing_thresholds",
    "collection_method",
    "default_payment_method_id",
    "description",
    "invoice_settings",
    "on_behalf_of_id",
    "transfer_data",
)
"""What a phase keeps as it is given."""


PhaseParams = SubscriptionScheduleCreatePhaseParams | SubscriptionScheduleUpdatePhaseParams


@dataclass(frozen=True)
class ChosenPhase:
    """A phase that is to be, without its times."""

    given: PhaseParams
    items: Sequence[choosing.ChosenItem]
    added: Sequence[choosing.ChosenItem]
    """One-time prices on its first invoice."""
    currency: str

    def length(self, now: datetime, start: datetime | None = None) -> times.Length:
        """How long the phase is to be."""
        end = self.given.end_date
        if isinstance(end, DateTimeKeyword):
            end = now
        period = period_of([each.price for each in self.items])
        return times.Length(period, start, end, self.given.iterations)


_OF_ACCOUNTS = ("application_fee_percent", "invoice_settings", "on_behalf_of_id", "transfer_data")


async def phases(
    tx: Tx,
    given: Sequence[PhaseParams],
    customer: Customer,
    defaults: SubscriptionScheduleDefaultSettings,
    currency: str | None = None,
) -> list[ChosenPhase]:
    """The phases that params ask for, all in one currency.

    Raises InvalidRequest for every mistake, each with its field, such as `phases.0.items.0.price`.
    """
    chosen: list[ChosenPhase] = []
    with Mistakes() as mistakes:
        for place, each in enumerate(given):
            with mistakes.noted(f"phases.{place}"):
                chosen.append(await _phase(tx, each, customer, defaults, currency))
                currency = currency or chosen[0].currency
    return chosen


async def _phase(
    tx: Tx,
    given: PhaseParams,
    customer: Customer,
    defaults: SubscriptionScheduleDefaultSettings,
    currency: str | None,
) -> ChosenPhase:
    with Mistakes() as mistakes:
        if currency is not None and given.currency not in (None, currency):
            mistakes.add(
                InvalidRequest(
                    f"All phases have the same currency, here {currency}. Omit `currency`.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field="currency",
                )
            )
        off = await settings.subscription_discounts(tx, customer, given.discounts, given.coupon_id, None, mistakes)
        names = ("automatic_tax", "default_tax_rates", *_OF_ACCOUNTS)
        values = {name: getattr(given, name) for name in names}
        await settings.check_tax(tx, values, mistakes, transferred=defaults.transfer_data)
        await settings.check_payment_method(tx, given.default_payment_method_id, customer, mistakes)
        _check_collection(given, defaults, mistakes)
        with mistakes.noted():
            items, found = await choosing.items(tx, given.items, customer, currency or given.currency)
            added = await choosing.invoice_items(tx, given.add_invoice_items or (), customer, found)
            amount = sum(choosing.amount_of(each.price, each.quantity, found) for each in (*items, *added))
            await settings.must_apply(tx, off, found, amount, listed=given.discounts is not None)
        whole = given.billing_thresholds or defaults.billing_thresholds
        if whole is not None:
            with mistakes.noted():
                thresholds.check_suits(whole, [(each.price, each.quantity) for each in items], found)
    return ChosenPhase(given, items, added, found)


def _check_collection(given: PhaseParams, defaults: SubscriptionScheduleDefaultSettings, mistakes: Mistakes) -> None:
    """Note a phase whose invoices are sent without days to pay, or charged with such days."""
    method = given.collection_method or defaults.collection_method
    days = given.invoice_settings.days_until_due if given.invoice_settings else None
    if method == CollectionMethod.SEND_INVOICE and days is None:
        days = defaults.invoice_settings.days_until_due
    with mistakes.noted("invoice_settings"), Mistakes() as within:
        terms.check_collection(method or CollectionMethod.CHARGE_AUTOMATICALLY, days, within)


def merged(
    old: SubscriptionScheduleDefaultSettings, given: SubscriptionScheduleDefaultSettingsParams | None
) -> SubscriptionScheduleDefaultSettings:
    """The default settings with those that are given."""
    if given is None:
        return old
    made = merge(SubscriptionScheduleDefaultSettings, old, given)
    return made.model_copy(update=settings.with_liability({"automatic_tax": made.automatic_tax}))


async def check_defaults(
    tx: Tx, defaults: SubscriptionScheduleDefaultSettings, customer: Customer, mistakes: Mistakes
) -> None:
    """Note a default payment method that is not the customer's, and accounts that cannot be used."""
    names = ("automatic_tax", *_OF_ACCOUNTS)
    with mistakes.noted("default_settings"), Mistakes() as within:
        await settings.check_tax(tx, {name: getattr(defaults, name) for name in names}, within)
        await settings.check_payment_method(tx, defaults.default_payment_method_id, customer, within)


def check_end(behavior: SubscriptionScheduleEndBehavior | None, mistakes: Mistakes) -> None:
    """Note an end behavior of former versions of the API."""
    if behavior in (SubscriptionScheduleEndBehavior.NONE, SubscriptionScheduleEndBehavior.RENEW):
        mistakes.add(
            InvalidRequest(
                "`end_behavior` must be CANCEL or RELEASE.", code=ErrorCode.PARAMETER_INVALID, field="end_behavior"
            )
        )


def trial_ends(chosen: Sequence[ChosenPhase], at: Sequence[Span], *, first: int = 0) -> list[datetime | None]:
    """When the trial of each phase ends; None without one. Raises InvalidRequest for each that cannot be."""
    found: list[datetime | None] = []
    with Mistakes() as mistakes:
        for place, (each, span) in enumerate(zip(chosen, at, strict=True)):
            with mistakes.noted(f"phases.{place + first}"):
                end = each.given.trial_end
                moment = None if isinstance(end, DateTimeKeyword) else end
                found.append(times.trial_end(span, whole=each.given.trial or False, end=moment))
    return found


async def build(tx: Tx, chosen: ChosenPhase, span: Span, trial_end: datetime | None) -> SubscriptionSchedulePhase:
    """The phase, at its times. Prices that are created for it are added."""
    given = chosen.given
    off = [DiscountParams(coupon_id=given.coupon_id)] if given.coupon_id else given.discounts or []
    return SubscriptionSchedulePhase(
        **settings.with_liability({name: getattr(given, name) for name in AS_GIVEN}),
        add_invoice_items=[
            SubscriptionSchedulePhaseAddInvoiceItem(
                discounts=_discounts(params.discounts),
                price_id=(await making.price(tx, each.price)).id,
                quantity=each.quantity,
                tax_rates=list(each.tax_rates),
            )
            for params, each in zip(given.add_invoice_items or (), chosen.added, strict=True)
        ],
        coupon_id=off[0].coupon_id if len(off) == 1 else None,
        currency=chosen.currency,
        default_tax_rates=given.default_tax_rates or [],
        discounts=_discounts(off),
        end_date=span.end,
        items=[
            SubscriptionSchedulePhaseItem(
                billing_thresholds=params.billing_thresholds,
                discounts=_discounts(params.discounts),
                metadata=_metadata(params.metadata),
                plan_id=(billed := await making.price(tx, each.price)).id,
                price_id=billed.id,
                quantity=each.quantity,
                tax_rates=list(each.tax_rates),
            )
            for params, each in zip(given.items, chosen.items, strict=True)
        ],
        metadata=_metadata(given.metadata),
        proration_behavior=given.proration_behavior or ProrationBehavior.CREATE_PRORATIONS,
        start_date=span.start,
        trial_end=trial_end,
    )


def _discounts(given: Sequence[DiscountParams] | None) -> list[SubscriptionScheduleDiscount]:
    return [SubscriptionScheduleDiscount(**dict(each)) for each in given or ()]


def _metadata(given: dict[str, str | None] | None) -> dict[str, str]:
    """What is merged when a phase begins: an empty value removes its key."""
    return {key: value or "" for key, value in (given or {}).items()}
