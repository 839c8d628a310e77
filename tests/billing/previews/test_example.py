"""The playground's example of a preview does what it says."""

from pathlib import Path

from tests.billing.previews.previewer import Previewer
from tests.billing.schedules.scheduler import on

EXAMPLE = Path(__file__).parents[3] / "playground" / "examples" / "billing" / "preview-upgrade.graphql"


async def test_the_example_previews_an_upgrade(shop: Previewer) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(3100))
    await shop.advance(clock, on(3, 18, 22))
    item = made["items"]["nodes"][0]["id"]
    given = {"subscription": made["id"], "item": item, "price": await shop.monthly(6200)}
    seen = (await shop.graph(EXAMPLE.read_text(), **given))["invoicePreview"]
    # Half of the month is credited at $31, and charged at $62.
    assert [line["amount"]["formatted"] for line in seen["lines"]["nodes"]] == ["$31.00", "-$15.50"]
    assert (seen["total"], seen["amountDue"]) == ({"formatted": "$15.50"}, {"formatted": "$15.50"})
