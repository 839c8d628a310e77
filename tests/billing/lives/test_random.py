"""Random lives: whatever a subscription bills, and whatever changes, no money comes from nothing, or goes nowhere."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.billing.subscriptions.subscriber import Subscriber
from tests.stories.shop import MONDAY

FEW = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
TIERS = [
    {"upTo": {"value": 2}, "unitAmount": 1200, "flatAmount": 500},
    {"upTo": {"keyword": "INF"}, "unitAmount": 900},
]
KINDS: dict[str, dict[str, Any]] = {
    "flat": {},
    "graduated": {"unitAmount": None, "billingScheme": "TIERED", "tiersMode": "GRADUATED", "tiers": TIERS},
    "volume": {"unitAmount": None, "billingScheme": "TIERED", "tiersMode": "VOLUME", "tiers": TIERS},
    "packages": {"transformQuantity": {"divideBy": 3, "round": "UP"}},
    "metered": {"recurring": {"interval": "MONTH", "usageType": "METERED"}},
    "metered tiers": {
        "recurring": {"interval": "MONTH", "usageType": "METERED"},
        "unitAmount": None,
        "billingScheme": "TIERED",
        "tiersMode": "GRADUATED",
        "tiers": TIERS,
    },
}
LICENSED = ("flat", "graduated", "volume", "packages")
STEP = st.fixed_dictionaries(
    {
        "hours": st.integers(7, 24 * 40),
        "proration": st.sampled_from(["CREATE_PRORATIONS", "ALWAYS_INVOICE"]),
        "does": st.one_of(
            st.tuples(st.just("quantity"), st.integers(0, 5)),
            st.tuples(st.just("price"), st.sampled_from(LICENSED)),
            st.tuples(st.just("add"), st.sampled_from(sorted(KINDS))),
            st.tuples(st.just("remove"), st.none()),
            st.tuples(st.just("use"), st.integers(1, 9)),
            st.tuples(st.just("anchor"), st.none()),
            st.tuples(st.just("trial"), st.integers(2, 20)),
            st.tuples(st.just("item"), st.integers(-900, 900)),
        ),
    }
)
LIVES = st.fixed_dictionaries(
    {
        "items": st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.integers(0, 4)), min_size=1, max_size=3),
        "limit": st.none() | st.integers(2, 12),
        "off": st.sampled_from([None, {"percentOff": "33.33"}, {"amountOff": 700, "currency": "usd"}]),
        "duration": st.sampled_from([{"duration": "ONCE"}, {"duration": "FOREVER"}]),
        "taxed": st.booleans(),
        "trial": st.sampled_from([0, 0, 9]),
        "balance": st.sampled_from([0, -1500, 250]),
        "steps": st.lists(STEP, max_size=4),
        "end": st.sampled_from(["none", "now", "period"]),
    }
)
WHOLE = """query ($id: ID!, $customer: ID!) {
  customer(id: $customer) { balance { amount } }
  subscription(id: $id) { invoices(last: 30) { nodes {
    status billingReason total { amount } subtotal { amount } tax { amount } amountDue { amount } amountPaid { amount }
    amountRemaining { amount } startingBalance { amount } endingBalance { amount } created
    totalDiscountAmounts { amount { amount } } totalTaxAmounts { amount { amount } inclusive }
    lines(first: 50) { nodes { amount { amount } description proration period { start end } invoiceItem { id }
      subscriptionItem { id price { recurring { usageType } } }
      discountAmounts { amount { amount } } taxAmounts { amount { amount } inclusive } } } } } } }"""

ITEMS = """query ($id: ID!) { subscription(id: $id) { items(first: 20, orderBy: [{field: ID, direction: ASC}]) {
    nodes { id price { recurring { usageType } } } } } }"""


def of(money: dict[str, Any] | None) -> int:
    return int(money["amount"]) if money else 0


def total(parts: list[dict[str, Any]]) -> int:
    return sum(of(each["amount"]) for each in parts)


class Life:
    """A subscription as it is lived: with one jump of the clock between its changes, or with many."""

    def __init__(self, shop: Subscriber, life: dict[str, Any], *, jump: timedelta | None) -> None:
        self.shop, self.life, self.jump, self.now = shop, life, jump, MONDAY

    async def live(self) -> dict[str, Any]:
        await self._begin()
        for step in self.life["steps"]:
            await self._wait(timedelta(hours=step["hours"]))
            verb, value = step["does"]
            await self._step(verb, value, step["proration"])
        if self.life["end"] == "now":
            given = {"prorate": True, "invoiceNow": True}
            await self.shop.graph.do("subscriptionCancel", "id", id=self.id, input=given)
        elif self.life["end"] == "period":
            await self.shop.change(self.id, cancelAtPeriodEnd=True)
        await self._wait(timedelta(days=65))
        found: dict[str, Any] = await self.shop.graph(WHOLE, id=self.id, customer=self.customer)
        return found

    async def _begin(self) -> None:
        life, shop = self.life, self.shop
        self.clock, self.customer = await shop.under_clock(balance=life["balance"])
        items = []
        for kind, quantity in life["items"]:
            item: dict[str, Any] = {"price": await self._price(kind)}
            if kind in LICENSED:
                item["quantity"] = quantity
            elif life["limit"]:
                item["billingThresholds"] = {"usageGte": life["limit"]}
            items.append(item)
        more: dict[str, Any] = {"trialPeriodDays": life["trial"]} if life["trial"] else {}
        if life["off"]:
            more["discounts"] = [{"coupon": await shop.coupon(**life["off"], **life["duration"])}]
        if life["taxed"]:
            more["defaultTaxRates"] = [await shop.tax("19", inclusive=True), await shop.tax("8.875")]
        self.id = (await shop.subscribe(self.customer, *items, **more))["id"]

    async def _price(self, kind: str) -> str:
        return await self.shop.monthly(0 if "tiers" in KINDS[kind] else 1111, **KINDS[kind])

    async def _wait(self, time: timedelta) -> None:
        until = self.now + time
        while self.now < until:
            self.now = until if self.jump is None else min(until, self.now + self.jump)
            given = {"frozenTime": self.now.isoformat(), "wait": True}
            moved = await self.shop.graph.do("testClockAdvance", "status", id=self.clock, input=given)
            assert moved == {"status": "READY"}

    async def _items(self) -> list[dict[str, Any]]:
        found = await self.shop.graph(ITEMS, id=self.id)
        items: list[dict[str, Any]] = found["subscription"]["items"]["nodes"]
        return items

    async def _step(self, verb: str, value: Any, proration: str) -> None:
        shop, items = self.shop, await self._items()
        licensed = [each["id"] for each in items if each["price"]["recurring"]["usageType"] == "LICENSED"]
        metered = [each["id"] for each in items if each["id"] not in licensed]
        how = {"prorationBehavior": proration}
        if verb == "item":
            await shop.item(self.customer, value)
        elif verb == "anchor":
            await shop.change(self.id, billingCycleAnchor="NOW", **how)
        elif verb == "trial":
            ends = self.now + timedelta(days=value)
            await shop.change(self.id, trialEnd={"value": ends.isoformat()}, **how)
        elif verb == "add":
            await shop.change(self.id, items=[{"price": await self._price(value)}], **how)
        elif verb == "use" and metered:
            await shop.graph.do("usageRecordCreate", "id", input={"subscriptionItem": metered[0], "quantity": value})
            await self._wait(timedelta(hours=1))
        elif verb == "quantity" and licensed:
            await shop.change(self.id, items=[{"id": licensed[0], "quantity": value}], **how)
        elif verb == "price" and licensed:
            await shop.change(self.id, items=[{"id": licensed[0], "price": await self._price(value)}], **how)
        elif verb == "remove" and licensed and len(items) > 1:
            await shop.change(self.id, items=[{"id": licensed[0], "deleted": True}], **how)


def check_sums(invoice: dict[str, Any]) -> None:
    """What an invoice shows adds up."""
    lines = invoice["lines"]["nodes"]
    assert of(invoice["subtotal"]) == total(lines)
    off = total(invoice["totalDiscountAmounts"])
    assert off == sum(total(line["discountAmounts"]) for line in lines)
    taxes = invoice["totalTaxAmounts"]
    assert of(invoice["tax"]) == total(taxes) == sum(total(line["taxAmounts"]) for line in lines)
    on_top = total([each for each in taxes if not each["inclusive"]])
    assert of(invoice["total"]) == of(invoice["subtotal"]) - off + on_top
    assert of(invoice["amountDue"]) == of(invoice["amountPaid"]) + of(invoice["amountRemaining"])


def check_money(whole: dict[str, Any], before: int) -> None:
    """All that was billed was paid, is owed, or is in the customer's balance."""
    final = [each for each in whole["subscription"]["invoices"]["nodes"] if each["status"] in ("PAID", "OPEN")]
    billed = sum(of(each["total"]) for each in final)
    paid = sum(of(each["amountPaid"]) + of(each["amountRemaining"]) for each in final)
    assert billed == paid + of(whole["customer"]["balance"]) - before


