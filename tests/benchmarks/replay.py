"""The statements of a mutation, noted by PostgreSQL, as a script that pgbench sends again: what they cost without us.

The mutation runs twice. What both runs sent alike stays as it is; ids and counters, which differ, become variables
wherever they stand, in arrays and JSON too, so that every transaction of pgbench writes rows of its own, over all the
customers.
"""

import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from app.postgres import installed
from tests.benchmarks.clones import DIGITS, Sizes
from tests.benchmarks.cores import SERVERS, pinned
from tests.benchmarks.data import Data

NOTING_SECONDS = 0.5
"""In which PostgreSQL has written what it was asked."""
CONNECTIONS = 10
"""The most that pgbench holds open: as many as paygraph's own pool for writing."""

PARAMETER = re.compile(r"\$(\d+) = (NULL|'(?:[^']|'')*')")
PLACE = re.compile(r"\$(\d+)\b")
RANDOM_DIGITS = 12
TOKEN = re.compile(r"[0-9A-Za-z]{20,}")
"""The random part of an id, or a secret."""
CLONE = re.compile(rf"0{{10}}\d{{{DIGITS - 10}}}")
"""The number in the id of a customer or payment method."""
VARYING = re.compile(rf"{TOKEN.pattern}|(?<=[{{,])\d+(?=[,}}])")
"""What can differ from run to run within a text: a token, or a number that is an element of PostgreSQL's array."""


@dataclass(frozen=True)
class Statement:
    """What PostgreSQL was asked; parameters as text, None for null."""

    text: str
    parameters: tuple[str | None, ...] = ()


def record(data: Data, run: Callable[[], None]) -> list[Statement]:
    """The statements that PostgreSQL is sent while something runs. It must have been told to note them."""
    time.sleep(NOTING_SECONDS)
    before = data.statements.stat().st_size
    run()
    time.sleep(NOTING_SECONDS)
    noted = map(json.loads, data.statements.read_bytes()[before:].splitlines())
    return [statement for line in noted if (statement := read(line["message"], line.get("detail", "")))]


def read(message: str, detail: str) -> Statement | None:
    """A line of PostgreSQL's log, if it tells of a statement."""
    kind, _, text = message.partition(": ")
    if kind != "statement" and not kind.startswith("execute"):
        return None
    found = {int(place): value for place, value in PARAMETER.findall(detail.partition(": ")[2])}
    values = (found[place + 1] for place in range(len(found)))
    return Statement(text.rstrip("; \n"), tuple(None if v == "NULL" else v[1:-1].replace("''", "'") for v in values))


def script(runs: list[list[Statement]]) -> str:
    """What pgbench shall send, from two or more runs of the same. Raises RuntimeError when they are not the same."""
    for one, other in pairwise(runs):
        if [statement.text for statement in one] != [statement.text for statement in other]:
            raise RuntimeError("Two runs of one mutation sent different statements, so there is nothing to replay.")
    names: dict[str, str] = {}
    lines = []
    for sent in zip(*runs, strict=True):
        literals = [literal(values, names) for values in zip(*(one.parameters for one in sent), strict=True)]
        # The text alone: what a literal holds stays as it is.
        text = " ".join(sent[0].text.split())
        lines.append(PLACE.sub(lambda found, known=literals: known[int(found[1]) - 1], text) + ";")  # type: ignore[misc]
    drawn = [f"\\set {name} random(1, {10**RANDOM_DIGITS - 1})" for name in names.values()]
    return "\n".join([f"\\set customer random(1, {Sizes().customers})", *drawn, *lines]) + "\n"


def literal(values: tuple[str | None, ...], names: dict[str, str]) -> str:
    """A parameter as SQL, from its value in each run.

    `names` are the variables of what is random, each the same wherever it occurs.
    """
    value = values[0]
    if value is None:
        return "NULL"
    if value.isdecimal() and len(set(values)) > 1:
        return f":{named(value, names)}"
    parts, end = [], 0
    for token, kept, made in differing(values, names):
        parts += [quoted(value[end : token.start()] + kept), made]
        end = token.end()
    if not parts:
        return quoted(value)
    # A text is not taken for JSON by itself, as a literal is.
    return f"({' || '.join([*parts, quoted(value[end:])])}){'::jsonb' if is_json(value) else ''}"


def differing(values: tuple[str | None, ...], names: dict[str, str]) -> Iterator[tuple[re.Match[str], str, str]]:
    """Each part of a value that is another in another run: where, what of it stays, and the rest in SQL."""
    runs = [list(VARYING.finditer(value or "")) for value in values]
    if len({len(run) for run in runs}) > 1:
        return
    for token, *others in zip(*runs, strict=True):
        found = token[0]
        if CLONE.fullmatch(found):
            yield token, "", f"lpad(:customer::text, {DIGITS}, '0')"
        elif any(other[0] != found for other in others):
            if found.isdecimal():
                yield token, "", f":{named(found, names)}::text"
            else:
                yield token, found[:-RANDOM_DIGITS], f"lpad(:{named(found, names)}::text, {RANDOM_DIGITS}, '0')"


def named(value: str, names: dict[str, str]) -> str:
    """The variable of something random."""
    return names.setdefault(value, f"v{len(names)}")


def is_json(value: str) -> bool:
    """Whether a text is an object or a list in JSON; an array of PostgreSQL's is not."""
    try:
        return isinstance(json.loads(value), dict | list)
    except ValueError:
        return False


def quoted(value: str) -> str:
    """A string in SQL in which pgbench sees no variable of its own."""
    escaped = value.replace("\\", "\\\\").replace("'", "''").replace(":", "\\x3a").replace("\n", "\\n")
    return f"E'{escaped}'"


def transactions_per_second(data: Data, said: str, *, connections: int, seconds: float) -> float:
    """Send a script for so many whole seconds from the servers' core. Raises RuntimeError when a statement fails."""
    folder = data.postgres.folder
    (folder / "replay.sql").write_text(said)
    command = [find_pgbench(), "--no-vacuum", "--protocol=prepared", "--file", str(folder / "replay.sql")]
    command += ["--client", str(min(connections, CONNECTIONS)), "--time", str(max(1, round(seconds)))]
    environment = {"PGHOST": data.socket_folder, "PGUSER": "postgres", "PGDATABASE": data.name}
    with pinned(SERVERS):
        outcome = subprocess.run(command, env=environment, capture_output=True, text=True)
    rate = re.search(r"tps = ([\d.]+)", outcome.stdout)
    if outcome.returncode != 0 or rate is None:
        raise RuntimeError(f"pgbench could not replay the statements: {outcome.stderr.strip()[-500:]}")
    return float(rate[1])


def find_pgbench() -> str:
    """The one that the PostgreSQL of the wheel brings along, or the system's."""
    carried = installed() / "bin" / "pgbench"
    found = str(carried) if carried.exists() else shutil.which("pgbench")
    if found is None:
        raise RuntimeError("pgbench is not installed. On Debian and Ubuntu: apt install postgresql-contrib")
    return found
