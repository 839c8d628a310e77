"""Customers cancel in the portal, take that back, or stay for what is offered; and what flows lead to."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.billing.portal.visitor import Portal, Visitor

START = datetime(2025, 3, 3, 10, tzinfo=UTC)
DAY = timedelta(days=1)
REASONS = {"enabled": True, "options": ["TOO_EXPENSIVE", "UNUSED"]}


async def subscribed(shop: Portal, **cancel: Any) -> tuple[str, str, str]:
    """A customer, a subscription in the middle of its period, and a configuration by which it can be canceled."""
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(3100))
    await shop.advance(clock, START + 16 * DAY)
    return customer, made["id"], await shop.configure(subscriptionCancel=cancel or True)


async def to_cancel(shop: Portal, **cancel: Any) -> tuple[Visitor, str]:
    customer, id, configuration = await subscribed(shop, **cancel)
    visitor = await shop.visit(customer, configuration)
    await visitor.go(f"/subscriptions/{id}/cancel")
    return visitor, id


def flow(id: str, after: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    made = {"type": "SUBSCRIPTION_CANCEL", "subscriptionCancel": {"subscription": id, **more}}
    return made | ({"afterCompletion": after} if after else {})


async def test_a_subscription_is_canceled_at_the_end_of_its_period_and_continued(shop: Portal) -> None:
    visitor, id = await to_cancel(shop, cancellationReason=REASONS)
    assert "ends on April 3, 2025" in visitor.page
    page = await visitor.submit("cancel", feedback="unused", comment="No <time>.")
    assert "Your subscription was canceled." in page
    assert "Ends on April 3, 2025" in page
    canceled = await shop.subscription(id)
    assert (canceled["status"], canceled["cancelAtPeriodEnd"]) == ("ACTIVE", True)
    assert canceled["cancellationDetails"] == {
        "reason": "CANCELLATION_REQUESTED",
        "comment": "No <time>.",
        "feedback": "UNUSED",
    }
    assert await shop.told() == ["customer.subscription.updated"]
    page = await visitor.submit("keep")
    assert "Your subscription continues." in page
    assert "Renews on April 3, 2025" in page
    assert (await shop.subscription(id))["cancelAtPeriodEnd"] is False


@pytest.mark.parametrize(("behavior", "credited"), [("CREATE_PRORATIONS", [-1500]), ("NONE", [])])
async def test_a_subscription_is_canceled_immediately(shop: Portal, behavior: str, credited: list[int]) -> None:
    visitor, id = await to_cancel(shop, mode="IMMEDIATELY", prorationBehavior=behavior)
    assert "The subscription ends immediately." in visitor.page
    assert 'name="feedback"' not in visitor.page
    page = await visitor.submit("cancel")
    assert "You have no subscription." in page
    assert (await shop.subscription(id))["status"] == "CANCELED"
    items = await shop.graph("{ them: invoiceItems { nodes { amount { amount } } } }")
    assert [each["amount"]["amount"] for each in items["them"]["nodes"]] == credited


async def test_only_the_reasons_of_the_configuration_can_be_given(shop: Portal) -> None:
    visitor, id = await to_cancel(shop, cancellationReason=REASONS)
    before = await shop.subscription(id)
    for feedback in ("low_quality", "nonsense"):
        await visitor.submit("cancel", feedback=feedback)
        assert visitor.status == 400
    await visitor.submit("cancel", comment="x" * 5001)
    assert "Check what you entered: Your comment." in visitor.page
    assert await shop.subscription(id) == before


async def test_where_cancellations_are_disabled_none_is_accepted(shop: Portal) -> None:
    customer, id, _ = await subscribed(shop)
    visitor = await shop.visit(customer, await shop.configure(paymentMethodUpdate=True))
    assert f"/subscriptions/{id}/cancel" not in visitor.page
    before = await shop.subscription(id)
    for action in ("cancel", "keep", "resume", "accept-offer"):
        await visitor.go("/payment-methods/add")
        await visitor.forge(action, subscription=id)
        assert (visitor.status, "You cannot" in visitor.page) == (400, True), action
    assert await shop.subscription(id) == before
    assert await shop.told() == []


async def test_a_customer_who_cancels_is_offered_a_coupon(shop: Portal) -> None:
    customer, id, configuration = await subscribed(shop)
    coupon = await shop.coupon(percentOff="25", duration="REPEATING", durationInMonths=3)
    retention = {"type": "COUPON_OFFER", "couponOffer": {"coupon": coupon}}
    visitor = await shop.visit(customer, configuration, flowData=flow(id, retention=retention))
    assert "25% off for 3 months." in visitor.page
    page = await visitor.submit("accept-offer")
    assert "You keep your subscription, with the discount." in page
    kept = await shop.subscription(id)
    assert kept["cancelAtPeriodEnd"] is False
    assert [each["coupon"]["id"] for each in kept["discounts"]] == [coupon]
    assert "Change billing details" not in page, "the configuration has no such feature"
    await visitor.go(f"/subscriptions/{id}/cancel")
    await visitor.forge("accept-offer", subscription=id)
    assert "Nothing is offered here." in visitor.page, "the offer is for once"


async def test_a_flow_is_for_one_subscription_and_nothing_else(shop: Portal) -> None:
    customer, id, _ = await subscribed(shop)
    other = (await shop.subscribe(customer, await shop.monthly(700)))["id"]
    everything = await shop.configure(
        subscriptionCancel=True, paymentMethodUpdate=True, customerUpdate={"allowedUpdates": ["NAME"]}
    )
    visitor = await shop.visit(customer, everything, flowData=flow(id))
    assert "Cancel your subscription" in visitor.page
    for action, fields in (
        ("cancel", {"subscription": other}),
        ("keep", {"subscription": id}),
        ("details", {"name": "Eve"}),
        ("add-card", {"number": "4242424242424242", "expiry": "12/40"}),
    ):
        await visitor.forge(action, **fields)
        assert visitor.status == 400, action
        assert "something else" in visitor.page, action
        await visitor.go("")
    await visitor.go("/payment-methods/add")
    assert "something else" in visitor.page
    assert await shop.told() == []


async def test_a_flow_ends_with_a_confirmation_or_at_another_site_or_in_the_portal(shop: Portal) -> None:
    customer, id, configuration = await subscribed(shop)
    message = {"customMessage": "We <miss> you."}
    confirmation = {"type": "HOSTED_CONFIRMATION", "hostedConfirmation": message}
    visitor = await shop.visit(customer, configuration, flowData=flow(id, confirmation))
    await visitor.submit("cancel")
    assert "We &lt;miss&gt; you." in visitor.raw
    await visitor.send("GET", visitor.home)
    assert visitor.status == 404, "the visit is over"

    redirect = {"type": "REDIRECT", "redirect": {"returnUrl": "https://rocket.example/bye?a=1&b=2"}}
    await shop.change(id, cancelAtPeriodEnd=False)
    visitor = await shop.visit(customer, configuration, flowData=flow(id, redirect))
    await visitor.submit("cancel")
    assert '<meta http-equiv="refresh" content="0;url=https://rocket.example/bye?a=1&amp;b=2">' in visitor.raw
    await visitor.send("GET", visitor.home)
    assert visitor.status == 404

    await shop.change(id, cancelAtPeriodEnd=False)
    visitor = await shop.visit(customer, configuration, flowData=flow(id), returnUrl="https://rocket.example")
    assert 'href="https://rocket.example"' in visitor.raw
    page = await visitor.submit("cancel")
    assert "Your subscription was canceled." in page
    assert "Payment methods" in page, "the whole portal is open"
    await visitor.submit("keep")
    assert (await shop.subscription(id))["cancelAtPeriodEnd"] is False


async def test_a_refused_flow_is_not_completed(shop: Portal) -> None:
    customer, id, configuration = await subscribed(shop)
    visitor = await shop.visit(customer, configuration, flowData=flow(id))
    await shop.change(id, cancelAtPeriodEnd=True)
    assert "canceled already" in await visitor.submit("cancel")
    assert "Cancel your subscription" in await visitor.go("")


async def test_a_change_that_the_merchant_prepared_is_confirmed(shop: Portal) -> None:
    customer, id, _ = await subscribed(shop)
    dear = await shop.plan(6200, "Platinum")
    configuration = await shop.configure(
        paymentMethodUpdate=True,
        subscriptionUpdate={
            "defaultAllowedUpdates": ["PRICE"],
            "products": [dear],
            "prorationBehavior": "ALWAYS_INVOICE",
        },
    )
    (item,) = (await shop.subscription(id))["items"]["nodes"]
    change = {"subscription": id, "items": [{"id": item["id"], "price": dear["prices"][0], "quantity": 2}]}
    given = {"type": "SUBSCRIPTION_UPDATE_CONFIRM", "subscriptionUpdateConfirm": change}
    visitor = await shop.visit(customer, configuration, flowData=given)
    assert "Platinum × 2" in visitor.page
    # 15 of 31 days: 6000 for two of the one, and 1500 of the other back.
    assert "$45.00" in visitor.page
    await visitor.forge("change", subscription=id, price=dear["prices"][0], quantity="1")
    assert "something else" in visitor.page
    assert await shop.told() == []
    await visitor.go("")
    page = await visitor.submit("confirm")
    assert "Your plan was changed." in page
    changed = await shop.subscription(id)
    assert (changed["items"]["nodes"][0]["quantity"], changed["latestInvoice"]["amountPaid"]["amount"]) == (2, 4500)


async def test_a_choice_of_plans_is_the_first_page_of_its_flow(shop: Portal) -> None:
    customer, id, _ = await subscribed(shop)
    dear = await shop.plan(6200, "Platinum")
    configuration = await shop.configure(
        paymentMethodUpdate=True, subscriptionUpdate={"defaultAllowedUpdates": ["PRICE"], "products": [dear]}
    )
    given = {"type": "SUBSCRIPTION_UPDATE", "subscriptionUpdate": {"subscription": id}}
    visitor = await shop.visit(customer, configuration, flowData=given)
    assert "Platinum, $62.00 per month" in visitor.page
    await visitor.go(f"/subscriptions/{id}/review?price={dear['prices'][0]}")
    assert "Your plan was changed." in await visitor.submit("change")


async def test_a_paused_subscription_is_resumed_with_a_payment_method(shop: Portal) -> None:
    clock, customer = await shop.under_clock(None)
    trial = {"endBehavior": {"missingPaymentMethod": "PAUSE"}}
    given = {"trialPeriodDays": 3, "trialSettings": trial}
    id = (await shop.subscribe(customer, await shop.monthly(3100), **given))["id"]
    await shop.advance(clock, START + 4 * DAY)
    configuration = await shop.configure(subscriptionCancel=True)
    visitor = await shop.visit(customer, configuration)
    assert "Paused, as the trial ended" in visitor.page
    assert "Add a payment method first" in await visitor.submit("resume")
    assert (await shop.subscription(id))["status"] == "PAUSED"
    await shop.save(customer, "pm_card_visa")
    await visitor.go("")
    assert "Your subscription was resumed." in await visitor.submit("resume")
    resumed = await shop.subscription(id)
    assert (resumed["status"], resumed["latestInvoice"]["amountPaid"]["amount"]) == ("ACTIVE", 3100)
