"""Whatever a quote offers, the invoices of its acceptance bill exactly that."""

from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.domain.billing.engine.discounts import Discount
from app.domain.billing.engine.quoting import Quoted, quoted
from app.domain.billing.engine.rates import Rate
from app.domain.billing.engine.taxes import Rate as TaxedAt
from tests.billing.quotes.quoter import Quoter, invoiced, line_sums, sums
from tests.billing.schedules.scheduler import on

GRADUATED = [
    {"upTo": {"value": 3}, "unitAmountDecimal": "501.5", "flatAmount": 99},
    {"upTo": {"keyword": "INF"}, "unitAmount": 333},
]
RECURRING: dict[str, dict[str, Any]] = {
    "plain": {},
    "fine": {"unitAmount": None, "unitAmountDecimal": "12.345"},
    "graduated": {"unitAmount": None, "billingScheme": "TIERED", "tiersMode": "GRADUATED", "tiers": GRADUATED},
    "volume": {"unitAmount": None, "billingScheme": "TIERED", "tiersMode": "VOLUME", "tiers": GRADUATED},
}
ONCE: dict[str, dict[str, Any]] = {
    "single": {},
    "packed": {"transformQuantity": {"divideBy": 3, "round": "UP"}},
    "exact": {"unitAmount": None, "unitAmountDecimal": "7.7777"},
}
LINE = {
    "quantity": st.integers(0, 12),
    "taxed": st.sets(st.sampled_from(["within", "added"])),
    "off": st.sampled_from([None, "tenth", "fixed"]),
}
LINES = st.builds(
    lambda recurring, once: recurring + once,
    st.lists(st.fixed_dictionaries({"price": st.sampled_from([*RECURRING]), **LINE}), unique_by=lambda it: it["price"]),
    st.lists(st.fixed_dictionaries({"price": st.sampled_from([*ONCE]), **LINE}), max_size=3),
).filter(bool)
WHOLE = st.lists(st.sampled_from(["tenth", "fixed", "first"]), unique=True, max_size=2)
FEW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


async def _given(shop: Quoter, drawn: list[dict[str, Any]], whole: list[str], default: bool) -> dict[str, Any]:
    """The input of a quote of what was drawn."""
    recurring = {name: await shop.monthly(999, **given) for name, given in RECURRING.items()}
    prices = recurring | {name: (await shop.price(1234, **given))["id"] for name, given in ONCE.items()}
    rates = {"within": await shop.tax("19", inclusive=True), "added": await shop.tax("8.875")}
    coupons = {
        "tenth": await shop.coupon(percentOff="10", duration="FOREVER"),
        "fixed": await shop.coupon(amountOff=777, currency="usd", duration="FOREVER"),
        "first": await shop.coupon(percentOff="33.3", duration="ONCE"),
    }
    return {
        "lineItems": [
            {
                "price": prices[each["price"]],
                "quantity": each["quantity"],
                "taxRates": [rates[name] for name in sorted(each["taxed"])],
                "discounts": [{"coupon": coupons[each["off"]]}] if each["off"] else [],
            }
            for each in drawn
        ],
        "discounts": [{"coupon": coupons[name]} for name in whole],
        "defaultTaxRates": [rates["added"]] if default else [],
    }


def _adds_up(shown: dict[str, Any], lines: dict[str, Any]) -> None:
    """Sums are those of the lines, and of what they are made of."""
    parts = line_sums(lines)
    assert sums(shown) == tuple(sum(part[place] for part in parts) for place in (2, 3, 4, 5))  # type: ignore[misc]
    breakdown = shown["totalDetails"]["breakdown"]
    assert sum(each["amount"]["amount"] for each in breakdown["discounts"]) == sums(shown)[1]
    assert sum(each["amount"]["amount"] for each in breakdown["taxes"]) == sums(shown)[2]


@example([{"price": "single", "quantity": 0, "taxed": {"within"}, "off": None}], [], True, None, False)
@example([{"price": "plain", "quantity": 2, "taxed": {"within"}, "off": None}], [], True, None, False)
@example([{"price": "plain", "quantity": 2, "taxed": {"within"}, "off": None}], [], True, 5, False)
@example([{"price": "plain", "quantity": 2, "taxed": {"within"}, "off": None}], [], True, None, True)
@FEW
@given(LINES, WHOLE, st.booleans(), st.sampled_from([None, 5]), st.booleans())
async def test_what_is_quoted_is_billed(
    shop: Quoter, drawn: list[dict[str, Any]], whole: list[str], default: bool, trial: int | None, later: bool
) -> None:
    clock, customer = await shop.under_clock()
    data: dict[str, Any] = {"trialPeriodDays": trial}
    if later:
        data["effectiveDate"] = {"value": "2025-03-10T00:00:00Z"}
    input = await _given(shop, drawn, whole, default)
    offer = await shop.offer(customer, **input, subscriptionData=data)
    _adds_up(offer, offer["lineItems"])
    _adds_up(offer["computed"]["upfront"], offer["computedUpfrontLineItems"])
    accepted = await shop.settle("Accept", offer["id"])
    recurring = offer["computed"]["recurring"]
    if later and recurring:
        await shop.advance(clock, on(3, 11))
    assert invoiced(await shop.billed(accepted)) == sums(offer["computed"]["upfront"])
    if recurring:
        await shop.advance(clock, on(4, 20))
        id = accepted["subscription"] and accepted["subscription"]["id"]
        planned = None if id else await shop.schedule(accepted["subscriptionSchedule"]["id"])
        if planned:
            id = (planned["subscription"] or planned["releasedSubscription"])["id"]
        # A coupon of one time is for the first invoice that it takes something off.
        taken = {
            each["discount"]["coupon"]["id"]
            for each in offer["computed"]["upfront"]["totalDetails"]["breakdown"]["discounts"]
        }
        if "first" not in whole or input["discounts"][whole.index("first")]["coupon"] in taken:
            assert invoiced((await shop.invoices(id))[-1]) == sums(recurring)


def test_the_parts_of_a_quote_are_its_whole() -> None:
    lines = [
        Quoted("p1", "a", Rate(), 3, recurring=True),
        Quoted("p2", "b", Rate(unit_amount=Decimal(100)), 2, discounts=[Discount("d1", amount_off=50)]),
        Quoted("p3", "b", Rate(unit_amount=Decimal(99)), 1, recurring=True, taxes=[TaxedAt("t", Decimal(10))]),
        Quoted("p4", "b", Rate(unit_amount=Decimal(99)), 1, recurring=True, metered=True),
    ]
    whole, parts = quoted(lines, discounts=[Discount("d2", percent_off=Decimal(10), products=frozenset({"b"}))])
    # 200 - 50 - 15, and 99 - 10 with a tax of 8.9.
    assert [part.total for part in parts] == [0, 135, 98, 0]
    assert [[each.amount for each in part.discounts] for part in parts] == [[], [50, 15], [10], []]
    assert whole.total == sum(part.total for part in parts) == 233
