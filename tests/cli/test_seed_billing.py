"""What a seeded year bills: each story of a membership and of an office, told once in a year of its own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import text

from app.cli.seeding import catalogue, memberships, offices, stories, year
from app.cli.seeding.people import make_person
from app.cli.seeding.plan import DAYS, MEMBERS, OFFICES, Deed, beginning
from app.cli.seeding.stories import Buyer, Order, Plot
from app.database import Database
from tests.conftest import MakeDatabase
from tests.merchant import open_shop

UNTIL = datetime(2025, 6, 12, 12, tzinfo=UTC)
SINCE = UNTIL - timedelta(days=DAYS)


@dataclass(frozen=True)
class Told:
    """A database in which each story was told by a customer of its own."""

    database: Database
    buyers: dict[Plot, Buyer]

    async def values(self, plot: Plot, statement: str) -> list[str]:
        """What a statement finds of the customer of a story, `:id`, as texts of its first column."""
        async with self.database.begin() as connection:
            return [str(row[0]) for row in await connection.fetch(text(statement), {"id": self.buyers[plot].id})]

    async def invoices(self, plot: Plot) -> list[str]:
        """The statuses of the invoices, each with why there is one, the oldest first."""
        statement = "SELECT billing_reason || ' ' || status FROM invoice WHERE customer_id = :id ORDER BY created, id"
        return await self.values(plot, statement)

    async def subscriptions(self, plot: Plot) -> list[str]:
        return await self.values(plot, "SELECT status FROM subscription WHERE customer_id = :id")

    async def events(self, plot: Plot) -> set[str]:
        """The types of the events about objects of the customer."""
        statement = "SELECT DISTINCT type FROM event WHERE data -> 'object' ->> 'customer' = :id"
        return set(await self.values(plot, statement))


def one_of_each() -> tuple[list[tuple[datetime, Deed]], dict[Plot, Buyer]]:
    """A plan in which all stories begin in the first weeks, each a day after the other."""
    plots: list[Plot] = [*MEMBERS, *OFFICES]
    buyers = {plot: Buyer(make_person(Random(place), 2 * place, SINCE)) for place, plot in enumerate(plots)}
    begun: list[tuple[datetime, Deed]] = [(SINCE, catalogue.stock)]
    for place, (plot, buyer) in enumerate(buyers.items()):
        joined = SINCE + timedelta(days=place, hours=1)
        begun.append((joined, joining(buyer)))
        begun.append((joined + timedelta(hours=1), beginning(plot, Order(buyer, place, Random(place)))))
    return begun, buyers


def joining(buyer: Buyer) -> Deed:
    return lambda tx: stories.join(tx, buyer, Random(1))


@pytest.fixture(scope="module")
async def told(make_database: MakeDatabase) -> AsyncIterator[Told]:
    database = await Database.open(await make_database("template"))
    shop = await open_shop(database)
    begun, buyers = one_of_each()

    def plan(*_: object) -> list[tuple[datetime, Deed]]:
        return begun

    await year.live_through(database, shop.tenant, customers=len(buyers), number=1, until=UNTIL, plan=plan)
    yield Told(database, buyers)
    await database.close()


FIRST, NEXT, CHANGE = "subscription_create paid", "subscription_cycle paid", "subscription_update paid"
TRIED = {"customer.subscription.trial_will_end"}


async def test_memberships_are_paid_by_the_month_or_by_the_year(told: Told) -> None:
    assert await told.invoices(memberships.kept) == [FIRST, *[NEXT] * 11]
    assert await told.invoices(memberships.by_the_year) == [FIRST]
    assert await told.subscriptions(memberships.kept) == ["active"]


async def test_a_code_takes_something_off_for_its_months(told: Told) -> None:
    statement = "SELECT total FROM invoice WHERE customer_id = :id ORDER BY created"
    totals = list(map(int, await told.values(memberships.with_code, statement)))
    assert len(set(totals[:3])) == len(set(totals[3:])) == 1
    assert totals[0] < totals[3]


async def test_trials_go_on_or_end(told: Told) -> None:
    assert await told.invoices(memberships.tried_and_kept) == [FIRST, *[NEXT] * 12]
    assert await told.invoices(memberships.tried_and_left) == [FIRST]
    assert await told.subscriptions(memberships.tried_and_left) == ["canceled"]
    assert await told.events(memberships.tried_and_kept) & await told.events(memberships.tried_and_left) >= TRIED


async def test_memberships_change_pause_and_end(told: Told) -> None:
    changed = await told.invoices(memberships.changed)
    assert changed.count(CHANGE) == 1
    assert changed.count(NEXT) == 11
    paused = await told.invoices(memberships.paused)
    assert paused == [FIRST, NEXT, *["subscription_cycle void"] * 2, *[NEXT] * 8]
    assert (await told.invoices(memberships.ended_at_once))[-1] == CHANGE
    assert await told.subscriptions(memberships.ended_at_once) == ["canceled"]
    feedback = "SELECT cancellation_details ->> 'feedback' FROM subscription WHERE customer_id = :id"
    for plot in (memberships.tried_and_left, memberships.ended, memberships.ended_at_once):
        assert await told.values(plot, feedback) != ["None"]


async def test_cards_that_fail_are_replaced_or_end_a_membership(told: Told) -> None:
    assert "invoice.payment_failed" in await told.events(memberships.card_replaced)
    assert await told.invoices(memberships.card_replaced) == [FIRST, *[NEXT] * 11]
    assert await told.invoices(memberships.card_failed) == [FIRST, "subscription_cycle open"]
    reason = "SELECT cancellation_details ->> 'reason' FROM subscription WHERE customer_id = :id"
    assert await told.values(memberships.card_failed, reason) == ["payment_failed"]


async def test_offices_are_billed_by_seats_and_by_cups(told: Told) -> None:
    assert await told.invoices(offices.by_the_seat) == [FIRST, *[NEXT] * 11]
    outside = "SELECT DISTINCT paid_out_of_band FROM invoice WHERE customer_id = :id"
    assert await told.values(offices.by_the_seat, outside) == ["True"]
    assert "invoiceitem.created" in await told.events(offices.by_the_seat), "the staff grew within a month"
    statement = "SELECT total FROM invoice WHERE customer_id = :id ORDER BY created"
    first, *months = map(int, await told.values(offices.by_the_cup, statement))
    assert first == 0
    assert len(months) == 11
    assert min(months) > 0


async def test_quotes_are_accepted_or_not(told: Told) -> None:
    statement = "SELECT status FROM quote WHERE customer_id = :id"
    assert await told.values(offices.quoted, statement) == ["accepted"]
    assert await told.subscriptions(offices.quoted) == ["active"]
    assert await told.values(offices.quoted_in_vain, statement) == ["canceled"]
    assert await told.subscriptions(offices.quoted_in_vain) == []


async def test_tastings_are_invoiced_by_hand(told: Told) -> None:
    invoices = await told.invoices(offices.hosting)
    assert set(invoices) == {"manual paid", "manual uncollectible"}
    assert {"invoice.sent", "invoice.overdue", "invoice.marked_uncollectible"} <= await told.events(offices.hosting)
