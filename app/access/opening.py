"""Accounts, opened with what each has from the start."""

from app.connection import Connection
from app.domain.billing.portal import configurations as portal
from app.domain.connect.accounts import new_account
from app.domain.payment_methods import configurations
from app.sql import insert
from app.tables.connect.account import Account


async def open_account(connection: Connection, *, name: str, country: str = "US", email: str | None = None) -> Account:
    """Insert a merchant's account in both modes, with its default configurations in each. Returns the
    row of test mode; both have the same id."""
    made = new_account(name=name, country=country, email=email)
    await connection.apply(insert(made))
    await connection.apply(insert([configurations.first(each) for each in made]))
    await connection.apply(insert([portal.first(each) for each in made]))
    return made[0]
