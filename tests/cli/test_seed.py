"""A seeded year is as true as one that was lived: its books, statuses, events and moments all agree."""

import io
import json
import re
import signal
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import asyncpg
import pytest
from pypdf import PdfReader
from sqlalchemy import text

from app import tables
from app.cli.seed import fill
from app.cli.seeding.people import make_person
from app.cli.seeding.plan import DAYS, DECKS, EVERYWHERE, Deck, make_plan
from app.cli.seeding.stories import MANDATE
from app.cli.seeding.year import live_through, summary
from app.clock.worker import run_due, workers_paused
from app.database import Database
from app.domain.core_resources.payments import intents
from app.files.storage import Folder
from app.network.cards import card_from_number
from app.postgres import EmbeddedPostgres
from app.tables.shapes.mandate_data import MandateDataParams
from app.tables.tenancy import Tenant
from tests.cli.command import serving
from tests.cli.warm import paygraph
from tests.conftest import MakeDatabase
from tests.merchant import open_shop

UNTIL = datetime(2025, 6, 12, 12, tzinfo=UTC)
SINCE = UNTIL - timedelta(days=DAYS)
CUSTOMERS = 30


@dataclass(frozen=True)
class Seeded:
    """A database in which one account was seeded, and nothing else was done."""

    database: Database
    tenant: Tenant
    shares: list[float]
    storage: Folder

    async def rows(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        async with self.database.begin() as connection:
            return [tuple(row) for row in await connection.fetch(text(statement), values)]

    async def counts(self, statement: str) -> dict[str, int]:
        return {str(row[0]): int(row[1]) for row in await self.rows(statement)}


@pytest.fixture(scope="module")
async def seeded(make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Seeded]:
    database = await Database.open(await make_database("template"))
    shop = await open_shop(database)
    shares: list[float] = []
    storage = Folder(tmp_path_factory.mktemp("files"))
    await live_through(
        database,
        shop.tenant,
        customers=CUSTOMERS,
        number=4,
        until=UNTIL,
        storage=storage,
        passed=lambda moment, share: shares.append(share),
    )
    yield Seeded(database, shop.tenant, shares, storage)
    await database.close()


async def test_a_year_has_the_shape_of_a_business(seeded: Seeded) -> None:
    """Shares, and not numbers: a story that is added deals the others to other customers."""

    async def number(table: str) -> int:
        return int((await seeded.rows(f"SELECT count(*) FROM {table}"))[0][0])

    assert (await number("customer"), await number("product"), await number("price")) == (CUSTOMERS, 12, 15)
    assert (await number("coupon"), await number("promotion_code")) == (3, 2)
    assert (await number("tax_rate"), await number("shipping_rate")) == (2, 2)
    valid = await seeded.counts("SELECT id, valid::int FROM coupon")
    assert valid == {"WHOLESALE": 1, "FIRSTBAG": 1, "HARVEST": 0}, "the harvest is over"
    businesses = await seeded.rows("SELECT count(*) FROM customer WHERE description = 'Wholesale'")
    assert 0 < businesses[0][0] == await number("discount WHERE coupon_id = 'WHOLESALE' AND deleted_at IS NULL")
    intents, charges, refunds = await number("payment_intent"), await number("charge"), await number("refund")
    assert 3 < intents / CUSTOMERS < 8
    assert CUSTOMERS < await number("payment_method") < intents
    assert 0.8 < charges / intents < 1.3
    assert 0.05 < refunds / charges < 0.25
    statuses = await seeded.counts("SELECT status, count(*) FROM payment_intent GROUP BY 1")
    ended = sum(statuses[each] for each in ("succeeded", "canceled", "requires_payment_method"))
    assert intents - ended < 0.05 * intents, "only what was ordered last is under way"
    assert 0.7 < statuses["succeeded"] / intents < 0.95
    assert 0.03 < statuses["canceled"] / intents < 0.2
    assert 0.03 < statuses["requires_payment_method"] / intents < 0.2
    outcomes = await seeded.counts("SELECT status, count(*) FROM refund GROUP BY 1")
    # What was paid out is not there for refunds, which wait for the next payment.
    assert {"succeeded", "failed"} <= outcomes.keys() <= {"succeeded", "failed", "pending"}
    assert outcomes["failed"] < outcomes["succeeded"]


async def test_the_same_number_makes_the_same_business(make_database: MakeDatabase) -> None:
    told = []
    for number in (4, 4, 5):
        database = await Database.open(await make_database("template"))
        shop = await open_shop(database)
        await live_through(database, shop.tenant, customers=2, number=number, until=UNTIL)
        events = "SELECT type, created, data -> 'object' ->> 'amount' FROM event ORDER BY sequence"
        async with database.begin() as connection:
            told.append([tuple(row) for row in await connection.fetch(text(events))])
        await database.close()
    assert told[0] == told[1] != told[2]
    assert len(told[0]) > 20


async def test_evidence_of_disputes_has_files(seeded: Seeded) -> None:
    rows = await seeded.rows(
        "SELECT content_key, filename, size, purpose, expires_at, evidence ->> 'shipping_carrier' "
        "FROM dispute LEFT JOIN file ON file.id = evidence ->> 'shipping_documentation_id' "
        "WHERE evidence ->> 'shipping_carrier' IS NOT NULL"
    )
    kept = [row for row in rows if row[4] > UNTIL]
    assert kept
    for key, filename, size, purpose, _, carrier in kept:
        assert (filename[:11], filename[-4:], purpose) == ("delivery-R-", ".pdf", "dispute_evidence")
        content = b"".join([part async for part in seeded.storage.read(key, 0, size)])
        (page,) = PdfReader(io.BytesIO(content)).pages
        lines = page.extract_text().splitlines()
        assert lines[:2] == [f"{carrier}: delivery note", f"Order {filename[9:-4]}"]
    assert await seeded.rows("SELECT count(*) FROM file") == [(len(rows),)]
    # What has expired within the year has no content any more.
    due = await seeded.rows("SELECT key, due FROM content_removal ORDER BY key")
    assert due == sorted((row[0], row[4]) for row in kept)
    assert len([path for path in seeded.storage.folder.rglob("*") if path.is_file()]) == len(kept)


async def test_what_is_said_of_it_is_what_is_listed(seeded: Seeded) -> None:
    ((listed, gone),) = await seeded.rows(
        "SELECT count(*) FILTER (WHERE deleted_at IS NULL), count(deleted_at) FROM customer"
    )
    assert gone > 0
    said = await summary(seeded.database, seeded.tenant)
    assert said.startswith(f"{listed} customers (and had {gone} that were deleted), 12 products, ")


async def test_every_kind_of_story_is_told(seeded: Seeded) -> None:
    declined = await seeded.counts(
        "SELECT coalesce(data -> 'object' -> 'last_payment_error' ->> 'decline_code', "
        "data -> 'object' -> 'last_payment_error' ->> 'code'), count(*) FROM event "
        "WHERE type = 'payment_intent.payment_failed' GROUP BY 1"
    )
    assert len(declined) >= 6, declined
    cancelled = await seeded.counts("SELECT cancellation_reason, count(*) FROM payment_intent GROUP BY 1")
    assert {"automatic", "abandoned"} <= cancelled.keys()
    brands = await seeded.counts("SELECT details -> 'card' ->> 'brand', count(*) FROM payment_method GROUP BY 1")
    assert {"visa", "mastercard", "amex", "diners", "None"} <= brands.keys()
    kinds = await seeded.counts("SELECT type, count(*) FROM payment_method GROUP BY 1")
    expected_kinds = {"card", "customer_balance", "ideal", "klarna", "link", "oxxo", "sepa_debit", "us_bank_account"}
    assert kinds.keys() == expected_kinds
    assert await seeded.counts("SELECT type, count(*) FROM customer_cash_balance_transaction GROUP BY 1")
    setups = await seeded.counts("SELECT status, count(*) FROM setup_intent GROUP BY 1")
    assert setups.keys() == {"succeeded"}
    names = "SELECT name, count(*) FROM payment_method_configuration WHERE NOT livemode GROUP BY 1"
    assert "Market stall" in await seeded.counts(names)
    currencies = await seeded.counts("SELECT currency, count(*) FROM payment_intent GROUP BY 1")
    assert {"usd", "eur", "gbp", "jpy"} <= currencies.keys()
    types = await seeded.counts("SELECT type, count(*) FROM event GROUP BY 1")
    expected = (
        *("charge.captured", "charge.expired", "charge.pending", "customer.deleted", "payment_intent.processing"),
        *("payment_intent.requires_action", "refund.failed", "balance.available", "payment_method.detached"),
        *("payout.created", "payout.paid", "payout.reconciliation_completed"),
        *("charge.dispute.created", "charge.dispute.updated", "charge.dispute.closed"),
    )
    assert set(expected) <= types.keys()


async def test_its_books_balance_and_balances_are_their_entries(seeded: Seeded) -> None:
    for grouping in ("currency", "currency, movement_id"):
        sums = await seeded.rows(f"SELECT sum(amount), {grouping} FROM ledger_entry GROUP BY {grouping}")
        assert sums
        assert {row[0] for row in sums} == {0}
    for status in ("available", "pending"):
        shown = await seeded.counts(
            f"SELECT currency, sum(net) FROM balance_transaction WHERE status = '{status}' GROUP BY 1"
        )
        entered = await seeded.counts(
            f"SELECT currency, sum(amount) FROM ledger_entry WHERE book LIKE '{status}\\:%' GROUP BY 1"
        )
        assert {currency: amount for currency, amount in entered.items() if amount} == shown
        assert shown


async def test_money_is_available_from_its_day_on_and_not_before(seeded: Seeded) -> None:
    early = "SELECT count(*) FROM balance_transaction WHERE (status = 'available') <> (available_on <= :until)"
    assert await seeded.rows(early, until=UNTIL) == [(0,)]
    moved = await seeded.rows(
        "SELECT count(*) FROM ledger_entry e JOIN balance_transaction t ON e.movement_id = t.id || '\\:available' "
        "WHERE e.created <> t.available_on"
    )
    assert moved == [(0,)]


async def test_every_status_was_reached_along_its_arrows(seeded: Seeded) -> None:
    told = await seeded.rows(
        "SELECT object_id, data -> 'object' ->> 'object', data -> 'object' ->> 'status' FROM event ORDER BY sequence"
    )
    paths: dict[tuple[str, str], list[str]] = defaultdict(list)
    for id, name, status in told:
        if name in ("payment_intent", "refund") and status not in paths[id, name][-1:]:
            paths[id, name].append(status)
    assert len(paths) > 100
    for (id, name), path in paths.items():
        arrows = tables.by_name[name].arrows
        for before, after in pairwise(path):
            assert after in arrows[before], (id, path)


async def test_its_events_are_dense_and_in_the_order_of_time(seeded: Seeded) -> None:
    told = await seeded.rows("SELECT sequence, created FROM event ORDER BY sequence")
    assert [row[0] for row in told] == list(range(1, len(told) + 1))
    moments = [row[1] for row in told]
    assert moments == sorted(moments)
    assert moments[0] >= SINCE
    assert moments[-1] <= UNTIL


async def test_nothing_is_left_that_was_due(seeded: Seeded) -> None:
    assert await seeded.rows("SELECT count(*) FROM wake WHERE due <= :until OR attempts > 0", until=UNTIL) == [(0,)]
    assert (await seeded.rows("SELECT count(*) FROM wake"))[0][0] > 0
    assert await run_due(seeded.database, UNTIL) == 0


async def test_holds_lapse_to_the_second(seeded: Seeded) -> None:
    lapsed = await seeded.rows(
        "SELECT canceled_at - created FROM payment_intent "
        "WHERE cancellation_reason = 'automatic' AND capture_method = 'manual'"
    )
    assert lapsed
    assert {row[0] for row in lapsed} == {timedelta(days=7)}


async def test_the_account_is_as_old_as_its_history(seeded: Seeded) -> None:
    assert await seeded.rows("SELECT created FROM account WHERE NOT livemode") == [(SINCE,)]
    assert (await seeded.rows("SELECT count(*) FROM event WHERE livemode"))[0][0] == 0


async def test_progress_goes_from_nought_to_the_whole(seeded: Seeded) -> None:
    assert 0 <= seeded.shares[0] < 0.1
    assert 0.9 < seeded.shares[-1] <= 1


def test_a_deck_deals_each_story_as_often_as_it_should() -> None:
    for often in (EVERYWHERE, *DECKS.values()):
        deck = Deck(often, Random(1))
        dealt = [deck.deal() for _ in range(2 * sum(often.values()))]
        assert {plot: dealt.count(plot) for plot in often} == {plot: 2 * times for plot, times in often.items()}


def test_plans_differ_by_their_number_alone() -> None:
    moments = [[moment for moment, _ in make_plan(number, 20, SINCE)] for number in (1, 1, 2)]
    assert moments[0] == moments[1] != moments[2]
    assert moments[0] == sorted(moments[0])
    assert moments[0][0] >= SINCE
    assert moments[0][-1] <= UNTIL


def test_made_up_cards_are_cards() -> None:
    people = [make_person(Random(place), place, SINCE) for place in range(200)]
    for person in people:
        card = person.card
        assert card.number
        card_from_number(card.number, card.exp_month or 0, card.exp_year or 0, card.cvc, UNTIL)
    assert len({person.email for person in people}) == 200
    assert all(re.fullmatch(r"[a-z0-9.]+@[a-z0-9]+\.example", person.email) for person in people)


async def test_workers_leave_alone_what_is_made_up(database: Database) -> None:
    merchant = await open_shop(database)
    mandate = MandateDataParams.model_validate(MANDATE.model_dump())
    async with merchant.begin() as tx:
        intent = await intents.create(
            tx,
            amount=2000,
            currency="usd",
            payment_method_id="pm_usBankAccount_success",
            mandate_data=mandate,
            confirm=True,
        )
    async with workers_paused(database):
        assert await run_due(database) == 0
        assert (await merchant.again(intent)).status == "processing"
    assert await run_due(database) > 0
    assert (await merchant.again(intent)).status == "succeeded"


async def test_a_second_year_is_made_only_when_asked(database: Database) -> None:
    merchant = await open_shop(database)
    account = merchant.tenant.account
    made = await fill(database, account, customers=1)
    assert re.fullmatch(rf"The account {account} has 1 customer, 12 products, .* events in test mode\.", made)
    before = len(await merchant.told())
    refused = await fill(database, account, customers=1)
    assert "so nothing was added. Give `paygraph seed` the option --again" in refused
    assert len(await merchant.told()) == before
    more = await fill(database, account, customers=1, number=2, again=True)
    assert "has 2 customers, 12 products, " in more


def test_a_server_can_begin_with_a_business_and_get_more_of_it(tmp_path: Path) -> None:
    with serving(tmp_path, "--seed", "--customers", "2", empty=False) as server:
        assert "has 2 customers, 12 products, " in server.welcome
        shown = server.ask("{ customers { totalCount } products { totalCount } balance { available { currency } } }")
        assert shown.json()["data"]["customers"] == {"totalCount": 2}
        assert shown.json()["data"]["products"] == {"totalCount": 12}
        status, out, err = paygraph("seed", "--customers", "2", "--data", str(tmp_path))
        assert (status, err) == (0, "")
        assert "so nothing was added" in out
        status, out, _ = paygraph("seed", "--customers", "1", "--seed-number", "2", "--again", "--data", str(tmp_path))
        assert status == 0
        assert "has 3 customers" in out
        assert server.ask("{ customers { totalCount } }").json()["data"] == {"customers": {"totalCount": 3}}
        assert server.end(signal.SIGTERM) == 0


async def test_a_fresh_demo_account_begins_with_a_small_business_and_nothing_else_does(tmp_path: Path) -> None:
    counts = "{ customers { totalCount } subscriptions { totalCount } invoices { totalCount } }"
    with serving(tmp_path / "data", empty=False) as server:
        first = re.search(r"-d '(.*)'\n", server.welcome)
        assert first
        nodes = server.ask(json.loads(first[1])["query"]).json()["data"]["customers"]["nodes"]
        assert len(nodes) == 3
        assert all(node["paymentIntents"]["nodes"] for node in nodes)
        begun = server.ask(counts).json()["data"]
        assert begun["customers"]["totalCount"] + begun["subscriptions"]["totalCount"] > 8
        database = EmbeddedPostgres(tmp_path / "data").url
        assert await rows(database, "SELECT count(*) FROM event WHERE livemode") == [(0,)]
        sums = "SELECT currency FROM ledger_entry GROUP BY currency, movement_id HAVING sum(amount) <> 0"
        assert await rows(database, sums) == []
        assert server.end(signal.SIGTERM) == 0
    with serving(tmp_path / "data", empty=False) as again:
        assert again.ask(counts).json()["data"] == begun, "an account that has data gets no more"
        assert again.end(signal.SIGTERM) == 0
    account = tmp_path / "of-the-operator"
    assert paygraph("keys", "create", "--mode", "test", "--data", str(account))[0] == 0
    with serving(account, empty=False):
        database = EmbeddedPostgres(account).url
        assert await rows(database, "SELECT count(*) FROM customer") == [(0,)], "it is no demo account"


@pytest.mark.parametrize("filling", ["--seed", "--marketplace"])
def test_a_server_cannot_begin_both_with_a_business_and_without(filling: str) -> None:
    status, out, err = paygraph("serve", filling, "--empty")
    assert (status, out) == (1, "")
    assert err == f"{filling} fills the demo account and --empty does not. Give one of them.\n"


async def rows(database: str, statement: str) -> list[tuple[Any, ...]]:
    """What a statement finds in the database of a running server."""
    connection = await asyncpg.connect(database)
    try:
        return [tuple(row) for row in await connection.fetch(statement)]
    finally:
        await connection.close()


async def test_unknown_accounts_are_told_in_a_sentence(make_database: MakeDatabase) -> None:
    environment = {"DATABASE_URL": await make_database("template1")}
    status, out, err = paygraph("seed", "--account", "acct_missing", environment=environment)
    assert (status, out) == (1, "")
    assert err == "There is no account acct_missing. Leave out --account to use the oldest one.\n"
