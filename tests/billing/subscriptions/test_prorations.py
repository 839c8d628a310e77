"""What prorations credit, and the moment that they count from."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.billing.previews.previewer import PREVIEW
from tests.billing.subscriptions.subscriber import Subscriber, lines

START = datetime(2025, 3, 3, 10, tzinfo=UTC)
DAY = timedelta(days=1)
DETAILS = """query ($id: ID!) { invoice(id: $id) { lines(orderBy: [{field: ID, direction: ASC}]) { nodes {
    id amount { amount } prorationDetails { creditedItems { invoice { id } invoiceLineItems } } } } } }"""


async def credited(shop: Subscriber, invoice: str) -> list[tuple[int, str | None, list[str]]]:
    """Each line: the amount, and what it credits: an invoice, and lines of it."""
    nodes = (await shop.graph(DETAILS, id=invoice))["invoice"]["lines"]["nodes"]
    found = []
    for line in nodes:
        items: dict[str, Any] = line["prorationDetails"]["creditedItems"] or {"invoice": None, "invoiceLineItems": []}
        found.append((line["amount"]["amount"], items["invoice"] and items["invoice"]["id"], items["invoiceLineItems"]))
    return found


async def test_a_credit_names_the_lines_that_it_credits(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(3100))
    first = made["latestInvoice"]
    item = made["items"]["nodes"][0]["id"]
    await shop.advance(clock, START + 10 * DAY)
    await shop.change(made["id"], items=[{"id": item, "quantity": 3}])
    await shop.advance(clock, START + 20 * DAY)
    changed = await shop.change(made["id"], items=[{"id": item, "quantity": 1}], prorationBehavior="ALWAYS_INVOICE")
    second = changed["latestInvoice"]
    # 21 of 31 days are left of one unit, and charged for three; then 11 of these 21 days of three, and of one.
    assert [amount for _, amount in lines(second)] == [-2100, 6300, -3300, 1100]
    paid, charged = first["lines"]["nodes"][0]["id"], second["lines"]["nodes"][1]["id"]
    assert await credited(shop, second["id"]) == [
        (-2100, first["id"], [paid]),
        (6300, None, []),
        (-3300, second["id"], [charged]),
        (1100, None, []),
    ]
    # What the next change credits is on an invoice that is paid.
    charged = second["lines"]["nodes"][3]["id"]
    await shop.advance(clock, START + 25 * DAY)
    changed = await shop.change(made["id"], items=[{"id": item, "quantity": 2}], prorationBehavior="ALWAYS_INVOICE")
    assert await credited(shop, changed["latestInvoice"]["id"]) == [(-600, second["id"], [charged]), (1200, None, [])]
    events = await shop.graph(
        '{ events(where: { type: { eq: "invoice.created" } }, first: 1) { nodes { data { object } } } }'
    )
    line = events["events"]["nodes"][0]["data"]["object"]["lines"]["data"]
    assert sorted(str(each["proration_details"]["credited_items"]) for each in line) == sorted(
        ["None", str({"invoice": second["id"], "invoice_line_items": [charged]})]
    )


async def test_prorations_count_from_the_moment_that_is_given(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(3100))
    item = made["items"]["nodes"][0]["id"]
    await shop.advance(clock, START + 10 * DAY)
    # As of the fifth day: 26 of 31 days are left.
    change = {"items": [{"id": item, "quantity": 2}], "prorationDate": (START + 5 * DAY).isoformat()}
    details = {**change, "prorationBehavior": "ALWAYS_INVOICE"}
    given: dict[str, Any] = {"subscription": made["id"], "subscriptionDetails": details}
    seen = (await shop.graph(PREVIEW, input=given))["it"]
    asked = "query ($input: InvoicePreviewInput) { it: invoicePreview(input: $input) { subscriptionProrationDate } }"
    assert (await shop.graph(asked, input=given))["it"] == {"subscriptionProrationDate": "2025-03-08T10:00:00Z"}
    given["subscriptionDetails"] = {"items": change["items"]}
    assert (await shop.graph(asked, input=given))["it"] == {"subscriptionProrationDate": "2025-03-13T10:00:00Z"}
    assert (await shop.graph(asked, input={"subscription": made["id"]}))["it"] == {"subscriptionProrationDate": None}
    changed = await shop.change(made["id"], **change, prorationBehavior="ALWAYS_INVOICE")
    words = "after 08 Mar 2025"
    assert lines(changed["latestInvoice"]) == [
        (f"Unused time on Gold {words}", -2600),
        (f"Remaining time on 2 × Gold {words}", 5200),
    ]
    assert lines(seen) == lines(changed["latestInvoice"])
    # The anchor is not touched, whether or not the caller says so.
    again = await shop.change(made["id"], items=[{"id": item, "quantity": 1}], billingCycleAnchor="UNCHANGED")
    anchor = "2025-03-03T10:00:00Z"
    assert [each["billingCycleAnchor"] for each in (made, changed, again)] == [anchor] * 3
    assert again["latestInvoice"]["id"] == changed["latestInvoice"]["id"]


async def test_changes_of_single_items_are_prorated_as_they_say(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    price, other = await shop.monthly(3100), await shop.monthly(6200, productData={"name": "Extra"})
    made = await shop.subscribe(customer, price)
    await shop.advance(clock, START + 10 * DAY)

    async def billed(verb: str, **given: Any) -> list[int]:
        """What a change of an item has invoiced by now, beyond what was invoiced before."""
        before = len(await shop.invoices(made["id"]))
        await shop.graph.do(f"subscriptionItem{verb}", "id", **given)
        return [amount for each in (await shop.invoices(made["id"]))[before:] for _, amount in lines(each)]

    # 21 of 31 days are left.
    new = {"subscription": made["id"], "price": other}
    assert await billed("Create", input=new | {"prorationBehavior": "ALWAYS_INVOICE"}) == [4200]
    items = (await shop.subscription(made["id"]))["items"]["nodes"]
    id = next(item["id"] for item in items if item["price"]["id"] == other)
    assert await billed("Update", id=id, input={"quantity": 2, "prorationBehavior": "NONE"}) == []
    # What was billed is credited: one unit, as the second was free so far.
    assert await billed("Delete", id=id, input={"prorationBehavior": "ALWAYS_INVOICE"}) == [-4200]
    await shop.advance(clock, START + 32 * DAY)
    assert lines((await shop.subscription(made["id"]))["latestInvoice"]) == [("1 × Gold (at $31.00 / month)", 3100)]
