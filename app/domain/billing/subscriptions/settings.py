"""Settings of a subscription that depend on each other, or on its customer."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func

from app.domain.billing import parties
from app.domain.billing.invoices import redeeming
from app.domain.billing.invoices.settings import SELF
from app.domain.billing.subscriptions import choosing
from app.domain.core_resources.customers.tax import known_location
from app.domain.core_resources.tax_ids import of_account
from app.domain.merging import merge
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_params import SubscriptionPaymentBehavior
from app.tables.billing.subscription_values import (
    SubscriptionAutomaticTax,
    SubscriptionPaymentSettings,
    SubscriptionPaymentSettingsParams,
    SubscriptionStatus,
    SubscriptionTransferData,
)
from app.tables.core_resources.customer import Customer
from app.tables.payment_methods.method_type import method_types
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.shapes.discount_params import DiscountParams
from app.tables.shapes.payment_settings import PaymentSettingsPaymentMethodType

AT_MOST = 500
"""Subscriptions of a customer that have not ended."""
AFTER_THE_END = frozenset(("meta", "cancellation_details"))
"""What can still change once a subscription has ended."""


async def subscription_discounts(
    tx: Tx,
    customer: Customer,
    given: Sequence[DiscountParams] | None,
    coupon: str | None,
    promotion_code: str | None,
    mistakes: Mistakes,
) -> list[choosing.ChosenDiscount] | None:
    """The discounts of a subscription, given in one of three ways; None if they do not change.

    Stripe's `coupon` and `promotion_code` are older forms of a list of one.
    """
    ways = {"discounts": given, "coupon": coupon, "promotion_code": promotion_code}
    used = [name for name, value in ways.items() if value]
    if len(used) > 1:
        mistakes.add(
            InvalidRequest(
                f"Give one of `discounts`, `coupon` and `promotion_code`, not {' and '.join(f'`{n}`' for n in used)}.",
                code=ErrorCode.PARAMETERS_EXCLUSIVE,
                field=used[1],
            )
        )
        return None
    if given is not None:
        return await choosing.chosen_discounts(tx, given, customer, mistakes)
    if not used:
        return None
    found: list[choosing.ChosenDiscount] = []
    with mistakes.noted():
        one = DiscountParams(coupon_id=coupon, promotion_code_id=promotion_code)
        found.append(await choosing.chosen_discount(tx, one, customer))
    return found


async def must_apply(
    tx: Tx, off: Sequence[choosing.ChosenDiscount] | None, currency: str, amount: int, *, listed: bool
) -> None:
    """Raise InvalidRequest for each discount of a subscription that does not apply to it. `amount` is what its items
    come to, in minor units; `listed` says whether the discounts were given as a list."""
    await redeeming.check(tx, off or (), currency, amount, path="discounts.{}" if listed else "")


async def must_apply_after(
    tx: Tx,
    off: Sequence[choosing.ChosenDiscount] | None,
    subscription: Subscription,
    changes: choosing.Changes,
    *,
    listed: bool,
) -> None:
    """The same for discounts that a subscription is to have once its items have changed."""
    if off:
        amount = await choosing.amount(tx, subscription, changes)
        await must_apply(tx, off, subscription.currency, amount, listed=listed)


async def check_payment_method(tx: Tx, id: str | None, customer: Customer, mistakes: Mistakes) -> None:
    """Note a default payment method that is not the customer's."""
    if id is None:
        return
    with mistakes.noted():
        method = await tx.get(PaymentMethod, id, field="default_payment_method", lock=False)
        if method.customer_id != customer.id:
            raise InvalidRequest(
                "The payment method is not attached to the customer. Attach it first.",
                code=ErrorCode.PARAMETER_INVALID,
                field="default_payment_method",
            )


def check_method_types(given: Sequence[PaymentSettingsPaymentMethodType] | None, mistakes: Mistakes) -> None:
    """Note each type of payment method that cannot pay here."""
    for place, each in enumerate(given or ()):
        if each.value not in method_types():
            mistakes.add(
                InvalidRequest(
                    f"The type of payment method {each.value!r} is not supported.",
                    code=ErrorCode.PAYMENT_METHOD_UNSUPPORTED_TYPE,
                    field=f"payment_settings.payment_method_types.{place}",
                )
            )


