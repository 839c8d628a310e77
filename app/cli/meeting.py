"""Which running server a command meets, and with which key: what was typed, else what the environment says, else the
server that runs on the data folder of this machine."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.data_folder import address_in, default_data_dir, demo_key_in
from app.errors import Misconfigured

if TYPE_CHECKING:
    from app.cli.remote import Remote

LOCAL = "http://127.0.0.1:8000"

UrlOption = Annotated[
    str | None,
    typer.Option(
        "--url",
        metavar="URL",
        help=f"The server; by default PAYGRAPH_URL, else the one that runs on the data folder, else {LOCAL}.",
    ),
]
KeyOption = Annotated[
    str | None,
    typer.Option(
        "--key",
        metavar="KEY",
        help="A secret key, or a restricted one; by default PAYGRAPH_KEY, else that of the demo account.",
    ),
]
AccountOption = Annotated[
    str | None, typer.Option("--account", metavar="ACCT", help="The connected account that the key acts on.")
]
ServedOption = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="DIR", help="Meet the server that runs on this folder, with the key of its demo account."
    ),
]


def address(url: str | None, data: Path | None) -> str:
    """The address of the server that a command's options mean. Raises Misconfigured where none runs on the folder that
    they name, and for what is no address."""
    from app.cli.remote import address_of

    found = address_in(folder_meant(data))
    if data is not None and url is None and found is None:
        raise Misconfigured(
            f"No server runs on {data}. Start one with `paygraph serve --data {data}`, or name another with --url."
        )
    told = os.environ.get("PAYGRAPH_URL") if data is None else None
    return address_of(url or told or found or LOCAL)


def met(url: str | None, key: str | None, data: Path | None, account: str | None = None) -> "Remote":
    """The server that a command's options mean. Raises Misconfigured as `address` does, and where there is no key to be
    found."""
    from urllib.parse import urlsplit

    from app.cli.remote import Remote
    from app.loopback import is_loopback

    at = address(url, data)
    # The demo's key is for the servers of this machine, and is sent to no other.
    demo = demo_key_in(folder_meant(data)) if is_loopback(urlsplit(at).hostname or "") else None
    told = os.environ.get("PAYGRAPH_KEY")
    found = key or (demo or told if data is not None else told or demo)
    if not found:
        raise Misconfigured(
            f"There is no key to ask {at} with. Give one with --key or PAYGRAPH_KEY; `paygraph serve` prints the demo "
            "account's."
        )
    return Remote(at, found, account)


def folder_meant(data: Path | None) -> Path:
    """The data folder that a command means."""
    from app.settings import Settings

    return (data or Settings.load().data or default_data_dir()).expanduser()
