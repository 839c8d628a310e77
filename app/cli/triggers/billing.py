"""Test clocks; and the account itself."""

from uuid import uuid4

from app.cli.triggers import causes
from app.cli.triggers.bench import Bench


@causes("test_helpers.test_clock.created")
def test_clock_created(bench: Bench) -> None:
    bench.clock()


@causes("test_helpers.test_clock.advancing", "test_helpers.test_clock.ready")
def test_clock_advanced(bench: Bench) -> None:
    bench.clock().advance(days=1)


@causes("test_helpers.test_clock.deleted")
def test_clock_deleted(bench: Bench) -> None:
    bench.do("testClockDelete", id=bench.clock().id)


@causes("account.updated")
def account_updated(bench: Bench) -> None:
    account = bench.remote.ask("{ accounts(first: 1) { nodes { id } } }")["accounts"]["nodes"][0]["id"]
    # Something new each time, as an update that changes nothing tells nothing.
    bench.do("accountUpdate", id=account, input={"metadata": {"triggered": uuid4().hex}})
