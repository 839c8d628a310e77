"""The currency that a customer is billed in: one at a time, for all that goes on.

Subscriptions, schedules, open quotes, pending invoice items and a discount of an amount bind the customer to the
currency. Once none of them is left, the next one may have another currency, which is the customer's from then on.
Invoices, and items for them, may be in any currency that their caller names.
"""

from app.domain.core_resources.customers import balances
from app.domain.products import coupons
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.invoice_item import InvoiceItem
from app.tables.billing.quote import Quote
from app.tables.billing.quote_values import QuoteStatus
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_schedule import SubscriptionSchedule
from app.tables.billing.subscription_schedule_values import SubscriptionScheduleStatus
from app.tables.core_resources.customer import Customer
from app.tables.products.coupon import Coupon
from app.tables.products.discount import Discount

SCHEDULED = (SubscriptionScheduleStatus.NOT_STARTED, SubscriptionScheduleStatus.ACTIVE)


async def claim(tx: Tx, customer: Customer, currency: str, *, field: str = "currency", at_once: bool = False) -> None:
    """Have a customer who is locked be billed in the currency from now on. `at_once` says that an invoice follows
    within the transaction: a customer without a currency has it from that.

    Raises InvalidRequest if something that goes on binds the customer to another currency.
    """
    await must_be_free(tx, customer, currency, field=field)
    if customer.currency != currency and not (at_once and customer.currency is None):
        take(customer, currency)
        tx.tell("updated", customer)


async def must_be_free(
    tx: Tx, customer: Customer, currency: str, *, field: str = "currency", discount: str | None = None
) -> None:
    """Raise InvalidRequest if something binds the customer, who is locked, to another currency. `discount` is one that
    is about to be replaced, and does not count."""
    former = customer.currency
    if former is None or former == currency:
        return
    bound = await _bound(tx, customer, former) or await _discounted(tx, customer, currency, but=discount)
    if bound is not None:
        raise InvalidRequest(
            f"You cannot combine currencies on a single customer. This one has {bound} with currency {former}. Wait "
            "until it is over, or use another customer.",
            code=ErrorCode.PARAMETER_INVALID,
            field=field,
        )


async def _bound(tx: Tx, customer: Customer, currency: str) -> str | None:
    """What binds the customer to the currency; None if nothing does."""
    own = {"customer_id": customer.id, "currency": currency}
    if found := await tx.find(Subscription, lock=False, ended_at=None, **own):
        return f"the subscription {found[0].id}"
    if planned := [each for each in await tx.find(SubscriptionSchedule, lock=False, **own) if each.status in SCHEDULED]:
        return f"the subscription schedule {planned[0].id}"
    if quotes := await tx.find(Quote, lock=False, status=QuoteStatus.OPEN, **own):
        return f"the quote {quotes[0].id}"
    if items := await tx.find(InvoiceItem, lock=False, invoice_id=None, **own):
        return f"the invoice item {items[0].id}"
    return None


async def _discounted(tx: Tx, customer: Customer, currency: str, *, but: str | None) -> str | None:
    """The customer's discount, if it takes off an amount, and none in the currency."""
    if customer.discount_id is None or customer.discount_id == but:
        return None
    discount = await tx.get(Discount, customer.discount_id, lock=False)
    coupon = await tx.get(Coupon, discount.coupon_id, lock=False, deleted=True)
    currencies = coupons.currencies(coupon)
    return f"the discount {discount.id}" if currencies and currency not in currencies else None


def take(customer: Customer, currency: str) -> None:
    """Make the currency the customer's. The balance is the one in that currency; others are kept for later."""
    customer.currency = currency
    customer.balance = balances.held(customer, currency)


def of_coupon(customer: Customer, coupon: Coupon) -> str | None:
    """The currency that a customer who is given the coupon is billed in: the present one, if the coupon is a percentage
    or has an amount in it, or else the coupon's."""
    currencies = coupons.currencies(coupon)
    if not currencies or customer.currency in currencies:
        return customer.currency
    return coupon.currency
