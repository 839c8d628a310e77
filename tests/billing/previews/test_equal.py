"""Whatever a subscription is, and whatever changes: a preview is the invoice that then comes, and changes nothing."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import SQLModel

from app.database import counting
from tests.billing.previews.previewer import PREVIEW, Previewer, comes_to
from tests.stories.shop import MONDAY

FEW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
OFF = st.none() | st.fixed_dictionaries(
    {"percentOff": st.sampled_from(["10", "33.33"]), "duration": st.sampled_from(["ONCE", "FOREVER"])}
)
LIVES = st.fixed_dictionaries(
    {
        "quantities": st.lists(st.integers(0, 4), min_size=1, max_size=2),
        "off": OFF,
        "taxed": st.booleans(),
        "trial": st.sampled_from([None, None, 5, 20]),
        "pending": st.none() | st.integers(-500, 900),
        "balance": st.sampled_from([0, 0, -350, 200]),
        "hours": st.integers(0, 24 * 29),
    }
)
CHANGES = st.fixed_dictionaries(
    {"prorationBehavior": st.sampled_from(["CREATE_PRORATIONS", "ALWAYS_INVOICE", "NONE"])},
    optional={
        "quantity": st.integers(0, 5),
        "replaced": st.booleans(),
        "added": st.integers(1, 3),
        "yearly": st.just(True),
        "billingCycleAnchor": st.sampled_from(["NOW", "UNCHANGED"]),
        "trial": st.sampled_from([0, 3, 40]),
        "untaxed": st.just(True),
        "cancel": st.integers(1, 50),
    },
)


async def rows(shop: Previewer) -> dict[str, int]:
    """How many rows each table has, but for the log of requests: a preview that is refused is noted there."""
    tables = [name for name, table in SQLModel.metadata.tables.items() if not table.info.get("view")]
    tables.remove("request_log")
    async with shop.database.writing() as connection:
        there = set(await connection.values(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")))
        return {
            name: await connection.value(text(f'SELECT count(*) FROM "{name}"')) for name in tables if name in there
        }


async def subscribe(shop: Previewer, customer: str, life: dict[str, Any]) -> dict[str, Any]:
    items = []
    for place, quantity in enumerate(life["quantities"]):
        items.append({"price": await shop.monthly(1000 + 333 * place), "quantity": quantity})
    more: dict[str, Any] = {"trialPeriodDays": life["trial"]} if life["trial"] else {}
    if life["off"]:
        more["discounts"] = [{"coupon": await shop.coupon(**life["off"])}]
    if life["taxed"]:
        more["defaultTaxRates"] = [await shop.tax("19", inclusive=True), await shop.tax("8.875")]
    return await shop.subscribe(customer, *items, **more)


async def changed(shop: Previewer, made: dict[str, Any], drawn: dict[str, Any], now: datetime) -> dict[str, Any]:
    """A change as both a preview and an update take it."""
    first = {"id": made["items"]["nodes"][0]["id"]}
    alone = len(made["items"]["nodes"]) == 1
    items: list[dict[str, Any]] = []
    if "quantity" in drawn:
        first["quantity"] = drawn["quantity"]
    if drawn.get("replaced"):
        first["price"] = await shop.monthly(2500)
    if "yearly" in drawn and alone and "added" not in drawn:
        first["price"] = await shop.monthly(9900, recurring={"interval": "YEAR"})
    if len(first) > 1:
        items.append(first)
    if "added" in drawn:
        items.append({"price": await shop.monthly(450), "quantity": drawn["added"]})
    change: dict[str, Any] = {"prorationBehavior": drawn["prorationBehavior"]}
    if items:
        change["items"] = items
    if "trial" in drawn:
        ends = now + timedelta(days=drawn["trial"])
        change["trialEnd"] = {"value": ends.isoformat()} if drawn["trial"] else {"keyword": "NOW"}
    if "billingCycleAnchor" in drawn:
        change["billingCycleAnchor"] = drawn["billingCycleAnchor"]
    if "untaxed" in drawn:
        change["defaultTaxRates"] = []
    if "cancel" in drawn:
        change["cancelAt"] = (now + timedelta(days=drawn["cancel"])).isoformat()
    return change


PRORATED = {"prorationBehavior": "CREATE_PRORATIONS"}
LIFE = {"quantities": [1], "off": None, "taxed": False, "trial": None, "pending": None, "balance": 0, "hours": 0}


@FEW
@given(LIVES, CHANGES)
@example(
    {**LIFE, "quantities": [0], "trial": 5}, {"prorationBehavior": "CREATE_PRORATIONS", "billingCycleAnchor": "NOW"}
)
@example(
    {**LIFE, "quantities": [1, 1], "pending": 283, "hours": 667}, {"prorationBehavior": "CREATE_PRORATIONS", "trial": 3}
)
async def test_a_preview_is_what_then_comes(shop: Previewer, life: dict[str, Any], drawn: dict[str, Any]) -> None:
    clock, customer = await shop.under_clock(balance=life["balance"])
    made = await subscribe(shop, customer, life)
    now = MONDAY + timedelta(hours=life["hours"])
    if life["hours"]:
        await shop.advance(clock, now)
    if life["pending"] is not None:
        await shop.item(customer, life["pending"])
    change = await changed(shop, made, drawn, now)
    details = dict(change)
    if "billingCycleAnchor" in details:
        details["billingCycleAnchor"] = {"keyword": details["billingCycleAnchor"]}
    before = len(await shop.invoices(made["id"]))
    stored = await rows(shop)
    await shop.told()
    asked = {"subscription": made["id"], "subscriptionDetails": details}
    body = await shop.graph.result(PREVIEW, input=asked)
    assert await shop.told() == []
    assert await rows(shop) == stored
    await shop.change(made["id"], **change)
    if body.get("errors"):
        assert "no upcoming invoice" in body["errors"][0]["message"]
        await shop.advance(clock, now + timedelta(days=60))
        assert len(await shop.invoices(made["id"])) == before
        return
    seen = body["data"]["it"]
    comes_at_once = len(await shop.invoices(made["id"])) > before
    if not comes_at_once:
        await shop.advance(clock, datetime.fromisoformat(seen["created"]) + timedelta(minutes=30))
    invoices = await shop.invoices(made["id"])
    assert len(invoices) == before + 1
    then = comes_to(invoices[-1])
    if comes_at_once and drawn.get("billingCycleAnchor") == "NOW":
        # A trial goes on, and its end begins the cycle. The moment of a change is that of the clock, for both.
        assert seen["created"] == now.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert then == comes_to(seen)


async def test_what_a_preview_costs_does_not_grow_with_the_subscription(shop: Previewer) -> None:
    """Statements of a preview: no more for many pending items, and many earlier invoices, than for few."""
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly())
    asked = {"subscription": made["id"], "subscriptionDetails": {"trialEnd": {"keyword": "NOW"}}}
    cost = []
    for place in range(3):
        for _ in range(place * 10):
            await shop.item(customer, 100)
        await shop.advance(clock, MONDAY + timedelta(days=2 + place))
        await shop.preview(**asked)
        with counting() as statements:
            await shop.preview(**asked)
        cost.append(len(statements))
    assert cost[0] < 60
    assert cost[2] <= cost[0] + 2, cost