async def check_tax(
    tx: Tx,
    values: dict[str, Any],
    mistakes: Mistakes,
    *,
    customer: Customer | None = None,
    transferred: SubscriptionTransferData | None = None,
) -> None:
    """Note tax rates, tax IDs, accounts and fees that cannot be used, and tax rates beside automatic tax. For a
    customer, also note automatic tax where their location is not known. `values` are by column; `transferred` is the
    transfer of what is paid where they have none."""
    rates = values.get("default_tax_rates") or ()
    await choosing.check_tax_rates(tx, rates, mistakes, path="default_tax_rates")
    invoices, transfer = values.get("invoice_settings"), values.get("transfer_data")
    own = (invoices and invoices.account_tax_ids) or ()
    await of_account.check(tx, own, "invoice_settings.account_tax_ids", mistakes)
    with mistakes.noted():
        await parties.check_account(tx, "automatic_tax", values.get("automatic_tax"))
    with mistakes.noted():
        await parties.check_account(tx, "invoice_settings.issuer", invoices and invoices.issuer)
    await parties.check_paid(tx, mistakes, on_behalf_of=values.get("on_behalf_of_id"), transfer=transfer)
    usual = transfer or transferred
    parties.check_fee(
        tx,
        mistakes,
        "application_fee_percent",
        values.get("application_fee_percent"),
        transferred=usual is not None,
        part=None if usual is None else usual.amount_percent,
    )
    automatic = values.get("automatic_tax")
    if automatic is not None and automatic.enabled and rates:
        mistakes.add(
            InvalidRequest(
                "`default_tax_rates` cannot be combined with `automatic_tax`. Omit one of them.",
                code=ErrorCode.PARAMETERS_EXCLUSIVE,
                field="default_tax_rates",
            )
        )
    if automatic is not None and automatic.enabled and customer is not None and known_location(customer) is None:
        mistakes.add(
            InvalidRequest(
                "`automatic_tax` is not possible, as the customer's location is not known. Give the customer an "
                "address first.",
                code=ErrorCode.CUSTOMER_TAX_LOCATION_INVALID,
                field="automatic_tax",
            )
        )


def with_liability(values: dict[str, Any]) -> dict[str, Any]:
    """Values by column, with automatic tax as it is kept: while it is enabled, the account is liable unless another one
    is named."""
    given = values.get("automatic_tax")
    if given is None or not given.enabled:
        return values
    return values | {"automatic_tax": SubscriptionAutomaticTax(enabled=True, liability=given.liability or SELF)}


def payment(
    former: SubscriptionPaymentSettings | None, given: SubscriptionPaymentSettingsParams | None
) -> SubscriptionPaymentSettings | None:
    """The payment settings of a subscription, with those that are given."""
    return former if given is None else merge(SubscriptionPaymentSettings, former, given)


def must_be_creatable(behavior: SubscriptionPaymentBehavior) -> None:
    """Raise InvalidRequest for a payment behavior of updates alone."""
    if behavior == SubscriptionPaymentBehavior.PENDING_IF_INCOMPLETE:
        raise InvalidRequest(
            "`payment_behavior` PENDING_IF_INCOMPLETE is only allowed in updates.",
            code=ErrorCode.PARAMETER_INVALID,
            field="payment_behavior",
        )


async def must_be_few(tx: Tx, customer: Customer) -> None:
    """Raise InvalidRequest for a customer who has as many subscriptions as one can have."""
    columns = Subscription.__table__.c
    mine = tx.select(Subscription, func.count().label("count")).where(
        columns.customer_id == customer.id, columns.ended_at.is_(None)
    )
    if (await tx.rows(mine))[0].count >= AT_MOST:
        raise InvalidRequest(
            f"The customer has {AT_MOST} subscriptions already. Cancel one, or use another customer.",
            code=ErrorCode.CUSTOMER_MAX_SUBSCRIPTIONS,
            field="customer",
        )


def must_not_have_ended(subscription: Subscription, changing: frozenset[str]) -> None:
    """Raise InvalidRequest for each change of a subscription that has ended, but of its metadata and of the reasons for
    the cancellation. `changing` are the columns and options that were given."""
    if subscription.status not in (SubscriptionStatus.CANCELED, SubscriptionStatus.INCOMPLETE_EXPIRED):
        return
    with Mistakes() as mistakes:
        for name in sorted(changing - AFTER_THE_END):
            mistakes.add(
                InvalidRequest(
                    "The subscription has ended: only `metadata` and `cancellation_details` can change.",
                    code=ErrorCode.SUBSCRIPTION_UNEXPECTED_STATE,
                    field=name.removesuffix("_id"),
                )
            )
