"""`paygraph serve`: the database, then the server before it, and both ended in the opposite order."""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.ending import ended_by_signals, interruptible
from app.cli.opening import DataOption, Place, files_of, migrated, opened
from app.cli.seed import POOL, CustomersOption, MarketplaceOption, fill
from app.data_folder import answering
from app.errors import Misconfigured

if TYPE_CHECKING:
    from app.access.demo import Demo
    from app.settings import Files, Settings

APPLICATION = "app.cli.application:application"
BEGINNING = 8
"""How many customers a fresh demo account begins with: a business to look at, in two seconds."""
FIRST_QUERY = (
    "{ customers(first: 3) { nodes { id name paymentIntents { nodes { id status amount { formatted } } } } } }"
)


def serve(
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65_535, metavar="N", help="TCP port, 8000 by default; 0 for a free one."),
    ] = None,
    host: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Where to listen: this machine alone by default.")
    ] = None,
    data: DataOption = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, metavar="N", help="Processes that serve, 1 by default.")
    ] = None,
    no_worker: Annotated[
        bool, typer.Option("--no-worker", help="Run no due jobs; other servers of the same database do.")
    ] = False,
    seed: Annotated[
        bool,
        typer.Option("--seed", help="First fill the demo account with a year of a made-up business, unless it is."),
    ] = False,
    marketplace: MarketplaceOption = False,
    customers: CustomersOption = None,
    empty: Annotated[
        bool, typer.Option("--empty", help="Give a fresh demo account no data; it begins with a small business else.")
    ] = False,
) -> None:
    """Serve the graph, its page and its live events, with a PostgreSQL of its own unless DATABASE_URL names one."""
    from pydantic import SecretStr

    from app.domain.sealing import key_of
    from app.settings import Settings

    filling = "--marketplace" if marketplace else "--seed" if seed else None
    if filling and empty:
        raise Misconfigured(f"{filling} fills the demo account and --empty does not. Give one of them.")
    given = {"port": port, "host": host, "workers": workers, "worker": False if no_worker else None}
    settings = Settings.load().model_copy(update={name: value for name, value in given.items() if value is not None})
    with (
        ended_by_signals(is_endless=True),
        bound(settings.host, settings.port) as listener,
        opened(settings, data, watched=True) as place,
    ):
        demo = interruptible(prepare(place, settings.demo_key))
        found = {"port": listener.getsockname()[1], "database_url": place.url}
        settings = settings.model_copy(update=found | ({"demo_key": demo.secret_key} if demo else {}))
        if settings.secret_key is None and place.folder is not None:
            settings = settings.model_copy(update={"secret_key": SecretStr(key_of(place.folder))})
        settings = settings.model_copy(update={"files": files_of(settings, place)})
        hand_on(settings)
        if filling:
            filled = interruptible(seeded(place, demo, customers, settings.files, marketplace=marketplace))
            typer.echo(filled + "\n")
        elif demo and demo.is_new and not (empty or settings.empty):
            interruptible(seeded(place, demo, BEGINNING, settings.files))
        with ExitStack() as while_serving:

            def ready() -> None:
                if place.folder is not None:
                    while_serving.enter_context(answering(place.folder, local_url(settings)))
                typer.echo(welcome(settings, place, demo))

            run(settings, listener, ready)


async def prepare(place: Place, secret: str | None = None) -> "Demo | None":
    """Bring the database up to date, and see that there is an account to begin with, with the operator's secret key if
    there is one."""
    from app.access.demo import ensure_demo
    from app.cli.accounts import make_account

    async with migrated(place.url) as database:
        return await ensure_demo(database, make_account, place.folder, secret=secret)


async def seeded(
    place: Place, demo: "Demo | None", customers: int | None, files: "Files", *, marketplace: bool = False
) -> str:
    """Fill the demo account, or else the oldest; a sentence that says with what."""
    from app.files.storage import open_storage

    async with migrated(place.url, pool_size=POOL) as database:
        account = demo.tenant.account if demo else None
        storage = open_storage(files)
        return await fill(database, account, customers=customers, storage=storage, marketplace=marketplace)


