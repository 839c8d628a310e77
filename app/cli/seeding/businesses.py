"""The businesses whose year can be seeded: the roastery, and the marketplace."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.cli.seeding.marketplace.plan import make_plan as make_market_plan
from app.cli.seeding.marketplace.sellers import SELLERS
from app.cli.seeding.marketplace.summary import how_many_accounts
from app.cli.seeding.marketplace.summary import summary as market_summary
from app.cli.seeding.plan import make_plan
from app.cli.seeding.year import Planner, how_many, summary
from app.database import Database
from app.tables.core_resources.customer import Customer
from app.tables.tenancy import Tenant


@dataclass(frozen=True)
class Business:
    """A made-up business."""

    customers: int
    """How many it has unless another number is asked for."""
    plan: Planner
    is_there: Callable[[Database, Tenant, int], Awaitable[bool]]
    """Whether an account has it already, with so many customers."""
    summary: Callable[[Database, Tenant], Awaitable[str]]
    """What an account has of it, in words."""


async def _has_customers(database: Database, tenant: Tenant, customers: int) -> bool:
    return await how_many(database, tenant, Customer) >= customers


async def _has_sellers(database: Database, tenant: Tenant, _: int) -> bool:
    return await how_many_accounts(database, tenant) >= SELLERS


ROASTERY = Business(300, make_plan, _has_customers, summary)
MARKETPLACE = Business(100, make_market_plan, _has_sellers, market_summary)
