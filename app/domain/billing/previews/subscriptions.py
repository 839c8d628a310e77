"""A subscription as a preview has it: one that would be created, or one that would change."""

from datetime import datetime
from typing import Any

from app.domain.billing.previews import imagining
from app.domain.billing.subscriptions import creating, ending, pausing, terms, updating
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.invoice_preview_params import InvoicePreviewParams, InvoicePreviewSubscriptionDetailsParams
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_params import SubscriptionBillingCycleAnchor, SubscriptionChangeParams
from app.tables.billing.subscription_values import SubscriptionStatus
from app.tables.core_resources.customer import Customer
from app.tables.shapes.proration_behavior import ProrationBehavior

Details = InvoicePreviewSubscriptionDetailsParams
OF_CHANGES = ("cancel_now", "proration_date", "resume_at")
"""Details that are for a subscription that is there."""
COLUMNS = ("cancel_at", "cancel_at_period_end", "default_tax_rates")
ALONE = ("billing_cycle_anchor", "cancel_at", "cancel_at_period_end", "default_tax_rates", "items", "trial_end")
"""Details of an update, which cannot be combined with the end of a subscription, or of a pause."""
UNCHANGED = SubscriptionBillingCycleAnchor.UNCHANGED
NOW = SubscriptionBillingCycleAnchor.NOW
DEFAULT = ProrationBehavior.CREATE_PRORATIONS


async def create(tx: Tx, customer: Customer, params: InvoicePreviewParams, details: Details) -> None:
    """Create the subscription that is described. One that is to start later is created then."""
    with Mistakes("subscription_details") as mistakes:
        for name in OF_CHANGES:
            if getattr(details, name) is not None:
                mistakes.add(_exclusive(f"`{name}` requires `subscription`: it changes one that exists.", name))
        if details.billing_cycle_anchor == UNCHANGED:
            mistakes.add(
                _exclusive("`billing_cycle_anchor` UNCHANGED requires `subscription`.", "billing_cycle_anchor")
            )
        for place, item in enumerate(details.items or ()):
            for name in ("clear_usage", "deleted", "id"):
                if getattr(item, name):
                    wrong = f"`{name}` requires `subscription`: it changes an item that exists."
                    mistakes.add(_exclusive(wrong, f"items.{place}.{name}"))
    start, anchor = details.start_date, details.billing_cycle_anchor
    if start is not None and start > tx.now:
        imagining.move(tx, start)
    with Mistakes("subscription_details"):
        await creating.create(
            tx,
            items=list(details.items or ()),
            backdate_start_date=start if start is not None and start < tx.now else None,
            billing_cycle_anchor=anchor if isinstance(anchor, datetime) else None,
            coupon=params.coupon_id,
            currency=params.currency,
            customer_id=customer.id,
            discounts=params.discounts,
            proration_behavior=details.proration_behavior or DEFAULT,
            trial_end=details.trial_end,
            **_columns(details),
        )


async def change(tx: Tx, subscription: Subscription, params: InvoicePreviewParams, details: Details) -> None:
    """Change the locked subscription as it is described: it is updated, resumed, or canceled."""
    with Mistakes("subscription_details"):
        _check(details)
        if details.cancel_now:
            await _cancel(tx, subscription, details)
        elif details.resume_at is not None:
            await pausing.resume(
                tx,
                subscription,
                billing_cycle_anchor=UNCHANGED if details.billing_cycle_anchor == UNCHANGED else NOW,
                proration_behavior=details.proration_behavior or DEFAULT,
                proration_date=details.proration_date,
            )
        else:
            await _update(tx, subscription, params, details)


async def _update(tx: Tx, subscription: Subscription, params: InvoicePreviewParams, details: Details) -> None:
    anchor = details.billing_cycle_anchor
    given = "discounts" in params.model_fields_set
    await updating.update(
        tx,
        subscription,
        change=SubscriptionChangeParams(discounts=params.discounts) if given else SubscriptionChangeParams(),
        billing_cycle_anchor=None if isinstance(anchor, datetime) else anchor,
        coupon=params.coupon_id,
        items=details.items,
        proration_behavior=details.proration_behavior or DEFAULT,
        proration_date=details.proration_date,
        trial_end=details.trial_end,
        **_columns(details),
    )


async def _cancel(tx: Tx, subscription: Subscription, details: Details) -> None:
    """Cancel the subscription now: what is unused is credited, unless prorations are off, and the rest is billed."""
    tx.must(subscription, SubscriptionStatus.CANCELED, verb="cancel")
    with Mistakes() as mistakes:
        start, end = subscription.current_period_start, subscription.current_period_end
        terms.check_proration_date(details.proration_date, start, end, mistakes)
    prorates = details.proration_behavior != ProrationBehavior.NONE
    await ending.end(tx, subscription, prorate=prorates, invoice_now=True, moment=details.proration_date)


def _columns(details: Details) -> dict[str, Any]:
    """The columns of a subscription that were given."""
    return {name: getattr(details, name) for name in COLUMNS if name in details.model_fields_set}


def _check(details: Details) -> None:
    """Raise InvalidRequest for details that are not for a subscription that is there, or exclude each other."""
    with Mistakes() as mistakes:
        if details.start_date is not None:
            wrong = "`start_date` is for a subscription that would be created. Omit `start_date` or `subscription`."
            mistakes.add(_exclusive(wrong, "start_date"))
        if isinstance(details.billing_cycle_anchor, datetime):
            wrong = "`billing_cycle_anchor` of a subscription that exists must be NOW or UNCHANGED."
            mistakes.add(_exclusive(wrong, "billing_cycle_anchor"))
        verb = "cancel_now" if details.cancel_now else "resume_at" if details.resume_at is not None else None
        others = set(ALONE) | {"resume_at"} if verb == "cancel_now" else set(ALONE) - {"billing_cycle_anchor"}
        for name in sorted(others):
            if verb is not None and getattr(details, name) not in (None, False, []):
                mistakes.add(_exclusive(f"Give `{verb}` or `{name}`, not both.", name))


def _exclusive(message: str, field: str) -> InvalidRequest:
    return InvalidRequest(message, code=ErrorCode.PARAMETERS_EXCLUSIVE, field=field)
