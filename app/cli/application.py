"""What each serving process runs: uvicorn is given this function's name, and the environment carries the settings."""

import gc
import multiprocessing
import os
import signal
import threading

from starlette.types import ASGIApp

from app import collector
from app.settings import Settings


def application() -> ASGIApp:
    """The application of this process."""
    end_with_parent()
    with collector.paused():
        from app.server.main import build

        made = build(Settings.load())
    spare_the_collector()
    return made


COLLECTOR_THRESHOLDS = (300_000, 20, 20)
"""Instead of Python's 700, 10 and 10: one large result is many thousands of objects."""


def spare_the_collector() -> None:
    """Have Python look for cycles more rarely, and never in what is permanent, the schema above all.

    Rows and results die by their reference counts; to walk all of those that many requests hold at once, again and
    again, costs as much as the work on them. Nor is garbage looked for at the start: one object in a hundred is, and
    looking takes half a second at the size of all of Stripe's API.
    """
    gc.freeze()
    gc.set_threshold(*COLLECTOR_THRESHOLDS)


def end_with_parent() -> None:
    """A worker whose parent was killed ends too, rather than hold on to the port that the next start needs."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="watch over the parent", daemon=True).start()
