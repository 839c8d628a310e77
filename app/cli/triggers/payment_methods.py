"""Payment methods, and the customers who save them."""

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
