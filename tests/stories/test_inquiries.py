"""Inquiries: a bank asks about a charge, before it takes the funds or in place of it."""

from datetime import timedelta
from typing import Any

import pytest

from tests.stories.disputing import ENDED, ESCALATED, answer, concede, disputed, disputes, moved, now
from tests.stories.shop import MONDAY, Shop, at

INQUIRY = "pm_card_createDisputeInquiry"


async def test_an_inquiry_takes_no_funds(shop: Shop) -> None:
    await shop.pay(INQUIRY)
    await shop.told()
    await shop.run_due()
    assert await shop.told() == ["charge.dispute.created", "charge.updated"]
    (dispute,) = await disputes(shop)
    assert (dispute["status"], dispute["networkReasonCode"]) == ("WARNING_NEEDS_RESPONSE", "10")
    assert dispute["paymentMethodDetails"]["card"] == {
        "brand": "visa",
        "caseType": "INQUIRY",
        "networkReasonCode": "10",
    }
    assert (dispute["isChargeRefundable"], dispute["charge"]["disputed"], moved(dispute)) == (True, True, [])
    assert await shop.balance() == {"pending": {"usd": {"card": 1912}}}


@pytest.mark.parametrize("text", ["winning_evidence", "losing_evidence"])
async def test_the_bank_is_content_with_an_answer(shop: Shop, text: str) -> None:
    dispute = await answer(shop, await disputed(shop, INQUIRY), text)
    assert dispute["status"] == "WARNING_UNDER_REVIEW"
    assert await shop.told() == ["charge.dispute.updated"]
    await shop.run_due(minutes=2)
    assert await shop.told() == ENDED
    dispute = await now(shop, dispute)
    assert (dispute["status"], moved(dispute)) == ("WARNING_CLOSED", [])


async def test_a_bank_makes_a_chargeback_of_an_inquiry(shop: Shop) -> None:
    clock = await shop.clock()
    intent = await shop.pay(INQUIRY, customer=await shop.customer(testClock=clock))
    await shop.run_due()
    (dispute,) = await disputes(shop)
    await shop.refund(intent, amount=300)
    await answer(shop, dispute, "escalate_inquiry_evidence")
    await shop.told()
    escalation = MONDAY + timedelta(weeks=9)
    told = await shop.advance(clock, escalation)
    assert [each for each in told if "dispute" in each[0]] == [(type, at(escalation)) for type in ESCALATED]
    dispute = await now(shop, dispute)
    assert (dispute["status"], dispute["isChargeRefundable"], dispute["amount"]["amount"]) == (
        "NEEDS_RESPONSE",
        False,
        1700,
    )
    assert dispute["paymentMethodDetails"]["card"]["caseType"] == "CHARGEBACK"
    assert dispute["evidenceDetails"]["dueBy"] == "2025-05-13T23:59:59Z"
    assert moved(dispute) == [(-1700, 1500, "dispute")]
    refusal = await shop.graph.refuse("refundCreate", input={"paymentIntent": intent["id"]})
    assert refusal["code"] == "CHARGE_DISPUTED"
    await answer(shop, dispute, "winning_evidence")
    await shop.advance(clock, escalation + timedelta(weeks=9))
    dispute = await now(shop, dispute)
    assert (dispute["status"], dispute["evidenceDetails"]["submissionCount"]) == ("WON", 2)
    assert moved(dispute) == [(-1700, 1500, "dispute"), (1700, 0, "dispute_reversal")]


async def test_a_refund_on_its_way_fails_when_the_inquiry_is_escalated(shop: Shop) -> None:
    intent = await shop.pay(INQUIRY, amount=1000)
    await shop.run_due(days=7)
    dispute = (await disputes(shop))[0]
    # The balance has 941 of the 1000, so that the refund waits.
    refund = await shop.refund(intent, amount=950)
    assert refund["status"] == "pending"
    await answer(shop, dispute, "escalate_inquiry_evidence")
    await shop.told()
    await shop.run_due(minutes=2)
    failed = ["refund.failed", "refund.updated", "charge.refund.updated", "charge.updated"]
    assert await shop.told() == [*failed, *ESCALATED]
    refund = await shop.refund_now(refund["id"])
    assert (refund["status"], refund["failureReason"]) == ("failed", "charge_for_pending_refund_disputed")
    dispute = await now(shop, dispute)
    assert (dispute["status"], moved(dispute)) == ("NEEDS_RESPONSE", [(-1000, 1500, "dispute")])
    assert (await shop.charge_of(intent))["amountRefunded"] == {"amount": 0}
    assert await shop.balance() == {"available": {"usd": {"card": 941 - 2500}}}
    await shop.run_due(days=2)
    assert (await shop.refund_now(refund["id"]))["status"] == "failed"


