"""Customers: created, updated and deleted, with payment methods and test clocks."""

import secrets
import string
from typing import Annotated, Any, ClassVar

from typing_extensions import Doc

from app.domain import clock_contents, crud
from app.domain.core_resources.cash import balances as cash
from app.domain.core_resources.customers import balances, currency, defaults
from app.domain.core_resources.customers import tax as taxes
from app.domain.core_resources.tax_ids import tax_ids
from app.domain.merging import merge
from app.domain.mistakes import Mistakes
from app.domain.payment_methods import payment_methods
from app.domain.products import discounts
from app.domain.products.discounts import CouponParam, PromotionCodeParam
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import CardError, InvalidRequest
from app.tables.billing.customer_balance_transaction import CustomerBalanceTransactionType
from app.tables.billing.test_clock import TestClock
from app.tables.columns import Id, Of
from app.tables.core_resources.customer import (
    Customer,
    CustomerInvoiceSettings,
    CustomerTaxExempt,
    CustomerTaxParams,
    CustomerTaxValidateLocation,
)
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.shapes.tax_ids import TaxIdentityParams

_PREFIX_LETTERS = string.ascii_uppercase + string.digits

TaxParams = Annotated[CustomerTaxParams | None, Doc("Tax information of the customer, beside the addresses.")]


class _NotMade(CardError):
    """The card for a new customer was declined, so no customer is created: nothing is committed."""

    commits: ClassVar[bool] = False


async def create(
    tx: Tx,
    *,
    balance: Annotated[int, Of(Customer)] = 0,
    cash_balance: cash.Params = None,
    payment_method: Annotated[
        str | None, Id("payment_method"), Doc("A payment method to attach to the customer.")
    ] = None,
    coupon: CouponParam = None,
    promotion_code: PromotionCodeParam = None,
    tax: TaxParams = None,
    tax_id_data: Annotated[list[TaxIdentityParams] | None, Doc("Tax IDs of the customer.")] = None,
    test_clock: Annotated[str | None, Of(Customer)] = None,
    **values: Any,
) -> Customer:
    """Create a customer, optionally under a test clock and with a payment method."""
    settings: CustomerInvoiceSettings = values.get("invoice_settings") or CustomerInvoiceSettings()
    default = settings.default_payment_method_id
    with Mistakes() as mistakes:
        _check(values, mistakes)
        if tax is not None and tax.validate_location == CustomerTaxValidateLocation.AUTO:
            mistakes.add(
                InvalidRequest(
                    "`tax.validate_location` AUTO is only allowed in updates. Use DEFERRED or IMMEDIATELY.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field="tax.validate_location",
                )
            )
        if default is not None and default != payment_method:
            mistakes.add(defaults.not_attached(default))
        with mistakes.noted():
            await defaults.must_be_active(tx, settings)
        with mistakes.noted():
            values["tax"] = taxes.settled(None, tax, values.get("address"), values.get("shipping"))
        for place, given in enumerate(tax_id_data or ()):
            with mistakes.noted():
                tax_ids.check(tx, given.type, given.value, f"tax_id_data.{place}.value")
    values["invoice_prefix"] = values.get("invoice_prefix") or _new_prefix()
    if test_clock is not None:
        await tx.live_under((await tx.get(TestClock, test_clock, field="test_clock", lock=False)).id)
    redemption = await discounts.chosen(tx, None, coupon, promotion_code)
    method = None
    if payment_method is not None:
        method = await payment_methods.resolve(tx, payment_method)
        if default is not None:
            # A test name such as pm_card_visa has become a payment method with an id of its own.
            values["invoice_settings"] = settings.model_copy(update={"default_payment_method_id": method.id})

    customer = await crud.build(tx, Customer, values)
    customer.test_clock_id = customer.clock_id
    tx.unique("customer_invoice_prefix", _prefix_taken(values["invoice_prefix"]))
    await balances.settle(tx, customer, balance, CustomerBalanceTransactionType.INITIAL)
    discount = None
    if redemption is not None:
        _bill_in(customer, redemption)
        discount = await discounts.redeem(tx, customer, redemption)
    tx.tell("created", customer)
    if discount is not None:
        discounts.tell(tx, discount)
    for given in tax_id_data or ():
        await tax_ids.add(tx, customer, given)
    await cash.configure(tx, customer.id, cash_balance)
    if method is not None:
        await _attach(tx, customer, method)
    return customer


async def _attach(tx: Tx, customer: Customer, method: PaymentMethod) -> None:
    """Attach the first payment method of a new customer. A decline rolls the customer back."""
    try:
        await payment_methods.attach(tx, method, customer=customer.id)
    except CardError as refused:
        raise _NotMade(
            refused.message, code=refused.code, field="payment_method", decline_code=refused.decline_code
        ) from None
    except InvalidRequest as refused:
        for each in refused.each:
            each.field = "payment_method"
        raise


