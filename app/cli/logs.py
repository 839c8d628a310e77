"""`paygraph logs tail`: the request log as it grows, one line a request."""

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.ending import ended_by_signals
from app.cli.meeting import AccountOption, KeyOption, ServedOption, UrlOption, met
from app.cli.output import JsonOption, printable, put, shown
from app.errors import Misconfigured

if TYPE_CHECKING:
    from app.cli.remote import Remote

app = typer.Typer(name="logs", help="Read the request log.", no_args_is_help=True)

SECONDS = 1.0
"""Between two looks."""
OVERLAP = timedelta(seconds=5)
LONGEST = timedelta(hours=1)
"""A request is in the log once it has ended, under the moment of its arrival. So each look also goes over the last few
seconds again, and over the last hour for requests that took longer than those."""
PAGE = 100
DEEPEST = 20
"""Pages to look through for operations of one name."""
FIELDS = """
    nodes {
      id created status closeCode outcome transport durationMs operationName operationKind mutations replayed
      key { hint } errors { code message } userErrors { code message }
    }
    pageInfo { hasNextPage endCursor }
"""
ROWS = f"query($first: Int, $after: String, $where: RequestLogWhere) {{ \
  requestLogs(first: $first, after: $after, where: $where) {{ {FIELDS} }} }}"
STYLES = {"SUCCEEDED": "green", "REFUSED": "yellow", "FAILED": "red"}

Row = dict[str, Any]


@app.command()
def tail(
    status: Annotated[
        str | None, typer.Option(metavar="4xx|5xx|failed|NNN", help="Only requests that ended so.")
    ] = None,
    operation: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only operations of this name, or with this mutation.")
    ] = None,
    number: Annotated[int, typer.Option("-n", min=0, max=1000, help="How many of those so far come first.")] = 20,
    follow: Annotated[bool, typer.Option(help="Continue with new entries, until stopped with Ctrl-C.")] = True,
    as_json: JsonOption = False,
    account: AccountOption = None,
    url: UrlOption = None,
    key: KeyOption = None,
    data: ServedOption = None,
) -> None:
    """Print mutations and failed requests, the newest last, and continue with each new one."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    show = put if as_json else lambda row: console.print(line(row))
    with ended_by_signals(is_endless=True), met(url, key, data, account) as remote:
        reader = Tail(remote, status, operation)
        for row in reader.latest(number):
            show(row)
        while follow:
            time.sleep(SECONDS)
            for row in reader.news():
                show(row)


class Tail:
    """Reads the log through the graph, each row once. Raises Misconfigured for a status that is none."""

    def __init__(self, remote: "Remote", status: str | None = None, operation: str | None = None) -> None:
        self.remote = remote
        self.operation = operation
        self.conditions = [condition(status)] if status else []
        self.seen: dict[str, datetime] = {}
        self.newest: datetime | None = None

    def latest(self, number: int) -> list[Row]:
        """The newest rows so far, the oldest of them first. What comes after this is news."""
        newest = self.remote.ask(ROWS, first=1)["requestLogs"]["nodes"]
        self.note(newest)
        found: list[Row] = []
        after = None
        for _ in range(DEEPEST):
            page = self.page(self.conditions, after)
            found += self.wanted(page["nodes"])
            after = page["pageInfo"]["endCursor"]
            if len(found) >= number or not page["pageInfo"]["hasNextPage"]:
                break
        self.note(found)
        return found[:number][::-1]

    def news(self) -> list[Row]:
        """What has come since, the oldest first."""
        found: list[Row] = []
        conditions = self.conditions
        if self.newest is not None:
            slow = {"durationMs": {"gte": int(OVERLAP.total_seconds() * 1000) - 1000}}
            hour = {"created": {"gte": (self.newest - LONGEST).isoformat()}}
            recent = {"created": {"gte": (self.newest - OVERLAP).isoformat()}}
            conditions = [*conditions, {"or": [recent, {"and": [slow, hour]}]}]
        after, more = None, True
        while more:
            page = self.page(conditions, after)
            found += page["nodes"]
            after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        new = [row for row in found if row["id"] not in self.seen]
        self.note(new)
        return self.wanted(new)[::-1]

    def page(self, conditions: list[dict[str, Any]], after: str | None) -> dict[str, Any]:
        where = {"and": conditions} if conditions else None
        found: dict[str, Any] = self.remote.ask(ROWS, first=PAGE, after=after, where=where)["requestLogs"]
        return found

    def wanted(self, rows: list[Row]) -> list[Row]:
        if self.operation is None:
            return rows
        return [row for row in rows if self.operation in (row["operationName"], *row["mutations"])]

    def note(self, rows: list[Row]) -> None:
        """Remember what was read, for as long as it may be read again."""
        for row in rows:
            self.seen[row["id"]] = datetime.fromisoformat(row["created"])
        if rows:
            self.newest = max(self.seen.values())
            self.seen = {id: made for id, made in self.seen.items() if made >= self.newest - LONGEST}


def condition(status: str) -> dict[str, Any]:
    """A status as a condition: `4xx`, `404`, or `failed`, which holds for all that did not succeed."""
    if status == "failed":
        return {"outcome": {"ne": "SUCCEEDED"}}
    if status in ("2xx", "4xx", "5xx"):
        least = int(status[0]) * 100
        return {"status": {"gte": least, "lt": least + 100}}
    if status.isdecimal() and len(status) == 3:
        return {"status": {"eq": int(status)}}
    raise Misconfigured(f"--status {status} is none. Choose 4xx, 5xx, failed, or a status such as 429.")


def line(row: Row) -> Any:
    """A row as one line of a terminal, coloured by how it ended."""
    from rich.text import Text

    status = f"{row['closeCode']}" if row["closeCode"] else str(row["status"])
    what = ", ".join(row["mutations"]) or (row["operationKind"] or "request").lower()
    name = f"{row['operationName']} ({what})" if row["operationName"] else what
    text = Text(f"{shown(datetime.fromisoformat(row['created']))} ", style="dim")
    text.append(f"{status:>4} ", style=STYLES[row["outcome"]])
    text.append(f"{row['durationMs']:>6} ms  ", style="dim")
    text.append(name, style="bold")
    text.append(f"  {row['id']}  {row['key']['hint']}  {row['transport'].lower()}", style="dim")
    if row["replayed"]:
        text.append("  replayed", style="cyan")
    for error in [*row["errors"], *row["userErrors"]][:1]:
        text.append(f"  {error['code'] or 'refused'}: {printable(error['message'])}", style=STYLES[row["outcome"]])
    return text
