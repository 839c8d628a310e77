"""`paygraph trigger`: really cause an event, with the objects that it needs."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.completing import event_types
from app.cli.event_rows import FIELDS, as_row
from app.cli.meeting import AccountOption, KeyOption, ServedOption, UrlOption, met
from app.cli.output import JsonOption, put
from app.errors import Misconfigured

if TYPE_CHECKING:
    from app.cli.remote import Remote

PAGE = f"""
query($after: String) {{
  events(first: 100, after: $after) {{ nodes {{ {FIELDS} }} pageInfo {{ hasNextPage endCursor }} }}
}}
"""


def trigger(
    event: Annotated[
        str | None,
        typer.Argument(metavar="EVENT", help="Such as payment_intent.succeeded.", autocompletion=event_types),
    ] = None,
    override: Annotated[
        list[str] | None,
        typer.Option(
            metavar="OBJECT.FIELD=VALUE",
            help="Create an object with this value, such as customer.address.city=Paris. May be given many times.",
        ),
    ] = None,
    show_list: Annotated[bool, typer.Option("--list", help="List the events that can be caused.")] = False,
    as_json: JsonOption = False,
    account: AccountOption = None,
    url: UrlOption = None,
    key: KeyOption = None,
    data: ServedOption = None,
) -> None:
    """Cause an event, as the mutations of the public graph do, and print all events that came of it. With --json each
    is printed as webhooks get it."""
    from app.cli.triggers import NEVER, load
    from app.domain.events.catalogue import catalogue
    from app.domain.events.payload import event_json

    recipes = load()
    if show_list:
        for type in recipes:
            if as_json:
                put({"type": type, "description": catalogue[type].description})
            else:
                typer.echo(type)
        return
    if event is None:
        raise Misconfigured("Name an event, such as payment_intent.succeeded; --list tells which there are.")
    if event in NEVER:
        raise Misconfigured(f"{event} cannot be caused on purpose: {NEVER[event]}.")
    if event not in recipes:
        raise Misconfigured(unknown(event, list(recipes)))
    with met(url, key, data, account) as remote:
        for emitted in cause(remote, event, override or []):
            typer.echo(event_json(as_row(emitted)) if as_json else line(emitted, event))


def cause(remote: "Remote", event: str, overrides: list[str]) -> list[dict[str, Any]]:
    """Cause the event: all that were emitted meanwhile, oldest first.

    Raises NotCaused when it is not among them, Misconfigured for an override of what is not made.
    """
    from app.cli.triggers import load
    from app.cli.triggers.bench import Bench, NotCaused

    before = latest(remote)
    bench = Bench(remote, overrides)
    load()[event](bench)
    for each in bench.overrides:
        if not each.used:
            raise Misconfigured(f"--override {each.written} changes nothing: {event} is caused without that.")
    emitted = since(remote, before)
    if all(each["type"] != event for each in emitted):
        raise NotCaused(f"{event} did not happen: the server told {', '.join(each['type'] for each in emitted)}.")
    return emitted


def latest(remote: "Remote") -> int:
    """The cursor of the last event; 0 where there is none."""
    nodes = remote.ask("{ events(first: 1) { nodes { cursor } } }")["events"]["nodes"]
    return int(nodes[0]["cursor"]) if nodes else 0


def since(remote: "Remote", cursor: int) -> list[dict[str, Any]]:
    """The events after a cursor, oldest first."""
    found: list[dict[str, Any]] = []
    after = None
    while True:
        page = remote.ask(PAGE, after=after)["events"]
        new = [node for node in page["nodes"] if int(node["cursor"]) > cursor]
        found += new
        if len(new) < len(page["nodes"]) or not page["pageInfo"]["hasNextPage"]:
            return sorted(found, key=lambda node: int(node["cursor"]))
        after = page["pageInfo"]["endCursor"]


def line(emitted: dict[str, Any], wanted: str) -> str:
    """An event in one line; the one that was asked for is marked."""
    about = emitted["data"]["object"].get("id", "")
    return f"{'→' if emitted['type'] == wanted else ' '} {emitted['type']:<42} {emitted['id']}  {about}".rstrip()


def unknown(event: str, known: list[str]) -> str:
    """A sentence about an event that is not known, with those that are nearest."""
    from difflib import get_close_matches

    from app.domain.events.catalogue import catalogue

    if event in catalogue:
        return f"{event} is told by nothing that there is yet. `paygraph trigger --list` tells what can be caused."
    near = get_close_matches(event, known, n=3)
    hint = f"Did you mean {' or '.join(near)}?" if near else "`paygraph trigger --list` tells which there are."
    return f"There is no event {event}. {hint}"
