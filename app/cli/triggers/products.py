"""What is sold, and for how much; and the discounts that customers get."""

from app.cli.triggers import causes
from app.cli.triggers.bench import Bench
from app.cli.triggers.inputs import example

example("couponCreate", percentOff="25")
example("priceCreate", unitAmount=1000, productData={"name": "Seat"})
example("shippingRateCreate", fixedAmount={"amount": 500, "currency": "usd"})


def _discounted(bench: Bench) -> str:
    """The id of a customer with a discount."""
    return bench.customer(coupon=bench.make("coupon"))


@causes("customer.discount.created")
def customer_discount_created(bench: Bench) -> None:
    _discounted(bench)


@causes("customer.discount.updated")
def customer_discount_updated(bench: Bench) -> None:
    customer = _discounted(bench)
    bench.do("customerUpdate", id=customer, input={"coupon": bench.make("coupon")})


@causes("customer.discount.deleted")
def customer_discount_deleted(bench: Bench) -> None:
    bench.do("customerDeleteDiscount", id=_discounted(bench))
