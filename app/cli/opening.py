"""The database that a command works on: the one that DATABASE_URL names, or the embedded one, while it takes."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.ending import undisturbed
from app.data_folder import default_data_dir
from app.errors import Misconfigured

if TYPE_CHECKING:
    from app.database import Database
    from app.settings import Files, Settings

DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="DIR",
        help=f"Folder of the embedded PostgreSQL, {default_data_dir()} by default. A server may run on it meanwhile.",
    ),
]


@dataclass(frozen=True)
class Place:
    """Where the data are. `folder` is None when the server is the operator's own."""

    url: str
    folder: Path | None


def files_of(settings: "Settings", place: Place) -> "Files":
    """Where files are kept: as the settings say, or else beside the embedded database."""
    if settings.files.folder is not None or place.folder is None:
        return settings.files
    return settings.files.model_copy(update={"folder": place.folder.resolve() / "files"})


@contextmanager
def opened(settings: "Settings", data: Path | None, *, watched: bool = False) -> Iterator[Place]:
    """The database, ready to be connected to. The embedded one is released at the end, whatever happens in between; if
    it is `watched`, it is started again whenever it dies.

    Raises Misconfigured when both a folder and a server of the operator's own are named.
    """
    from app.postgres import EmbeddedPostgres
    from app.postgres_watch import kept_running

    if settings.database_url is not None:
        if data is not None:
            raise Misconfigured(
                "Both --data and DATABASE_URL say where the data are. Leave out --data to use the server that "
                "DATABASE_URL names, or unset DATABASE_URL to use the embedded PostgreSQL."
            )
        yield Place(settings.database_url, None)
        return
    postgres = EmbeddedPostgres(data or settings.data or default_data_dir())
    try:
        with undisturbed():
            url = postgres.start()
        with kept_running(postgres) if watched else nullcontext():
            yield Place(url, postgres.folder)
    finally:
        with undisturbed():
            postgres.stop()


@asynccontextmanager
async def migrated(url: str, *, pool_size: int = 2) -> "AsyncIterator[Database]":
    """The database with its schema brought up to date, open."""
    from app.clock.retention import make_coming
    from app.database import Database
    from app.migrate import migrate

    await migrate(url)
    database = await Database.open(url, pool_size=pool_size)
    try:
        await make_coming(database)
        yield database
    finally:
        await database.close()
