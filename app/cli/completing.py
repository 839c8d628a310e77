"""What a shell offers while an argument is typed, beside what the options themselves say."""

from pathlib import Path

import typer

from app.errors import Problem

SECONDS = 1.0
"""How long a shell waits for the server."""


def event_types(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The types of event that begin so, with their sentences, as the server that the command would meet has them; after
    a comma, as a further one. None without a server: to find out what this paygraph has would take seconds."""
    import httpx

    from app.cli.meeting import address

    data = ctx.params.get("data")
    before, comma, begun = incomplete.rpartition(",")
    try:
        url = address(ctx.params.get("url"), Path(data) if data else None)
        types = httpx.get(f"{url}/playground/events.json", timeout=SECONDS, trust_env=False).json()
        return [
            (f"{before}{comma}{each['type']}", each["sentence"])
            for each in types
            if each["emitted"] and each["type"].startswith(begun)
        ]
    except (Problem, httpx.HTTPError, ValueError, TypeError, KeyError):
        return []
