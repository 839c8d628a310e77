"""Details of subscriptions and of what they bill, each by itself."""

from typing import Any

from tests.billing.subscriptions.subscriber import Subscriber, lines
from tests.billing.subscriptions.test_changes import DAY, START

DETAILS = "query ($id: ID!) { invoice(id: $id) { description subscriptionDetails { metadata } } }"


async def test_a_price_in_another_of_its_currencies(shop: Subscriber) -> None:
    options = [{"currency": "eur", "unitAmount": 900}]
    price = await shop.monthly(1000, currencyOptions=options)
    made = await shop.subscribe(await shop.payer(), price, currency="eur")
    first = made["latestInvoice"]
    assert (made["currency"], first["currency"], first["amountPaid"]["amount"]) == ("eur", "eur", 900)
    assert lines(first) == [("1 × Gold (at €9.00 / month)", 900)]
    given = {"customer": await shop.payer(), "items": [{"price": price}], "currency": "gbp"}
    refused = await shop.graph.refuse("subscriptionCreate", input=given)
    assert (refused["code"], refused["field"]) == ("PARAMETER_INVALID", "items.0.price")


async def test_the_tax_rates_of_an_item_stand_in_for_the_subscriptions(shop: Subscriber) -> None:
    fifth, tenth = await shop.tax("20"), await shop.tax("10")
    items: list[dict[str, Any]] = [
        {"price": await shop.monthly(1000)},
        {"price": await shop.monthly(2000, productData={"name": "Extra"}), "taxRates": [tenth]},
    ]
    made = await shop.subscribe(await shop.payer(), *items, defaultTaxRates=[fifth])
    first = made["latestInvoice"]
    taxes = [[each["amount"]["amount"] for each in line["taxAmounts"]] for line in first["lines"]["nodes"]]
    assert (taxes, first["tax"]["amount"], first["total"]["amount"]) == ([[200], [200]], 400, 3400)


async def test_an_item_of_which_there_is_none_is_billed_with_nothing(shop: Subscriber) -> None:
    made = await shop.subscribe(await shop.payer(), {"price": await shop.monthly(1000), "quantity": 0})
    assert (made["status"], lines(made["latestInvoice"])) == ("ACTIVE", [("0 × Gold (at $10.00 / month)", 0)])


async def test_a_trial_that_ends_the_subscription(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(1000), trialPeriodDays=7, cancelAtPeriodEnd=True)
    assert (made["status"], made["cancelAt"]) == ("TRIALING", "2025-03-10T10:00:00Z")
    await shop.advance(clock, START + 8 * DAY)
    over = await shop.subscription(made["id"])
    assert (over["status"], over["endedAt"]) == ("CANCELED", "2025-03-10T10:00:00Z")
    assert [each["total"]["amount"] for each in await shop.invoices(made["id"])] == [0]


async def test_what_a_backdated_subscription_missed_is_not_billed_without_prorations(shop: Subscriber) -> None:
    _, customer = await shop.under_clock()
    made = await shop.subscribe(
        customer,
        await shop.monthly(1000),
        backdateStartDate="2025-02-01T10:00:00Z",
        billingCycleAnchor="2025-04-01T10:00:00Z",
        prorationBehavior="NONE",
    )
    assert (made["startDate"], made["currentPeriodEnd"]) == ("2025-02-01T10:00:00Z", "2025-04-01T10:00:00Z")
    assert lines(made["latestInvoice"]) == []


async def test_invoices_keep_what_was_said_of_the_subscription(shop: Subscriber) -> None:
    made = await shop.subscribe(
        await shop.payer(), await shop.monthly(1000), metadata={"team": "red"}, description="The red team"
    )
    await shop.change(made["id"], metadata={"team": "blue"}, description="The blue team")
    found = (await shop.graph(DETAILS, id=made["latestInvoice"]["id"]))["invoice"]
    assert found == {"description": "The red team", "subscriptionDetails": {"metadata": {"team": "red"}}}


async def test_each_behavior_of_a_pause_and_its_end(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    price = await shop.monthly(1000)
    made = {each: await shop.subscribe(customer, price) for each in ("VOID", "MARK_UNCOLLECTIBLE", "KEEP_AS_DRAFT")}
    for behavior, each in made.items():
        pause = {"behavior": behavior, "resumesAt": "2025-04-10T10:00:00Z"}
        await shop.change(each["id"], pauseCollection=pause)
    await shop.advance(clock, START + 33 * DAY)
    now = {behavior: await shop.subscription(each["id"]) for behavior, each in made.items()}
    assert {behavior: each["latestInvoice"]["status"] for behavior, each in now.items()} == {
        "VOID": "VOID",
        "MARK_UNCOLLECTIBLE": "UNCOLLECTIBLE",
        "KEEP_AS_DRAFT": "DRAFT",
    }
    assert {each["status"] for each in now.values()} == {"ACTIVE"}
    # Collection is resumed on 10 April, and the invoice of May is paid.
    await shop.advance(clock, START + 62 * DAY)
    for each in made.values():
        after = await shop.subscription(each["id"])
        assert (after["pauseCollection"], after["latestInvoice"]["status"]) == (None, "PAID")


async def test_a_subscriptions_draft_is_void_rather_than_deleted(shop: Subscriber) -> None:
    made = await shop.subscribe(
        await shop.payer(), await shop.monthly(1000), collectionMethod="SEND_INVOICE", daysUntilDue=7
    )
    draft = made["latestInvoice"]
    assert await shop.refused("Delete", draft["id"]) == ("INVOICE_NOT_EDITABLE", "id")
    await shop.act("Finalize", draft["id"])
    assert (await shop.act("Void", draft["id"]))["status"] == "VOID"
