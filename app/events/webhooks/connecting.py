"""Connecting: names are looked up here, and only addresses within reach are connected to.

What is judged is the address that is connected to, not one that the name led to a moment before; the name stays what
the certificate is checked against, and what the request says as its host.
"""

import asyncio
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from ipaddress import ip_address
from typing import Any

import certifi
from aiohttp import ClientPayloadError, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_proto import ResponseHandler

from app.domain.webhooks.addresses import Reach, literal

LOOKUPS = 32
"""Names looked up at once: threads of their own, so that a slow name server holds up nothing else."""
MOST_BYTES = 262_144
"""How much of an answer is taken in, with all that comes before it."""
KEPT_SECONDS = 15.0
"""For how long an idle connection is kept for the next request."""


class Unreachable(Exception):
    """The host's name leads nowhere."""


class OutOfReach(OSError):
    """The host's address is none that this server may connect to."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(f"{host} leads to {address}, which is not an address that this server may send to.")


class Names(AbstractResolver):
    """Looks names up. Raises Unreachable, and OutOfReach where none of a name's addresses is within reach."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._threads = ThreadPoolExecutor(LOOKUPS, thread_name_prefix="webhook names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(
                self._threads, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            )
        except (OSError, UnicodeError):
            raise Unreachable(f"The name {host} leads to no address.") from None
        # A tenant such as %eth0 is part of what is written, not of the address.
        addresses = list(dict.fromkeys(ip_address(str(entry[4][0]).partition("%")[0]) for entry in found))
        allowed = [address for address in addresses if self._reach.allows(address)]
        if not allowed:
            raise OutOfReach(host, str(addresses[0]))
        return [
            ResolveResult(
                hostname=host,
                host=str(address),
                port=port,
                family=socket.AF_INET if address.version == 4 else socket.AF_INET6,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address in allowed
        ]

    async def close(self) -> None:
        """Look up no more names."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class BoundedHandler(ResponseHandler):
    """What reads an answer, and no more of it than is bearable: some servers would go on saying `100 Continue`."""

    def __init__(self, loop: asyncio.AbstractEventLoop, most: int) -> None:
        super().__init__(loop)
        self._most = most
        self._came = 0

    def set_response_params(self, **params: Any) -> None:
        """A request begins, and with it the count."""
        self._came = 0
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        self._came += len(data)
        if self._came <= self._most:
            super().data_received(data)
        elif self.transport is not None:
            self.set_exception(ClientPayloadError("The answer is too long."))
            self.transport.abort()


class GuardedConnector(TCPConnector):
    """Connections within reach, with certificates checked. Of an answer at most `most` bytes are taken in."""

    def __init__(
        self, reach: Reach, *, connections: int, tls: ssl.SSLContext | None = None, most: int = MOST_BYTES
    ) -> None:
        def make(addr_info: Any) -> socket.socket:
            """The socket for an address. Here all come by, also hosts that are written as one and never looked up."""
            family, kind, protocol, _, where = addr_info
            address = literal(where[0])
            if address is None or not reach.allows(address):
                raise OutOfReach(where[0], where[0])
            return socket.socket(family, kind, protocol)

        self._names = Names(reach)
        super().__init__(
            limit=connections,
            ssl=tls or ssl.create_default_context(cafile=certifi.where()),
            resolver=self._names,
            use_dns_cache=False,
            keepalive_timeout=KEPT_SECONDS,
            # One address after the other, the first that answers.
            happy_eyeballs_delay=None,
            socket_factory=make,
        )
        self._factory = partial(BoundedHandler, self._loop, most)  # type: ignore[assignment]

    async def aclose(self) -> None:
        """Close the connections."""
        await self.close()
        await self._names.close()
