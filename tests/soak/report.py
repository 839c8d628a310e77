"""What a soak prints."""

import re
from collections import Counter

from rich.console import Console

from tests.benchmarks.tables import Table
from tests.soak.book import doubled, lost, unbalanced
from tests.soak.server import Holding
from tests.soak.soaking import Outcome

MOST = 20
"""Lines of each kind of finding."""


def report(console: Console, outcome: Outcome) -> bool:
    """Print the account; whether nothing was lost or doubled."""
    book, there = outcome.book, outcome.there
    counts = (book.sent, book.answered, refusals(book.refused), book.again, book.cut, book.unanswered)
    rows = [[kind, *(f"{each[kind]:,}" for each in counts)] for kind in sorted(book.sent)]
    heads = ["request", "sent", "answered", "refused", "sent again", "cut off", "given up"]
    Table("What the merchant sent", heads, rows).show(console)
    codes: Counter[str] = Counter()
    for (_, code), count in book.refused.items():
        codes[code] += count
    Table("Refused, by code", ["code", "times"], rows_of(codes)).show(console)
    Table("Killed", ["process", "times"], rows_of(outcome.killed)).show(console)
    Table("Hostile clients", ["attack", "times"], rows_of(outcome.hostile.sent)).show(console)
    Table("What they were answered", ["answer", "times"], rows_of(outcome.hostile.heard)).show(console)
    streams = [[name, f"{len(cursors) - 1:,}"] for name, cursors in sorted(book.seen.items())]
    Table(
        "Events told",
        ["to", "events"],
        streams + [[f"webhook {name}", f"{len(each):,}"] for name, each in book.hooks.items()],
        f"{len(there.events):,} events happened. Streams were resumed {outcome.resumed:,} times.",
    ).show(console)
    memory = [
        [what, *(f"{size / 1e6:,.0f} MB" for size in sizes)]
        for what, sizes in {
            "all server processes": [each.servers for each in holdings(outcome)],
            "the largest of them": [each.most for each in holdings(outcome)],
            "PostgreSQL": [each.database for each in holdings(outcome)],
        }.items()
    ]
    memory.append(["descriptors of the servers", *(f"{each.descriptors:,}" for each in holdings(outcome))])
    Table("What was held", ["", "start", "peak", "end"], memory).show(console)
    findings = {
        "LOST": lost(book, there),
        "DOUBLED": doubled(book, there),
        "LEDGER": unbalanced(there),
    }
    for name, found in findings.items():
        console.print(f"{name}: {len(found)}", highlight=False)
        for line in found[:MOST]:
            console.print(f"  {line}", highlight=False)
    if not findings["LEDGER"]:
        console.print(
            f"The ledger sums to zero in {', '.join(sorted(there.ledger)) or 'no currency'}.", highlight=False
        )
    return not any(findings.values())


def holdings(outcome: Outcome) -> tuple[Holding, Holding, Holding]:
    """At the start, at most, at the end."""
    watch = outcome.watch
    return (watch.start, watch.peak, watch.end)


def refusals(refused: Counter[tuple[str, str]]) -> Counter[str]:
    """By kind alone."""
    found: Counter[str] = Counter()
    for (kind, _), count in refused.items():
        found[kind] += count
    return found


def rows_of(counts: Counter[str]) -> list[list[str]]:
    return [[name, f"{count:,}"] for name, count in sorted(counts.items())]


def most_said(lines: list[str]) -> list[tuple[str, int]]:
    """The lines that a log has most often, whatever ids and numbers are in them, without the steps of tracebacks."""
    begun = (line for line in lines if line[0] not in " ^")
    counts = Counter(re.sub(r"req_\w+|\d+", "…", line)[:150] for line in begun)
    return counts.most_common(MOST)
