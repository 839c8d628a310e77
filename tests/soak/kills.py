"""Kills: every kind of process in turn, with a signal that none can catch."""

import asyncio
import random
from collections import Counter
from contextlib import suppress

import psutil

from tests.soak.server import Server

KINDS = ("server", "backend", "postmaster", "supervisor")
"""A process that serves, with its worker and its courier; a process of PostgreSQL that has a client; PostgreSQL's
first process; and the process that started them all, after which `paygraph serve` is started again."""

END_SECONDS = 30.0


async def kill(server: Server, chance: random.Random, every: float, ended: asyncio.Event, done: Counter[str]) -> None:
    """One after another, every so many seconds more or less, until the end."""
    while True:
        for kind in chance.sample(KINDS, len(KINDS)):
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), every * chance.uniform(0.7, 1.3))
                return
            await asyncio.to_thread(kill_one, server, chance, kind)
            done[kind] += 1


def kill_one(server: Server, chance: random.Random, kind: str) -> None:
    """Kill a process of a kind."""
    if kind == "supervisor":
        servers = server.servers()
        server.process.kill()
        server.process.wait()
        # They end too once they notice, and until then have the port.
        psutil.wait_procs(servers, timeout=END_SECONDS)
        server.start()
        return
    match kind:
        case "server":
            found = server.servers()
        case "backend":
            found = server.backends()
        case _:
            found = server.database()[:1]
    if found:
        with suppress(psutil.Error):
            chance.choice(found).kill()
