"""Following a subscription of a running server over graphql-transport-ws."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import orjson

from app.cli.remote import Refused, Remote, Unreachable, no_graph
from app.errors import Unauthenticated

UNAUTHORIZED = (4401, 4403)
"""How a server closes a socket whose key does not work."""


async def follow(
    remote: Remote, document: str, *, begun: Callable[[], None] = lambda: None, **variables: Any
) -> AsyncIterator[dict[str, Any]]:
    """A subscription's data, each as it comes. `begun` is called once the server has read that it is wanted. Raises
    Refused and Unreachable."""
    from websockets.asyncio.client import connect
    from websockets.exceptions import ConnectionClosed, InvalidHandshake
    from websockets.typing import Subprotocol

    at = f"ws{remote.url.removeprefix('http')}/graphql"
    protocols = [Subprotocol("graphql-transport-ws")]
    try:
        async with connect(at, subprotocols=protocols, max_size=None, proxy=None) as socket:
            await socket.send(say("connection_init", payload=remote.headers))
            async for text in socket:
                match read(text):
                    case {"type": "connection_ack"}:
                        payload = {"query": document, "variables": variables}
                        await socket.send(say("subscribe", id="1", payload=payload))
                        await socket.send(say("ping"))
                    case {"type": "pong"}:
                        begun()
                    case {"type": "ping"}:
                        await socket.send(say("pong"))
                    case {"type": "next", "payload": {"errors": [_, *_] as errors}} | {
                        "type": "error",
                        "payload": errors,
                    }:
                        raise Refused.by(remote.url, errors)
                    case {"type": "next", "payload": {"data": dict(data)}} if None not in data.values():
                        yield data
                    case {"type": "complete"}:
                        return
                    case _:
                        raise no_graph(remote.url, "with messages that are none of graphql-transport-ws")
    except ConnectionClosed as error:
        if error.rcvd is not None and error.rcvd.code in UNAUTHORIZED:
            raise Refused(error.rcvd.reason, Unauthenticated.code) from None
        said = f": {error.rcvd.reason.rstrip('.')}" if error.rcvd is not None and error.rcvd.reason else ""
        raise Unreachable(f"The connection was lost{said}.") from None
    except (OSError, InvalidHandshake, TimeoutError) as error:
        said = str(error).rstrip(".") or type(error).__name__
        raise Unreachable(f"{remote.url} does not answer: {said}.") from None


def say(type: str, **rest: Any) -> str:
    """A message of graphql-transport-ws."""
    return orjson.dumps({"type": type, **rest}).decode()


def read(text: str | bytes) -> Any:
    """What a message says; None where it is no JSON."""
    try:
        return orjson.loads(text)
    except ValueError:
        return None
