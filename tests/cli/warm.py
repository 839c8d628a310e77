"""Commands in processes that are forked from one in which their modules are imported: that takes seconds. A test
of what a command does need not wait for it. One of what a command imports takes `tests.cli.command`."""

import atexit
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from tests.cli.command import Answer, undisturbed_environment

SECONDS = 120

_forking = multiprocessing.get_context("forkserver")
_forking.set_forkserver_preload(["app.cli.main", "app.cli.triggers", "schema.root", "schema.derive.show", __name__])


def paygraph(*arguments: str, environment: Mapping[str, str] | None = None) -> Answer:
    """Run a command: its status, what it printed, and what it complained of."""
    disturbed = {**undisturbed_environment(), "COLUMNS": "200", **(environment or {})}
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = _forking.Process(target=_run, args=(arguments, disturbed, out, err))
        process.start()
        process.join(SECONDS)
        if process.is_alive():
            process.kill()
            raise TimeoutError(f"paygraph {' '.join(arguments)} has not ended in {SECONDS} seconds.")
        assert process.exitcode is not None
        return process.exitcode, out.read_text(), err.read_text()


def _run(arguments: tuple[str, ...], environment: dict[str, str], out: Path, err: Path) -> None:
    """In the forked process: become the command."""
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    for path, stream in ((out, sys.stdout), (err, sys.stderr)):
        with path.open("w") as file:
            os.dup2(file.fileno(), stream.fileno())
    sys.argv = ["paygraph", *arguments]
    from app.cli.entry import main

    try:
        main()
    finally:
        atexit._run_exitfuncs()  # multiprocessing leaves without them
