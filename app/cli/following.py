"""Following a subscription of a running server over graphql-transport-ws."""

from collections.abc import AsyncIterator
from typing import Any

import orjson

from app.cli.remote import Refused, Remote, Unreachable
from app.errors import Unauthenticated

UNAUTHORIZED = (4401, 4403)
"""How a server closes a socket whose key does not work."""


async def follow(remote: Remote, document: str, **variables: Any) -> AsyncIterator[dict[str, Any]]:
    """A subscription's data, each as it comes. Raises Refused and Unreachable."""
    from websockets.asyncio.client import connect
    from websockets.exceptions import ConnectionClosed, InvalidHandshake
    from websockets.typing import Subprotocol

    at = f"ws{remote.url.removeprefix('http')}/graphql"
    try:
        async with connect(at, subprotocols=[Subprotocol("graphql-transport-ws")], max_size=None) as socket:
            await socket.send(say("connection_init", payload={"Authorization": f"Bearer {remote.key}"}))
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
            raise Refused([{"message": error.rcvd.reason, "extensions": {"code": Unauthenticated.code}}]) from None
        raise Unreachable("The connection was lost.") from None
    except (OSError, InvalidHandshake, TimeoutError) as error:
        said = str(error).rstrip(".") or type(error).__name__
        raise Unreachable(f"{remote.url} does not answer: {said}.") from None


def say(type: str, **rest: Any) -> str:
    """A message of graphql-transport-ws."""
    return orjson.dumps({"type": type, **rest}).decode()
