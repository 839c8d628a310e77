"""Which core runs what, and what it cost there: servers on one core, PostgreSQL and the load on another (Linux)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVERS, THE_REST = 0, 1
"""Places in the list of cores that this process may use."""
TICKS = os.sysconf("SC_CLK_TCK")


def pin(place: int) -> None:
    """Keep this process, and those that it starts from now on, to one core, where the machine can do that."""
    if hasattr(os, "sched_setaffinity") and len(CORES) > 1:
        os.sched_setaffinity(0, {CORES[place]})


@contextmanager
def pinned(place: int) -> Iterator[None]:
    """Start what is started within on that core."""
    pin(place)
    try:
        yield
    finally:
        pin(THE_REST)


CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def cpu_seconds(pid: int) -> float:
    """CPU that a process and all its descendants have used, those that have ended included."""
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                # The name, in parentheses, may have spaces.
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(folder.name)] = int(fields[1])
            used[int(folder.name)] = sum(map(int, fields[11:15])) / TICKS
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(used.get(member, 0.0) for member in family)
