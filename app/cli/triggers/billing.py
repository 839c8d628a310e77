"""Test clocks that move, and the customer portal."""

from app.cli.triggers import causes
from app.cli.triggers.bench import Bench


@causes("test_helpers.test_clock.advancing", "test_helpers.test_clock.ready")
def test_clock_advanced(bench: Bench) -> None:
    bench.clock().advance(days=1)


@causes("billing_portal.session.created")
def billing_portal_session_created(bench: Bench) -> None:
    bench.do("billingPortalSessionCreate", input={"customer": bench.customer()})