async def update(
    tx: Tx,
    customer: Customer,
    *,
    balance: Annotated[int | None, Of(Customer)] = None,
    coupon: CouponParam = discounts.UNCHANGED,
    promotion_code: PromotionCodeParam = discounts.UNCHANGED,
    cash_balance: cash.Params = None,
    tax: TaxParams = None,
    test_clock: Annotated[
        str | None,
        Id("test_clock"),
        Doc("The test clock to attach the customer to, with all related objects. The attachment is permanent."),
    ] = None,
    **values: Any,
) -> Customer:
    """Update a customer. Omitted fields do not change; null removes a value."""
    address, shipping = values.get("address", customer.address), values.get("shipping", customer.shipping)
    with Mistakes() as mistakes:
        _check(values, mistakes)
        with mistakes.noted():
            redemption = await discounts.chosen(tx, customer, coupon, promotion_code)
            await _must_suit(tx, customer, redemption)
        with mistakes.noted():
            values["tax"] = taxes.settled(customer.tax, tax, address, shipping)
        if "invoice_settings" in values:
            settings = merge(CustomerInvoiceSettings, customer.invoice_settings, values["invoice_settings"])
            if settings.default_payment_method_id != customer.invoice_settings.default_payment_method_id:
                await defaults.must_be_attached(tx, customer, settings)
            if settings.rendering_options != customer.invoice_settings.rendering_options:
                await defaults.must_be_active(tx, settings)
            values["invoice_settings"] = settings
    if "invoice_prefix" in values:
        values["invoice_prefix"] = values["invoice_prefix"] or _new_prefix()
    moved = test_clock is not None and await clock_contents.attach(tx, customer, test_clock)

    await cash.configure(tx, customer.id, cash_balance)
    await crud.amend(tx, customer, values)
    await balances.settle(tx, customer, balance)
    if redemption is not None:
        _bill_in(customer, redemption)
        discounts.tell(tx, await discounts.redeem(tx, customer, redemption))
    elif coupon is None or promotion_code is None:
        await discounts.remove(tx, customer)
    if moved or tx.changed(customer):
        tx.tell("updated", customer)
    if "invoice_prefix" in values:
        tx.unique("customer_invoice_prefix", _prefix_taken(values["invoice_prefix"]))
    return customer


async def delete(tx: Tx, customer: Customer) -> Customer:
    """Delete a customer permanently. The customer's payment methods are detached; payments remain."""
    await cash.must_be_none(tx, customer.id)
    tx.tell("deleted", customer)
    await discounts.forget(tx, customer)
    tx.delete(customer)
    for method in await tx.find(PaymentMethod, customer_id=customer.id):
        await payment_methods.detach(tx, method)
    return customer


async def _must_suit(tx: Tx, customer: Customer, redemption: discounts.Redemption | None) -> None:
    """Raise InvalidRequest for an amount off in another currency than that of what the customer has."""
    if redemption is None:
        return
    billed = currency.of_coupon(customer, redemption.coupon)
    if billed is not None:
        field = "coupon" if redemption.code is None else "promotion_code"
        await currency.must_be_free(tx, customer, billed, field=field, discount=customer.discount_id)


def _bill_in(customer: Customer, redemption: discounts.Redemption) -> None:
    """Bill the customer in the currency of an amount off."""
    billed = currency.of_coupon(customer, redemption.coupon)
    if billed is not None and billed != customer.currency:
        currency.take(customer, billed)


def _check(values: dict[str, Any], mistakes: Mistakes) -> None:
    """Note values that a customer cannot have, and replace nulls that mean a default."""
    shipping = values.get("shipping")
    for name in ("address", "name"):
        if shipping is not None and shipping[name] is None:
            mistakes.add(
                InvalidRequest(
                    f"`shipping.{name}` is required: shipping needs a name and an address.",
                    code=ErrorCode.PARAMETER_MISSING,
                    field=f"shipping.{name}",
                )
            )
    if "tax_exempt" in values:
        values["tax_exempt"] = values["tax_exempt"] or CustomerTaxExempt.NONE


def _new_prefix() -> str:
    return "".join(secrets.choice(_PREFIX_LETTERS) for _ in range(8))


def _prefix_taken(prefix: str) -> InvalidRequest:
    return InvalidRequest(
        f"Another customer has the invoice prefix {prefix}. Choose a unique prefix.",
        code=ErrorCode.RESOURCE_ALREADY_EXISTS,
        field="invoice_prefix",
    )
