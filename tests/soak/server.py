"""The server that is soaked: `paygraph serve` as it is shipped, its processes, and what they hold."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent.parent
KEY = re.compile(r"[sp]k_test_\w+")
START_SECONDS = 300.0
STOP_SECONDS = 30.0


@dataclass(frozen=True)
class Holding:
    """What all server processes hold, and PostgreSQL apart: bytes, and descriptors."""

    servers: int
    most: int
    """The largest of them."""
    database: int
    descriptors: int


class Server:
    """`paygraph serve` with its own PostgreSQL in a folder of its own, on loopback."""

    def __init__(self, folder: Path, *, workers: int, **settings: str) -> None:
        self.folder = folder
        self.workers = workers
        self.settings = settings
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.secret = self.publishable = ""
        self.log = folder / "serve.log"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database_url(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.folder / 'data' / 'postgres'}"

    def start(self) -> None:
        """From when it answers. Raises RuntimeError when it does not."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PG", "PAYGRAPH_", "DATABASE"))
        }
        command = [
            sys.executable,
            "-m",
            "app.cli",
            "serve",
            "--empty",
            "--port",
            str(self.port),
            "--data",
            str(self.folder / "data"),
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--workers", str(self.workers)],
                cwd=ROOT,
                env={**kept, "PYTHONPATH": str(ROOT), **self.settings},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self.process.stdout is not None
        alarm = threading.Timer(START_SECONDS, self.process.kill)
        alarm.start()
        for line in self.process.stdout:
            for key in KEY.findall(line):
                if key.startswith("sk_"):
                    self.secret = key
                else:
                    self.publishable = key
            if line.startswith("Ctrl-C"):
                alarm.cancel()
                # What it says later must not fill the pipe.
                threading.Thread(target=self.process.stdout.read, daemon=True).start()
                return
        alarm.cancel()
        raise RuntimeError(f"The server did not start: {self.log.read_text()[-2_000:]}")

    def stop(self) -> None:
        """With its PostgreSQL, and whatever is left of it."""
        self.process.send_signal(signal.SIGTERM)
        left = [*self.servers(), *self.database()]
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_SECONDS)
        for process in [psutil.Process(self.process.pid), *left] if self.process.poll() is None else left:
            with suppress(psutil.Error):
                process.kill()
        self.process.wait()

    def servers(self) -> list[psutil.Process]:
        """The processes that serve."""
        with suppress(psutil.Error):
            found = psutil.Process(self.process.pid)
            if self.workers == 1:
                return [found]
            return [each for each in found.children() if "spawn_main" in " ".join(each.cmdline())]
        return []

    def database(self) -> list[psutil.Process]:
        """The postmaster, and then its children."""
        with suppress(psutil.Error, OSError, ValueError, IndexError):
            pid = int((self.folder / "data" / "postgres" / "postmaster.pid").read_text().splitlines()[0])
            found = psutil.Process(pid)
            return [found, *found.children()]
        return []

    def backends(self) -> list[psutil.Process]:
        """Those of PostgreSQL's processes that have a client."""
        found = []
        for each in self.database()[1:]:
            with suppress(psutil.Error):
                if "[local]" in " ".join(each.cmdline()):
                    found.append(each)
        return found

    def holding(self) -> Holding:
        """What is held now."""
        sizes, descriptors, database = [0], 0, 0
        for each in self.servers():
            with suppress(psutil.Error):
                sizes.append(each.memory_info().rss)
                descriptors += each.num_fds()
        for each in self.database():
            with suppress(psutil.Error):
                # What PostgreSQL's processes share counts once.
                database += each.memory_full_info().pss
        return Holding(sum(sizes), max(sizes), database, descriptors)

    def cpu(self) -> float:
        """Seconds of CPU of the processes that serve."""
        found = 0.0
        for each in self.servers():
            with suppress(psutil.Error):
                times = each.cpu_times()
                found += times.user + times.system
        return found


class Watch:
    """What a server holds at its start, at most, and at its end; read twice a second."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.start = self.end = self.peak = server.holding()
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.look, daemon=True)
        self.thread.start()

    def look(self) -> None:
        while not self.ended.wait(0.5):
            now = self.server.holding()
            pairs = zip(vars(self.peak).values(), vars(now).values(), strict=True)
            self.peak = Holding(*(max(pair) for pair in pairs))

    def stop(self) -> None:
        self.ended.set()
        self.thread.join()
        self.end = self.server.holding()
