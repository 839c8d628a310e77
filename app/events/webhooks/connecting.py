"""Connecting: names are looked up here, and only addresses within reach are connected to.

What is judged is the address that is connected to, not one that the name led to a moment before; the name stays what
the certificate is checked against, and what the request says as its host.
"""

import asyncio
import socket
import ssl
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Any

import httpcore
import httpx

from app.events.webhooks.addresses import Address, Reach, literal

LOOKUPS = 32
"""Names looked up at once: threads of their own, so that a slow name server holds up nothing else."""
KEPT_SECONDS = 15.0
"""For how long an idle connection is kept for the next request."""


class Unreachable(Exception):
    """The host's name leads nowhere."""


class OutOfReach(Exception):
    """The host's address is none that this server may connect to."""


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """TCP connections to addresses within reach."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._tcp = httpcore.AnyIOBackend()
        self._threads = ThreadPoolExecutor(LOOKUPS, thread_name_prefix="webhook names")

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first of the host's addresses that answers. Raises Unreachable and OutOfReach."""
        failure: httpcore.ConnectError | None = None
        for address in await self._addresses(host, port):
            try:
                return await self._tcp.connect_tcp(str(address), port, timeout, local_address, socket_options)
            except httpcore.ConnectError as error:
                failure = error
        assert failure is not None
        raise failure

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Never."""
        raise OutOfReach("Requests are not sent to Unix sockets.")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def close(self) -> None:
        """Look up no more names."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _addresses(self, host: str, port: int) -> list[Address]:
        address = literal(host)
        found = [address] if address else await self._look_up(host, port)
        allowed = [address for address in found if self._reach.allows(address)]
        if not allowed:
            raise OutOfReach(f"{host} leads to {found[0]}, which is not an address that this server may send to.")
        return allowed

    async def _look_up(self, host: str, port: int) -> list[Address]:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(
                self._threads, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            )
        except (OSError, UnicodeError):
            raise Unreachable(f"The name {host} leads to no address.") from None
        # A scope such as %eth0 is part of what is written, not of the address.
        return list(dict.fromkeys(ip_address(str(entry[4][0]).partition("%")[0]) for entry in found))


class GuardedTransport(httpx.AsyncHTTPTransport):
    """HTTP/1.1 over connections within reach, with certificates checked. No proxies."""

    def __init__(self, reach: Reach, *, connections: int, tls: ssl.SSLContext | None = None) -> None:
        checking = tls or httpx.create_ssl_context()
        super().__init__(verify=checking)
        self._network = GuardedNetwork(reach)
        # The one part of the transport that has to be another, and that it takes no argument for.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=checking,
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=KEPT_SECONDS,
            network_backend=self._network,
        )

    async def aclose(self) -> None:
        await super().aclose()
        self._network.close()
