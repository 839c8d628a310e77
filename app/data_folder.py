"""What a data folder holds beside PostgreSQL, by name, and which folder is meant where none is named."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from app import private_file

ADDRESS = "address"
"""Where the server of the folder answers, as a URL, while it runs."""
DEMO_KEY = "demo-key"
"""The keys of the demo account: the secret one, and the publishable one."""


def default_data_dir() -> Path:
    """The user's data folder; `/var/lib/paygraph` for root, whose home should not hold what another user runs."""
    if os.geteuid() == 0:
        return Path("/var/lib/paygraph")
    import platformdirs

    return platformdirs.user_data_path("paygraph", appauthor=False)


def address_in(folder: Path) -> str | None:
    """Where the server of the folder answers; None when none runs."""
    try:
        with (folder / ADDRESS).open() as file:
            # The server holds a lock on it, which even `kill -9` lets go.
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _first_line(folder / ADDRESS)
    except OSError:
        pass
    return None


def demo_key_in(folder: Path) -> str | None:
    """The demo account's secret key, where this user may read it."""
    return _first_line(folder / DEMO_KEY)


@contextmanager
def answering(folder: Path, url: str) -> Iterator[None]:
    """Let commands find the server that answers at the URL, for as long as the block runs. Where the folder's disk is
    full they must be told its address. Of several servers of the folder, the last that started is found."""
    with ExitStack() as held:
        with suppress(OSError):
            private_file.write(folder / ADDRESS, [url])
            fcntl.flock(held.enter_context((folder / ADDRESS).open()), fcntl.LOCK_EX)
        try:
            yield
        finally:
            if _first_line(folder / ADDRESS) == url:
                (folder / ADDRESS).unlink(missing_ok=True)


def _first_line(file: Path) -> str | None:
    try:
        return next(iter(file.read_text(errors="replace").split()), None)
    except OSError:
        return None
