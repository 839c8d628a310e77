"""`paygraph listen` and `paygraph events`: events in the terminal, forwarded, and sent again."""

from typing import Annotated

import typer

from app.cli.completing import event_types
from app.cli.ending import ended_by_signals, interruptible
from app.cli.meeting import AccountOption, KeyOption, ServedOption, UrlOption, met
from app.cli.output import JsonOption
from app.errors import Misconfigured

events = typer.Typer(name="events", help="Send events again.", no_args_is_help=True)

RESEND = """mutation($id: ID!, $input: EventResendInput) { eventResend(id: $id, input: $input) {
    event { id type pendingWebhooks } userErrors { message } } }"""


def listen(
    forward_to: Annotated[
        str | None,
        typer.Option(
            "--forward-to",
            metavar="URL",
            help="Send each event there too, signed, as a webhook is; localhost:3000/hooks, or a port, will do.",
        ),
    ] = None,
    types: Annotated[
        str | None,
        typer.Option(
            "--events",
            metavar="TYPES",
            help="Only these, such as charge.captured,invoice.*",
            autocompletion=event_types,
        ),
    ] = None,
    print_secret: Annotated[
        bool, typer.Option("--print-secret", help="Print the signing secret of what is forwarded, and end.")
    ] = False,
    as_json: JsonOption = False,
    connect: Annotated[
        bool, typer.Option("--connect", help="Those of all connected accounts too, each with its account.")
    ] = False,
    account: AccountOption = None,
    url: UrlOption = None,
    key: KeyOption = None,
    data: ServedOption = None,
) -> None:
    """Print the account's events as they happen, and forward them. After a break it continues where it was.

    With --json each is printed as webhooks get it, and all else that is said goes to standard error.
    """
    from rich.console import Console
    from rich.text import Text

    from app.cli.listening import Listener, secret_of, target_of, written
    from app.domain.events.payload import event_json

    server = met(url, key, data, account)
    if print_secret:
        typer.echo(secret_of(server.key))
        return
    console = Console(highlight=False, soft_wrap=True, stderr=as_json)

    def say(line: str, style: str) -> None:
        console.print(Text(line, style=style))

    target = None if forward_to is None else target_of(forward_to)
    if target is not None:
        say(f"The signing secret is {secret_of(server.key)}", "bold")
    chosen = [type.strip() for type in types.split(",") if type.strip()] if types else None
    show = (lambda row: typer.echo(event_json(row))) if as_json else (lambda row: say(written(row), ""))
    with ended_by_signals(is_endless=True):
        interruptible(Listener(server, say, show, chosen, target, connect=connect).run())


@events.command()
def resend(
    event: Annotated[str, typer.Argument(metavar="EVENT", help="The event's id, evt_…")],
    endpoint: Annotated[
        str | None,
        typer.Option(
            metavar="WE",
            help="Send it to this endpoint alone; without it, to all it was sent to before, and to listeners.",
        ),
    ] = None,
    account: AccountOption = None,
    url: UrlOption = None,
    key: KeyOption = None,
    data: ServedOption = None,
) -> None:
    """Send an event again, whether or not it was acknowledged; a running `paygraph listen` handles it, too."""
    given = {"webhookEndpoint": endpoint} if endpoint else {}
    with met(url, key, data, account) as server:
        payload = server.ask(RESEND, id=event, input=given)["eventResend"]
    if payload["userErrors"]:
        raise Misconfigured(payload["userErrors"][0]["message"])
    sent = payload["event"]
    typer.echo(f"{sent['id']} ({sent['type']}) is sent again; {sent['pendingWebhooks']} yet to acknowledge it.")
