"""What a platform and the accounts that are connected to it have, in words."""

import asyncpg
from sqlalchemy import func, select

from app.cli.seeding.year import counted, how_many
from app.database import Database
from app.tables.connect.application_fee import ApplicationFee
from app.tables.connect.transfer import Transfer
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.event import Event
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payout import Payout
from app.tables.core_resources.refund import Refund
from app.tables.resource import Resource
from app.tables.tenancy import Tenant, connected_accounts, of_platform


async def how_many_accounts(database: Database, tenant: Tenant) -> int:
    """How many accounts are connected to the platform."""
    statement = select(func.count().label("many")).select_from(connected_accounts()).where(*of_platform(*tenant))
    return int((await database.fetch(statement, asyncpg.Record))[0]["many"])


async def summary(database: Database, tenant: Tenant) -> str:
    """What there is on the marketplace, over all of its accounts."""

    async def all_of(table: type[Resource], noun: str) -> str:
        return counted(await how_many(database, tenant, table, across=True), noun)

    return (
        f"{counted(await how_many_accounts(database, tenant), 'connected account')} and, over all, "
        f"{await all_of(Customer, 'customer')}, {await all_of(PaymentIntent, 'payment')}, "
        f"{await all_of(Transfer, 'transfer')}, {await all_of(ApplicationFee, 'application fee')}, "
        f"{await all_of(Refund, 'refund')}, {await all_of(Payout, 'payout')} and {await all_of(Event, 'event')}"
    )
