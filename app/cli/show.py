"""`paygraph show` and `paygraph schema`: what is derived from one table, and the graph that all of them make."""

from collections.abc import Iterator
from operator import attrgetter
from typing import Annotated, Any

import typer

from app.cli.output import JsonOption, put


def show(
    resource: Annotated[
        str,
        typer.Argument(
            metavar="RESOURCE",
            help="Named as in the graph or as Stripe does: PaymentIntent, payment_intent. Or `reactions`, or `jobs`.",
        ),
    ],
    as_json: JsonOption = False,
) -> None:
    """Show everything that is derived from a resource's table: columns, fields, states, events, operations, inputs.

    `reactions` shows what follows from each type of event, and `jobs` what can fall due.
    """
    if resource in ("reactions", "jobs"):
        for row in _reactions() if resource == "reactions" else _jobs():
            if as_json:
                put(row)
            else:
                of = f"{row['table']}: " if "table" in row else ""
                typer.echo(f"{row['name']:<36} {of}{row['function']}: {row['description']}")
        return

    from schema.derive.show import parts
    from schema.derive.show import show as lines

    if as_json:
        for part in parts(resource):
            put(part)
        return

    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for line in lines(resource):
        is_heading = not line.startswith(" ") and line.strip().isalpha()
        console.print(Text(line, style="bold" if is_heading else ""))


def _reactions() -> Iterator[dict[str, str]]:
    """What follows from each type of event: a row for each function."""
    from app.domain.reactions import reactions

    for type, functions in reactions().items():
        for function in functions:
            yield {"name": type, **_described(function)}


def _jobs() -> Iterator[dict[str, str]]:
    """What can fall due, by the name that it is stored under, and for which table."""
    from app.domain.jobs import jobs
    from app.domain.reactions import reactions

    reactions()  # imports every module of the domain
    for job in sorted({job.name: job for job in jobs.values()}.values(), key=attrgetter("name")):
        yield {"name": job.name, "table": job.table.__name__, **_described(job)}


def _described(function: Any) -> dict[str, str]:
    """Where a function is, and the first line of its docstring."""
    return {
        "function": f"{function.__module__}.{function.__name__}",
        "description": (function.__doc__ or "").strip().splitlines()[0],
    }


def schema(as_json: JsonOption = False) -> None:
    """Print the graph's schema in GraphQL's schema language (SDL); with --json, as the answer to introspection."""
    from schema.derive.introspection import introspection
    from schema.derive.sdl import sdl
    from schema.derive.strawberry_internals import graphql_schema
    from schema.root import build

    made = graphql_schema(build())
    typer.echo(introspection(made) if as_json else sdl(made))
