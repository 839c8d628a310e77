"""`paygraph accounts`: connected accounts, ready to be paid and to be paid out."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from app.cli.ending import ended_by_signals
from app.cli.meeting import KeyOption, ServedOption, UrlOption, met
from app.cli.output import JsonOption, printable, put

app = typer.Typer(name="accounts", help="Create and list connected accounts.", no_args_is_help=True)

FIELDS = "id type country email chargesEnabled payoutsEnabled"
PAGE = f"""
query($after: String) {{
  accounts(first: 100, after: $after) {{ nodes {{ {FIELDS} }} pageInfo {{ hasNextPage endCursor }} }}
}}
"""


@app.command()
def create(
    type: Annotated[str, typer.Option(metavar="TYPE", help="custom, express or standard.")] = "custom",
    country: Annotated[
        str | None, typer.Option(help="Its country, such as DE; by default that of the platform.")
    ] = None,
    email: Annotated[str | None, typer.Option(help="Address of its owner.")] = None,
    as_json: JsonOption = False,
    url: UrlOption = None,
    key: KeyOption = None,
    data: ServedOption = None,
) -> None:
    """Create a connected account that can accept payments and be paid out, and print it. Act on it with --account."""
    from app.cli.ready import ready_input
    from app.cli.remote import Refused

    with ended_by_signals(), met(url, key, data) as remote:
        where = country or remote.ask("{ account { country } }")["account"]["country"] or "US"
        given = ready_input(type.upper(), where.upper()) | ({} if email is None else {"email": email})
        payload = remote.attempt("accountCreate", FIELDS, input=given)
    if payload["userErrors"]:
        raise Refused(" ".join(str(error["message"]) for error in payload["userErrors"]))
    tell(payload["object"], as_json)


@app.command("list")
def list_all(
    as_json: JsonOption = False, url: UrlOption = None, key: KeyOption = None, data: ServedOption = None
) -> None:
    """Print the connected accounts, the newest first."""
    with ended_by_signals(), met(url, key, data) as remote:
        after = None
        while True:
            page = remote.ask(PAGE, after=after)["accounts"]
            for account in page["nodes"]:
                tell(account, as_json)
            if not page["pageInfo"]["hasNextPage"]:
                return
            after = page["pageInfo"]["endCursor"]


def tell(account: Mapping[str, Any], as_json: bool) -> None:
    """Print an account in a line."""
    if as_json:
        put(account)
        return
    can = [
        word
        for word, is_on in (("charges", account["chargesEnabled"]), ("payouts", account["payoutsEnabled"]))
        if is_on
    ]
    parts = [account["id"], account["type"].lower(), account["country"], ", ".join(can) or "disabled"]
    typer.echo("  ".join([*parts, printable(account["email"] or "")]).rstrip())
