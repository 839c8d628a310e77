"""What causes the events of Billing."""

from app.cli.triggers import causes
from app.cli.triggers.bench import Bench
from app.cli.triggers.inputs import Made, example
from app.ids import new_id

example("invoiceCreate", customer=Made("customer"))
example("invoiceItemCreate", amount=2000, currency="usd")
example("invoiceAddLines", lines=[{"amount": 2000, "description": "Seat"}])
example("creditNoteCreate", lines=[{"type": "CUSTOM_LINE_ITEM", "unitAmount": 1000}])
example("planCreate", amount=1000, productData={"name": "Seat"})
MONTHLY = Made("plan")
SENT_LATER = {"collectionMethod": "SEND_INVOICE", "daysUntilDue": 30}

example("billingMeterCreate", eventName=lambda: new_id("usage_"))
example("billingAlertCreate", usageThreshold={"gte": 100, "meter": Made("billing_meter"), "recurrence": "ONE_TIME"})
example("billingCreditGrantCreate", amount={"type": "MONETARY", "monetary": {"value": 1000, "currency": "usd"}})
example("subscriptionCreate", items=[{"price": MONTHLY}], **SENT_LATER)
example("subscriptionItemCreate", price=MONTHLY)
example(
    "subscriptionScheduleCreate",
    customer=Made("customer"),
    startDate={"keyword": "NOW"},
    phases=[{"items": [{"price": MONTHLY}], "iterations": 2}],
    defaultSettings={"collectionMethod": "SEND_INVOICE", "invoiceSettings": {"daysUntilDue": 30}},
)
example("taxIdCreate", type="EU_VAT", value="DE000000000")
SENT = {"collectionMethod": "SEND_INVOICE", "daysUntilDue": 10}
BY_MAIL = {"collectionMethod": "SEND_INVOICE", "invoiceSettings": {"daysUntilDue": 30}}
example("quoteCreate", customer=Made("customer"), lineItems=[{"price": MONTHLY}], **BY_MAIL)


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


def _saved(bench: Bench, customer: str, method: str) -> str:
    """The id of a test payment method that a customer has saved."""
    return str(bench.do("paymentMethodAttach", id=method, input={"customer": customer})["id"])


def _pay(bench: Bench, method: str) -> None:
    """Pay an invoice by a test payment method, which may decline."""
    customer = bench.customer()
    card = _saved(bench, customer, method)
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


def _credited(bench: Bench) -> str:
    """The id of a credit note for half of an open invoice."""
    return str(bench.do("creditNoteCreate", input={"invoice": _open(bench), "amount": 1000})["id"])


@causes("credit_note.created")
def credit_note_created(bench: Bench) -> None:
    _credited(bench)


@causes("credit_note.updated")
def credit_note_updated(bench: Bench) -> None:
    bench.do("creditNoteUpdate", id=_credited(bench), input={"memo": "Sorry"})


@causes("credit_note.voided")
def credit_note_voided(bench: Bench) -> None:
    bench.do("creditNoteVoid", id=_credited(bench))


@causes("invoice.sent")
def invoice_sent(bench: Bench) -> None:
    bench.do("invoiceSend", id=_draft(bench, bench.customer(), **SENT))


@causes("invoice.will_be_due", "invoice.overdue")
def invoice_due(bench: Bench) -> None:
    clock = bench.clock()
    bench.do("invoiceSend", id=_draft(bench, clock.customer(), **SENT))
    clock.advance(days=12)


@causes("price.deleted")
def price_deleted(bench: Bench) -> None:
    """A price is deleted as the plan that it is."""
    bench.delete("plan")


def _subscribe(bench: Bench, customer: str, **input: object) -> str:
    """The id of a subscription to a plan by the month, which a card pays, or `defaultPaymentMethod`."""
    given = {"customer": customer, "items": [{"price": bench.make("plan")}], **input}
    if "defaultPaymentMethod" not in given:
        given["defaultPaymentMethod"] = _saved(bench, customer, "pm_card_visa")
    return str(bench.do("subscriptionCreate", input=given)["id"])


@causes("customer.subscription.created")
def subscription_created(bench: Bench) -> None:
    _subscribe(bench, bench.customer())


@causes("customer.subscription.updated")
def subscription_updated(bench: Bench) -> None:
    subscription = _subscribe(bench, bench.customer())
    bench.do("subscriptionUpdate", id=subscription, input={"cancelAtPeriodEnd": True})


@causes("customer.subscription.deleted")
def subscription_deleted(bench: Bench) -> None:
    bench.do("subscriptionCancel", id=_subscribe(bench, bench.customer()))


@causes("customer.subscription.trial_will_end")
def subscription_trial_will_end(bench: Bench) -> None:
    clock = bench.clock()
    _subscribe(bench, clock.customer(), trialPeriodDays=7)
    clock.advance(days=5)


@causes("invoice.upcoming")
def invoice_upcoming(bench: Bench) -> None:
    clock = bench.clock()
    _subscribe(bench, clock.customer(), items=[{"price": bench.make("plan", interval="MONTH")}])
    clock.advance(days=27)


