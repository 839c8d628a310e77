"""The first answer of a server at full size: `paygraph serve` as a fresh process, from its start to what it answers
over HTTP from a database. The made-up tables are in its schema, and nothing of them is in the database.

As a command it prints what the first answer weighs. With a folder, it is that server, with what is made up there.
"""

import asyncio
import json
import os
import select
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from statistics import mean
from typing import Any

import httpx
import psutil

from tests.weight.weighing import FIRST_QUERY, QUIET_PACE, found_types, make_up, pace

SECONDS = 120
"""How long the first answer is waited for."""


def serve(folder: Path) -> None:
    """Serve what there is, and what is made up in the folder."""
    from app import collector

    sys.path.insert(0, str(folder))
    with found_types():
        from app import tables
    from app.cli import serve as command

    with collector.paused():
        for module, table in json.loads((folder / "modules.json").read_text()):
            tables.complete(getattr(import_module(module), table))
    from schema import root

    root.families += (import_module("made_up.exposed"),)
    command.serve(port=0, host=None, data=None, workers=None, no_worker=False, seed=False)


def first_answer(folder: Path, url: str, key: str) -> dict[str, Any]:
    """CPU seconds of the server's process until its first answer, and megabytes that it then holds.

    `seconds` are those of a quiet machine, as in `weighing`: `pace` is taken meanwhile. `key` is a secret key of the
    database at `url`, which is up to date.
    """
    paces = []
    environment = {**os.environ, "DATABASE_URL": url}
    command = [sys.executable, "-m", "tests.weight.serving", str(folder)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            while not select.select([process.stdout], [], [], 0.2)[0]:
                paces.append(pace())
            address = process.stdout.readline().split()[-1]
            answer = httpx.post(
                f"{address}/graphql",
                json={"query": FIRST_QUERY},
                headers={"Authorization": f"Bearer {key}"},
                timeout=SECONDS,
            )
            server = psutil.Process(process.pid)
            times, held = server.cpu_times(), server.memory_info().rss
        finally:
            process.terminate()
    assert answer.json()["data"] == {"customers": {"nodes": []}}, answer.text
    measured = times.user + times.system
    return {
        "measured": round(measured, 3),
        "seconds": round(measured * QUIET_PACE / mean(paces), 3),
        "megabytes": held / 2**20,
    }


def main() -> None:
    from app.cli import serve as command
    from app.cli.opening import Place
    from app.postgres import EmbeddedPostgres

    with tempfile.TemporaryDirectory() as made_in, EmbeddedPostgres(Path(made_in) / "data", durable=False) as postgres:
        demo = asyncio.run(command.prepare(Place(postgres.url, Path(made_in))))
        assert demo is not None
        make_up(Path(made_in))
        pace()
        print(json.dumps({"first_answer": first_answer(Path(made_in), postgres.url, demo.secret_key)}, indent=2))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve(Path(sys.argv[1]))
    else:
        main()