def check_times(whole: dict[str, Any]) -> None:
    """No second of an item is paid twice: what was billed of it and not credited again covers each at most once."""
    spans: dict[str, dict[tuple[Any, ...], int]] = {}
    for number, invoice in enumerate(whole["subscription"]["invoices"]["nodes"]):
        for line in invoice["lines"]["nodes"]:
            item = line["subscriptionItem"]
            if item is None or (line["description"] or "").startswith("Trial") or not of(line["amount"]):
                continue
            source = line["invoiceItem"] and line["invoiceItem"]["id"]
            sign = -1 if line["description"].startswith("Unused") else 1
            key = (number, source, line["period"]["start"], line["period"]["end"])
            spans.setdefault(item["id"], {})[key] = sign
    for covered in spans.values():
        moments = sorted({time for _, _, *times in covered for time in times})
        for moment in moments:
            at = sum(sign for (_, _, start, end), sign in covered.items() if start <= moment < end)
            assert at in (0, 1), (moment, covered)


def shown(whole: dict[str, Any]) -> list[Any]:
    """The invoices, without what differs between two lives that are alike."""
    return [
        (each["status"], each["billingReason"], each["created"], of(each["total"]), of(each["amountDue"]), _lines(each))
        for each in whole["subscription"]["invoices"]["nodes"]
    ]


def _lines(invoice: dict[str, Any]) -> list[Any]:
    found = invoice["lines"]["nodes"]
    return sorted([line["description"] or "", of(line["amount"]), *line["period"].values()] for line in found)


@FEW
@given(LIVES)
async def test_what_is_billed_adds_up(shop: Subscriber, life: dict[str, Any]) -> None:
    whole = await Life(shop, life, jump=None).live()
    for invoice in whole["subscription"]["invoices"]["nodes"]:
        check_sums(invoice)
    check_money(whole, life["balance"])
    check_times(whole)
    if any(step["hours"] > 24 for step in life["steps"]):
        again = await Life(shop, life, jump=timedelta(days=4, hours=5)).live()
        assert shown(again) == shown(whole)
