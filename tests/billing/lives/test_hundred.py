"""A hundred customers on one clock."""

from collections import Counter

from tests.billing.subscriptions.subscriber import Subscriber

MAY = "2025-05-04T10:00:00Z"

BILLED = """
query ($clock: ID!, $after: String) { testClock(id: $clock) { invoices(first: 100, after: $after) {
    nodes { status total { amount } customer { id } subscription { id } created }
    pageInfo { hasNextPage endCursor }
} } }
"""


async def test_a_hundred_customers_on_one_clock(shop: Subscriber) -> None:
    """Each has another price, 1.00 to 100.00 a month; every tenth card is declined from the second month on."""
    clock = await shop.clock()
    prices = [await shop.monthly(100 * n, productData={"name": f"Plan {n}"}) for n in range(1, 101)]
    for n, price in enumerate(prices, 1):
        customer = await shop.payer(testClock=clock)
        await shop.subscribe(customer, price)
        if n % 10 == 0:
            await shop.save(customer, "pm_card_chargeCustomerFail")
    moved = await shop.graph.do("testClockAdvance", "status", id=clock, input={"frozenTime": MAY, "wait": True})
    assert moved == {"status": "READY"}
    found = []
    after = None
    while True:
        page = (await shop.graph(BILLED, clock=clock, after=after))["testClock"]["invoices"]
        found += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    # March, April and May; those who are declined in April are canceled after the last attempt. Nobody is billed twice.
    assert Counter(Counter(each["customer"]["id"] for each in found).values()) == {3: 90, 2: 10}
    assert len({(each["subscription"]["id"], each["created"]) for each in found}) == 290
    paid = [each["total"]["amount"] for each in found if each["status"] == "PAID"]
    # 1.00 + 2.00 + … + 100.00 is 5,050.00; the ten that are declined later make 550.00 of it.
    assert (len(paid), sum(paid)) == (100 + 2 * 90, 505000 + 2 * 450000)
    assert Counter(each["status"] for each in found) == {"PAID": 280, "OPEN": 10}
