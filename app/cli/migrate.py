"""`paygraph migrate`: bring the database up to date without serving."""

import typer

from app.cli.ending import ended_by_signals, interruptible
from app.cli.opening import DataOption, migrated, opened


def migrate(data: DataOption = None) -> None:
    """Bring the database's schema up to date. `serve` does so too; this is for doing it beforehand."""
    from app.settings import Settings

    async def run(url: str) -> None:
        async with migrated(url):
            pass

    with ended_by_signals(), opened(Settings.load(), data) as place:
        interruptible(run(place.url))
    typer.echo("The database is up to date.")
