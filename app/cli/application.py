"""What each serving process runs: uvicorn is given this function's name, and the environment carries the settings."""

import multiprocessing
import os
import signal
import threading

from starlette.types import ASGIApp

from app.settings import Settings


def application() -> ASGIApp:
    """The application of this process."""
    from app.server.main import build

    end_with_parent()
    return build(Settings.load())


def end_with_parent() -> None:
    """A worker whose parent was killed ends too, rather than hold on to the port that the next start needs."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="watch over the parent", daemon=True).start()
