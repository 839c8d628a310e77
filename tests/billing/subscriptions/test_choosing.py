"""What the params of a subscription name: which prices, discounts and tax rates go together."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from app.domain.billing.subscriptions import choosing, settings
from app.domain.mistakes import Mistakes
from app.domain.products.building import price_columns
from app.domain.products.discounts import Redemption
from app.domain.tx import Tx
from app.errors import InvalidRequest
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItem
from app.tables.billing.subscription_params import (
    SubscriptionAddInvoiceItemParams,
    SubscriptionCreateItemParams,
    SubscriptionPaymentBehavior,
    SubscriptionUpdateItemParams,
)
from app.tables.billing.subscription_values import SubscriptionAutomaticTax, SubscriptionStatus
from app.tables.core_resources.customer import Customer
from app.tables.products.coupon import Coupon, CouponDuration
from app.tables.products.discount import Discount
from app.tables.products.price import Price
from app.tables.products.price_values import (
    PriceCurrencyOptionParams,
    PriceRecurring,
    PriceRecurringInterval,
    PriceRecurringUsageType,
)
from app.tables.products.product import Product
from app.tables.products.promotion_code import PromotionCode, PromotionCodeRestrictions
from app.tables.products.tax_rate import TaxRate
from app.tables.shapes.discount_params import DiscountParams
from app.tables.shapes.payment_settings import PaymentSettingsPaymentMethodType
from app.tables.shapes.price_data import PriceDataParams, RecurringIntervalParams, RecurringPriceDataParams
from tests.merchant import NOON, Merchant

MONTH = PriceRecurringInterval.MONTH
ITEM = SubscriptionCreateItemParams
CHANGE = SubscriptionUpdateItemParams


def price(
    tx: Tx,
    amount: int = 1000,
    *,
    every: PriceRecurringInterval | None = MONTH,
    count: int = 1,
    metered: bool = False,
    currency: str = "usd",
    also: Sequence[str] = (),
    active: bool = True,
) -> Price:
    """A price of a product of its own."""
    usage = PriceRecurringUsageType.METERED if metered else PriceRecurringUsageType.LICENSED
    recurring = every and PriceRecurring(interval=every, interval_count=count, usage_type=usage)
    options = [PriceCurrencyOptionParams(currency=each, unit_amount=amount) for each in also]
    columns = price_columns({"currency": currency, "unit_amount": amount, "recurring": recurring}, None, options)
    product = tx.add(Product(name="Gold", updated=tx.now))
    return tx.add(Price(**{**columns, "product_id": product.id, "active": active}))


def coupon(tx: Tx) -> Coupon:
    return tx.add(Coupon(duration=CouponDuration.FOREVER, percent_off=Decimal(10), id="TEN"))


def rate(tx: Tx, *, active: bool = True) -> TaxRate:
    return tx.add(TaxRate(display_name="VAT", inclusive=False, percentage=Decimal(20), active=active))


def subscribe(tx: Tx, customer: Customer, *prices: Price) -> tuple[Subscription, list[SubscriptionItem]]:
    """A subscription that is stored as it is, with an item for each price."""
    times = dict.fromkeys(("billing_cycle_anchor", "current_period_end", "current_period_start", "start_date"), NOON)
    made = tx.add(Subscription(customer_id=customer.id, currency="usd", **times))
    return made, [
        tx.add(SubscriptionItem(subscription_id=made.id, plan_id=each.id, price_id=each.id, quantity=2))
        for each in prices
    ]


def mistakes_of(caught: pytest.ExceptionInfo[InvalidRequest]) -> list[str | None]:
    return [each.field for each in caught.value.each]


async def refused(tx: Tx, *given: SubscriptionCreateItemParams, currency: str | None = None) -> list[str | None]:
    with pytest.raises(InvalidRequest) as caught:
        await choosing.items(tx, given, tx.add(Customer()), currency)
    return mistakes_of(caught)


async def test_items_of_a_new_subscription(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        gold, usage, ten, vat = price(tx), price(tx, metered=True), coupon(tx), rate(tx)
        given = [
            ITEM(price_id=gold.id, quantity=3, discounts=[DiscountParams(coupon_id=ten.id)], tax_rates=[vat.id]),
            ITEM(price_id=usage.id),
        ]
        chosen, currency = await choosing.items(tx, given, tx.add(Customer()), None)
        assert currency == "usd"
        assert [(each.price, each.quantity, each.tax_rates) for each in chosen] == [
            (gold, 3, [vat.id]),
            (usage, None, ()),
        ]
        (redemption,) = chosen[0].discounts
        assert redemption == Redemption(ten, None)
        (one,), _ = await choosing.items(tx, [ITEM(price_id=gold.id)], tx.add(Customer()), None)
        assert one.quantity == 1


async def test_a_price_is_made_for_the_item_and_not_stored_yet(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        product = tx.add(Product(name="Gold", updated=tx.now))
        data = RecurringPriceDataParams(
            currency="eur", product_id=product.id, unit_amount=900, recurring=RecurringIntervalParams(interval=MONTH)
        )
        (chosen,), currency = await choosing.items(tx, [ITEM(price_data=data)], tx.add(Customer()), None)
        assert (chosen.price.id, chosen.price.active, chosen.price.product_id) == ("", False, product.id)
        assert (chosen.price.unit_amount, chosen.price.currency, currency) == (900, "eur", "eur")
        assert await tx.find(Price, lock=False) == []


async def test_the_currency_is_the_one_given_or_the_customers_or_that_of_the_price(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        both, dollars = price(tx, also=["eur"]), price(tx)
        european = tx.add(Customer(currency="eur"))

        async def currency(of: Price, customer: Customer, given: str | None = None) -> str:
            return (await choosing.items(tx, [ITEM(price_id=of.id)], customer, given))[1]

        assert await currency(both, tx.add(Customer())) == "usd"
        assert await currency(both, tx.add(Customer()), "eur") == "eur"
        assert await currency(both, european) == "eur"
        assert await currency(dollars, european) == "usd"
        assert await refused(tx, ITEM(price_id=dollars.id), currency="eur") == ["items.0.price"]


async def test_prices_that_no_subscription_can_bill(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        once, old, metered, yearly = (
            price(tx, every=None),
            price(tx, active=False),
            price(tx, metered=True),
            price(tx, every=PriceRecurringInterval.YEAR),
        )
        gold, quarterly, euros = price(tx), price(tx, count=3), price(tx, currency="eur")
        assert await refused(
            tx,
            ITEM(),
            ITEM(price_id=once.id),
            ITEM(price_id=old.id),
            ITEM(price_id=metered.id, quantity=1),
            ITEM(price_id="price_none"),
        ) == ["items.0.price", "items.1.price", "items.2.price", "items.3.quantity", "items.4.price"]
        assert await refused(
            tx,
            *(ITEM(price_id=each.id) for each in (gold, yearly, quarterly, gold, euros)),
        ) == ["items.1.price", "items.2.price", "items.3.price", "items.4.price"]


async def test_no_more_than_twenty_items(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        prices = [price(tx) for _ in range(21)]
        assert await refused(tx, *(ITEM(price_id=each.id) for each in prices)) == ["items"]
        chosen, _ = await choosing.items(tx, [ITEM(price_id=each.id) for each in prices[:20]], tx.add(Customer()), None)
        assert len(chosen) == 20


async def test_discounts_and_tax_rates_that_cannot_apply(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        gold, ten, vat, old = price(tx), coupon(tx), rate(tx), rate(tx, active=False)
        stranger = tx.add(Customer())
        theirs = tx.add(Discount(coupon_id=ten.id, customer_id=stranger.id, start=NOON))
        both = DiscountParams(coupon_id=ten.id, discount_id=theirs.id)
        given = [DiscountParams(), both, DiscountParams(discount_id=theirs.id), DiscountParams(coupon_id="NONE")]
        assert await refused(
            tx, ITEM(price_id=gold.id, discounts=given, tax_rates=[vat.id, old.id, vat.id, "txr_none"])
        ) == [
            "items.0.discounts.0.coupon",
            "items.0.discounts.1.discount",
            "items.0.discounts.2.discount",
            "items.0.discounts.3.coupon",
            "items.0.tax_rates.1",
            "items.0.tax_rates.2",
            "items.0.tax_rates.3",
        ]


async def test_a_code_with_a_minimum_waits_for_the_first_invoice(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        ten = coupon(tx)
        least = PromotionCodeRestrictions(
            first_time_transaction=False, minimum_amount=5000, minimum_amount_currency="usd"
        )
        code = tx.add(PromotionCode(code="BIG", code_key="BIG", coupon_id=ten.id, restrictions=least))
        found = await choosing.chosen_discount(tx, DiscountParams(promotion_code_id=code.id), tx.add(Customer()))
        assert found == Redemption(ten, code)


async def test_one_time_prices_of_the_next_invoice(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        setup, gold, euros = price(tx, 500, every=None), price(tx), price(tx, every=None, currency="eur")
        product = tx.add(Product(name="Visit", updated=tx.now))
        data = PriceDataParams(currency="usd", product_id=product.id, unit_amount=700)
        params = SubscriptionAddInvoiceItemParams
        customer = tx.add(Customer())
        found = await choosing.invoice_items(
            tx, [params(price_id=setup.id, quantity=2), params(price_data=data)], customer, "usd"
        )
        assert [(each.price.unit_amount, each.quantity) for each in found] == [(500, 2), (700, 1)]
        with pytest.raises(InvalidRequest) as caught:
            await choosing.invoice_items(
                tx, [params(price_id=gold.id), params(price_id=euros.id), params()], customer, "usd"
            )
        assert mistakes_of(caught) == [f"add_invoice_items.{place}.price" for place in range(3)]


async def test_changes_of_items(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        gold, silver, usage, new = price(tx), price(tx, 500), price(tx, metered=True), price(tx, 700)
        customer = tx.add(Customer())
        subscription, (first, second, third) = subscribe(tx, customer, gold, silver, usage)
        found = await choosing.changes(
            tx,
            subscription,
            [
                CHANGE(id=first.id, price_id=new.id),
                CHANGE(id=second.id, quantity=5, discounts=None),
                CHANGE(id=third.id, deleted=True, clear_usage=True),
                CHANGE(price_id=gold.id),
            ],
            customer,
        )
        assert [(each.row, each.price, each.quantity, each.discounts) for each in found.changed] == [
            (first, new, 2, None),
            (second, None, 5, []),
        ]
        assert ([each.price for each in found.added], found.removed, found.clearing) == ([gold], [third], [third])


async def test_changes_that_cannot_be(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        gold, silver, yearly = price(tx), price(tx, 500), price(tx, every=PriceRecurringInterval.YEAR)
        customer = tx.add(Customer())
        subscription, (first, second) = subscribe(tx, customer, gold, silver)

        async def wrong(*given: SubscriptionUpdateItemParams) -> list[Any]:
            with pytest.raises(InvalidRequest) as caught:
                await choosing.changes(tx, subscription, given, customer)
            return mistakes_of(caught)

        assert await wrong(
            CHANGE(id="si_none"),
            CHANGE(deleted=True),
            CHANGE(id=first.id, clear_usage=True),
            CHANGE(id=second.id, quantity=1),
            CHANGE(id=second.id, quantity=2),
            CHANGE(),
        ) == ["items.0.id", "items.1.id", "items.2.clear_usage", "items.4.id", "items.5.price"]
        assert await wrong(CHANGE(price_id=yearly.id), CHANGE(price_id=silver.id)) == ["items.0.price", "items.1.price"]
        assert await wrong(CHANGE(id=first.id, deleted=True), CHANGE(id=second.id, deleted=True)) == ["items"]
        # All may move to another period together.
        another = price(tx, 99, every=PriceRecurringInterval.YEAR)
        moved = [CHANGE(id=first.id, price_id=yearly.id), CHANGE(id=second.id, price_id=another.id)]
        assert len((await choosing.changes(tx, subscription, moved, customer)).changed) == 2


async def test_discounts_are_given_in_one_of_three_ways(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        ten, customer = coupon(tx), tx.add(Customer())

        async def given(params: list[DiscountParams] | None, coupon: str | None) -> Any:
            with Mistakes() as mistakes:
                return await settings.subscription_discounts(tx, customer, params, coupon, None, mistakes)

        redemption = Redemption(ten, None)
        assert await given(None, None) is None
        assert await given([], None) == []
        assert await given(None, ten.id) == await given([DiscountParams(coupon_id=ten.id)], None) == [redemption]
        with pytest.raises(InvalidRequest) as caught:
            await given([DiscountParams(coupon_id=ten.id)], ten.id)
        assert mistakes_of(caught) == ["coupon"]


async def test_settings_that_do_not_go_together(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        vat = rate(tx)
        automatic = SubscriptionAutomaticTax(enabled=True)
        types = [PaymentSettingsPaymentMethodType.CARD, PaymentSettingsPaymentMethodType.ACH_DEBIT]

        async def check() -> None:
            with Mistakes() as mistakes:
                await settings.check_tax(tx, {"default_tax_rates": [vat.id], "automatic_tax": automatic}, mistakes)
                await settings.check_payment_method(tx, "pm_none", tx.add(Customer()), mistakes)
                settings.check_method_types(types, mistakes)
                with mistakes.noted():
                    settings.must_be_creatable(SubscriptionPaymentBehavior.PENDING_IF_INCOMPLETE)

        with pytest.raises(InvalidRequest) as caught:
            await check()
        assert mistakes_of(caught) == [
            "default_tax_rates",
            "default_payment_method",
            "payment_settings.payment_method_types.1",
            "payment_behavior",
        ]


async def test_what_has_ended_hardly_changes(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        subscription, _ = subscribe(tx, tx.add(Customer()), price(tx))
        everything = frozenset(("meta", "cancellation_details", "items", "description", "default_payment_method_id"))
        settings.must_not_have_ended(subscription, everything)
        subscription.status = SubscriptionStatus.CANCELED
        settings.must_not_have_ended(subscription, frozenset(("meta", "cancellation_details")))
        with pytest.raises(InvalidRequest) as caught:
            settings.must_not_have_ended(subscription, everything)
        assert mistakes_of(caught) == ["default_payment_method", "description", "items"]