async def test_an_inquiry_ends_after_120_days(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    for text in (None, "The customer has a new card."):
        dispute = await disputed(shop, INQUIRY, customer=customer)
        if text:
            await answer(shop, dispute, text)
    end = MONDAY + timedelta(days=120)
    await shop.advance(clock, end - timedelta(seconds=1))
    statuses = {each["status"] for each in await disputes(shop)}
    assert statuses == {"WARNING_NEEDS_RESPONSE", "WARNING_UNDER_REVIEW"}
    told = await shop.advance(clock, end)
    assert [each for each in told if "dispute" in each[0]] == [(type, at(end)) for type in (*ENDED, *ENDED)]
    assert {each["status"] for each in await disputes(shop)} == {"WARNING_CLOSED"}


async def test_a_late_answer_says_so(shop: Shop) -> None:
    clock = await shop.clock()
    dispute = await disputed(shop, INQUIRY, customer=await shop.customer(testClock=clock))
    await shop.advance(clock, MONDAY.replace(day=12))
    dispute = await answer(shop, dispute, "The shoes were worn.")
    assert (dispute["status"], dispute["evidenceDetails"]["pastDue"]) == ("WARNING_UNDER_REVIEW", True)


@pytest.mark.parametrize("text", [None, "The shoes were worn."])
async def test_a_full_refund_ends_an_inquiry(shop: Shop, text: str | None) -> None:
    dispute = await disputed(shop, INQUIRY)
    if text:
        await answer(shop, dispute, text)
    intent: dict[str, Any] = dispute["paymentIntent"]
    await shop.refund(intent, amount=500)
    await shop.run_due()
    assert (await now(shop, dispute))["status"] == ("WARNING_UNDER_REVIEW" if text else "WARNING_NEEDS_RESPONSE")
    await shop.told()
    await shop.refund(intent)
    await shop.run_due()
    assert await shop.told() == ["refund.created", "charge.refunded", *ENDED]
    dispute = await now(shop, dispute)
    assert (dispute["status"], moved(dispute)) == ("WARNING_CLOSED", [])
    assert await shop.balance() == {"pending": {"usd": {"card": -88}}}
    refusal = await shop.graph.refuse("refundCreate", input={"paymentIntent": intent["id"]})
    assert refusal["code"] == "CHARGE_ALREADY_REFUNDED"


async def test_what_was_refunded_is_not_lost(shop: Shop) -> None:
    dispute = await disputed(shop, INQUIRY)
    await shop.refund({"id": dispute["paymentIntent"]["id"]})
    dispute = await concede(shop, dispute)
    assert (dispute["status"], moved(dispute)) == ("WARNING_CLOSED", [])
    await shop.told()
    await shop.run_due(days=200)
    assert "charge.dispute.closed" not in await shop.told()


async def test_an_inquiry_is_conceded(shop: Shop) -> None:
    dispute = await concede(shop, await disputed(shop, INQUIRY))
    assert (dispute["status"], dispute["isChargeRefundable"], moved(dispute)) == ("LOST", True, [])
    assert await shop.told() == ENDED
    await shop.refund({"id": dispute["paymentIntent"]["id"]})
    await shop.run_due(days=200)
    assert (await now(shop, dispute))["status"] == "LOST"


async def test_a_bank_escalates_an_inquiry_without_an_answer(shop: Shop) -> None:
    dispute = await answer(shop, await disputed(shop, INQUIRY), "escalate_inquiry_evidence", submit=False)
    assert dispute["status"] == "WARNING_NEEDS_RESPONSE"
    await shop.told()
    await shop.run_due(minutes=2)
    assert await shop.told() == ESCALATED
    dispute = await now(shop, dispute)
    assert (dispute["status"], dispute["evidenceDetails"]["submissionCount"]) == ("NEEDS_RESPONSE", 0)
    assert moved(dispute) == [(-2000, 1500, "dispute")]
