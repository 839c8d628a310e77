"""`python -m tests.soak`: all that `make soak` does. Not a part of the tests: it takes minutes."""

import asyncio
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tests.soak import figures, report, soaking
from tests.soak.server import ROOT, Server

QUICK_SECONDS = 20.0


def main(
    minutes: Annotated[float, typer.Option(min=0.1, help="Minutes under fire.")] = 5,
    quick: Annotated[bool, typer.Option("--quick", help="Twenty seconds, to see that all of it works.")] = False,
    seed: Annotated[int | None, typer.Option(help="Chance as it was in an earlier soak.")] = None,
    hostile: Annotated[
        bool, typer.Option("--hostile", help="In place of a soak, measure what hostile clients have one process hold.")
    ] = False,
) -> None:
    """Run a server of two workers under fire, and give an account. Ends with 1 if anything was lost or doubled."""
    console = Console(width=160)
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        # PostgreSQL runs as another user where this is root.
        Path(folder).chmod(0o755)
        if hostile:
            figures.measure(console, Path(folder))
            return
        seed = random.randrange(1_000_000) if seed is None else seed
        console.print(f"Seed {seed}")
        server = Server(Path(folder), workers=2, **soaking.LEASE)
        server.start()
        try:
            outcome = asyncio.run(
                soaking.soak(
                    server,
                    intruder_key(server),
                    seconds=QUICK_SECONDS if quick else 60 * minutes,
                    chance=random.Random(seed),
                    say=console.print,
                )
            )
        finally:
            server.stop()
        whole = report.report(console, outcome)
        said = [line for line in server.log.read_text().splitlines() if line.strip()]
        console.print(f"The server logged {len(said):,} lines.", highlight=False)
        for line, count in report.most_said(said):
            console.print(f"  {count:,} × {line}", highlight=False)
    console.print(f"Seed {seed}")
    sys.exit(0 if whole else 1)


def intruder_key(server: Server) -> str:
    """A secret key, of the same account, for hostile clients."""
    made = subprocess.run(
        [sys.executable, "-m", "app.cli", "keys", "create", "--data", str(server.folder / "data")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return next(word for word in made.stdout.split() if word.startswith("sk_"))


if __name__ == "__main__":
    typer.run(main)
