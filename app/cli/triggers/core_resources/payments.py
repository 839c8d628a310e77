"""Payments, charges, refunds, and the balance that they end in."""

from app.cli.triggers import causes
from app.cli.triggers.bench import Bench
from app.cli.triggers.inputs import Made, example

example("chargeCreate", source="tok_visa")
example("refundCreate", charge=Made("charge"))


@causes("payment_intent.succeeded")
def payment_intent_succeeded(bench: Bench) -> None:
    bench.pay()


@causes("payment_intent.payment_failed")
def payment_intent_payment_failed(bench: Bench) -> None:
    bench.pay("pm_card_visa_chargeDeclined")


@causes("payment_intent.requires_action")
def payment_intent_requires_action(bench: Bench) -> None:
    bench.pay("pm_card_threeDSecure2Required")


@causes("payment_intent.amount_capturable_updated")
def payment_intent_amount_capturable_updated(bench: Bench) -> None:
    bench.pay(captureMethod="MANUAL")


@causes("payment_intent.processing", "charge.pending")
def payment_intent_processing(bench: Bench) -> None:
    bench.pay("pm_usBankAccount_success", mandateData={"customerAcceptance": {"type": "OFFLINE"}})


@causes("payment_intent.canceled")
def payment_intent_canceled(bench: Bench) -> None:
    bench.do("paymentIntentCancel", id=bench.intent())


@causes("charge.succeeded")
def charge_succeeded(bench: Bench) -> None:
    bench.pay()


@causes("charge.failed")
def charge_failed(bench: Bench) -> None:
    bench.pay("pm_card_visa_chargeDeclined")


@causes("charge.captured")
def charge_captured(bench: Bench) -> None:
    bench.do("paymentIntentCapture", id=bench.pay(captureMethod="MANUAL")["id"])


@causes("charge.expired")
def charge_expired(bench: Bench) -> None:
    """An authorization that is not captured expires after a week or so."""
    clock = bench.clock()
    bench.pay(captureMethod="MANUAL", customer=clock.customer())
    clock.advance(days=35)


@causes("charge.refunded")
def charge_refunded(bench: Bench) -> None:
    bench.refund()


@causes("charge.refund.updated")
def charge_refund_updated(bench: Bench) -> None:
    bench.change("refund")


@causes("refund.failed")
def refund_failed(bench: Bench) -> None:
    """The customer's bank sends the money back some days later."""
    clock = bench.clock()
    bench.refund("pm_card_refundFail", customer=clock.customer())
    clock.advance(days=35)


@causes("balance.available")
def balance_available(bench: Bench) -> None:
    """The net amount of a payment becomes available some days later."""
    clock = bench.clock()
    bench.pay(customer=clock.customer())
    clock.advance(days=14)
