"""What is sold, and for how much."""

from app.cli.triggers import causes
from app.cli.triggers.bench import Bench


def product(bench: Bench) -> str:
    return str(bench.do("productCreate", input={"name": "Coffee"})["id"])


def price(bench: Bench) -> str:
    return str(bench.do("priceCreate", input={"product": product(bench), "currency": "usd", "unitAmount": 1500})["id"])


@causes("product.created")
def product_created(bench: Bench) -> None:
    product(bench)


@causes("product.updated")
def product_updated(bench: Bench) -> None:
    bench.do("productUpdate", id=product(bench), input={"description": "Roasted this week"})


@causes("product.deleted")
def product_deleted(bench: Bench) -> None:
    bench.do("productDelete", id=product(bench))


@causes("price.created")
def price_created(bench: Bench) -> None:
    price(bench)


@causes("price.updated")
def price_updated(bench: Bench) -> None:
    bench.do("priceUpdate", id=price(bench), input={"nickname": "A bag"})
