"""A worker in a process of its own: `python -m tests.clock.worker_process URL`."""

import asyncio
import sys

from app.clock.worker import work
from app.database import Database
from tests.clock import bells as bells

if __name__ == "__main__":

    async def main() -> None:
        database = await Database.open(sys.argv[1])
        await work(database, interval=0.01)

    asyncio.run(main())
