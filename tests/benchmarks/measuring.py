"""One turn of one server under load, in figures; and many turns as their medians."""

import json
import subprocess
import sys
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, fields
from statistics import median
from typing import TypeVar

from tests.benchmarks.answers import Requests
from tests.benchmarks.arrivals import percentile
from tests.benchmarks.cores import Meter
from tests.benchmarks.data import Data
from tests.benchmarks.servers import ROOT, Running

Cell = TypeVar("Cell", bound=Hashable)


@dataclass(frozen=True)
class Sample:
    """What a turn came to. Times are milliseconds: `p50` and `p99` until an answer, the others CPU for each request."""

    rate: float
    """Requests per second."""
    p50: float
    p99: float
    server: float
    """CPU of the server."""
    database: float
    """CPU of PostgreSQL."""
    load: float
    """Share of a core that the load took for itself."""
    other: float
    """Share of a core that the load and PostgreSQL took together: near 1, it is they who could do no more."""


def measure(running: Running, data: Data, requests: Requests, *, connections: int, seconds: float) -> Sample:
    """One turn. Raises RuntimeError when any answer was not what it is without load."""
    job = {
        "port": running.port,
        "requests": [(request.decode(), size) for request, size in requests],
        "connections": connections,
        "seconds": seconds,
    }
    meters = Meter(running.process.pid), Meter(data.server_pid)
    load = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load"], cwd=ROOT, input=json.dumps(job).encode(), capture_output=True
    )
    server, database = (meter.used() for meter in meters)
    if load.returncode != 0:
        said = load.stderr.decode(errors="replace").strip().splitlines()
        raise RuntimeError(f"{running.server.name} did not stand the load: {said[-1] if said else 'no reason given'}")
    outcome = json.loads(load.stdout)
    answers, failures = len(outcome["latencies"]), outcome["failures"]
    if failures:
        raise RuntimeError(
            f"{running.server.name} answered {failures} of {answers} requests otherwise under load than alone."
        )
    latencies = sorted(outcome["latencies"])
    return Sample(
        rate=answers / outcome["seconds"],
        p50=median(latencies) * 1_000,
        p99=percentile(latencies, 0.99) * 1_000,
        server=server / answers * 1_000,
        database=database / answers * 1_000,
        load=outcome["busy"] / outcome["seconds"],
        other=(outcome["busy"] + database) / outcome["seconds"],
    )


def interleaved(
    cells: Sequence[Cell], turn: Callable[[Cell], Sample], *, rounds: int, say: Callable[[str], None]
) -> dict[Cell, list[Sample]]:
    """Each cell measured once a round, so that what else the machine does falls on all alike; its samples by round.

    Every round begins elsewhere, so that none always follows the same other.
    """
    samples: dict[Cell, list[Sample]] = {cell: [] for cell in cells}
    for number in range(rounds):
        start = number * len(cells) // rounds
        for place, cell in enumerate([*cells[start:], *cells[:start]]):
            say(f"round {number + 1} of {rounds}, turn {place + 1} of {len(cells)}: {cell}")
            samples[cell].append(turn(cell))
    return samples


def middle(samples: Iterable[Sample]) -> Sample:
    """The median of each figure."""
    found = list(samples)
    return Sample(**{field.name: median(getattr(sample, field.name) for sample in found) for field in fields(Sample)})
