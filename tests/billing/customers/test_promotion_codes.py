"""What a promotion code asks for is asked wherever it is redeemed."""

import asyncio
from typing import Any

from tests.billing.invoices.biller import amounts
from tests.billing.previews.previewer import PREVIEW
from tests.billing.quotes.quoter import Quoter
from tests.billing.schedules.scheduler import phase

LEAST = {"restrictions": {"minimumAmount": 1000, "minimumAmountCurrency": "usd"}}
FIRST = {"restrictions": {"firstTimeTransaction": True}}
TOO_LITTLE = "The promotion code cannot be redeemed: the amount is below the minimum of the code. Use another one."


async def code(shop: Quoter, coupon: dict[str, Any] | None = None, **input: Any) -> str:
    """The id of a promotion code, by default of 10 percent."""
    made = await shop.coupon(**coupon or {"percentOff": "10", "duration": "FOREVER"})
    id: str = (await shop.graph.do("promotionCodeCreate", "id", input={"coupon": made, **input}))["id"]
    return id


def by(code: str) -> dict[str, Any]:
    return {"discounts": [{"promotionCode": code}]}


async def test_a_minimum_is_asked_of_what_is_bought(shop: Quoter) -> None:
    ada, least = await shop.payer(), await code(shop, **LEAST)
    small, large = await shop.monthly(999), await shop.monthly(1000)

    async def refused(verb: str, field: str, id: str | None = None, **input: Any) -> None:
        given = ({"id": id} if id else {}) | ({"input": input} if input else {})
        found = await shop.graph.refuse(verb, **given)
        assert (found["message"], found["field"]) == (TOO_LITTLE, field)

    where = "discounts.0.promotionCode"
    items = [{"price": small}]
    # A subscription is measured by what its items cost, an item by itself.
    await refused("subscriptionCreate", where, customer=ada, items=items, **by(least))
    await refused("subscriptionCreate", "promotionCode", customer=ada, items=items, promotionCode=least)
    await refused("subscriptionCreate", f"items.0.{where}", customer=ada, items=[{"price": small, **by(least)}])
    # A trial is free: nothing is bought yet.
    await refused("subscriptionCreate", where, customer=ada, items=[{"price": large}], trialPeriodDays=7, **by(least))
    phases = [phase(small, iterations=1, **by(least))]
    now = {"keyword": "NOW"}
    await refused("subscriptionScheduleCreate", f"phases.0.{where}", customer=ada, startDate=now, phases=phases)
    draft = await shop.quote(ada, small, **by(least))
    await refused("quoteFinalize", where, draft["id"])
    await refused(
        "quoteCreate", f"lineItems.0.{where}", customer=ada, lineItems=[{"price": small, "quantity": 1, **by(least)}]
    )
    await refused("invoiceItemCreate", where, customer=ada, amount=999, currency="usd", **by(least))
    await refused("invoiceCreate", where, customer=ada, **by(least))
    error = await shop.graph.error(
        PREVIEW, input={"customer": ada, "subscriptionDetails": {"items": items}, **by(least)}
    )
    assert error["message"] == TOO_LITTLE

    made = await shop.subscribe(ada, large, **by(least))
    assert amounts(made["latestInvoice"], "subtotal", "total") == (1000, 900)
    made = await shop.subscribe(ada, small)
    await refused("subscriptionUpdate", where, made["id"], **by(least))
    item = made["items"]["nodes"][0]["id"]
    changed = await shop.change(made["id"], items=[{"id": item, "quantity": 2}], **by(least))
    assert len(changed["discounts"]) == 1
    draft = await shop.draft(ada, 600, pendingInvoiceItemsBehavior="EXCLUDE")
    await refused("invoiceUpdate", where, draft["id"], **by(least))
    invoice = await shop.graph.do("invoiceCreate", "id", input={"customer": ada, "currency": "usd"})
    await shop.item(ada, 1000, invoice=invoice["id"])
    changed = await shop.graph.do("invoiceUpdate", "total { amount }", id=invoice["id"], input=by(least))
    assert amounts(changed, "total") == (900,)
    accepted = await shop.offer(await shop.payer(), large, **by(least))
    assert amounts(accepted, "amountSubtotal", "amountTotal") == (1000, 900)


async def test_a_minimum_holds_in_the_currencies_that_it_names(shop: Quoter) -> None:
    options = [{"currency": "jpy", "minimumAmount": 700}]
    least = await code(shop, restrictions={**LEAST["restrictions"], "currencyOptions": options})
    ada, bob = await shop.payer(), await shop.payer()
    items = [{"price": await shop.monthly(1000, currency="eur")}]
    refused = await shop.graph.refuse("subscriptionCreate", input={"customer": ada, "items": items, **by(least)})
    assert refused["message"].startswith("The promotion code cannot be redeemed: it has no minimum amount in eur.")
    made = await shop.subscribe(bob, await shop.monthly(700, currency="jpy"), **by(least))
    assert amounts(made["latestInvoice"], "total") == (630,)


async def test_a_first_transaction_is_the_first_invoice_too(shop: Quoter) -> None:
    ada, first = await shop.payer(), await code(shop, **FIRST)
    price = await shop.monthly(1000)
    billed = await shop.bill(ada, 500)
    await shop.act("Pay", billed["id"], paidOutOfBand=True)
    said = "it is for a customer's first transaction, and this customer has paid before"
    for verb, input in (
        ("subscriptionCreate", {"customer": ada, "items": [{"price": price}]}),
        ("quoteCreate", {"customer": ada, "lineItems": [{"price": price}]}),
        ("invoiceItemCreate", {"customer": ada, "amount": 500, "currency": "usd"}),
        ("invoiceCreate", {"customer": ada}),
        ("subscriptionScheduleCreate", {"customer": ada, "startDate": {"keyword": "NOW"}}),
    ):
        given = {**input, **by(first)}
        if verb == "subscriptionScheduleCreate":
            given = {**input, "phases": [phase(price, iterations=1, **by(first))]}
        assert said in (await shop.graph.refuse(verb, input=given))["message"]
    # What is free is no transaction.
    bob = await shop.payer()
    await shop.subscribe(bob, price, trialPeriodDays=7)
    made = await shop.subscribe(bob, price, **by(first))
    assert amounts(made["latestInvoice"], "total") == (900,)


async def test_the_last_redemption_is_one_subscriptions(shop: Quoter) -> None:
    last = await code(shop, maxRedemptions=1)
    price = await shop.monthly(1000)
    given = [{"customer": await shop.payer(), "items": [{"price": price}], **by(last)} for _ in range(3)]
    payloads = await asyncio.gather(*(shop.graph.attempt("subscriptionCreate", "id", input=each) for each in given))
    assert sorted(len(each["userErrors"]) for each in payloads) == [0, 1, 1]
    found = await shop.graph("{ promotionCodes { nodes { timesRedeemed active } } subscriptions { totalCount } }")
    assert found == {
        "promotionCodes": {"nodes": [{"timesRedeemed": 1, "active": False}]},
        "subscriptions": {"totalCount": 1},
    }
    # Nor can one purchase have it twice.
    last = await code(shop, maxRedemptions=1)
    items = [{"price": each, **by(last)} for each in (price, await shop.monthly(500))]
    refused = await shop.graph.refuse("subscriptionCreate", input={"customer": await shop.payer(), "items": items})
    assert refused["code"] == "COUPON_EXPIRED"
