"""Many at once: whoever comes second finds what the first has done, and no money is moved twice."""

import asyncio
from datetime import timedelta
from typing import Any

from tests.stories.shop import MONDAY, Shop, at


async def outcomes(*attempts: Any) -> tuple[int, list[str | None]]:
    """How many of the mutations were carried out, and the codes of the refusals of the others."""
    payloads = await asyncio.gather(*attempts)
    refusals = [refusal["code"] for payload in payloads for refusal in payload["userErrors"]]
    return len(payloads) - len(refusals), refusals


async def test_a_payment_is_confirmed_once(shop: Shop) -> None:
    intent = await shop.intent()
    await shop.told()
    given = {"id": intent["id"], "input": {"paymentMethod": "pm_card_visa"}}
    done, refused = await outcomes(*(shop.graph.attempt("paymentIntentConfirm", "id", **given) for _ in range(6)))
    assert (done, set(refused)) == (1, {"PAYMENT_INTENT_UNEXPECTED_STATE"})
    assert await shop.told() == ["charge.succeeded", "payment_intent.succeeded"]
    assert (await shop.intent_now(intent["id"]))["charges"]["totalCount"] == 1
    assert await shop.balance() == {"pending": {"usd": {"card": 1912}}}


async def test_no_more_is_refunded_than_there_is(shop: Shop) -> None:
    intent = await shop.pay()
    await shop.told()
    given = {"input": {"paymentIntent": intent["id"], "amount": 600}}
    done, refused = await outcomes(*(shop.graph.attempt("refundCreate", "id", **given) for _ in range(6)))
    assert (done, len(refused)) == (3, 3)
    assert (await shop.charge_of(intent))["amountRefunded"] == {"amount": 1800}
    assert await shop.told() == ["refund.created", "charge.refunded"] * 3
    assert await shop.balance() == {"pending": {"usd": {"card": 1912 - 1800}}}


async def test_what_is_held_is_captured_or_called_off(shop: Shop) -> None:
    intent = await shop.pay(captureMethod="MANUAL")
    await shop.told()
    done, refused = await outcomes(
        *(shop.graph.attempt(f"paymentIntent{verb}", "id", id=intent["id"]) for verb in ("Capture", "Cancel") * 3)
    )
    assert (done, set(refused)) == (1, {"PAYMENT_INTENT_UNEXPECTED_STATE"})
    status = (await shop.intent_now(intent["id"]))["status"]
    assert (status, await shop.told(), await shop.balance()) in (
        (
            "SUCCEEDED",
            ["charge.captured", "charge.updated", "payment_intent.succeeded"],
            {"pending": {"usd": {"card": 1912}}},
        ),
        ("CANCELED", ["charge.refunded", "payment_intent.canceled"], {}),
    )


async def test_refunds_share_what_is_available(shop: Shop) -> None:
    """Debits' refunds need their money at once: together they take no more than there is."""
    intents = [await shop.pay("pm_usBankAccount_success", amount=1000) for _ in range(4)]
    await shop.run_due(days=14)
    balance = 4 * 992
    assert await shop.balance() == {"available": {"usd": {"bankAccount": balance}}}
    done, refused = await outcomes(
        *(shop.graph.attempt("refundCreate", "id", input={"paymentIntent": intent["id"]}) for intent in intents)
    )
    assert (done, refused) == (3, ["BALANCE_INSUFFICIENT"])
    assert await shop.balance() == {"available": {"usd": {"bankAccount": balance - 3000}}}


async def test_one_key_is_one_payment(shop: Shop) -> None:
    given = {"amount": 2000, "currency": "usd", "paymentMethod": "pm_card_visa", "confirm": True}
    payloads = await asyncio.gather(
        *(shop.graph.attempt("paymentIntentCreate", "id", input=given, idempotencyKey="order-7") for _ in range(6))
    )
    assert len({payload["object"]["id"] for payload in payloads}) == 1
    assert sorted(payload["replayed"] for payload in payloads) == [False] + [True] * 5
    assert await shop.told() == ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]


async def test_a_clock_is_moved_by_one(shop: Shop) -> None:
    clock = await shop.clock()
    await shop.pay(customer=await shop.customer(testClock=clock))
    await shop.told()
    to = at(MONDAY + timedelta(days=30))
    given = {"id": clock, "input": {"frozenTime": to}}
    payloads = await asyncio.gather(
        *(shop.graph.attempt("testClockAdvance", "status frozenTime", **given) for _ in range(4))
    )
    assert sum(not payload["userErrors"] for payload in payloads) == 1
    told = await shop.told()
    assert told == ["test_helpers.test_clock.advancing", "balance.available", "test_helpers.test_clock.ready"]
    assert await shop.balance() == {"available": {"usd": {"card": 1912}}}


async def test_payments_while_their_clock_moves(shop: Shop) -> None:
    """Each is made before, after, or not at all; and what was made gets its money."""
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    payment = {"amount": 2000, "currency": "usd", "paymentMethod": "pm_card_visa", "confirm": True}
    given = {"input": payment | {"customer": customer}}
    move = {"id": clock, "input": {"frozenTime": at(MONDAY + timedelta(days=30))}}
    moved, *paid = await asyncio.gather(
        shop.graph.attempt("testClockAdvance", "status", **move),
        *(shop.graph.attempt("paymentIntentCreate", "id", **given) for _ in range(8)),
    )
    refusals = [refusal["code"] for payload in paid for refusal in payload["userErrors"]]
    assert set(refusals) <= {"TEST_CLOCK_ADVANCING"}
    while moved["userErrors"]:
        moved = await shop.graph.attempt("testClockAdvance", "status", **move)
    await shop.advance(clock, MONDAY + timedelta(days=60))
    made = 8 - len(refusals)
    assert await shop.balance() == ({"available": {"usd": {"card": made * 1912}}} if made else {})
