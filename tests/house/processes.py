"""Whether processes live, and waiting until they don't: those of nobody's, too, which may stay behind as zombies."""

import os
import select
from pathlib import Path

import psutil

SECONDS = 30


def is_alive(pid: int) -> bool:
    return bool(psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)


def wait_until_ended(pid: int) -> None:
    """Raises TimeoutError if it still lives after half a minute."""
    try:
        if hasattr(os, "pidfd_open"):
            descriptor = os.pidfd_open(pid)
            try:
                ended = bool(select.select([descriptor], [], [], SECONDS)[0])
            finally:
                os.close(descriptor)
        else:
            ended = bool(psutil.wait_procs([psutil.Process(pid)], timeout=SECONDS)[0])
    except (ProcessLookupError, psutil.NoSuchProcess):
        return
    if not ended:
        raise TimeoutError(f"process {pid} still lives")


def server_pid(folder: Path) -> int:
    """The PostgreSQL that runs on a data folder."""
    return int((folder / "postgres" / "postmaster.pid").read_text().splitlines()[0])
