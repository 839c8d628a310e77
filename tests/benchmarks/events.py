"""The fourth table: events end to end, from the mutation to all who follow, beside a plain relay and Yoga."""

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace

from tests.benchmarks.data import Data
from tests.benchmarks.following import FOLLOW, Job, Outcome
from tests.benchmarks.servers import PEERS, ROOT, UVICORN, Server, ours, running, through_npm
from tests.benchmarks.tables import Table, figure, times

SOCKETS = (1, 1_000, 10_000)
SPARE = 300
"""Files that a process has open besides its sockets, at most."""
MESSAGES_PER_SECOND = 5_000
"""At a steady pace, which every server must keep up with."""
EVENTS_PER_SECOND = 20
"""The same when few follow."""
PACED_TURNS = 5
"""For how many turns' time events are sent at that pace."""
FLAT_OUT = 100_000
"""Messages that are told as fast as can be, in at most MOST_EVENTS."""
MOST_EVENTS, FEWEST_EVENTS = 500, 5
WEIGHED_FROM = 1_000
"""With fewer sockets, what a server grows by meanwhile is no longer theirs."""
TABLE = "CREATE TABLE told (sequence bigserial PRIMARY KEY, id text NOT NULL, type text NOT NULL, data jsonb NOT NULL)"
"""What the peers keep."""
RELAY = "plain relay"
YOGA = "Yoga, graphql-ws"
AS_LONG = 0.02
"""By what share of its length a peer's message may differ from ours."""


@dataclass(frozen=True)
class Run:
    """One server with so many sockets, or with a webhook, and what came of it."""

    server: str
    job: Job
    outcome: Outcome

    @property
    def messages(self) -> int:
        """Told flat out."""
        return self.job.flat_out * max(1, self.job.sockets)

    @property
    def rate(self) -> float:
        """Messages per second, flat out."""
        return self.messages / self.outcome.seconds


def tell(
    data: Data,
    node: str | None,
    *,
    sockets: Sequence[int],
    seconds: float,
    say: Callable[[str], None],
) -> Table:
    """Follow each server with each number of sockets, then paygraph with a webhook. Each run has a server of its own.

    Raises RuntimeError when a message is lost, told out of order, or not as long as the others' are.
    """
    most = room_for_sockets()
    sizes = sorted({min(size, most) for size in sockets})
    by_socket = ours(data, PAYGRAPH_SOCKETS_PER_KEY=str(sizes[-1] + 1))
    by_webhook = ours(data, PAYGRAPH_SECRET_KEY="only-for-this-measurement-and-for-no-other")
    runs: list[Run] = []

    def run(server: Server, size: int) -> None:
        say(f"{server.name}: {followers(size)}")
        runs.append(follow(server, data, job_of(size, seconds)))

    run(by_socket, sizes[0])
    others = peers(data, node, runs[0].outcome.message)
    for size in sizes:
        for server in (by_socket, *others)[size == sizes[0] :]:
            run(server, size)
            check_length(runs[0], runs[-1])
    run(by_webhook, 0)
    return table(runs, most if most < max(sockets) else None)


