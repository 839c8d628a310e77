"""`paygraph show` and `paygraph schema`: what is derived from one table, and the graph that all of them make."""

from typing import Annotated

import typer


def show(
    resource: Annotated[
        str,
        typer.Argument(
            metavar="RESOURCE", help="Named as in the graph or as Stripe does: PaymentIntent, payment_intent."
        ),
    ],
) -> None:
    """Show everything that is derived from a resource's table: columns, fields, states, events, operations, inputs."""
    from rich.console import Console
    from rich.text import Text

    from schema.derive.show import show as lines

    console = Console(highlight=False, soft_wrap=True)
    for line in lines(resource):
        is_heading = not line.startswith(" ") and line.strip().isalpha()
        console.print(Text(line, style="bold" if is_heading else ""))


def schema() -> None:
    """Print the graph's schema in GraphQL's schema language (SDL)."""
    from schema.derive.sdl import sdl
    from schema.derive.strawberry_internals import graphql_schema
    from schema.root import build

    typer.echo(sdl(graphql_schema(build())))
