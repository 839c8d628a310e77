"""The playground's examples of billing follow each other, and show what they promise."""

from tests.billing.subscriptions.subscriber import Subscriber
from tests.examples import run


async def test_the_examples_of_subscriptions_follow_each_other(shop: Subscriber) -> None:
    graph = shop.graph
    await run(graph, "billing/customer")
    await shop.monthly(1000)
    trial = await run(graph, "billing/trial")
    assert (trial["status"], trial["latestInvoice"]["total"]) == ("TRIALING", {"formatted": "$0.00"})
    made = await run(graph, "billing/subscribe")
    # Two of 10.00.
    assert (made["status"], made["latestInvoice"]["total"]) == ("ACTIVE", {"formatted": "$20.00"})
    changed = await run(graph, "billing/upgrade")
    invoice = changed["subscription"]["latestInvoice"]
    # At the very second of its start: all of 20.00 is credited, and 50.00 charged.
    assert (changed["quantity"], invoice["billingReason"], invoice["status"]) == (5, "SUBSCRIPTION_UPDATE", "PAID")
    assert [line["amount"]["formatted"] for line in invoice["lines"]["nodes"]] == ["$50.00", "-$20.00"]
    await run(graph, "products/coupon")
    discounted = await run(graph, "billing/discount-subscription")
    assert [discount["coupon"]["duration"] for discount in discounted["discounts"]] != []
    paused = await run(graph, "billing/pause")
    assert paused["pauseCollection"] == {"behavior": "KEEP_AS_DRAFT", "resumesAt": "2099-01-01T00:00:00Z"}
    canceled = await run(graph, "billing/cancel")
    assert (canceled["id"], canceled["status"]) == (made["id"], "ACTIVE")
    assert canceled["cancelAt"] == made["currentPeriodEnd"]
    shown = await run(graph, "billing/subscriptions")
    assert [node["id"] for node in shown["nodes"]] == [made["id"], trial["id"]]
    assert len(shown["nodes"][0]["invoices"]["nodes"]) == 2


async def test_the_examples_of_invoices_follow_each_other(shop: Subscriber) -> None:
    graph = shop.graph
    await run(graph, "billing/customer")
    item = await run(graph, "billing/invoice-item")
    assert (item["amount"], item["invoice"]) == ({"formatted": "$49.00"}, None)
    drafted = await run(graph, "billing/invoice")
    assert (drafted["status"], drafted["total"]) == ("DRAFT", {"formatted": "$49.00"})
    finalized = await run(graph, "billing/invoice-finalize")
    assert (finalized["id"], finalized["status"]) == (drafted["id"], "OPEN")
    due = await run(graph, "billing/receivables")
    assert [(node["number"], node["amountRemaining"]["formatted"]) for node in due["nodes"]] == [
        (finalized["number"], "$49.00")
    ]
    paid = await run(graph, "billing/invoice-pay")
    assert (paid["number"], paid["status"], paid["amountPaid"]) == (
        finalized["number"],
        "PAID",
        {"formatted": "$49.00"},
    )
    credited = await run(graph, "billing/credit-note")
    # 15.00 of 49.00: 10.00 refunded, and 5.00 for the next invoice.
    assert (credited["number"], credited["total"]) == (f"{paid['number']}-CN-01", {"formatted": "$15.00"})
    assert credited["refund"]["amount"] == {"formatted": "$10.00"}
    assert credited["customerBalanceTransaction"]["amount"] == {"formatted": "-$5.00"}
    assert (await run(graph, "billing/receivables"))["nodes"] == []
