"""`paygraph show` and `paygraph schema`: what is derived from one table, and the graph that all of them make."""

from collections.abc import Iterator
from operator import attrgetter
from typing import Annotated, Any

import typer


def show(
    resource: Annotated[
        str,
        typer.Argument(
            metavar="RESOURCE",
            help="Named as in the graph or as Stripe does: PaymentIntent, payment_intent. Or `reactions`, or `jobs`.",
        ),
    ],
) -> None:
    """Show everything that is derived from a resource's table: columns, fields, states, events, operations, inputs.

    `reactions` shows what follows from each type of event, and `jobs` what can fall due.
    """
    from rich.console import Console
    from rich.text import Text

    if resource in ("reactions", "jobs"):
        typer.echo("\n".join(_reactions() if resource == "reactions" else _jobs()))
        return

    from schema.derive.show import show as lines

    console = Console(highlight=False, soft_wrap=True)
    for line in lines(resource):
        is_heading = not line.startswith(" ") and line.strip().isalpha()
        console.print(Text(line, style="bold" if is_heading else ""))


def _reactions() -> Iterator[str]:
    """What follows from each type of event: a line for each function."""
    from app.domain.reactions import reactions

    for type, functions in reactions().items():
        for function in functions:
            yield f"{type:<36} {_described(function)}"


def _jobs() -> Iterator[str]:
    """What can fall due, by the name that it is stored under, and for which table."""
    from app.domain.jobs import jobs
    from app.domain.reactions import reactions

    reactions()  # imports every module of the domain
    for job in sorted({job.name: job for job in jobs.values()}.values(), key=attrgetter("name")):
        yield f"{job.name:<36} {job.table.__name__}: {_described(job)}"


def _described(function: Any) -> str:
    """Where a function is, and the first line of its docstring."""
    return f"{function.__module__}.{function.__name__}: {(function.__doc__ or '').strip().splitlines()[0]}"


def schema() -> None:
    """Print the graph's schema in GraphQL's schema language (SDL)."""
    from schema.derive.sdl import sdl
    from schema.derive.strawberry_internals import graphql_schema
    from schema.root import build

    typer.echo(sdl(graphql_schema(build())))