def _paused(bench: Bench) -> str:
    """The id of a subscription that was paused, because its trial ended without a payment method."""
    clock = bench.clock()
    pauses = {"endBehavior": {"missingPaymentMethod": "PAUSE"}}
    customer = clock.customer()
    paused = _subscribe(bench, customer, defaultPaymentMethod=None, trialPeriodDays=7, trialSettings=pauses)
    clock.advance(days=8)
    return paused


@causes("customer.subscription.paused")
def subscription_paused(bench: Bench) -> None:
    _paused(bench)


@causes("customer.subscription.resumed")
def subscription_resumed(bench: Bench) -> None:
    """The customer adds a card, and pays the invoice of the period that begins."""
    paused = _paused(bench)
    customer = bench.remote.ask(f'{{ subscription(id: "{paused}") {{ customer {{ id }} }} }}')
    card = _saved(bench, customer["subscription"]["customer"]["id"], "pm_card_visa")
    bench.do("subscriptionUpdate", id=paused, input={"defaultPaymentMethod": card})
    bench.do("subscriptionResume", id=paused)


def _wait(bench: Bench, customer: str) -> str:
    """The id of a subscription with an update that waits for its payment."""
    subscription = _subscribe(bench, customer)
    bad = _saved(bench, customer, "pm_card_chargeCustomerFail")
    bench.do("subscriptionUpdate", id=subscription, input={"defaultPaymentMethod": bad})
    given = {"billingCycleAnchor": "NOW", "paymentBehavior": "PENDING_IF_INCOMPLETE", "prorationBehavior": "NONE"}
    bench.do("subscriptionUpdate", id=subscription, input=given)
    return subscription


@causes("customer.subscription.pending_update_applied")
def subscription_pending_update_applied(bench: Bench) -> None:
    customer = bench.customer()
    waiting = bench.remote.ask(f'{{ subscription(id: "{_wait(bench, customer)}") {{ latestInvoice {{ id }} }} }}')
    card = _saved(bench, customer, "pm_card_visa")
    bench.do("invoicePay", id=waiting["subscription"]["latestInvoice"]["id"], input={"paymentMethod": card})


@causes("customer.subscription.pending_update_expired")
def subscription_pending_update_expired(bench: Bench) -> None:
    clock = bench.clock()
    _wait(bench, clock.customer())
    clock.advance(days=1)


def _plan(bench: Bench, customer: str, **input: object) -> str:
    """The id of a schedule of one phase, which begins now."""
    given = {
        "customer": customer,
        "startDate": {"keyword": "NOW"},
        "phases": [{"items": [{"price": bench.make("plan", interval="MONTH")}], "iterations": 1}],
        "defaultSettings": {"defaultPaymentMethod": _saved(bench, customer, "pm_card_visa")},
        **input,
    }
    return str(bench.do("subscriptionScheduleCreate", input=given)["id"])


@causes("subscription_schedule.released")
def schedule_released(bench: Bench) -> None:
    bench.do("subscriptionScheduleRelease", id=_plan(bench, bench.customer()))


@causes("subscription_schedule.canceled")
def schedule_canceled(bench: Bench) -> None:
    bench.do("subscriptionScheduleCancel", id=_plan(bench, bench.customer()))


@causes("subscription_schedule.expiring", "subscription_schedule.completed")
def schedule_completed(bench: Bench) -> None:
    clock = bench.clock()
    _plan(bench, clock.customer(), endBehavior="CANCEL")
    clock.advance(days=40)


@causes("subscription_schedule.aborted")
def schedule_aborted(bench: Bench) -> None:
    """Every attempt to collect the first period fails, and the subscription is canceled."""
    clock = bench.clock()
    customer = clock.customer()
    bad = _saved(bench, customer, "pm_card_chargeCustomerFail")
    phases = [{"items": [{"price": bench.make("plan", interval="MONTH")}], "iterations": 12}]
    _plan(bench, customer, phases=phases, defaultSettings={"defaultPaymentMethod": bad})
    clock.advance(days=30)


def _offer(bench: Bench, customer: str, **input: object) -> str:
    """The id of an open quote of a plan by the month, whose invoices are sent."""
    given = {"customer": customer, "lineItems": [{"price": bench.make("plan", interval="MONTH")}], **BY_MAIL, **input}
    return str(bench.do("quoteFinalize", id=bench.do("quoteCreate", input=given)["id"])["id"])


@causes("quote.finalized")
def quote_finalized(bench: Bench) -> None:
    _offer(bench, bench.customer())


@causes("quote.accepted")
def quote_accepted(bench: Bench) -> None:
    bench.do("quoteAccept", id=_offer(bench, bench.customer()))


@causes("quote.canceled")
def quote_canceled(bench: Bench) -> None:
    bench.do("quoteCancel", id=_offer(bench, bench.customer()))


@causes("quote.will_expire")
def quote_will_expire(bench: Bench) -> None:
    clock = bench.clock()
    _offer(bench, clock.customer())
    clock.advance(days=25)
