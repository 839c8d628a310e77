"""Customers and their payment methods."""

from app.cli.triggers import causes
from app.cli.triggers.bench import Bench


@causes("customer.created")
def customer_created(bench: Bench) -> None:
    bench.customer()


@causes("customer.updated")
def customer_updated(bench: Bench) -> None:
    bench.do("customerUpdate", id=bench.customer(), input={"description": "A customer of many years"})


@causes("customer.deleted")
def customer_deleted(bench: Bench) -> None:
    bench.do("customerDelete", id=bench.customer())


@causes("payment_method.attached")
def payment_method_attached(bench: Bench) -> None:
    bench.attached()


@causes("payment_method.detached")
def payment_method_detached(bench: Bench) -> None:
    bench.do("paymentMethodDetach", id=bench.attached())


@causes("payment_method.updated")
def payment_method_updated(bench: Bench) -> None:
    bench.do("paymentMethodUpdate", id=bench.attached(), input={"billingDetails": {"name": "Jenny Rosen"}})
