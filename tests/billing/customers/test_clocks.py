"""Lists show or leave out what lives under test clocks, and a clock that is deleted takes along all of it."""

from tests.billing.invoices.biller import DELIVERED
from tests.billing.quotes.quoter import Quoter
from tests.billing.schedules.scheduler import phase

LISTED = (
    "customers",
    "charges",
    "creditNotes",
    "invoiceItems",
    "invoices",
    "paymentIntents",
    "quotes",
    "subscriptionItems",
    "subscriptionSchedules",
    "subscriptions",
)
SHOWN_CLOCK = ("customers", "invoiceItems", "invoices", "quotes", "subscriptionSchedules", "subscriptions")
"""Those whose objects have Stripe's `test_clock`."""


async def listed(shop: Quoter, *, under: bool | None = None) -> dict[str, int]:
    """How many of each kind there are: all, those under test clocks, or those in real time."""

    def where(name: str) -> str:
        if under is None:
            return ""
        clock = f"testClock: {{ isNull: {str(not under).lower()} }}"
        return f"(where: {{ {clock} }})" if name in SHOWN_CLOCK else f"({clock})"

    data = await shop.graph(f"{{ {' '.join(f'{name}{where(name)} {{ totalCount }}' for name in LISTED)} }}")
    return {name: each["totalCount"] for name, each in data.items()}


async def by_argument(shop: Quoter, clock: str) -> dict[str, int]:
    """The same by the argument that every list takes."""
    data = await shop.graph(f"{{ {' '.join(f'{name}(testClock: {clock}) {{ totalCount }}' for name in LISTED)} }}")
    return {name: each["totalCount"] for name, each in data.items()}


async def live(shop: Quoter, customer: str) -> None:
    """A customer with one of each."""
    price, off = await shop.monthly(1000), await shop.coupon(percentOff="10", duration="FOREVER")
    made = await shop.subscribe(customer, price, discounts=[{"coupon": off}])
    credit = {"invoice": made["latestInvoice"]["id"], "amount": 100, "creditAmount": 100}
    await shop.graph.do("creditNoteCreate", "id", input=credit)
    await shop.plan(customer, phase(price, iterations=1), startDate={"value": "2099-01-01T00:00:00Z"})
    await shop.offer(customer, price)
    await shop.item(customer, 500, description="Later")
    await shop.draft(customer, pendingInvoiceItemsBehavior="EXCLUDE", **DELIVERED)


async def test_what_lives_under_a_clock(shop: Quoter) -> None:
    clock, ada = await shop.under_clock()
    await live(shop, ada)
    one = dict.fromkeys(LISTED, 1) | {"invoices": 2}
    assert await listed(shop) == one
    assert await listed(shop, under=True) == one
    assert await listed(shop, under=False) == dict.fromkeys(LISTED, 0)

    # A customer in real time has as much, and comes under another clock later with all of it.
    bob = await shop.payer()
    await live(shop, bob)
    assert await listed(shop, under=False) == one
    other = await shop.clock()
    await shop.graph.do("customerUpdate", "id", id=bob, input={"testClock": other})
    both = {name: 2 * many for name, many in one.items()}
    assert await by_argument(shop, f'{{ eq: "{clock}" }}') == one
    assert await by_argument(shop, f'{{ in: ["{clock}", "{other}"] }}') == both
    assert await by_argument(shop, "{ isNull: true }") == dict.fromkeys(LISTED, 0)
    assert await listed(shop, under=True) == both
    assert await listed(shop, under=False) == dict.fromkeys(LISTED, 0)

    await shop.graph.do("testClockDelete", "id", id=clock)
    assert await listed(shop) == one
    # Nothing of what is gone falls due, and the rest goes on.
    await shop.graph.do("testClockDelete", "id", id=other)
    assert await listed(shop) == dict.fromkeys(LISTED, 0)


async def test_a_clock_leaps_over_years(shop: Quoter) -> None:
    clock, ada = await shop.under_clock()
    price = await shop.monthly(1000, recurring={"interval": "YEAR"})
    made = await shop.subscribe(ada, price, **DELIVERED)
    given = {"frozenTime": "2045-03-04T00:00:00Z", "wait": True}
    await shop.graph.do("testClockAdvance", "id", id=clock, input=given)
    invoices = await shop.graph(
        "query ($id: ID!) { it: subscription(id: $id) { invoices(first: 100) { nodes { created status } } } }",
        id=made["id"],
    )
    # One on each 3 March from 2025 to 2045; the customer pays none of them.
    assert [(each["created"], each["status"]) for each in invoices["it"]["invoices"]["nodes"]] == [
        (f"{year}-03-03T10:00:00Z", "OPEN") for year in range(2045, 2024, -1)
    ]
