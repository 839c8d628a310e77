"""The migrations lead to the tables as the code has them, there and back."""

import asyncio
import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import asyncpg
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, update

from app.access.opening import open_account
from app.clock.retention import make_coming
from app.database import Database
from app.domain.billing.portal import configurations as portal
from app.domain.payment_methods import configurations
from app.migrate import configuration, engine_to, heads, migrate
from app.tables import every, is_partition, metadata, partitioned
from app.tables.billing.credit_note import CreditNote
from app.tables.billing.invoice import Invoice
from app.tables.billing.portal_configuration import BillingPortalConfiguration
from app.tables.connect.bank_account import BankAccount
from app.tables.connect.card import Card
from app.tables.core_resources.payout import Payout
from tests.conftest import MakeDatabase
from tests.records import put, records, run


async def test_the_migrated_schema_is_that_of_the_tables(make_database: MakeDatabase) -> None:
    url = await make_database("template1")
    await migrate(url)

    def differences(connection: Connection) -> list[object]:
        options = {
            "compare_type": True,
            "include_name": lambda name, kind, _: kind != "table" or not is_partition(name),
        }
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    async with engine_to(url).connect() as connection:
        cure = "The tables have changed since the last migration: write one with `alembic revision --autogenerate`."
        assert await connection.run_sync(differences) == [], cure


async def test_the_migrated_views_are_those_of_the_tables(make_database: MakeDatabase) -> None:
    migrated = await make_database("template1")
    await migrate(migrated)
    views = [await _views(url) for url in (migrated, await make_database("template"))]
    assert views[0] == views[1]
    assert views[0].keys() == {str(table.__tablename__) for table in every() if table.view is not None}


async def _views(url: str) -> dict[str, str]:
    """The definition of each view of a database, by name."""
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch("SELECT viewname, definition FROM pg_views WHERE schemaname = 'public'")
    finally:
        await connection.close()
    return {row["viewname"]: row["definition"] for row in rows}


async def test_the_migrated_functions_are_those_of_the_tables(make_database: MakeDatabase) -> None:
    migrated = await make_database("template1")
    await migrate(migrated)
    functions = [await _functions(url) for url in (migrated, await make_database("template"))]
    assert functions[0] == functions[1]
    assert functions[0].keys() == {"concealed", "concealed_data"}


async def _functions(url: str) -> dict[str, str]:
    """The definition of each function of a database, by name."""
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(
            "SELECT proname, pg_get_functiondef(oid) AS definition FROM pg_proc "
            "WHERE pronamespace = 'public'::regnamespace"
        )
    finally:
        await connection.close()
    return {row["proname"]: row["definition"] for row in rows}


def test_the_files_name_the_version_that_alembic_finds() -> None:
    script = ScriptDirectory.from_config(configuration(""))
    assert heads() == set(script.get_heads())


async def test_a_start_that_finds_nothing_to_do_does_not_load_alembic(make_database: MakeDatabase) -> None:
    url = await make_database("template1")
    await migrate(url)
    start = f"import asyncio, sys; from app.migrate import migrate; asyncio.run(migrate({url!r}))"
    start += "; print('alembic' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", start], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


async def test_every_migration_can_be_taken_back(make_database: MakeDatabase) -> None:
    url = await make_database("template1")
    await migrate(url)
    await asyncio.to_thread(command.downgrade, configuration(url), "base")
    connection = await asyncpg.connect(url)
    try:
        left = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    finally:
        await connection.close()
    assert [row["tablename"] for row in left] == ["alembic_version"]


ROW = (
    "INSERT INTO payment_method (id, account_id, livemode, created, meta, billing_details, type, {column}, behaviour, "
    "set_up_off_session, verified, consumed) "
    "VALUES ($1, 'acct_1', false, now(), '{{}}', '{{}}', $2, $3, '', false, true, false)"
)


