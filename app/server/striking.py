"""Striking: what fault rules have happen to an operation before it runs, and how a connection is cut after."""

import asyncio
from collections.abc import Callable

from app.access.faults import Struck
from app.server.responses import Rejected, Result

CUT = "paygraph.cut"
"""Under which an ASGI scope has what closes its connection at once."""

Cutting = Callable[[], None]

sleep = asyncio.sleep


class Cut(Exception):
    """The connection is to be closed in place of a response. `result` is what the operation came to, if it ran."""

    def __init__(self, result: Result | None = None) -> None:
        super().__init__()
        self.result = result


async def suffer(struck: Struck) -> None:
    """Wait, and refuse the request if it is to be. Raises Rejected."""
    if struck.seconds:
        await sleep(struck.seconds)
    if struck.limit is not None:
        raise Rejected.by(struck.limit)
