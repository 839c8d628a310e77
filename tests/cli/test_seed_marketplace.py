"""A seeded marketplace: its sellers, the ways in which they are paid, and the books of all accounts."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app.cli.seed import fill
from app.cli.seeding.marketplace.plan import make_plan
from app.cli.seeding.plan import DAYS
from app.cli.seeding.year import live_through
from app.clock.worker import run_due
from app.database import Database
from app.tables.tenancy import Tenant
from tests.conftest import MakeDatabase
from tests.merchant import open_shop

UNTIL = datetime(2025, 6, 12, 12, tzinfo=UTC)
SINCE = UNTIL - timedelta(days=DAYS)
CUSTOMERS = 24


@dataclass(frozen=True)
class Market:
    """A database in which a marketplace was seeded, and nothing else was done."""

    database: Database
    tenant: Tenant

    async def rows(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        async with self.database.begin() as connection:
            return [tuple(row) for row in await connection.fetch(text(statement), values)]

    async def number(self, what: str) -> int:
        return int((await self.rows(f"SELECT count(*) FROM {what}"))[0][0])


@pytest.fixture(scope="module")
async def market(make_database: MakeDatabase) -> AsyncIterator[Market]:
    database = await Database.open(await make_database("template"))
    shop = await open_shop(database)
    await live_through(database, shop.tenant, customers=CUSTOMERS, number=3, until=UNTIL, plan=make_plan)
    yield Market(database, shop.tenant)
    await database.close()


async def test_twenty_sellers_of_every_type_can_sell_but_for_two(market: Market) -> None:
    sellers = await market.rows(
        "SELECT type, charges_enabled AND payouts_enabled, requirements ->> 'disabled_reason', "
        "requirements -> 'currently_due' ? 'external_account' FROM account WHERE platform_id = :id ORDER BY created",
        id=market.tenant.account,
    )
    assert len(sellers) == 20
    selling = [(kind, True, None, False) for kind in ("standard", "express", "custom") * 6]
    assert sellers[:18] == selling
    assert sellers[18:] == [
        ("express", False, "rejected.fraud", False),
        ("express", False, "requirements.past_due", True),
    ]


async def test_sellers_are_paid_in_every_way(market: Market) -> None:
    own = {"id": market.tenant.account}
    direct = "payment_intent WHERE application_fee_amount > 0 AND transfer_data IS NULL AND status = 'succeeded'"
    assert await market.rows(f"SELECT count(*) FROM {direct} AND account_id = :id", **own) == [(0,)]
    passed_on = "payment_intent WHERE transfer_data IS NOT NULL AND status = 'succeeded'"
    separate = "payment_intent WHERE transfer_group LIKE 'order-%'"
    counts = [await market.number(each) for each in (direct, passed_on, separate)]
    assert min(counts) > 15, "by direct charges, destination charges, and separate charges and transfers"
    fees = "application_fee JOIN payment_intent ON payment_intent.latest_charge_id = application_fee.charge_id"
    ((wrong,),) = await market.rows(
        f"SELECT count(*) FROM {fees} WHERE application_fee.amount <> payment_intent.amount * 12 / 100"
    )
    assert wrong == 0
    returned = ("transfer_reversal", "application_fee_refund", "dispute", "refund", "payout")
    assert min([await market.number(each) for each in returned]) > 1
    assert await market.number("transfer WHERE description = 'Maker of the month'") > 0


async def test_every_ledger_and_their_sum_are_zero(market: Market) -> None:
    sums = "SELECT account_id, currency FROM ledger_entry GROUP BY 1, 2, movement_id HAVING sum(amount) <> 0"
    assert await market.rows(sums) == []
    ((accounts, total),) = await market.rows("SELECT count(DISTINCT account_id), sum(amount) FROM ledger_entry")
    assert (accounts, total) == (20, 0), "all but the seller who never finished"
    ((owed,),) = await market.rows("SELECT sum(amount) FROM ledger_entry WHERE book = 'accounts'")
    assert owed == 0, "what one account sent, another received"


async def test_its_events_are_in_the_order_of_time_in_every_account(market: Market) -> None:
    told = await market.rows("SELECT account_id, sequence, created FROM event ORDER BY account_id, sequence")
    assert told == sorted(told, key=lambda row: (row[0], row[2], row[1]))
    assert len({row[0] for row in told}) == 21
    assert SINCE <= min(row[2] for row in told) <= max(row[2] for row in told) <= UNTIL


async def test_nothing_is_left_that_was_due_in_any_account(market: Market) -> None:
    assert await market.rows("SELECT count(*) FROM wake WHERE due <= :until OR attempts > 0", until=UNTIL) == [(0,)]
    assert await market.number("wake") > 0
    assert await run_due(market.database, UNTIL) == 0


async def test_the_same_number_makes_the_same_marketplace(make_database: MakeDatabase) -> None:
    told = []
    for number in (3, 3):
        database = await Database.open(await make_database("template"))
        shop = await open_shop(database)
        await live_through(database, shop.tenant, customers=1, number=number, until=UNTIL, plan=make_plan)
        # Sellers whose ids differ: what happens to several at one moment is in no order.
        events = "SELECT created, type, data -> 'object' ->> 'amount' FROM event ORDER BY 1, 2, 3"
        async with database.begin() as connection:
            told.append([tuple(row) for row in await connection.fetch(text(events))])
        await database.close()
    assert told[0] == told[1]
    moments = [[moment for moment, _ in make_plan(number, 1, SINCE)] for number in (3, 3, 4)]
    assert moments[0] == moments[1] != moments[2]


async def test_a_second_marketplace_is_made_only_when_asked(database: Database) -> None:
    merchant = await open_shop(database)
    account = merchant.tenant.account
    made = await fill(database, account, customers=1, marketplace=True)
    assert made.startswith(f"The account {account} has 20 connected accounts and, over all, 1 customer, ")
    assert made.endswith(" events in test mode.")
    before = len(await merchant.told())
    refused = await fill(database, account, customers=1, marketplace=True)
    assert "so nothing was added. Give `paygraph seed` the option --again" in refused
    assert len(await merchant.told()) == before
