"""`paygraph`: the commands, and how their mistakes are shown. Each command imports what it needs when it runs: help
must not wait for the tables, which take seconds."""

import errno
import os
import sys
from typing import Annotated

import typer

from app import about
from app.cli import connected, keys, listen, logs, migrate, new, sandbox, seed, serve, show, trigger
from app.cli.output import printable
from app.errors import Problem
from app.logs import described, keep_discreet, stand_in

app = typer.Typer(
    name="paygraph",
    help="The payments domain as one graph, on PostgreSQL, live.",
    epilog="Every setting is also an environment variable, such as PAYGRAPH_PORT; DATABASE_URL names a PostgreSQL of "
    "your own.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("serve")(serve.serve)
app.command("migrate")(migrate.migrate)
app.command("seed")(seed.seed)
app.add_typer(keys.app)
app.command("listen")(listen.listen)
app.add_typer(listen.events)
app.command("trigger")(trigger.trigger)
app.add_typer(logs.app)
app.add_typer(connected.app)
app.add_typer(sandbox.app)
app.command("show")(show.show)
app.command("schema")(show.schema)
app.add_typer(new.app)


def tell_version(wanted: bool) -> None:
    if wanted:
        ours = about()
        typer.echo(f"paygraph {ours['version']} of {ours['date']}, for version {ours['apiVersion']} of Stripe's API")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=tell_version, is_eager=True, help="Print the version, its date and the API's."
        ),
    ] = False,
) -> None:
    """The options of `paygraph` itself, before any command."""


def main() -> None:
    """Run a command. A mistake is one sentence on standard error and status 1; PAYGRAPH_DEBUG=1 shows the traceback.
    Neither repeats what a database or a server said of anyone's data."""
    keep_discreet()
    try:
        app(prog_name="paygraph")
    except Exception as error:
        if os.environ.get("PAYGRAPH_DEBUG", "").lower() in ("1", "true", "yes", "on"):
            import traceback

            traceback.print_exception(stand_in(error))
        elif isinstance(error, Problem):
            typer.echo(printable(error.message), err=True)
        elif isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            typer.echo(f"There is no room for what is printed: {os.strerror(error.errno).lower()}.", err=True)
        else:
            typer.echo(
                f"paygraph met an error of its own ({described(error)}). Set PAYGRAPH_DEBUG=1 to see where.", err=True
            )
        sys.exit(1)
