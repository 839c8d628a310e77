"""One soak: everything at once for so many seconds, then quiet, and then the account."""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import aiohttp

from tests.soak import business, hooks, hostile, kills
from tests.soak.afterwards import UNSENT, last_cursor, remains
from tests.soak.book import Book, Remains
from tests.soak.client import Client
from tests.soak.hostile import Hostile
from tests.soak.server import Server, Watch
from tests.soak.streams import Follower, caught_up
from tests.webhooks.receiver import receiving

FOLLOWERS = ("socket 1", "socket 2", "socket 3", "stream 1", "stream 2")
WRITERS, READERS = 5, 3
QUIET_SECONDS = 120.0
"""How long what was begun may take afterwards: what a courier had claimed that was killed is claimed again after its
lease."""
LEASE = {"PAYGRAPH_WEBHOOK_TIMEOUT_SECONDS": "10"}


@dataclass
class Outcome:
    """What came of a soak."""

    book: Book
    there: Remains
    hostile: Hostile
    killed: Counter[str]
    resumed: int
    watch: Watch


async def soak(
    server: Server, intruder: str, *, seconds: float, chance: random.Random, say: Callable[[str], None]
) -> Outcome:
    """`intruder` is the secret key of another account, which hostile clients have."""
    # What asyncio says of connections that the server closes would fill the screen.
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    book, ended, killed = Book(), asyncio.Event(), Counter[str]()
    bad = Hostile(server.port, intruder, server.publishable)
    async with aiohttp.ClientSession() as session, receiving() as receiver:
        client = Client(session, f"{server.url}/graphql", server.secret, book)
        hooks.answering(receiver, book)
        await hooks.announce(client, receiver)
        begin = await last_cursor(client)
        followers = [Follower(name, client, chance, begin) for name in FOLLOWERS]
        watch = Watch(server)
        following = [asyncio.create_task(each.follow()) for each in followers]
        working = [asyncio.create_task(business.write(client, chance, ended)) for _ in range(WRITERS)]
        working += [asyncio.create_task(business.read(client, chance, ended)) for _ in range(READERS)]
        working += [
            asyncio.create_task(business.upload(client, chance, ended)),
            asyncio.create_task(business.move_clocks(client, chance, ended)),
            *(asyncio.create_task(hostile.attack(bad, chance, ended)) for _ in range(2)),
            asyncio.create_task(kills.kill(server, chance, max(4.0, seconds / 16), ended, killed)),
        ]
        timer = asyncio.get_running_loop().call_later(seconds, ended.set)
        try:
            done, _ = await asyncio.wait(working, return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
            say("It is quiet; what was begun may end.")
            await settled(client)
            last = await last_cursor(client)
            await caught_up(followers, last, QUIET_SECONDS)
            there = await remains(client, server.database_url, begin)
            # What the worker did meanwhile came after what was waited for.
            there.events = {number: event for number, event in there.events.items() if number <= last}
        finally:
            timer.cancel()
            watch.stop()
            for task in [*following, *working]:
                task.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(*following, *working, return_exceptions=True)
    return Outcome(book, there, bad, killed, sum(each.resumed for each in followers), watch)


async def settled(client: Client) -> None:
    """Wait until each webhook has been sent what it is to be sent, or for as long as that may take."""
    with suppress(TimeoutError):
        async with asyncio.timeout(QUIET_SECONDS):
            while (await client.surely(UNSENT))["webhookDeliveries"]["nodes"]:  # noqa: ASYNC110
                await asyncio.sleep(1)
