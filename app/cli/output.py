"""What commands print, alike in all of them: moments, and rows as JSON for other programs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import typer

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for other programs, one object a line.")]


def shown(moment: datetime) -> str:
    """A moment as people read it: in this machine's time zone, which it names."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S %Z}"


def put(row: Mapping[str, Any]) -> None:
    """Print a row as a line of JSON, at once. Moments are in ISO 8601."""
    import orjson

    typer.echo(orjson.dumps(row).decode())


def printable(text: str) -> str:
    """The text without what would steer a terminal: texts of a server may repeat what a client sent."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
