"""A platform and the sellers that are connected to it, each a shop of its own."""

from typing import Any

import asyncpg
from sqlalchemy import func, select

from app.cli.ready import ready_input
from app.tables.infrastructure import LedgerEntry
from tests.stories.shop import Shop

AVAILABLE_AT_ONCE = "pm_card_bypassPending"


async def seller(platform: Shop, **values: Any) -> Shop:
    """A connected account that can receive transfers: by default an express one, for which the platform is liable."""
    asked = ready_input("EXPRESS", values.get("country", "US"))
    # Paid out only where a test says so.
    del asked["externalAccount"]
    made = await platform.graph.do("accountCreate", "id", input=asked | values)
    found = Shop(platform.graph.on(made["id"]), platform.database)
    await found.told()
    return found


async def transfer(platform: Shop, to: Shop, amount: int | None, fields: str = "id", **input: Any) -> dict[str, Any]:
    """A transfer to a seller, in dollars unless said otherwise."""
    given = {"currency": "usd", "destination": to.graph.tenant.account} | input
    return await platform.graph.do(
        "transferCreate", fields, input=given if amount is None else given | {"amount": amount}
    )


async def reverse(platform: Shop, transfer: str, fields: str = "id", **input: Any) -> dict[str, Any]:
    return await platform.graph.do("transferReversalCreate", fields, input={"transfer": transfer} | input)


async def books(shop: Shop, currency: str = "usd") -> dict[str, int]:
    """The sum of each book in a currency, but for those that are empty; all of them sum to zero."""
    entry = LedgerEntry.__table__.c
    tenant = shop.graph.tenant
    mine = (entry.account_id == tenant.account, entry.livemode == tenant.livemode, entry.currency == currency)
    statement = select(entry.book, func.sum(entry.amount).label("sum")).where(*mine).group_by(entry.book)
    found = {row["book"]: int(row["sum"]) for row in await shop.database.fetch(statement, asyncpg.Record)}
    assert sum(found.values()) == 0
    return {book: amount for book, amount in found.items() if amount}
