"""The playground's example of a schedule does what it says."""

from tests.billing.schedules.scheduler import Scheduler
from tests.examples import run


async def test_the_example_plans_a_subscription(shop: Scheduler) -> None:
    await shop.coupon(percentOff="50", duration="FOREVER")
    await shop.customer()
    await shop.monthly(1000)
    made = await run(shop.graph, "billing/schedule")
    assert (made["status"], len(made["phases"])) == ("ACTIVE", 2)
    # Half of 10.00.
    assert made["subscription"]["latestInvoice"]["total"] == {"formatted": "$5.00"}