def bound(host: str, port: int) -> socket.socket:
    """The socket to serve on, taken before anything is started. Raises Misconfigured when it is not available."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise Misconfigured(
            f"Port {port} of {host} cannot be listened on: {(error.strerror or str(error)).lower()}. Choose another "
            "with --port or --host, or stop what uses it."
        ) from None
    listener.set_inheritable(True)
    return listener


def hand_on(settings: "Settings") -> None:
    """Workers are processes of their own and read the environment: let it say what the command line said."""
    for field in ("host", "port", "workers", "worker", "demo_key"):
        value = getattr(settings, field)
        if value is not None:
            os.environ[f"PAYGRAPH_{field.upper()}"] = str(value)
    if settings.secret_key is not None:
        os.environ["PAYGRAPH_SECRET_KEY"] = settings.secret_key.get_secret_value()
    if settings.files.folder is not None:
        os.environ["PAYGRAPH_FILES_FOLDER"] = str(settings.files.folder)
    assert settings.database_url is not None
    os.environ["DATABASE_URL"] = settings.database_url


def run(settings: "Settings", listener: socket.socket, when_ready: Callable[[], None]) -> None:
    """Serve until asked to stop. `when_ready` is called once requests are answered."""
    from uvicorn.supervisors import Multiprocess

    from app.server.serving import Server, configure

    class AnnouncingServer(Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                when_ready()

    class AnnouncingWorkers(Multiprocess):
        def init_processes(self) -> None:
            with without_ctrl_c():
                super().init_processes()
            # All of them: one that still begins when the database goes away would end the others with it.
            if all(process.wait_until_ready(60, self.should_exit) for process in self.processes):
                when_ready()

        def keep_subprocess_alive(self) -> None:
            with without_ctrl_c():
                super().keep_subprocess_alive()

        def handle_signals(self) -> None:
            with without_ctrl_c():
                super().handle_signals()

    config = configure(
        APPLICATION,
        factory=True,
        limits=settings.limits,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        log_level=settings.log_level,
    )
    if settings.workers == 1:
        AnnouncingServer(config).run([listener])
    else:
        AnnouncingWorkers(config, [listener]).run()


@contextmanager
def without_ctrl_c() -> Iterator[None]:
    """Start processes that never hear of Ctrl-C, which a terminal sends to all: this one ends them. It hears of it once
    the block has ended."""
    from multiprocessing import resource_tracker

    # Python starts this helper with the first process, and would let Ctrl-C through from then on.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def welcome(settings: "Settings", place: Place, demo: "Demo | None") -> str:
    """What a person needs to begin: where, with which keys, and something to paste."""
    page = settings.public_url or local_url(settings)
    lines = [f"paygraph is ready at {page}", ""]
    lines += [f"  The page     {page}/", f"  GraphQL      {page}/graphql"]
    lines.append(f"  Data         {place.folder}" if place.folder else "  Data         on the server of DATABASE_URL")
    key = "YOUR_SECRET_KEY"
    if demo:
        key = demo.secret_key
        lines += [f"  Account      {demo.tenant.account} (test mode)", f"  Secret key   {demo.secret_key}"]
        if demo.publishable_key:
            lines.append(f"  Publishable  {demo.publishable_key}")
    else:
        lines.append("  Keys         `paygraph keys create --mode test` makes one")
    lines += [
        "",
        "A first query, to paste into another terminal:",
        "",
        f"  curl {page}/graphql \\",
        f"    -H 'Authorization: Bearer {key}' -H 'Content-Type: application/json' \\",
        f'    -d \'{{"query": "{FIRST_QUERY}"}}\'',
        "",
        "Ctrl-C stops the server" + (" and its PostgreSQL." if place.folder else "."),
    ]
    return "\n".join(lines)


def local_url(settings: "Settings") -> str:
    """Where this machine reaches the server."""
    # An address that means all of them is none to be opened.
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
