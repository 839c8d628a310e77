"""Credits against usage: used when the invoice of a period is finalized, and given back when it is voided."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.billing.credits.test_grants import Credits, amount, at, moves
from tests.billing.metering.reporting import meter, report
from tests.graph import Graph

JANUARY = datetime(2030, 1, 1, tzinfo=UTC)
FEBRUARY = datetime(2030, 2, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
INVOICE = """
    id status subtotal { amount } total { amount }
    totalPretaxCreditAmounts { type amount { amount } creditBalanceTransaction { id creditGrant { id } } }
    lines { nodes { id amount { amount } pretaxCreditAmounts { type amount { amount } } } }
"""


class Usage(Credits):
    """A customer who is billed 5 cents for each token, at the end of the month, by an invoice that is sent."""

    @staticmethod
    async def subscribe(graph: Graph) -> "Usage":
        opened = await Credits.open(graph)
        recurring = {"interval": "MONTH", "usageType": "METERED", "meter": await meter(graph)}
        given: dict[str, Any] = {
            "currency": "usd",
            "unitAmount": 5,
            "productData": {"name": "Tokens"},
            "recurring": recurring,
        }
        price = await graph.do("priceCreate", "id", input=given)
        given = {"customer": opened.customer, "items": [{"price": price["id"]}]}
        given |= {"collectionMethod": "SEND_INVOICE", "daysUntilDue": 30}
        await graph.do("subscriptionCreate", "id", input=given)
        return Usage(graph, opened.clock, opened.customer)

    async def report(self, tokens: int, moment: datetime) -> None:
        await report(self.graph, self.customer, tokens, moment)

    async def latest(self) -> dict[str, Any]:
        """The newest invoice."""
        found = await self.graph(f"{{ invoices(first: 1) {{ nodes {{ {INVOICE} }} }} }}")
        (invoice,) = found["invoices"]["nodes"]
        shown: dict[str, Any] = invoice
        return shown


@pytest.fixture
async def usage(graph: Graph) -> Usage:
    return await Usage.subscribe(graph)


async def test_usage_is_paid_by_credits_and_a_voided_invoice_gives_them_back(usage: Usage) -> None:
    paid = await usage.grant(2000)
    free = await usage.grant(1000, category="PROMOTIONAL")
    euros = await usage.grant(9000, amount=amount(9000, "eur"))
    await usage.advance(JANUARY + 10 * DAY)
    await usage.report(700, JANUARY + 9 * DAY)
    await usage.advance(FEBRUARY + 2 * HOUR)

    # 700 tokens of 5 cents are 35.00: the promotional 10.00 first, then the paid 20.00; 5.00 are left to pay.
    invoice = await usage.latest()
    assert (invoice["status"], invoice["subtotal"]["amount"], invoice["total"]["amount"]) == ("OPEN", 3500, 500)
    shown = [(each["type"], each["amount"]["amount"]) for each in invoice["totalPretaxCreditAmounts"]]
    assert shown == [("CREDIT_BALANCE_TRANSACTION", 1000), ("CREDIT_BALANCE_TRANSACTION", 2000)]
    by = [each["creditBalanceTransaction"]["creditGrant"]["id"] for each in invoice["totalPretaxCreditAmounts"]]
    assert by == [free["id"], paid["id"]]
    assert await usage.balances() == {"eur": (9000, 9000), "usd": (0, 0)}
    (_, debit) = (await usage.shown(paid))["creditBalanceTransactions"]["nodes"]
    assert debit["debit"]["creditsApplied"] == {"invoice": {"id": invoice["id"]}}
    refusal = await usage.graph.refuse("billingCreditGrantVoid", id=paid["id"])
    assert refusal["code"] == "STATUS_TRANSITION_INVALID"

    await usage.graph.do("invoiceVoid", "id", id=invoice["id"])
    assert await usage.balances() == {"eur": (9000, 9000), "usd": (3000, 3000)}
    assert [(type, value) for type, value, _ in moves(await usage.shown(free))] == [
        ("CREDITS_GRANTED", 1000),
        ("CREDITS_APPLIED", -1000),
        ("CREDITS_APPLICATION_INVOICE_VOIDED", 1000),
    ]
    assert [type for type, _, _ in moves(await usage.shown(euros))] == ["CREDITS_GRANTED"]


async def test_credits_that_expire_before_the_invoice_do_not_pay(usage: Usage) -> None:
    await usage.grant(1000, expiresAt=at(FEBRUARY - DAY))
    await usage.advance(JANUARY + 10 * DAY)
    await usage.report(100, JANUARY + 9 * DAY)
    await usage.advance(FEBRUARY + 2 * HOUR)
    invoice = await usage.latest()
    assert (invoice["status"], invoice["total"]["amount"], invoice["totalPretaxCreditAmounts"]) == ("OPEN", 500, [])
