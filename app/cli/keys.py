"""`paygraph keys`: make, list, roll and revoke API keys."""

from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from app.cli.ending import ended_by_signals, interruptible
from app.cli.opening import DataOption, migrated, opened
from app.cli.output import JsonOption, put, shown
from app.cli.permissions import permissions

if TYPE_CHECKING:
    from app.connection import Connection
    from app.tables.access import ApiKey

T = TypeVar("T")

app = typer.Typer(name="keys", help="Make, list, roll and revoke API keys.", no_args_is_help=True)


class Mode(StrEnum):
    """Which of an account's two worlds."""

    TEST = "test"
    LIVE = "live"


class Kind(StrEnum):
    """What a key is for."""

    SECRET = "secret"
    PUBLISHABLE = "publishable"
    RESTRICTED = "restricted"


AccountOption = Annotated[
    str | None, typer.Option("--account", metavar="ACCT", help="Account of the key; by default the oldest.")
]
KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help="The key's id, as `paygraph keys list` shows it.")]


@app.command()
def create(
    mode: Annotated[Mode, typer.Option(help="The mode that the key opens.")] = Mode.TEST,
    kind: Annotated[Kind, typer.Option(help="For a server, a browser, or a server with less power.")] = Kind.SECRET,
    name: Annotated[str | None, typer.Option(help="What to remember it by.")] = None,
    allow: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FAMILY=read|write",
            help="What a restricted key may do, such as billing=read. May be given many times.",
        ),
    ] = None,
    account: AccountOption = None,
    data: DataOption = None,
) -> None:
    """Make a key and print its secret alone: it is not kept, and cannot be shown again."""
    allowed = permissions(allow or [], restricted=kind is Kind.RESTRICTED)

    async def make(connection: "Connection") -> str:
        from app.access.keys import create_key
        from app.cli.accounts import account_meant
        from app.tables.access import KeyKind
        from app.tables.tenancy import Tenant

        tenant = Tenant(await account_meant(connection, account), livemode=mode is Mode.LIVE)
        _, secret = await create_key(connection, tenant, kind=KeyKind(kind), name=name, permissions=allowed)
        return secret

    typer.echo(in_transaction(data, make))


@app.command("list")
def list_(
    mode: Annotated[Mode | None, typer.Option(help="Of one mode alone.")] = None,
    account: AccountOption = None,
    as_json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """List an account's keys, the oldest first, without their secrets."""

    async def read(connection: "Connection") -> "Sequence[ApiKey]":
        from app.access.keys import list_keys
        from app.cli.accounts import account_meant

        livemode = None if mode is None else mode is Mode.LIVE
        return await list_keys(connection, await account_meant(connection, account), livemode=livemode)

    for key in in_transaction(data, read):
        if as_json:
            put(row(key))
        else:
            typer.echo(line(key))


@app.command()
def roll(
    key: KeyArgument,
    overlap: Annotated[int, typer.Option(min=0, metavar="SECONDS", help="How long the old one keeps working.")] = 0,
    data: DataOption = None,
) -> None:
    """Put a new key in the place of one, and print the new one's secret alone."""

    async def replace(connection: "Connection") -> str:
        from app.access.keys import roll_key

        _, secret = await roll_key(connection, key, overlap=overlap)
        return secret

    typer.echo(in_transaction(data, replace))


@app.command()
def revoke(key: KeyArgument, data: DataOption = None) -> None:
    """Stop a key from working, at once and for ever; its live connections are closed."""

    async def stop(connection: "Connection") -> str:
        from app.access.keys import revoke_key

        revoked = await revoke_key(connection, key)
        return f"{revoked.id} ({revoked.hint}) no longer works."

    typer.echo(in_transaction(data, stop))


def line(key: "ApiKey") -> str:
    """A key in one line. Columns are parted by tabs, for scripts."""
    state = "revoked" if key.revoked_at else f"until {shown(key.expires_at)}" if key.expires_at else "active"
    used = f"used {shown(key.last_used)}" if key.last_used else "never used"
    return "\t".join([key.id, key.hint, key.kind, mode_of(key), state, used, key.name or ""])


def row(key: "ApiKey") -> dict[str, Any]:
    """A key as JSON has it. Moments are null where there are none."""
    from app.tables.tenancy import Tenant

    return {
        "id": key.id,
        "hint": key.hint,
        "kind": key.kind,
        "mode": mode_of(key),
        "account": Tenant.of(key).account,
        "name": key.name,
        "permissions": key.permissions,
        "created": key.created,
        "lastUsed": key.last_used,
        "expiresAt": key.expires_at,
        "revokedAt": key.revoked_at,
    }


def mode_of(key: "ApiKey") -> Mode:
    """The mode that a key opens."""
    return Mode.LIVE if key.livemode else Mode.TEST


def in_transaction(data: Path | None, work: Callable[["Connection"], Awaitable[T]]) -> T:
    """Do it in one transaction, on the database that the command means."""
    from app.settings import Settings

    async def run(url: str) -> T:
        async with migrated(url) as database, database.begin() as connection:
            return await work(connection)

    with ended_by_signals(), opened(Settings.load(), data) as place:
        return interruptible(run(place.url))
