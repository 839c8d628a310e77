"""Watching over the embedded PostgreSQL: if it dies while it is held, it is started again."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from app.postgres import EmbeddedPostgres

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
"""How often it is looked at."""
LONGEST_PAUSE = 10.0
"""Seconds between two tries to start one that does not start, such as where its disk is full."""


@contextmanager
def kept_running(postgres: EmbeddedPostgres) -> Iterator[None]:
    """Start it again whenever it dies, until the block ends."""
    ended = threading.Event()
    watch = threading.Thread(target=_watch, args=(postgres, ended), name="postgres", daemon=True)
    watch.start()
    try:
        yield
    finally:
        ended.set()
        watch.join()


def _watch(postgres: EmbeddedPostgres, ended: threading.Event) -> None:
    pause, said = LOOK_SECONDS, ""
    while not ended.wait(pause):
        try:
            if postgres.revive():
                logger.error("PostgreSQL had died, and was started again.")
            pause, said = LOOK_SECONDS, ""
        except Exception as error:
            pause = min(2 * pause, LONGEST_PAUSE)
            if str(error) != said:
                said = str(error)
                logger.error("PostgreSQL died and does not start again: %s It is tried again and again.", said)