def room_for_sockets() -> int:
    """How many sockets a process may have open here, once its limit is as high as it can be."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return sys.maxsize if hard == resource.RLIM_INFINITY else hard - SPARE


def job_of(sockets: int, seconds: float) -> Job:
    """How many events such a run has. Server and database are yet to be named."""
    pace = min(EVENTS_PER_SECOND, MESSAGES_PER_SECOND / max(1, sockets))
    return Job(
        port=0,
        authorization=None,
        sockets=sockets,
        server=0,
        database=0,
        paced=max(FEWEST_EVENTS, round(pace * seconds * PACED_TURNS)),
        pace=pace,
        flat_out=round(min(MOST_EVENTS, max(FEWEST_EVENTS, FLAT_OUT * seconds / max(1, sockets)))),
    )


def follow(server: Server, data: Data, job: Job) -> Run:
    """Start a server, do the job with it, and end it."""
    with running(server) as started:
        job = replace(
            job,
            port=started.port,
            authorization=server.authorization,
            server=started.process.pid,
            database=data.server_pid,
        )
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.following"],
            cwd=ROOT,
            input=json.dumps(asdict(job)).encode(),
            capture_output=True,
        )
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise RuntimeError(f"{server.name} did not tell all: {said[-1] if said else 'no reason given'}")
    return Run(server.name, job, Outcome(**json.loads(done.stdout)))


def peers(data: Data, node: str | None, message: str) -> list[Server]:
    """Those who tell the same. The message, from paygraph, shows them how long their own are to be."""
    data.execute(TABLE)
    sample = {"SAMPLE": json.dumps(json.loads(message)["payload"]["data"]["events"]["data"]["object"])}
    relay = (*UVICORN, "tests.benchmarks.plain_relay:app")
    found = [Server(RELAY, relay, environment={"DATABASE_URL": data.url, **sample})]
    if node is not None:
        found.append(Server(YOGA, (node, str(PEERS / "following.mjs")), environment={**through_npm(data), **sample}))
    return found


def check_length(ours: Run, other: Run) -> None:
    one, another = len(ours.outcome.message), len(other.outcome.message)
    if abs(one - another) > one * AS_LONG:
        raise RuntimeError(f"{other.server} tells an event in {another} bytes, {ours.server} in {one}.")


def followers(sockets: int) -> str:
    if sockets == 0:
        return "a webhook"
    return "1 socket" if sockets == 1 else f"{sockets:,} sockets"


HEADS = ("told to", "server", "connect s", "CPU ms", "KB", "p50 ms", "p99 ms", "events/s", "messages/s")
MORE_HEADS = ("of the relay", "CPU µs", "database µs", "load")


def table(runs: Sequence[Run], most: int | None) -> Table:
    """All runs, those of one size together."""
    rows: list[list[str]] = []
    relays = {run.job.sockets: run.rate for run in runs if run.server == RELAY}
    for before, run in zip([None, *runs], runs, strict=False):
        job, outcome = run.job, run.outcome
        rows += [[]] if before and before.job.sockets != job.sockets else []
        each = ["-", "-", "-"]
        if job.sockets > 1:
            each[:2] = [figure(value) for value in (outcome.connect, outcome.connect_cpu * 1e3)]
        if job.sockets >= WEIGHED_FROM:
            each[2] = figure(outcome.memory / 1_024)
        rows.append(
            [followers(job.sockets), run.server, *each]
            + [figure(value) for value in (outcome.p50 * 1e3, outcome.p99 * 1e3)]
            + [figure(value) for value in (job.flat_out / outcome.seconds, run.rate)]
            + [times(run.rate, relays.get(job.sockets, 0.0))]
            + [figure(value / run.messages * 1e6) for value in (outcome.server, outcome.database)]
            + [figure(outcome.busy / outcome.seconds)]
        )
    return Table("Events, from the mutation to all who follow", HEADS + MORE_HEADS, rows, notes(runs, most))


def notes(runs: Sequence[Run], most: int | None) -> str:
    first = runs[0]
    told = [
        f"All follow `{FOLLOW}`, in messages of {len(first.outcome.message):,} bytes; "
        "every socket was told every event, in the same order.",
        "connect s, CPU ms, KB: seconds until all had subscribed, and what each socket costs the server.",
        f"p50, p99: from sending a mutation to each message, at {EVENTS_PER_SECOND} events a second, or as few as make "
        f"{MESSAGES_PER_SECOND:,} messages.",
        "The rest is flat out: CPU of server and database for each message, the mutation's included; load is the share "
        "of a core that the sockets' process took.",
        "The relay sends on what NOTIFY carries, to whoever is there. Yoga publishes within its own process.",
    ]
    if most is not None:
        told.append(f"No more than {most:,} sockets fit within this machine's limit of open files.")
    return "\n".join(told)
