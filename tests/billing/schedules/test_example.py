"""The playground's example of a schedule does what it says."""

from pathlib import Path

from tests.billing.schedules.scheduler import Scheduler

EXAMPLE = Path(__file__).parents[3] / "playground" / "examples" / "billing" / "schedule.graphql"


async def test_the_example_plans_a_subscription(shop: Scheduler) -> None:
    half = await shop.coupon(percentOff="50", duration="FOREVER")
    given = {"customer": await shop.customer(), "price": await shop.monthly(1000), "coupon": half}
    payload = (await shop.graph(EXAMPLE.read_text(), **given))["subscriptionScheduleCreate"]
    assert payload["userErrors"] == []
    made = payload["subscriptionSchedule"]
    assert (made["status"], len(made["phases"])) == ("ACTIVE", 2)
    # Half of 10.00.
    assert made["subscription"]["latestInvoice"]["total"] == {"formatted": "$5.00"}
