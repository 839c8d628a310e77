"""A clock with much to do: its move is answered within a budget, goes on by itself, and can be waited for."""

from datetime import timedelta
from typing import Any

import pytest

from app.domain.billing import advancing, test_clocks
from tests.stories.shop import MONDAY, Shop, at

ADVANCE = """mutation ($id: ID!, $to: DateTime!, $wait: Boolean) {
  testClockAdvance(id: $id, input: { frozenTime: $to, wait: $wait }) {
    testClock { status frozenTime } userErrors { message code } events(first: 50) { nodes { type } totalCount }
  }
}"""
LATER = MONDAY + timedelta(days=30)


async def busy(shop: Shop) -> tuple[str, list[str]]:
    """A clock on which holds of three moments expire; and the payments."""
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    held = []
    for day in range(3):
        held.append((await shop.pay(customer=customer, captureMethod="MANUAL"))["id"])
        await shop.advance(clock, MONDAY + timedelta(days=day + 1))
    return clock, held


async def move(shop: Shop, clock: str, **wait: bool) -> dict[str, Any]:
    moved: dict[str, Any] = (await shop.graph(ADVANCE, id=clock, to=at(LATER), **wait))["testClockAdvance"]
    return moved


async def statuses(shop: Shop, held: list[str]) -> list[str]:
    return [(await shop.intent_now(id))["status"] for id in held]


@pytest.fixture
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A move is answered after its first step."""
    monkeypatch.setattr(test_clocks, "BUDGET", 0.0)


@pytest.mark.usefixtures("no_time")
async def test_the_answer_comes_while_the_clock_still_moves(shop: Shop) -> None:
    clock, held = await busy(shop)
    moved = await move(shop, clock)
    assert moved["userErrors"] == []
    assert moved["testClock"]["status"] == "ADVANCING"
    assert moved["testClock"]["frozenTime"] < at(LATER)
    so_far = [event["type"] for event in moved["events"]["nodes"]]
    assert so_far[0] == "test_helpers.test_clock.advancing"
    assert "test_helpers.test_clock.ready" not in so_far
    assert (await statuses(shop, held)).count("CANCELED") <= 1
    refusal = await shop.graph.refuse("customerCreate", input={"testClock": clock})
    assert refusal["code"] == "TEST_CLOCK_ADVANCING"

    for _ in range(10):
        await advancing.resume_advances(shop.database)
    assert await statuses(shop, held) == ["CANCELED"] * 3
    (found,) = (await shop.graph("{ testClocks { nodes { status frozenTime } } }"))["testClocks"]["nodes"]
    assert found == {"status": "READY", "frozenTime": at(LATER)}
    assert (await shop.told())[-1] == "test_helpers.test_clock.ready"


@pytest.mark.usefixtures("no_time")
async def test_who_waits_is_answered_once_the_clock_stands(shop: Shop) -> None:
    clock, held = await busy(shop)
    moved = await move(shop, clock, wait=True)
    assert moved["testClock"] == {"status": "READY", "frozenTime": at(LATER)}
    assert await statuses(shop, held) == ["CANCELED"] * 3
    types = [event["type"] for event in moved["events"]["nodes"]]
    assert (types[0], types[-1]) == ("test_helpers.test_clock.advancing", "test_helpers.test_clock.ready")
    assert types.count("payment_intent.canceled") == 3
    assert moved["events"]["totalCount"] == len(types)


async def test_what_is_done_within_the_budget_needs_no_waiting(shop: Shop) -> None:
    clock, held = await busy(shop)
    moved = await move(shop, clock)
    assert moved["testClock"] == {"status": "READY", "frozenTime": at(LATER)}
    assert await statuses(shop, held) == ["CANCELED"] * 3


async def test_events_of_a_move_take_ids_for_cursors(shop: Shop) -> None:
    clock, _ = await busy(shop)
    document = """mutation ($id: ID!, $to: DateTime!, $after: String, $before: String) {
      testClockAdvance(id: $id, input: { frozenTime: $to, wait: true }, idempotencyKey: "move") {
        events(after: $after, before: $before, first: 50) {
          nodes { id } edges { cursor } pageInfo { hasPreviousPage hasNextPage }
        }
      }
    }"""

    async def page(**cursors: str) -> tuple[list[str], bool, bool]:
        found = (await shop.graph(document, id=clock, to=at(LATER), **cursors))["testClockAdvance"]["events"]
        info = found["pageInfo"]
        assert len(found["edges"]) == len(found["nodes"])
        return [node["id"] for node in found["nodes"]], info["hasPreviousPage"], info["hasNextPage"]

    every, *more = await page()
    assert len(every) > 4
    assert more == [False, False]
    assert await page(after=every[1]) == (every[2:], True, False)
    assert await page(before=every[1]) == (every[:1], False, True)
    assert await page(after=every[-1]) == ([], True, False)
    assert await page(after=every[0], before=every[3]) == (every[1:3], True, True)
