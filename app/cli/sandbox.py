"""`paygraph sandbox`: accounts for tests, each apart from all others."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.meeting import KeyOption, ServedOption, UrlOption, met
from app.cli.opening import ended_by_signals
from app.cli.output import JsonOption, printable, put, shown

if TYPE_CHECKING:
    from app.cli.remote import Remote

app = typer.Typer(name="sandbox", help="Create, list, reset and delete sandboxes.", no_args_is_help=True)

FIELDS = "id account name country created expiresAt resetAt"
KEYS = f"{FIELDS} secretKey publishableKey"
PAGE = f"""
query($after: String) {{
  sandboxes(first: 100, after: $after) {{ nodes {{ {FIELDS} }} pageInfo {{ hasNextPage endCursor }} }}
}}
"""
CREATE = f"""
mutation($input: SandboxCreateInput!) {{
  done: sandboxCreate(input: $input) {{ sandbox {{ {KEYS} }} userErrors {{ message }} }}
}}
"""
RESET = f"mutation($id: ID!) {{ done: sandboxReset(id: $id) {{ sandbox {{ {KEYS} }} userErrors {{ message }} }} }}"
DELETE = "mutation($id: ID!) { done: sandboxDelete(id: $id) { sandbox { id } userErrors { message } } }"
SandboxArgument = Annotated[str, typer.Argument(metavar="SANDBOX", help="The sandbox's id, such as sbx_….")]


@app.command()
def create(
    name: Annotated[str | None, typer.Option(help="What to remember it by.")] = None,
    country: Annotated[str | None, typer.Option(help="Country of its account, such as DE; US by default.")] = None,
    expires_in: Annotated[
        int | None, typer.Option(metavar="SECONDS", help="When it is deleted: after a day by default.")
    ] = None,
    as_json: JsonOption = False,
    url: UrlOption = None,
    key: KeyOption = None,
    data: ServedOption = None,
) -> None:
    """Create a sandbox, and print its keys."""
    given = {"name": name, "country": country, "expiresIn": expires_in}
    chosen = {field: value for field, value in given.items() if value is not None}
    with ended_by_signals(), met(url, key, data) as remote:
        tell(done(remote, CREATE, input=chosen), as_json)


@app.command("list")
def list_all(
    as_json: JsonOption = False, url: UrlOption = None, key: KeyOption = None, data: ServedOption = None
) -> None:
    """Print the sandboxes, the newest first."""
    with ended_by_signals(), met(url, key, data) as remote:
        after = None
        while True:
            page = remote.ask(PAGE, after=after)["sandboxes"]
            for sandbox in page["nodes"]:
                tell(sandbox, as_json)
            if not page["pageInfo"]["hasNextPage"]:
                return
            after = page["pageInfo"]["endCursor"]


@app.command()
def reset(
    sandbox: SandboxArgument,
    as_json: JsonOption = False,
    url: UrlOption = None,
    key: KeyOption = None,
    data: ServedOption = None,
) -> None:
    """Delete all that a sandbox holds, and print its keys, which stay."""
    with ended_by_signals(), met(url, key, data) as remote:
        tell(done(remote, RESET, id=sandbox), as_json)


@app.command()
def delete(sandbox: SandboxArgument, url: UrlOption = None, key: KeyOption = None, data: ServedOption = None) -> None:
    """Delete a sandbox with all that it holds. Its keys stop working at once."""
    with ended_by_signals(), met(url, key, data) as remote:
        done(remote, DELETE, id=sandbox)


def done(remote: "Remote", document: str, **variables: Any) -> Mapping[str, Any]:
    """The sandbox after a mutation. Raises Refused with what was wrong."""
    from app.cli.remote import Refused

    payload = remote.ask(document, **variables)["done"]
    if payload["userErrors"]:
        raise Refused(" ".join(str(error["message"]) for error in payload["userErrors"]))
    found: Mapping[str, Any] = payload["sandbox"]
    return found


def tell(sandbox: Mapping[str, Any], as_json: bool) -> None:
    """Print a sandbox, and its keys where they are shown."""
    if as_json:
        put(sandbox)
        return
    until = shown(datetime.fromisoformat(sandbox["expiresAt"]))
    typer.echo(f"{sandbox['id']}  {sandbox['account']}  until {until}  {printable(sandbox['name'] or '')}".rstrip())
    if sandbox.get("secretKey"):
        typer.echo(f"Secret key       {sandbox['secretKey']}")
        typer.echo(f"Publishable key  {sandbox['publishableKey']}")
