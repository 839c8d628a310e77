"""Params of previews that do not go together."""

from typing import Any

from tests.billing.previews.previewer import Previewer

LATER = "2999-01-01T00:00:00Z"


async def test_subscriptions_and_schedules_exclude_each_other(shop: Previewer) -> None:
    price = await shop.monthly()
    customer = await shop.payer()
    made = await shop.subscribe(customer, price)
    items = {"items": [{"price": price}]}
    phases = {"phases": [items]}
    message, field = await shop.unseen(subscription=made["id"], scheduleDetails=phases)
    assert (message, field) == ("Give `subscription` or `scheduleDetails`, not both.", "scheduleDetails")
    message, _ = await shop.unseen(customer=customer, subscriptionDetails=items, scheduleDetails=phases)
    assert message == "Give `subscriptionDetails` or `scheduleDetails`, not both."
    _, field = await shop.unseen(customer=customer, scheduleDetails={"endBehavior": "CANCEL"})
    assert field == "scheduleDetails.phases"
    _, field = await shop.unseen(customer=customer, subscriptionDetails={"cancelNow": True})
    assert field == "subscriptionDetails.items"
    _, field = await shop.unseen(subscription=made["id"], customer=await shop.customer())
    assert field == "subscription"
    _, field = await shop.unseen(subscription=made["id"], currency="eur")
    assert field == "currency"
    _, field = await shop.unseen(subscriptionDetails=items)
    assert field == "customer"


async def test_details_of_a_new_subscription_and_of_a_change(shop: Previewer) -> None:
    price = await shop.monthly()
    customer = await shop.payer()
    made = await shop.subscribe(customer, price)
    changes: list[tuple[dict[str, Any], str]] = [
        ({"startDate": LATER}, "startDate"),
        ({"billingCycleAnchor": {"value": LATER}}, "billingCycleAnchor"),
        ({"cancelNow": True, "cancelAtPeriodEnd": True}, "cancelAtPeriodEnd"),
        ({"resumeAt": "NOW", "trialEnd": {"value": LATER}}, "trialEnd"),
        ({"prorationDate": LATER}, "prorationDate"),
        ({"cancelNow": True, "prorationDate": LATER}, "prorationDate"),
        ({"items": [{"id": "si_none", "quantity": 2}]}, "items.0.id"),
    ]
    for details, wrong in changes:
        _, field = await shop.unseen(subscription=made["id"], subscriptionDetails=details)
        assert field == f"subscriptionDetails.{wrong}"
    creations: list[tuple[dict[str, Any], str]] = [
        ({"resumeAt": "NOW"}, "resumeAt"),
        ({"cancelNow": True}, "cancelNow"),
        ({"prorationDate": LATER}, "prorationDate"),
        ({"billingCycleAnchor": {"keyword": "UNCHANGED"}}, "billingCycleAnchor"),
        ({"items": [{"id": "si_none", "price": price}]}, "items.0.id"),
    ]
    for details, wrong in creations:
        new = {"items": [{"price": price}]} | details
        _, field = await shop.unseen(customer=customer, subscriptionDetails=new)
        assert field == f"subscriptionDetails.{wrong}"
    message, _ = await shop.unseen(subscription=made["id"], subscriptionDetails={"resumeAt": "NOW"})
    assert "resume" in message
