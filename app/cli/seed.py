"""`paygraph seed`: a believable business, or a marketplace, with a year of history, for the demo account."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.ending import ended_by_signals, interruptible
from app.cli.opening import DataOption, files_of, migrated, opened

if TYPE_CHECKING:
    from app.database import Database
    from app.files.storage import Storage

POOL = 4

CustomersOption = Annotated[
    int | None,
    typer.Option(
        "--customers",
        min=1,
        max=20_000,
        metavar="N",
        help="How many customers the business has: 300 by default, 100 on a marketplace.",
    ),
]
MarketplaceOption = Annotated[
    bool,
    typer.Option(
        "--marketplace", help="A marketplace in place of the shop: twenty sellers with accounts of their own."
    ),
]


def seed(
    customers: CustomersOption = None,
    seed_number: Annotated[
        int, typer.Option("--seed-number", metavar="N", help="Which made-up year: the same number, the same year.")
    ] = 1,
    again: Annotated[
        bool, typer.Option("--again", help="Add such a year to an account that has so much already.")
    ] = False,
    marketplace: MarketplaceOption = False,
    account: Annotated[
        str | None, typer.Option("--account", metavar="ACCT", help="Account to seed; by default the oldest.")
    ] = None,
    data: DataOption = None,
) -> None:
    """Fill the demo account, in test mode, with a year of a made-up business: customers, products, payments of every
    kind, refunds, and all their events; or with those of a marketplace and of its sellers. A server may run meanwhile;
    what falls due for it waits until this is done.
    """

    from app.files.storage import Storage, open_storage
    from app.settings import Settings

    async def run(url: str, storage: Storage | None) -> str:
        async with migrated(url, pool_size=POOL) as database:
            return await fill(
                database,
                account,
                customers=customers,
                number=seed_number,
                again=again,
                storage=storage,
                marketplace=marketplace,
            )

    settings = Settings.load()
    with ended_by_signals(), opened(settings, data) as place:
        typer.echo(interruptible(run(place.url, open_storage(files_of(settings, place)))))


async def fill(
    database: "Database",
    account: str | None,
    *,
    customers: int | None = None,
    number: int = 1,
    again: bool = False,
    storage: "Storage | None" = None,
    marketplace: bool = False,
) -> str:
    """Seed the account, unless it has so many customers already, or a marketplace's sellers; a sentence that says what
    there is now. Evidence of the shop's disputes has files if there is a storage for them."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    from app.cli.accounts import account_meant
    from app.cli.seeding.businesses import MARKETPLACE, ROASTERY
    from app.cli.seeding.year import live_through
    from app.clock.worker import run_due, workers_paused
    from app.domain.real_time import real_now
    from app.tables.tenancy import Tenant

    business = MARKETPLACE if marketplace else ROASTERY
    customers = customers or business.customers
    async with database.begin() as connection:
        tenant = Tenant(await account_meant(connection, account), livemode=False)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    # What is overdue happens now, before the past is written.
    await run_due(database)
    async with workers_paused(database):
        if not again and await business.is_there(database, tenant, customers):
            return (
                f"The account {tenant.account} has {await business.summary(database, tenant)} already, so nothing was "
                "added. Give `paygraph seed` the option --again to add another year all the same."
            )
        until = real_now()
        with Progress(*columns, console=Console(file=sys.stderr), transient=True) as progress:
            bar = progress.add_task("A year of business", total=1)

            def passed(moment: datetime, share: float) -> None:
                progress.update(bar, completed=share, description=f"A year of business: {moment:%B %Y}")

            await live_through(
                database,
                tenant,
                customers=customers,
                number=number,
                until=until,
                plan=business.plan,
                storage=storage,
                passed=passed,
            )
    await run_due(database)
    return f"The account {tenant.account} has {await business.summary(database, tenant)} in test mode."
