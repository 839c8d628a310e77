"""paygraph as it was: an earlier commit's code, on a copy of the data whose schema is taken back to that code's."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from app.migrate import configuration
from tests.benchmarks.data import Data
from tests.benchmarks.servers import FORMER, ROOT, Server, ours


@dataclass(frozen=True)
class Side:
    """A paygraph that is measured, and the data that it works on."""

    server: Server
    data: Data


@contextmanager
def sides(data: Data, revision: str | None) -> Iterator[list[Side]]:
    """paygraph as it is, and as it was at a commit if one is given.

    Raises RuntimeError when git knows no such commit, and Alembic's error when the schema cannot be taken back.
    """
    now = Side(ours(data), data)
    if revision is None:
        yield [now]
        return
    with checked_out(revision) as root:
        copied = copy(data, f"{data.name}_before")
        try:
            command.downgrade(configuration(copied.url), head(root))
            before = ours(copied, name=f"{FORMER} ({revision})", PYTHONPATH=str(root))
            yield [now, Side(replace(before, root=root), copied)]
        finally:
            data.execute(f'DROP DATABASE "{copied.name}" WITH (FORCE)', url=data.postgres.url)


@contextmanager
def checked_out(revision: str) -> Iterator[Path]:
    """The code of a commit in a folder of its own, which is gone in the end. Raises RuntimeError when there is none."""
    with tempfile.TemporaryDirectory(prefix="paygraph-before-") as folder:
        root = Path(folder) / "code"
        git("worktree", "add", "--detach", str(root), revision)
        try:
            yield root
        finally:
            git("worktree", "remove", "--force", str(root))


def git(*arguments: str) -> None:
    """Run git in this repository. Raises RuntimeError with what it says when it fails."""
    # A hook of git's is told of its repository by such variables.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    outcome = subprocess.run(["git", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)
    if outcome.returncode != 0:
        raise RuntimeError(f"git {' '.join(arguments[:2])} failed: {outcome.stderr.strip()}")


def copy(data: Data, name: str) -> Data:
    """The data once more, in a database of its own. Nobody may be connected to the first meanwhile."""
    data.execute(f'CREATE DATABASE "{name}" TEMPLATE "{data.name}"', url=data.postgres.url)
    return replace(data, name=name, url=data.url.replace(f"/{data.name}?", f"/{name}?", 1))


def head(root: Path) -> str:
    """The newest version of the schema that the code in a folder knows."""
    config = Config()
    config.set_main_option("script_location", str(root / "migrations"))
    found = ScriptDirectory.from_config(config).get_current_head()
    assert found is not None, f"{root} has no migrations"
    return found
