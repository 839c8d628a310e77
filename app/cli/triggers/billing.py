"""Test clocks that move."""

from app.cli.triggers import causes
from app.cli.triggers.bench import Bench


@causes("test_helpers.test_clock.advancing", "test_helpers.test_clock.ready")
def test_clock_advanced(bench: Bench) -> None:
    bench.clock().advance(days=1)
