"""Payment methods, the customers who save them, and the funds that customers send."""

from typing import Any

from app.cli.triggers import causes
from app.cli.triggers.bench import Bench
from app.cli.triggers.inputs import example

CARD = {"number": "4242424242424242", "expMonth": 12, "expYear": 2040, "cvc": "123"}

example("paymentMethodCreate", type="CARD", card=CARD)


@causes("payment_method.attached")
def payment_method_attached(bench: Bench) -> None:
    bench.attached()


@causes("payment_method.detached")
def payment_method_detached(bench: Bench) -> None:
    bench.do("paymentMethodDetach", id=bench.attached())


@causes("payment_method.updated")
def payment_method_updated(bench: Bench) -> None:
    bench.do("paymentMethodUpdate", id=bench.attached(), input={"billingDetails": {"name": "Jenny Rosen"}})


@causes("payment_method.automatically_updated")
def payment_method_automatically_updated(bench: Bench) -> None:
    bench.do("paymentMethodRenew", id=bench.attached())


BY_TRANSFER = {
    "paymentMethodTypes": ["customer_balance"],
    "paymentMethodData": {"type": "CUSTOMER_BALANCE"},
    "paymentMethodOptions": {
        "customerBalance": {"fundingType": "BANK_TRANSFER", "bankTransfer": {"type": "US_BANK_TRANSFER"}}
    },
}


def fund(bench: Bench, customer: str, **input: Any) -> None:
    """Let a bank transfer of the customer's arrive."""
    bench.do("customerFundCashBalance", id=customer, input={"amount": 1000, "currency": "usd", **input})


@causes("customer_cash_balance_transaction.created", "cash_balance.funds_available")
def cash_balance_funds_available(bench: Bench) -> None:
    fund(bench, bench.customer())


@causes("payment_intent.partially_funded")
def payment_intent_partially_funded(bench: Bench) -> None:
    """A payment waits for twice as much as the customer sends."""
    customer = bench.customer()
    bench.intent(customer=customer, confirm=True, **BY_TRANSFER)
    fund(bench, customer)
