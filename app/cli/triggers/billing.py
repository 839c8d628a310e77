"""What causes the events of Billing."""

from app.cli.triggers import causes
from app.cli.triggers.bench import Bench
from app.cli.triggers.inputs import Made, example
from app.ids import new_id

example("invoiceCreate", customer=Made("customer"))
example("invoiceItemCreate", amount=2000, currency="usd")
example("invoiceAddLines", lines=[{"amount": 2000, "description": "Seat"}])
example("planCreate", amount=1000, productData={"name": "Seat"})
example("taxIdCreate", type="EU_VAT", value="DE000000000")
SENT = {"collectionMethod": "SEND_INVOICE", "daysUntilDue": 10}


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


def _draft(bench: Bench, customer: str, **input: object) -> str:
    """The id of a draft with a line."""
    bench.make("invoice_item", customer=customer)
    given = {"customer": customer, "pendingInvoiceItemsBehavior": "INCLUDE", **input}
    return str(bench.do("invoiceCreate", input=given)["id"])


def _open(bench: Bench) -> str:
    """The id of an open invoice."""
    return str(bench.do("invoiceFinalize", id=_draft(bench, bench.customer()))["id"])


def _pay(bench: Bench, method: str) -> None:
    """Pay an invoice by a test payment method, which may decline."""
    customer = bench.customer()
    card = bench.do("paymentMethodAttach", id=method, input={"customer": customer})["id"]
    bench.attempt("invoicePay", id=_draft(bench, customer), input={"paymentMethod": card})


@causes("invoice.finalized")
def invoice_finalized(bench: Bench) -> None:
    _open(bench)


@causes("invoice.finalization_failed")
def invoice_finalization_failed(bench: Bench) -> None:
    bench.attempt("invoiceFinalize", id=_draft(bench, bench.customer(), automaticTax={"enabled": True}))


@causes("invoice.paid", "invoice.payment_succeeded")
def invoice_paid(bench: Bench) -> None:
    _pay(bench, "pm_card_visa")


@causes("invoice.payment_failed")
def invoice_payment_failed(bench: Bench) -> None:
    _pay(bench, "pm_card_chargeCustomerFail")


@causes("invoice.payment_action_required")
def invoice_payment_action_required(bench: Bench) -> None:
    _pay(bench, "pm_card_authenticationRequired")


@causes("invoice.marked_uncollectible")
def invoice_marked_uncollectible(bench: Bench) -> None:
    bench.do("invoiceMarkUncollectible", id=_open(bench))


@causes("invoice.voided")
def invoice_voided(bench: Bench) -> None:
    bench.do("invoiceVoid", id=_open(bench))


@causes("invoice.sent")
def invoice_sent(bench: Bench) -> None:
    bench.do("invoiceSend", id=_draft(bench, bench.customer(), **SENT))


@causes("invoice.will_be_due", "invoice.overdue")
def invoice_due(bench: Bench) -> None:
    clock = bench.clock()
    bench.do("invoiceSend", id=_draft(bench, clock.customer(), **SENT))
    clock.advance(days=12)
