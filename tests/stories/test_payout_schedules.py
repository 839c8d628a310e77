"""Automatic payouts: the days of a schedule, what each pays out, and what is debited when money is owed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.stories.shop import MONDAY, Shop

PAYOUTS = """
{ payouts(first: 50) { nodes {
    id status automatic amount { amount } created arrivalDate reconciliationStatus sourceType failureCode
    balanceTransactions { nodes { type net { amount } } }
} } }
"""
DELAYS = [(2, "2025-03-05T00:00:00Z"), (5, "2025-03-08T00:00:00Z"), (31, "2025-04-03T00:00:00Z")]
SCHEDULES: list[tuple[dict[str, Any], str, str]] = [
    # The money of Monday is available on Wednesday.
    ({"interval": "DAILY"}, "2025-03-05T00:00:00Z", "2025-03-07T00:00:00Z"),
    ({"interval": "WEEKLY", "weeklyAnchor": "FRIDAY"}, "2025-03-07T00:00:00Z", "2025-03-11T00:00:00Z"),
    ({"interval": "WEEKLY", "weeklyAnchor": "WEDNESDAY"}, "2025-03-05T00:00:00Z", "2025-03-07T00:00:00Z"),
    ({"interval": "MONTHLY", "monthlyAnchor": 31}, "2025-03-31T00:00:00Z", "2025-04-02T00:00:00Z"),
    ({"interval": "MONTHLY", "monthlyAnchor": 1}, "2025-04-01T00:00:00Z", "2025-04-03T00:00:00Z"),
]


async def paid_out(shop: Shop, token: str = "btok_us_verified", **schedule: Any) -> None:
    """Have the account paid out there, on the days of a schedule."""
    given = {"externalAccount": {"token": token}, "settings": {"payouts": {"schedule": schedule}}}
    await shop.graph.do("accountUpdate", "id", id=shop.graph.tenant.account, input=given)


async def payouts(shop: Shop) -> list[dict[str, Any]]:
    """The payouts, the oldest first."""
    found: list[dict[str, Any]] = (await shop.graph(PAYOUTS))["payouts"]["nodes"]
    return found[::-1]


def moved(payout: dict[str, Any]) -> list[tuple[str, int]]:
    """What a payout pays out, and itself."""
    return sorted((each["type"], each["net"]["amount"]) for each in payout["balanceTransactions"]["nodes"])


@pytest.mark.parametrize(("schedule", "made", "arrives"), SCHEDULES)
async def test_the_day_of_a_payout(shop: Shop, schedule: dict[str, Any], made: str, arrives: str) -> None:
    await paid_out(shop, **schedule)
    clock = await shop.clock()
    await shop.pay(customer=await shop.customer(testClock=clock))
    await shop.advance(clock, datetime.fromisoformat(made) - timedelta(seconds=1))
    assert await payouts(shop) == []
    await shop.advance(clock, datetime.fromisoformat(arrives))
    (payout,) = await payouts(shop)
    assert (payout["created"], payout["arrivalDate"], payout["status"]) == (made, arrives, "paid")
    assert await shop.balance() == {}


async def test_an_automatic_payout_from_beginning_to_end(shop: Shop) -> None:
    await paid_out(shop, interval="DAILY")
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    await shop.pay(customer=customer)
    await shop.pay(customer=customer, amount=1000)
    await shop.told()
    told = await shop.advance(clock, MONDAY + timedelta(days=7))
    assert told[1:-1] == [
        ("balance.available", "2025-03-05T00:00:00Z"),
        ("payout.created", "2025-03-05T00:00:00Z"),
        ("payout.reconciliation_completed", "2025-03-05T00:00:00Z"),
        ("payout.updated", "2025-03-05T00:00:00Z"),
        ("payout.updated", "2025-03-06T00:00:00Z"),
        ("payout.paid", "2025-03-07T00:00:00Z"),
        ("payout.updated", "2025-03-07T00:00:00Z"),
    ]
    (payout,) = await payouts(shop)
    assert (payout["automatic"], payout["amount"]["amount"], payout["reconciliationStatus"]) == (
        True,
        1912 + 941,
        "COMPLETED",
    )
    assert moved(payout) == [("CHARGE", 941), ("CHARGE", 1912), ("PAYOUT", -2853)]
    listed = await shop.graph(
        "query ($id: ID!) { balanceTransactions(where: { payout: { eq: $id } }) { totalCount } }", id=payout["id"]
    )
    assert listed["balanceTransactions"]["totalCount"] == 3
    created = next(event for event in await shop.told_whole() if event["type"] == "payout.created")
    assert created["data"]["object"]["reconciliation_status"] == "in_progress"


@pytest.mark.parametrize(("days", "available"), DELAYS)
async def test_money_waits_for_the_days_of_the_schedule(shop: Shop, days: int, available: str) -> None:
    await paid_out(shop, interval="DAILY", delayDays={"value": days})
    clock = await shop.clock()
    charge = await shop.charge_of(await shop.pay(customer=await shop.customer(testClock=clock)))
    assert charge["balanceTransaction"]["availableOn"] == available


async def test_each_source_of_money_is_paid_out_by_itself(shop: Shop) -> None:
    await paid_out(shop, interval="DAILY")
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    await shop.pay(customer=customer)
    await shop.pay("pm_usBankAccount_success", customer=customer, amount=10_000)
    await shop.advance(clock, MONDAY + timedelta(days=14))
    assert [(each["sourceType"], each["amount"]["amount"]) for each in await payouts(shop)] == [
        ("card", 1912),
        ("bank_account", 9920),
    ]
    assert await shop.balance() == {}


async def test_a_debt_is_debited_from_the_bank(shop: Shop) -> None:
    await paid_out(shop, interval="DAILY")
    clock = await shop.clock()
    intent = await shop.pay(customer=await shop.customer(testClock=clock))
    await shop.refund(intent)
    await shop.advance(clock, datetime(2025, 3, 6, tzinfo=UTC))
    assert await shop.balance() == {"available": {"usd": {"card": -88}}, "pending": {"usd": {"card": 88}}}
    await shop.advance(clock, datetime(2025, 3, 14, tzinfo=UTC))
    (payout,) = await payouts(shop)
    assert (payout["amount"]["amount"], payout["status"]) == (-88, "paid")
    assert moved(payout) == [("CHARGE", 1912), ("PAYOUT", 88), ("REFUND", -2000)]
    assert await shop.balance() == {}


async def test_a_debt_stays_if_the_account_wants_no_debits(shop: Shop) -> None:
    await paid_out(shop, interval="DAILY")
    settings = {"settings": {"payouts": {"debitNegativeBalances": False}}}
    await shop.graph.do("accountUpdate", "id", id=shop.graph.tenant.account, input=settings)
    clock = await shop.clock()
    await shop.refund(await shop.pay(customer=await shop.customer(testClock=clock)))
    await shop.advance(clock, MONDAY + timedelta(days=14))
    assert await payouts(shop) == []
    assert await shop.balance() == {"available": {"usd": {"card": -88}}}


async def test_after_a_failure_nothing_is_sent_until_there_is_another_bank_account(shop: Shop) -> None:
    await paid_out(shop, "btok_us_verified_noAccount", interval="DAILY")
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    await shop.pay(customer=customer)
    await shop.advance(clock, MONDAY + timedelta(days=14))
    (failed,) = await payouts(shop)
    assert (failed["status"], failed["failureCode"]) == ("failed", "no_account")
    assert await shop.balance() == {"available": {"usd": {"card": 1912}}}
    await paid_out(shop, interval="DAILY")
    await shop.pay(customer=customer)
    await shop.advance(clock, MONDAY + timedelta(days=28))
    _, second = await payouts(shop)
    assert (second["status"], second["amount"]["amount"]) == ("paid", 3824)
    assert moved(second) == [("CHARGE", 1912), ("PAYOUT", -3824), ("PAYOUT_FAILURE", 1912)]
    assert await shop.balance() == {}


async def test_what_was_paid_out_on_request_is_not_paid_out_again(shop: Shop) -> None:
    await paid_out(shop, interval="WEEKLY", weeklyAnchor=f"{datetime.now(UTC) + timedelta(days=3):%A}".upper())
    await shop.pay("pm_card_bypassPending", amount=10_000)
    await shop.run_due(minutes=1)
    await shop.graph.do("payoutCreate", "id", input={"amount": 1000, "currency": "usd"})
    await shop.run_due(days=4)
    _, automatic = await payouts(shop)
    assert (automatic["automatic"], automatic["amount"]["amount"]) == (True, 8680)
    assert moved(automatic) == [("CHARGE", 9680), ("PAYOUT", -8680), ("PAYOUT", -1000)]


async def test_money_stays_without_a_bank_account_or_a_schedule(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    await shop.pay(customer=customer)
    await shop.advance(clock, MONDAY + timedelta(days=14))
    assert await payouts(shop) == []
    await paid_out(shop, interval="MANUAL")
    await shop.pay(customer=customer)
    await shop.advance(clock, MONDAY + timedelta(days=28))
    assert await payouts(shop) == []
    assert await shop.balance() == {"available": {"usd": {"card": 3824}}}


async def test_a_schedule_that_begins_later_pays_out_what_is_there(shop: Shop) -> None:
    await shop.pay("pm_card_bypassPending", amount=10_000)
    await shop.run_due(minutes=1)
    await paid_out(shop, interval="DAILY")
    await shop.run_due(days=4)
    (payout,) = await payouts(shop)
    assert payout["amount"]["amount"] == 9680


async def test_a_schedule_that_changes(shop: Shop) -> None:
    soon, later = (f"{datetime.now(UTC) + timedelta(days=days):%A}".upper() for days in (2, 5))
    await paid_out(shop, interval="WEEKLY", weeklyAnchor=soon)
    await shop.pay("pm_card_bypassPending", amount=10_000)
    await shop.run_due(minutes=1)
    await paid_out(shop, interval="WEEKLY", weeklyAnchor=later)
    await shop.run_due(days=4)
    assert await payouts(shop) == []
    await shop.run_due(days=6)
    assert len(await payouts(shop)) == 1


async def test_a_schedule_that_changes_under_a_clock(shop: Shop) -> None:
    await paid_out(shop, interval="WEEKLY", weeklyAnchor="THURSDAY")
    clock = await shop.clock()
    await shop.pay(customer=await shop.customer(testClock=clock))
    await shop.advance(clock, datetime(2025, 3, 5, 12, tzinfo=UTC))
    await paid_out(shop, interval="WEEKLY", weeklyAnchor="FRIDAY")
    await shop.advance(clock, datetime(2025, 3, 6, 12, tzinfo=UTC))
    assert await payouts(shop) == []
    await shop.advance(clock, datetime(2025, 3, 7, 12, tzinfo=UTC))
    assert [each["created"] for each in await payouts(shop)] == ["2025-03-07T00:00:00Z"]


async def test_a_removed_bank_account_ends_automatic_payouts(shop: Shop) -> None:
    await paid_out(shop, interval="DAILY")
    await shop.graph.do("accountUpdate", "id", id=shop.graph.tenant.account, input={"externalAccount": None})
    await shop.pay("pm_card_bypassPending", amount=10_000)
    await shop.run_due(days=4)
    assert await payouts(shop) == []
