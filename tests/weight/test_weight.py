"""The schema stays light at the size of all that Stripe's API has: CPU, memory, and lines, of resources made up."""

import asyncio
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from app.cli import serve as command
from app.cli.opening import Place
from tests.conftest import MakeDatabase
from tests.shape.awaited import MUTATIONS
from tests.weight import serving
from tests.weight.weighing import make_up

ROUNDS = 3
"""A budget is kept when the best of so many processes keeps it."""
LEEWAY = 1.2
"""Seconds are told as those of a quiet machine, whatever else this one does. Memory and caches are shared, so that is
not exact."""


def weigh() -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.weight.weighing"], capture_output=True, text=True, check=True, timeout=300
    )
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


@cache
def first() -> dict[str, Any]:
    """What one process found. What is no time is the same in each."""
    return weigh()


def test_as_much_is_there_as_stripe_has() -> None:
    """Stripe's 153 rows are 149 types, as four are another's. Of its mutations those that are awaited are missing."""
    found = first()
    stripe = {"resources": 149, "fields": 5_700, "input_fields": 5_200, "enum_values": 7_000}
    stripe["mutations"] = 291 - len(MUTATIONS)
    # Nor much more: the budgets would be for another size.
    assert {name: found[name] for name, has in stripe.items() if not has <= found[name] <= has * 1.05} == {}
    assert found["references"] >= 336


def test_the_schema_language_has_few_lines() -> None:
    assert first()["sdl_lines"] < 40_000


def test_memory() -> None:
    assert first()["megabytes"] < 250


def test_cpu() -> None:
    budgets = {
        ("real", "made_up", "build"): 2.5,
        ("introspection",): 1.0,
        ("libraries", "real", "made_up", "imports", "build", "answer"): 4.0,
    }
    best: dict[tuple[str, ...], float] = {}
    for round_ in range(ROUNDS):
        found = (weigh() if round_ else first())["seconds"]
        best = {parts: min(best.get(parts, 99.0), sum(found[part] for part in parts)) for parts in budgets}
        if all(best[parts] < budget * LEEWAY for parts, budget in budgets.items()):
            return
    assert best == budgets


async def test_the_first_answer_from_a_database(make_database: MakeDatabase, tmp_path: Path) -> None:
    """CPU seconds of `paygraph serve`, from its start on."""
    url = await make_database("template1")
    demo = await command.prepare(Place(url, tmp_path))
    assert demo is not None
    make_up(tmp_path)
    best = 99.0
    for _ in range(ROUNDS):
        found = await asyncio.to_thread(serving.first_answer, tmp_path, url, demo.secret_key)
        assert found["megabytes"] < 300
        best = min(best, found["seconds"])
        if best < 4.0 * LEEWAY:
            return
    assert best == 4.0
