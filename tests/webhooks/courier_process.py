"""A courier in a process of its own, to be killed: `python -m tests.webhooks.courier_process URL SECONDS_AHEAD`."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta

from app.database import Database
from app.domain.webhooks.addresses import LOOPBACK, Reach
from app.events.webhooks.courier import Courier
from app.settings import Webhooks


async def main(url: str, ahead: timedelta) -> None:
    database = await Database.open(url, pool_size=3)
    courier = Courier(
        database, Webhooks(timeout_seconds=10), within=Reach(LOOPBACK), now=lambda: datetime.now(UTC) + ahead
    )
    print("working", flush=True)
    await courier.work()


asyncio.run(main(sys.argv[1], timedelta(seconds=float(sys.argv[2]))))
