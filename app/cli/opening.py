"""The database that a command works on: the one that DATABASE_URL names, or the embedded one, while it takes; and how a
command that holds it ends."""

import logging
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

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
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


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


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep Ctrl-C and the like until the block has ended: PostgreSQL is not left between two states."""
    kept: list[int] = []

    def keep(number: int, _frame: FrameType | None) -> None:
        kept.append(number)

    before = {number: signal.signal(number, keep) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    for late in kept:
        signal.raise_signal(late)


@contextmanager
def ended_by_signals(*, is_endless: bool = False) -> Iterator[None]:
    """Exit the block, and so stop what it started, when asked to end by Ctrl-C, `kill`, or a closed terminal. What is
    endless has then done what it should, with status 0; all else was cut short, with the status that shells give it."""

    def end(number: int, _frame: FrameType | None) -> None:
        # What is cut off in the middle may complain of that.
        logging.getLogger("asyncio").setLevel(logging.CRITICAL + 1)
        raise SystemExit(0 if is_endless else 128 + number)

    before = {number: signal.signal(number, end) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
