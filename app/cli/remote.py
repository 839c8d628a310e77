"""A running server, as the command line reaches it: through the public graph, with a key, like anyone else."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from app.errors import Misconfigured

ServerOption = Annotated[
    str, typer.Option("--url", metavar="URL", help="The server.", envvar="PAYGRAPH_URL", show_envvar=False)
]
KeyOption = Annotated[
    str | None,
    typer.Option(
        "--key",
        metavar="KEY",
        envvar="PAYGRAPH_KEY",
        help="A secret key, or a restricted one; that of the demo account unless given.",
        show_envvar=True,
    ),
]
LOCAL = "http://127.0.0.1:8000"
UNAUTHORIZED = (4401, 4403)
"""How a server closes a socket whose key does not work."""


class Refused(Exception):
    """The server answered with errors. `code` is that of the first."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__(errors[0]["message"])
        self.code = errors[0].get("extensions", {}).get("code")


class Unreachable(Exception):
    """The connection was lost, or there is none to be had. Trying again may help."""


@dataclass(frozen=True)
class Remote:
    """A server's graph at `url`, with a key."""

    url: str
    key: str

    async def ask(self, document: str, **variables: Any) -> dict[str, Any]:
        """A query's or mutation's data. Raises Refused and Unreachable."""
        import httpx

        headers = {"Authorization": f"Bearer {self.key}"}
        try:
            async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
                body = {"query": document, "variables": variables}
                answer = (await client.post(f"{self.url}/graphql", json=body, headers=headers)).json()
        except (httpx.HTTPError, ValueError) as error:
            raise Unreachable(f"{self.url} does not answer as paygraph does: {told(error)}.") from None
        if answer.get("errors"):
            raise Refused(answer["errors"])
        data: dict[str, Any] = answer["data"]
        return data

    async def follow(self, document: str, **variables: Any) -> AsyncIterator[dict[str, Any]]:
        """A subscription's data, each as it comes. Raises Refused and Unreachable."""
        from websockets.asyncio.client import connect
        from websockets.exceptions import ConnectionClosed, InvalidHandshake
        from websockets.typing import Subprotocol

        at = f"ws{self.url.removeprefix('http')}/graphql"
        try:
            async with connect(at, subprotocols=[Subprotocol("graphql-transport-ws")], max_size=None) as socket:
                await socket.send(say("connection_init", payload={"Authorization": f"Bearer {self.key}"}))
                payload = {"query": document, "variables": variables}
                async for text in socket:
                    message = orjson.loads(text)
                    match message["type"]:
                        case "connection_ack":
                            await socket.send(say("subscribe", id="1", payload=payload))
                        case "ping":
                            await socket.send(say("pong"))
                        case "next" if message["payload"].get("errors"):
                            raise Refused(message["payload"]["errors"])
                        case "next":
                            yield message["payload"]["data"]
                        case "error":
                            raise Refused(message["payload"])
                        case "complete":
                            return
        except ConnectionClosed as error:
            if error.rcvd is not None and error.rcvd.code in UNAUTHORIZED:
                closing = [{"message": error.rcvd.reason, "extensions": {"code": "unauthenticated"}}]
                raise Refused(closing) from None
            raise Unreachable("The connection was lost.") from None
        except (OSError, InvalidHandshake, TimeoutError) as error:
            raise Unreachable(f"{self.url} does not answer: {told(error)}.") from None


def remote(url: str, key: str | None) -> Remote:
    """The server meant. Raises Misconfigured without a key, where that of the demo account is not to be had."""
    address = url.rstrip("/").removesuffix("/graphql")
    if not address.startswith(("http://", "https://")):
        address = f"http://{address}"
    found = key or demo_key()
    if found is None:
        raise Misconfigured("Which account is meant? Give a secret key with --key, or in PAYGRAPH_KEY.")
    return Remote(address, found)


def demo_key() -> str | None:
    """The demo account's secret key, where this user's own server keeps it."""
    from app.access.demo import FILE
    from app.postgres import default_data_dir
    from app.settings import Settings

    file: Path = (Settings.load().data or default_data_dir()) / FILE
    try:
        return next(iter(file.read_text().split()), None)
    except OSError:
        return None


def told(error: Exception) -> str:
    """What an error says, or else what it is."""
    return str(error).rstrip(".") or type(error).__name__


def say(type: str, **rest: Any) -> str:
    """A message of graphql-transport-ws."""
    return orjson.dumps({"type": type, **rest}).decode()
