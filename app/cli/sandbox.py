"""`paygraph sandbox`: accounts for tests, each apart from all others."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.ending import ended_by_signals
from app.cli.meeting import KeyOption, ServedOption, UrlOption, met
from app.cli.output import JsonOption, printable, put, shown
from app.errors import Misconfigured

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
    seed: Annotated[
        str | None, typer.Option(metavar="NAME", help="What it holds at first: shop or subscriptions.")
    ] = None,
    fixture: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The same as a JSON file of mutations: see docs/testing.md.")
    ] = None,
    as_json: JsonOption = False,
    url: UrlOption = None,
    key: KeyOption = None,
    data: ServedOption = None,
) -> None:
    """Create a sandbox, and print its keys."""
    if seed is not None and fixture is not None:
        raise Misconfigured("--seed and --fixture both say what the sandbox holds. Give one of them.")
    seeded = {"name": seed.upper()} if seed is not None else read_fixture(fixture) if fixture is not None else None
    given = {"name": name, "country": country, "expiresIn": expires_in, "seed": seeded}
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
    """Delete all that a sandbox holds, seed it again, and print its keys, which stay."""
    with ended_by_signals(), met(url, key, data) as remote:
        tell(done(remote, RESET, id=sandbox), as_json)


@app.command()
def delete(sandbox: SandboxArgument, url: UrlOption = None, key: KeyOption = None, data: ServedOption = None) -> None:
    """Delete a sandbox with all that it holds. Its keys stop working at once."""
    with ended_by_signals(), met(url, key, data) as remote:
        done(remote, DELETE, id=sandbox)


def read_fixture(file: Path) -> dict[str, Any]:
    """The seed in a file. Raises Misconfigured for what is no JSON object; the server tells what is wrong within it."""
    import json

    try:
        found = json.loads(file.read_bytes())
    except OSError as error:
        raise Misconfigured(f"{file} cannot be read: {(error.strerror or str(error)).lower()}.") from None
    except ValueError as error:
        raise Misconfigured(f"{file} is not JSON: {error}.") from None
    if not isinstance(found, dict):
        raise Misconfigured(f'{file} must hold an object, such as {{"steps": [{{"mutation": "customerCreate"}}]}}.')
    return found


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
