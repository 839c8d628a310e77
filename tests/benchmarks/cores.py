"""Which core runs what, and what it cost there: servers on one core, PostgreSQL and the load on another (Linux)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

SERVERS, THE_REST = 0, 1
"""Places in the list of cores that this process may use."""
CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def pin(place: int) -> None:
    """Keep this process, and those that it starts from now on, to one core, where the machine can do that."""
    if len(CORES) > 1:
        os.sched_setaffinity(0, {CORES[place]})


@contextmanager
def pinned(place: int) -> Iterator[None]:
    """Start what is started within on that core."""
    pin(place)
    try:
        yield
    finally:
        pin(THE_REST)


def everywhere(pid: int) -> None:
    """Let a process and its descendants, and those that they start from now on, run on every core."""
    if len(CORES) > 1:
        for member in family(pid):
            with suppress(ProcessLookupError):
                os.sched_setaffinity(member, CORES)


def family(pid: int) -> list[int]:
    """A process and its descendants."""
    return [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]


class Meter:
    """CPU seconds that a process and its descendants use from now on, as far as they live until they are read."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.before = self.read()

    def read(self) -> dict[int, float]:
        return {member: used_by(member) for member in family(self.pid)}

    def used(self) -> float:
        return sum(now - self.before.get(member, 0.0) for member, now in self.read().items())


def used_by(pid: int) -> float:
    """CPU seconds of a process and all its threads: by the scheduler's own count, where the kernel tells it."""
    found = 0.0
    for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        # A thread can end while the folder is read.
        with suppress(OSError):
            found += int(thread.read_text().split()[0]) / 1e9
    if found:
        return found
    with suppress(psutil.Error):
        times = psutil.Process(pid).cpu_times()
        return float(times.user + times.system)
    return 0.0
