"""Test clocks: what lives under them, what their moves cause, and what becomes of it all when they are deleted."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text, update
from sqlmodel import col

from app.database import Database
from app.domain.real_time import real_now
from app.tables.billing.test_clock import TestClock, TestClockStatus
from tests.graph import Graph
from tests.records import run
from tests.stories.shop import MONDAY, Shop, at

ADVANCING = "test_helpers.test_clock.advancing"
READY = "test_helpers.test_clock.ready"
DAY = timedelta(days=1)


async def test_all_that_falls_due_on_the_way_happens_at_its_moment(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    await shop.pay(customer=customer)
    await shop.pay("pm_usBankAccount_success", customer=customer)
    await shop.pay("pm_usBankAccount_insufficientFunds", customer=customer)
    await shop.pay(customer=customer, captureMethod="MANUAL")
    failing = await shop.pay("pm_card_refundFail", customer=customer)
    await shop.refund(failing)
    await shop.told()

    end = MONDAY + 3650 * DAY
    assert await shop.advance(clock, end) == [
        (ADVANCING, at(MONDAY)),
        ("refund.updated", "2025-03-04T10:00:00Z"),
        ("charge.refund.updated", "2025-03-04T10:00:00Z"),
        ("balance.available", "2025-03-05T00:00:00Z"),
        ("charge.failed", "2025-03-05T10:00:00Z"),
        ("payment_intent.payment_failed", "2025-03-05T10:00:00Z"),
        ("charge.succeeded", "2025-03-07T10:00:00Z"),
        ("payment_intent.succeeded", "2025-03-07T10:00:00Z"),
        ("balance.available", "2025-03-07T10:00:00Z"),
        ("charge.expired", "2025-03-10T10:00:00Z"),
        ("payment_intent.canceled", "2025-03-10T10:00:00Z"),
        ("refund.failed", "2025-03-10T10:00:00Z"),
        ("refund.updated", "2025-03-10T10:00:00Z"),
        ("charge.refund.updated", "2025-03-10T10:00:00Z"),
        ("charge.updated", "2025-03-10T10:00:00Z"),
        ("balance.available", "2025-03-10T10:00:00Z"),
        (READY, at(end)),
    ]
    assert await shop.balance() == {"available": {"usd": {"card": 1912 + 1912, "bankAccount": 1984}}}
    assert len(await shop.told()) == 17
    await shop.run_due(days=29)
    assert await shop.told() == []


async def test_what_is_made_under_a_clock_is_made_at_its_time(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    intent = await shop.pay(customer=customer)
    data = await shop.graph(
        """query ($customer: ID!, $intent: ID!) {
            customer(id: $customer) { created testClock { id } }
            paymentIntent(id: $intent) {
                created latestCharge { created balanceTransaction { created } } paymentMethod { created }
            }
        }""",
        customer=customer,
        intent=intent["id"],
    )
    now = at(MONDAY)
    assert data == {
        "customer": {"created": now, "testClock": {"id": clock}},
        "paymentIntent": {
            "created": now,
            "latestCharge": {"created": now, "balanceTransaction": {"created": now}},
            "paymentMethod": {"created": now},
        },
    }
    events = await shop.told_whole()
    assert [event["type"] for event in events] == [
        "test_helpers.test_clock.created",
        "customer.created",
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]
    assert {event["created"] for event in events[1:]} == {now}


async def test_a_customer_comes_to_a_clock_with_all_that_waits(shop: Shop) -> None:
    mover, stayer = await shop.customer(), await shop.customer()
    debit = await shop.pay("pm_usBankAccount_success", customer=mover)
    await shop.pay(customer=mover)
    await shop.pay(customer=stayer)
    stays = await shop.pay("pm_usBankAccount_success", customer=stayer)
    clock = await shop.clock()
    await shop.told()
    customer = await shop.graph.do(
        "customerUpdate", "testClock { id customers { nodes { id } } }", id=mover, input={"testClock": clock}
    )
    assert customer == {"testClock": {"id": clock, "customers": {"nodes": [{"id": mover}]}}}
    (event,) = await shop.told_whole()
    assert (event["type"], event["created"]) == ("customer.updated", at(MONDAY))
    assert event["data"]["previousAttributes"] == {"test_clock": None}

    # Real time brings what stayed, and nothing of what moved.
    await shop.run_due(days=29)
    told = [type for type in await shop.told() if type != "balance.available"]
    assert told == ["charge.succeeded", "payment_intent.succeeded"]
    assert (await shop.intent_now(stays["id"]))["status"] == "SUCCEEDED"
    assert (await shop.intent_now(debit["id"]))["status"] == "PROCESSING"
    assert await shop.balance() == {
        "available": {"usd": {"card": 1912, "bankAccount": 1984}},
        "pending": {"usd": {"card": 1912}},
    }

    # The clock brings the rest, once.
    caused = [type for type, _ in await shop.advance(clock, real_now() + 30 * DAY)]
    assert [type for type in caused if type != "balance.available"] == [
        ADVANCING,
        "charge.succeeded",
        "payment_intent.succeeded",
        READY,
    ]
    assert (await shop.intent_now(debit["id"]))["status"] == "SUCCEEDED"
    assert await shop.balance() == {"available": {"usd": {"card": 3824, "bankAccount": 3968}}}
    await shop.told()
    await shop.run_due(days=29)
    assert await shop.told() == []


async def test_what_is_overdue_on_the_clock_that_it_comes_to_is_done_there(shop: Shop) -> None:
    customer = await shop.customer()
    debit = await shop.pay("pm_usBankAccount_success", customer=customer)
    later = datetime(2099, 1, 1, tzinfo=UTC)
    await shop.graph.do("customerUpdate", "id", id=customer, input={"testClock": await shop.clock(later)})
    await shop.told()
    await shop.run_due(seconds=0)
    events = await shop.told_whole()
    assert [(event["type"], event["created"]) for event in events] == [
        ("charge.succeeded", at(later)),
        ("payment_intent.succeeded", at(later)),
        ("balance.available", at(later)),
    ]
    assert (await shop.intent_now(debit["id"]))["status"] == "SUCCEEDED"


async def test_a_customer_stays_with_their_clock(shop: Shop) -> None:
    first, second = await shop.clock(), await shop.clock()
    customer = await shop.customer(testClock=first)
    async with shop.nothing_changes():
        refusal = await shop.graph.refuse("customerUpdate", id=customer, input={"testClock": second})
        assert refusal["field"] == "testClock"
        await shop.graph.do("customerUpdate", "id", id=customer, input={"testClock": first})
        refusal = await shop.graph.refuse("customerUpdate", id=customer, input={"testClock": "clock_none"})
        assert refusal["code"] == "RESOURCE_MISSING"


async def test_two_clocks_never_mix(shop: Shop) -> None:
    here, there = await shop.clock(), await shop.clock(MONDAY + 100 * DAY)
    one, other = await shop.customer(testClock=here), await shop.customer(testClock=there)
    method = (await shop.graph.do("paymentMethodAttach", "id", id=await card(shop), input={"customer": one}))["id"]
    async with shop.nothing_changes():
        refusal = await shop.graph.refuse("paymentMethodAttach", id=method, input={"customer": other})
        assert refusal["type"] == "INVALID_REQUEST_ERROR"
        payload = await shop.try_to_pay(method, customer=other)
        assert payload["userErrors"][0]["type"] == "INVALID_REQUEST_ERROR"
        assert payload["object"] is None
    intent = await shop.pay(method, customer=one)
    await shop.told()
    assert await shop.advance(there, MONDAY + 200 * DAY) == [
        (ADVANCING, at(MONDAY + 100 * DAY)),
        (READY, at(MONDAY + 200 * DAY)),
    ]
    charge = await shop.charge_of(intent)
    assert charge["balanceTransaction"]["status"] == "pending"
    await shop.run_due(days=29)
    assert await shop.told() == [ADVANCING, READY]


async def test_many_clocks_each_in_its_own_time(shop: Shop) -> None:
    clocks = [await shop.clock(MONDAY + place * DAY) for place in range(5)]
    for clock in clocks:
        await shop.pay(customer=await shop.customer(testClock=clock))
    # From Thursday on, two working days end after the weekend.
    for clock, available in zip(clocks, (5, 6, 7, 10, 11), strict=True):
        moment = datetime(2025, 3, available, tzinfo=UTC)
        caused = await shop.advance(clock, MONDAY + 30 * DAY)
        assert caused[1:-1] == [("balance.available", at(moment))]
    assert await shop.balance() == {"available": {"usd": {"card": 5 * 1912}}}


@pytest.mark.parametrize("to", [MONDAY, MONDAY - timedelta(seconds=1), datetime(2000, 1, 1, tzinfo=UTC)])
async def test_no_clock_goes_backwards(shop: Shop, to: datetime) -> None:
    clock = await shop.clock()
    async with shop.nothing_changes():
        refusal = await shop.graph.refuse("testClockAdvance", id=clock, input={"frozenTime": to.isoformat()})
        assert (refusal["type"], refusal["field"]) == ("INVALID_REQUEST_ERROR", "frozenTime")
    data = await shop.graph("query ($id: ID!) { testClock(id: $id) { frozenTime status } }", id=clock)
    assert data["testClock"] == {"frozenTime": at(MONDAY), "status": "READY"}


async def test_a_clock_of_every_zone_shows_utc(shop: Shop) -> None:
    given = {"frozenTime": "2025-03-03T12:00:00.9+02:00", "name": "Paris"}
    clock = await shop.graph.do(
        "testClockCreate", "name frozenTime status statusDetails { advancing { targetFrozenTime } }", input=given
    )
    assert clock == {
        "name": "Paris",
        "frozenTime": at(MONDAY),
        "status": "READY",
        "statusDetails": {"advancing": None},
    }


async def test_however_much_a_customer_has_comes_along(shop: Shop, database: Database) -> None:
    """More than a statement has room for parameters."""
    mover = await shop.customer()
    intent = await shop.pay(customer=mover, setupFutureUsage="OFF_SESSION")
    copied = (
        "INSERT INTO payment_method SELECT (jsonb_populate_record(one, jsonb_build_object('id', id || n))).*"
        " FROM payment_method one, generate_series(1, 33000) n WHERE one.id = :id"
    )
    await run(database, text(copied), {"id": intent["paymentMethod"]["id"]})
    clock = await shop.clock()
    await shop.graph.do("customerUpdate", "id", id=mover, input={"testClock": clock})
    counted = text("SELECT count(*) FROM payment_method WHERE clock_id = :clock AND customer_id = :customer")
    assert (await run(database, counted, {"clock": clock, "customer": mover}))[0][0] == 33_001


async def test_live_mode_has_no_clocks(live: Graph) -> None:
    refusal = await live.refuse("testClockCreate", input={"frozenTime": at(MONDAY)})
    assert refusal["type"] == "INVALID_REQUEST_ERROR"
    assert await live.events() == []


async def test_what_lives_under_a_moving_clock_is_left_alone(shop: Shop, database: Database) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    intent = await shop.intent(customer=customer)
    await being_moved(database, clock, TestClockStatus.ADVANCING)
    async with shop.nothing_changes():
        for refusal in (
            await shop.graph.refuse("customerUpdate", id=customer, input={"name": "Eve"}),
            await shop.refuse("confirm", intent["id"], paymentMethod="pm_card_visa"),
            await shop.graph.refuse(
                "paymentIntentCreate", input={"amount": 2000, "currency": "usd", "customer": customer}
            ),
            await shop.graph.refuse("customerCreate", input={"testClock": clock}),
        ):
            assert refusal["code"] == "TEST_CLOCK_ADVANCING"
        refusal = await shop.graph.refuse("testClockAdvance", id=clock, input={"frozenTime": at(MONDAY + DAY)})
        assert refusal["type"] == "INVALID_REQUEST_ERROR"
        assert (await shop.graph.refuse("testClockDelete", id=clock))["type"] == "INVALID_REQUEST_ERROR"
    # It can be read all the same.
    assert (await shop.intent_now(intent["id"]))["customer"] == {"id": customer}
    await being_moved(database, clock, TestClockStatus.READY)
    assert (await shop.do("confirm", intent["id"], paymentMethod="pm_card_visa"))["status"] == "SUCCEEDED"


async def test_with_a_clock_goes_what_lives_under_it(shop: Shop) -> None:
    kept = await shop.customer()
    await shop.pay(customer=kept)
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    intent = await shop.pay(customer=customer, setupFutureUsage="OFF_SESSION")
    await shop.pay("pm_usBankAccount_success", customer=customer)
    await shop.refund(intent, amount=500)
    balance = await shop.balance()
    assert balance == {"pending": {"usd": {"card": 1912 + 1912 - 500}}}
    await shop.told()

    deleted = await shop.graph.do("testClockDelete", "id deleted", id=clock)
    assert deleted == {"id": clock, "deleted": True}
    assert await shop.told() == ["customer.deleted", "test_helpers.test_clock.deleted"]
    data = await shop.graph(
        """query ($clock: ID!, $customer: ID!, $intent: ID!, $charge: ID!) {
            customers { nodes { id } totalCount }
            paymentIntents { totalCount nodes { customer { id } } }
            charges { totalCount } refunds { totalCount } testClocks { totalCount } paymentMethods { totalCount }
            customer(id: $customer) { id deleted paymentIntents { totalCount } paymentMethods { totalCount } }
            testClock(id: $clock) { id }
            paymentIntent(id: $intent) { id }
            charge(id: $charge) { id }
            node(id: $customer) { id ... on Customer { deleted } }
        }""",
        clock=clock,
        customer=customer,
        intent=intent["id"],
        charge=intent["latestCharge"]["id"],
    )
    assert data["customers"] == {"nodes": [{"id": kept}], "totalCount": 1}
    assert data["paymentIntents"] == {"totalCount": 1, "nodes": [{"customer": {"id": kept}}]}
    assert [data[name]["totalCount"] for name in ("charges", "refunds", "testClocks")] == [1, 0, 0]
    assert data["customer"] == {
        "id": customer,
        "deleted": True,
        "paymentIntents": {"totalCount": 0},
        "paymentMethods": {"totalCount": 0},
    }
    assert (data["testClock"], data["paymentIntent"], data["charge"]) == (None, None, None)
    assert data["node"] == {"id": customer, "deleted": True}
    assert await shop.balance() == balance
    for mutation, id, input in (
        ("paymentIntentCapture", intent["id"], None),
        ("customerUpdate", customer, {"name": "Eve"}),
        ("testClockAdvance", clock, {"frozenTime": at(MONDAY + DAY)}),
    ):
        given = {"id": id} | ({"input": input} if input else {})
        assert (await shop.graph.refuse(mutation, **given))["code"] == "RESOURCE_MISSING"
    assert await shop.told() == []


async def test_a_clock_deletes_itself_after_thirty_days(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    await shop.told()
    await shop.run_due(days=29)
    assert await shop.told() == []
    await shop.run_due(days=31)
    assert await shop.told() == ["customer.deleted", "test_helpers.test_clock.deleted"]
    data = await shop.graph("query ($id: ID!) { customer(id: $id) { deleted } }", id=customer)
    assert data == {"customer": {"deleted": True}}


async def card(shop: Shop) -> str:
    """A card that belongs to nobody yet; its id."""
    details = {"number": "4242424242424242", "expMonth": 12, "expYear": 2040, "cvc": "123"}
    id: str = (await shop.graph.do("paymentMethodCreate", "id", input={"type": "CARD", "card": details}))["id"]
    return id


async def being_moved(database: Database, clock: str, status: TestClockStatus) -> None:
    """Let the clock stand as it does while its mover is at work in another process, or is back."""
    await run(database, update(TestClock.__table__).where(col(TestClock.id) == clock).values(status=status))