async def test_cards_and_bank_accounts_move_into_one_column_and_back(make_database: MakeDatabase) -> None:
    url = await make_database("template1")
    await asyncio.to_thread(command.upgrade, configuration(url), "0008")
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(ROW.format(column="card"), "pm_1", "card", '{"last4": "4242"}')
        await connection.execute(ROW.format(column="us_bank_account"), "pm_2", "us_bank_account", '{"last4": "6789"}')
        await migrate(url)
        rows = await connection.fetch("SELECT details FROM payment_method ORDER BY id")
        assert [json.loads(row["details"]) for row in rows] == [
            {"card": {"last4": "4242"}},
            {"us_bank_account": {"last4": "6789"}},
        ]
        await asyncio.to_thread(command.downgrade, configuration(url), "0008")
        rows = await connection.fetch("SELECT card, us_bank_account FROM payment_method ORDER BY id")
        assert [tuple(row) for row in rows] == [('{"last4": "4242"}', None), (None, '{"last4": "6789"}')]
    finally:
        await connection.close()


async def test_an_account_gets_its_default_payment_method_configurations(make_database: MakeDatabase) -> None:
    url = await make_database("template1")
    await migrate(url)
    before = str(ScriptDirectory.from_config(configuration("")).get_revision("0020").down_revision)
    database = await Database.open(url)
    async with database.begin() as opening:
        account = await open_account(opening, name="Boulangerie", country="fr")
    await database.close()
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("""UPDATE account SET capabilities = '{"link_payments": "inactive"}' WHERE livemode""")
        await asyncio.to_thread(command.downgrade, configuration(url), before)
        await migrate(url)
        rows = await connection.fetch("SELECT * FROM payment_method_configuration ORDER BY livemode")
        live = await connection.fetchval("SELECT capabilities FROM account WHERE livemode")
    finally:
        await connection.close()
    made, other = (json.loads(row["methods"]) for row in rows)
    assert [(row["account_id"], row["livemode"], row["is_default"], row["name"]) for row in rows] == [
        (account.id, False, True, "Default"),
        (account.id, True, True, "Default"),
    ]
    standing = configurations.first(account).methods.model_dump(mode="json")
    assert made.keys() == standing.keys()
    for name in ("card", "ideal", "klarna", "link", "us_bank_account", "apple_pay", "cartes_bancaires", "alma"):
        assert made[name] == standing[name], name
    assert other["link"]["available"] is False
    assert other | {"link": None} == made | {"link": None}
    assert json.loads(live) == {
        "card_payments": "active",
        "ideal_payments": "active",
        "klarna_payments": "active",
        "link_payments": "inactive",
        "sepa_debit_payments": "active",
    }


async def test_an_account_gets_its_default_configuration_of_the_customer_portal(make_database: MakeDatabase) -> None:
    url = await make_database("template1")
    await migrate(url)
    before = str(ScriptDirectory.from_config(configuration("")).get_revision("0021").down_revision)
    database = await Database.open(url)
    async with database.begin() as opening:
        account = await open_account(opening, name="Rocket Rides")
    await database.close()
    await asyncio.to_thread(command.downgrade, configuration(url), before)
    await migrate(url)
    database = await Database.open(url)
    rows = await records(database, BillingPortalConfiguration, by="livemode")
    await database.close()
    standing = portal.first(account)
    assert [(row.account_id, row.livemode, row.is_default) for row in rows] == [
        (account.id, False, True),
        (account.id, True, True),
    ]
    for row in rows:
        for name in ("active", "business_profile", "created", "features", "login_page", "meta", "updated"):
            assert getattr(row, name) == getattr(standing, name), name


async def test_what_is_kept_by_time_has_partitions_to_come(make_database: MakeDatabase) -> None:
    url = await make_database("template1")
    await migrate(url)
    database = await Database.open(url)
    made = await make_coming(database)
    await database.close()
    assert {name.rpartition("_")[0] for name in made} == {table.__tablename__ for table in partitioned()}


