"""A payment that is disputed ends the subscription, if the account's settings say so."""

from typing import Any

import pytest

from tests.billing.subscriptions.subscriber import Subscriber
from tests.billing.subscriptions.test_changes import DAY, START

ENDED = "customer.subscription.deleted"
CHANGED = "customer.subscription.updated"


async def disputed(shop: Subscriber, after: str | None, card: str) -> tuple[str, str, dict[str, Any], list[str]]:
    """A clock, a customer, a subscription whose first payment was disputed at once, and what was told of that."""
    if after is not None:
        given = {"subscriptionAfterDispute": after}
        await shop.graph.do("billingSettingsUpdate", "subscriptionAfterDispute", input=given)
    clock, customer = await shop.under_clock(card)
    made = await shop.subscribe(customer, await shop.monthly(1000))
    await shop.told()
    told = [type for type, _ in await shop.advance(clock, START + DAY)]
    return clock, customer, await shop.subscription(made["id"]), told


async def test_a_dispute_cancels_at_once(shop: Subscriber) -> None:
    clock, _, over, told = await disputed(shop, "CANCEL", "pm_card_createDispute")
    assert (over["status"], over["cancellationDetails"]["reason"]) == ("CANCELED", "PAYMENT_DISPUTED")
    assert told.index("charge.dispute.funds_withdrawn") < told.index(ENDED)
    assert "invoiceitem.created" not in told, "nothing is prorated"
    assert ENDED not in [type for type, _ in await shop.advance(clock, START + 40 * DAY)]
    assert len(await shop.invoices(over["id"])) == 1


async def test_a_dispute_cancels_at_the_end_of_the_period(shop: Subscriber) -> None:
    clock, _, ends, told = await disputed(shop, "CANCEL_AT_PERIOD_END", "pm_card_createDispute")
    assert (ends["status"], ends["cancelAtPeriodEnd"], ends["cancelAt"]) == ("ACTIVE", True, ends["currentPeriodEnd"])
    assert ends["cancellationDetails"]["reason"] == "PAYMENT_DISPUTED"
    assert CHANGED in told
    await shop.advance(clock, START + 40 * DAY)
    over = await shop.subscription(ends["id"])
    assert (over["status"], over["cancellationDetails"]["reason"]) == ("CANCELED", "PAYMENT_DISPUTED")
    assert len(await shop.invoices(over["id"])) == 1


@pytest.mark.parametrize(
    ("after", "card"),
    [(None, "pm_card_createDispute"), ("KEEP", "pm_card_createDispute"), ("CANCEL", "pm_card_createDisputeInquiry")],
)
async def test_nothing_ends_without_the_setting_or_by_an_inquiry(
    shop: Subscriber, after: str | None, card: str
) -> None:
    _, _, goes_on, told = await disputed(shop, after, card)
    assert "charge.dispute.created" in told
    assert (goes_on["status"], goes_on["cancelAt"]) == ("ACTIVE", None)
    assert not {ENDED, CHANGED} & set(told)
