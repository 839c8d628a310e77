"""What causes the events of Billing."""

from app.cli.triggers import causes
from app.cli.triggers.bench import Bench
from app.cli.triggers.inputs import example
from app.ids import new_id

example("planCreate", amount=1000, productData={"name": "Seat"})
example("taxIdCreate", type="EU_VAT", value="DE000000000")


@causes("test_helpers.test_clock.advancing", "test_helpers.test_clock.ready")
def test_clock_advanced(bench: Bench) -> None:
    bench.clock().advance(days=1)


@causes("billing_portal.session.created")
def billing_portal_session_created(bench: Bench) -> None:
    bench.do("billingPortalSessionCreate", input={"customer": bench.customer()})


@causes("billing.alert.triggered")
def alert_triggered(bench: Bench) -> None:
    name = new_id("usage_")
    meter = {"displayName": "Usage", "eventName": name, "defaultAggregation": {"formula": "SUM"}}
    threshold = {"meter": bench.do("billingMeterCreate", input=meter)["id"], "gte": 100, "recurrence": "ONE_TIME"}
    alert = {"title": "Much usage", "alertType": "USAGE_THRESHOLD", "usageThreshold": threshold}
    bench.do("billingAlertCreate", input=alert)
    payload = {"stripe_customer_id": bench.customer(), "value": "100"}
    bench.do("billingMeterEventCreate", "identifier", input={"eventName": name, "payload": payload})


@causes("customer.tax_id.created")
def tax_id_created(bench: Bench) -> None:
    bench.make("tax_id", customer=bench.customer())


@causes("customer.tax_id.deleted")
def tax_id_deleted(bench: Bench) -> None:
    bench.do("taxIdDelete", id=bench.make("tax_id", customer=bench.customer()))


@causes("customer.tax_id.updated")
def tax_id_verified(bench: Bench) -> None:
    clock = bench.clock()
    bench.make("tax_id", customer=clock.customer())
    clock.advance(days=1)