async def test_a_credit_note_gets_the_address_of_its_pdf(make_database: MakeDatabase) -> None:
    url = await make_database("template1")
    await migrate(url)
    before = str(ScriptDirectory.from_config(configuration("")).get_revision("0033").down_revision)
    database = await Database.open(url)
    async with database.begin() as opening:
        tenant = {"account_id": (await open_account(opening, name="Rocket Rides")).id, "livemode": False}
    common: dict[str, Any] = tenant | {"customer_id": "cus_1", "created": datetime(2026, 1, 1, tzinfo=UTC)}
    period = {"period_start": common["created"], "period_end": common["created"]}
    invoice = Invoice(**common, **period, id="in_1", hosted_invoice_url="https://pay.example/i/in_1/token")
    note = CreditNote(**common, id="cn_1", invoice_id="in_1")
    await put(database, [invoice, note])
    await asyncio.to_thread(command.downgrade, configuration(url), before)
    await run(database, update(CreditNote.__table__).values(pdf=None))
    await migrate(url)
    (migrated,) = await records(database, CreditNote)
    await database.close()
    host, _, rest = migrated.pdf.partition("/cn/cn_1/")
    expires, _, secret = rest.partition("-")
    assert (host, int(expires)) == ("https://pay.example", datetime(2026, 1, 31, tzinfo=UTC).timestamp())
    assert re.fullmatch(r"[0-9a-f]{64}/pdf", secret)


async def test_where_accounts_are_paid_out_to_moves_into_tables_and_back(make_database: MakeDatabase) -> None:
    url = await make_database("template1")
    await migrate(url)
    database = await Database.open(url)
    async with database.begin() as opening:
        account = (await open_account(opening, name="Rocket Rides", paid_out_to="btok_us_verified")).id
    (opened,) = await records(database, BankAccount)
    tenant = {"account_id": account, "livemode": False}
    common: dict[str, Any] = tenant | {"created": opened.created, "country": "US", "currency": "usd"}
    payout: dict[str, Any] = common | {"amount": 1000, "arrival_date": opened.created, "behaviour": "payout_to_card"}
    gone = {"destination_id": "card_gone", "type": "card"}
    await put(database, [Payout(**payout, id="po_1", destination_id=opened.id), Payout(**payout, **gone, id="po_2")])
    await put(database, [Payout(**payout, id="po_3")])
    before = str(ScriptDirectory.from_config(configuration("")).get_revision("0043").down_revision)
    connection = await asyncpg.connect(url)
    try:
        await asyncio.to_thread(command.downgrade, configuration(url), before)
        kept = "SELECT payout_destinations FROM account WHERE id = $1 AND NOT livemode"
        first = json.loads(await connection.fetchval(kept, account))
        assert first == [
            {
                "id": opened.id,
                "behaviour": "payout_arrives",
                "country": "US",
                "currency": "usd",
                "errored": False,
                "instant": False,
                "type": "bank_account",
            }
        ]
        second = first[0] | {"id": "ba_2", "behaviour": "payout_no_account", "errored": True}
        card = first[0] | {"id": "card_1", "behaviour": "payout_to_mastercard", "instant": True, "type": "card"}
        euros = first[0] | {"id": "ba_3", "currency": "eur"}
        change = "UPDATE account SET payout_destinations = $2 WHERE id = $1 AND NOT livemode"
        await connection.execute(change, account, json.dumps([card, second, *first, euros]))
    finally:
        await connection.close()
    await migrate(url)
    banks = {bank.id: bank for bank in await records(database, BankAccount)}
    assert {id: (bank.default_for_currency, bank.status, bank.last4, bank.holder_id) for id, bank in banks.items()} == {
        opened.id: (False, "new", "6789", account),
        "ba_2": (False, "errored", "1116", account),
        "ba_3": (True, "new", "6789", account),
    }
    cards = {card.id: card for card in await records(database, Card)}
    assert (cards["card_1"].brand, cards["card_1"].last4, cards["card_1"].default_for_currency) == (
        "mastercard",
        "8210",
        True,
    )
    assert [each.value for each in cards["card_1"].available_payout_methods] == ["standard", "instant"]
    assert [id for id, card in cards.items() if card.deleted_at is not None] == ["card_gone"]
    payouts = {each.id: each.destination_id for each in await records(database, Payout)}
    await database.close()
    assert payouts == {"po_1": opened.id, "po_2": "card_gone", "po_3": None}
