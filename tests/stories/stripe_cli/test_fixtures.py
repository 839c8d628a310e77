"""What the fixtures of Stripe's command line tool do at Stripe, they do here: each causes the event it is named after.

`fixtures.json` says their steps as facts: the REST call, its params with references to the answers of earlier steps,
and the type of error that the call must be refused with. A fixture of `names.txt` that neither runs nor never works
waits for a family to come, in `waiting.json` by the mutation that it needs.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.billing.metering import reports
from app.domain.events.catalogue import catalogue
from tests.stories.shop import Shop
from tests.stories.stripe_cli.never import NEVER
from tests.stories.stripe_cli.paths import CONTRACT, Unknown
from tests.stories.stripe_cli.run import Run, Step, is_ready
from tests.stories.test_payouts import paid_to

HERE = Path(__file__).parent


def facts(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / name).read_text())
    return found


FIXTURES: dict[str, list[Step]] = facts("fixtures.json")
WAITING: dict[str, dict[str, str]] = facts("waiting.json")
"""By family, each fixture with the mutation that it waits for."""
AWAITED = {name: mutation for each in WAITING.values() for name, mutation in each.items()}
THIN = {reports.ERRORS, reports.NO_METER}
"""Events of version 2 of the API, which are told apart from the others."""
RUN = sorted(FIXTURES.keys() - AWAITED.keys() - NEVER.keys())


@pytest.mark.parametrize("name", RUN)
async def test_the_fixture_causes_its_event(name: str, shop: Shop) -> None:
    await paid_to(shop)
    run = Run(shop.graph, FIXTURES[name])
    for step in FIXTURES[name]:
        await run.step(step)
        await shop.run_due()
    assert run.refusals == [_expected(step) for step in FIXTURES[name]]
    # What takes Stripe seconds takes minutes here.
    for minutes in (1, 2):
        await shop.run_due(minutes=minutes)
    # Some are named after events of later versions of Stripe's API.
    told = await shop.told() + await _told_thinly(shop)
    assert name in told or name not in {*catalogue, *THIN}


@pytest.mark.parametrize("name", sorted(NEVER))
async def test_what_does_not_work_at_stripe_does_not_work_here(name: str, shop: Shop) -> None:
    await paid_to(shop)
    ending, steps = NEVER[name], FIXTURES[name]
    *before, last = steps[: [step["name"] for step in steps].index(ending.step) + 1]
    run = Run(shop.graph, steps)
    for step in before:
        await run.step(step)
        await shop.run_due()
    if ending.how == "unknown":
        with pytest.raises(Unknown):
            await run.step(last)
    else:
        await run.step(last)
        # Where Stripe says one mistake, the graph says every one.
        expected = _expected(last) if ending.how == "done" else ["invalid_request_error"]
        assert list(dict.fromkeys(run.refusals.pop())) == expected
    assert run.refusals == [[] for _ in before]
    assert (last is steps[-1]) or ending.how != "done"
    for minutes in (1, 2):
        await shop.run_due(minutes=minutes)
    assert name not in await shop.told()


def test_every_fixture_runs_or_waits_or_never_works() -> None:
    names = (HERE / "names.txt").read_text().split()
    assert sorted([*RUN, *AWAITED, *NEVER]) == names == sorted(set(names))
    assert FIXTURES.keys() >= NEVER.keys()


@pytest.mark.parametrize("family", sorted(WAITING))
def test_what_waits_cannot_run_yet(family: str) -> None:
    """When this fails, take what can run out of `waiting.json`. What has no steps in `fixtures.json` waits for them."""
    there = {mutation for facts in CONTRACT.values() if facts["family"] == family for mutation in facts["mutations"]}
    assert set(WAITING[family].values()) <= there
    ready = [name for name in WAITING[family] if name in FIXTURES and is_ready(FIXTURES[name])]
    assert ready == []


async def _told_thinly(shop: Shop) -> list[str]:
    nodes = (await shop.graph("{ thinEvents(first: 10) { nodes { type } } }"))["thinEvents"]["nodes"]
    return [each["type"] for each in nodes]


def _expected(step: Step) -> list[str]:
    return [step["refused"]] if "refused" in step else []
