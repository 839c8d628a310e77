"""A customer is billed in one currency at a time, by all that goes on."""

import asyncio

from tests.billing.invoices.biller import DELIVERED, amounts
from tests.billing.previews.previewer import PREVIEW
from tests.billing.quotes.quoter import Quoter
from tests.billing.schedules.scheduler import phase

CUSTOMER = "query ($id: ID!) { it: customer(id: $id) { currency balance { amount currency } } }"
EURO = {"currency": "eur"}


async def currency_of(shop: Quoter, id: str) -> tuple[str | None, int]:
    """A customer's currency, and the balance in it."""
    found = (await shop.graph(CUSTOMER, id=id))["it"]
    return found["currency"], found["balance"]["amount"]


async def test_what_goes_on_binds_a_customer_to_a_currency(shop: Quoter) -> None:
    ada = await shop.payer()
    euros, dollars = await shop.monthly(900, **EURO), await shop.monthly(1000)
    made = await shop.subscribe(ada, euros)
    assert await currency_of(shop, ada) == ("eur", 0)
    off = await shop.coupon(amountOff=200, currency="usd", duration="FOREVER")
    draft = await shop.quote(ada, dollars)

    refused = await shop.graph.refuse("subscriptionCreate", input={"customer": ada, "items": [{"price": dollars}]})
    assert (refused["code"], refused["field"]) == ("PARAMETER_INVALID", "currency")
    assert refused["message"] == (
        f"You cannot combine currencies on a single customer. This one has the subscription {made['id']} with currency "
        "eur. Wait until it is over, or use another customer."
    )
    planned = {"customer": ada, "phases": [phase(dollars, iterations=1)], "startDate": {"keyword": "NOW"}}
    for verb, given, field in (
        ("subscriptionScheduleCreate", {"input": planned}, "phases.0.currency"),
        ("quoteFinalize", {"id": draft["id"]}, "id"),
        ("customerUpdate", {"id": ada, "input": {"coupon": off}}, "coupon"),
    ):
        refused = await shop.graph.refuse(verb, **given)
        assert (refused["code"], refused["field"]) == ("PARAMETER_INVALID", field)
    details = {"items": [{"price": dollars}]}
    error = await shop.graph.error(PREVIEW, input={"customer": ada, "subscriptionDetails": details})
    assert error["message"].startswith("You cannot combine currencies")

    # One-time invoices may be in any currency. They bill the items in theirs, and a discount in another does nothing.
    await shop.item(ada, 700, currency="eur")
    invoice = await shop.bill(ada, 500, currency="usd", **DELIVERED)
    assert (invoice["currency"], *amounts(invoice, "total")) == ("usd", 500)
    assert await currency_of(shop, ada) == ("eur", 0)


async def test_a_customer_changes_the_currency_once_nothing_goes_on(shop: Quoter) -> None:
    ada = await shop.payer()
    euros, dollars = await shop.monthly(900, **EURO), await shop.monthly(1000)
    made = await shop.subscribe(ada, euros)
    await shop.graph.do(
        "customerBalanceTransactionCreate", "id", input={"customer": ada, "amount": -300, "currency": "eur"}
    )
    pending = await shop.item(ada, 700, currency="eur")
    await shop.graph.do("subscriptionCancel", "id", id=made["id"])

    async def refused() -> str:
        """What binds the customer."""
        given = {"customer": ada, "items": [{"price": dollars}]}
        message: str = (await shop.graph.refuse("subscriptionCreate", input=given))["message"]
        return message.partition("This one has the ")[2].partition(" with")[0]

    assert await refused() == f"invoice item {pending['id']}"
    await shop.graph.do("invoiceItemDelete", "id", id=pending["id"])
    quote = await shop.offer(ada, euros)
    assert await refused() == f"quote {quote['id']}"
    await shop.settle("Cancel", quote["id"])
    later = {"startDate": {"value": "2099-01-01T00:00:00Z"}}
    schedule = await shop.plan(ada, phase(euros, iterations=1), **later)
    assert await refused() == f"subscription schedule {schedule['id']}"
    await shop.graph.do("subscriptionScheduleCancel", "id", id=schedule["id"])
    off = await shop.coupon(amountOff=200, currency="eur", duration="FOREVER")
    await shop.graph.do("customerUpdate", "id", id=ada, input={"coupon": off})
    assert (await refused()).startswith("discount di_")

    # A discount of an amount gives way to one in another currency, which is the customer's from then on. The former
    # balance is kept for invoices in euros.
    assert await currency_of(shop, ada) == ("eur", -300)
    off = await shop.coupon(amountOff=200, currency="usd", duration="FOREVER")
    await shop.graph.do("customerUpdate", "id", id=ada, input={"coupon": off})
    assert await currency_of(shop, ada) == ("usd", 0)
    again = await shop.subscribe(ada, dollars)
    assert amounts(again["latestInvoice"], "subtotal", "total", "amountPaid") == (1000, 800, 800)
    billed = await shop.bill(ada, currency="eur", pendingInvoiceItemsBehavior="EXCLUDE", discounts=[])
    assert amounts(billed, "total") == (0,)


async def test_quotes_and_schedules_to_come_give_a_currency(shop: Quoter) -> None:
    ada, bob = await shop.payer(), await shop.payer()
    euros = await shop.monthly(900, **EURO)
    quote = await shop.offer(ada, euros)
    assert await currency_of(shop, ada) == ("eur", 0)
    accepted = await shop.settle("Accept", quote["id"])
    assert accepted["subscription"]
    await shop.plan(bob, phase(euros, iterations=1), startDate={"value": "2099-01-01T00:00:00Z"})
    assert await currency_of(shop, bob) == ("eur", 0)


async def test_of_two_currencies_at_once_one_wins(shop: Quoter) -> None:
    ada = await shop.payer()
    prices = [await shop.monthly(900, **EURO), await shop.monthly(1000)]
    given = [{"customer": ada, "items": [{"price": price}]} for price in prices]
    payloads = await asyncio.gather(*(shop.graph.attempt("subscriptionCreate", "id", input=each) for each in given))
    assert sorted(len(each["userErrors"]) for each in payloads) == [0, 1]
