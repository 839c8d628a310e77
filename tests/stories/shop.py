"""A merchant's server as it uses the graph: pays, refunds, moves clocks, and asks what it was told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from app.clock import worker
from app.database import Database
from app.domain.real_time import real_now
from tests.graph import Graph

MONDAY = datetime(2025, 3, 3, 10, tzinfo=UTC)
"""Where every clock begins: a Monday, so that working days are easily counted."""

MANDATE = {"customerAcceptance": {"type": "OFFLINE"}}
"""The customer's authorization of a debit, which cards make nothing of."""
INTENT = """
    id status amount { amount } amountCapturable { amount } amountReceived { amount } currency
    canceledAt cancellationReason clientSecret
    lastPaymentError { type code declineCode message docUrl charge { id } paymentMethod { id } paymentMethodType }
    latestCharge { id status } paymentMethod { id } customer { id }
    nextAction {
        type redirectToUrl { url returnUrl } useStripeSdk
        verifyWithMicrodeposits { arrivalDate hostedVerificationUrl microdepositType }
    }
    charges { nodes { id status } totalCount }
"""
CHARGE = """
    id status paid captured refunded amount { amount } amountCaptured { amount } amountRefunded { amount }
    failureCode failureMessage
    outcome { type networkStatus reason riskLevel networkDeclineCode }
    balanceTransaction { id status amount { amount } fee { amount } net { amount } availableOn }
"""
REFUND = """
    id status amount { amount } failureReason reason charge { id } paymentIntent { id }
    balanceTransaction { amount { amount } net { amount } status type }
    failureBalanceTransaction { amount { amount } net { amount } status type }
"""
EVENTS = """
query ($after: String) {
    events(first: 100, after: $after) {
        nodes { id type cursor created account object data { object previousAttributes } request { id idempotencyKey } }
        pageInfo { hasNextPage endCursor }
    }
}
"""
BALANCE = """
{ balance {
    available { amount { amount } currency sourceTypes { card { amount } bankAccount { amount } } }
    pending { amount { amount } currency sourceTypes { card { amount } bankAccount { amount } } }
} }
"""


class Shop:
    """One merchant. `told` answers with what happened since it was last asked."""

    def __init__(self, graph: Graph, database: Database) -> None:
        self.graph = graph
        self.database = database
        self._heard = 0

    async def intent(self, **input: Any) -> dict[str, Any]:
        given = {"amount": 2000, "currency": "usd", "captureMethod": "AUTOMATIC"} | input
        if given.get("confirm"):
            given.setdefault("mandateData", MANDATE)
        return await self.graph.do("paymentIntentCreate", INTENT, input=given)

    async def pay(self, method: str = "pm_card_visa", **input: Any) -> dict[str, Any]:
        return await self.intent(**{"paymentMethod": method, "confirm": True} | input)

    async def try_to_pay(self, method: str, **input: Any) -> dict[str, Any]:
        """The payload of a payment that may be refused."""
        given = {"amount": 2000, "currency": "usd", "captureMethod": "AUTOMATIC", "paymentMethod": method}
        given |= {"confirm": True} | input
        given.setdefault("mandateData", MANDATE)
        return await self.graph.attempt("paymentIntentCreate", INTENT, input=given)

    async def do(self, verb: str, id: str, **input: Any) -> dict[str, Any]:
        """A verb of payment intents: `capture`, `cancel` and so on."""
        arguments = {"id": id} | ({"input": input} if input else {})
        return await self.graph.do(f"paymentIntent{verb[0].upper()}{verb[1:]}", INTENT, **arguments)

    async def refuse(self, verb: str, id: str, **input: Any) -> dict[str, Any]:
        arguments = {"id": id} | ({"input": input} if input else {})
        return await self.graph.refuse(f"paymentIntent{verb[0].upper()}{verb[1:]}", **arguments)

    async def intent_now(self, id: str) -> dict[str, Any]:
        found: dict[str, Any] = (
            await self.graph(f"query ($id: ID!) {{ it: paymentIntent(id: $id) {{ {INTENT} }} }}", id=id)
        )["it"]
        return found

    async def charge(self, id: str) -> dict[str, Any]:
        found: dict[str, Any] = (await self.graph(f"query ($id: ID!) {{ it: charge(id: $id) {{ {CHARGE} }} }}", id=id))[
            "it"
        ]
        return found

    async def charge_of(self, intent: dict[str, Any]) -> dict[str, Any]:
        """The latest charge of a payment."""
        return await self.charge((await self.intent_now(intent["id"]))["latestCharge"]["id"])

    async def refund(self, intent: dict[str, Any], **input: Any) -> dict[str, Any]:
        return await self.graph.do("refundCreate", REFUND, input={"paymentIntent": intent["id"]} | input)

    async def refund_now(self, id: str) -> dict[str, Any]:
        found: dict[str, Any] = (await self.graph(f"query ($id: ID!) {{ it: refund(id: $id) {{ {REFUND} }} }}", id=id))[
            "it"
        ]
        return found

    async def customer(self, **input: Any) -> str:
        id: str = (await self.graph.do("customerCreate", "id", input={"name": "Ada"} | input))["id"]
        return id

    async def clock(self, frozen_time: datetime = MONDAY) -> str:
        given = {"frozenTime": frozen_time.isoformat()}
        id: str = (await self.graph.do("testClockCreate", "id", input=given))["id"]
        return id

    async def advance(self, clock: str, to: datetime) -> list[tuple[str, str]]:
        """Move a clock: what that caused, as (type, moment), in order."""
        data = await self.graph(
            "mutation ($id: ID!, $to: DateTime!) { it: testClockAdvance(id: $id, input: { frozenTime: $to }) { "
            "testClock { status frozenTime } userErrors { message code } "
            "events(first: 100) { nodes { type created } totalCount } } }",
            id=clock,
            to=to.isoformat(),
        )
        payload = data["it"]
        assert payload["userErrors"] == []
        assert payload["testClock"] == {"status": "READY", "frozenTime": f"{to:%Y-%m-%dT%H:%M:%SZ}"}
        assert payload["events"]["totalCount"] == len(payload["events"]["nodes"])
        return [(event["type"], event["created"]) for event in payload["events"]["nodes"]]

    async def told(self) -> list[str]:
        """The types of the events since this was last asked, in order."""
        return [event["type"] for event in await self.told_whole()]

    async def told_whole(self) -> list[dict[str, Any]]:
        """The events since this was last asked, in order."""
        found: list[dict[str, Any]] = []
        after = None
        while True:
            page = (await self.graph(EVENTS, after=after))["events"]
            found += page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                break
            after = page["pageInfo"]["endCursor"]
        found.sort(key=lambda event: int(event["cursor"]))
        assert [int(event["cursor"]) for event in found] == list(range(1, len(found) + 1))
        news, self._heard = found[self._heard :], len(found)
        return news

    async def balance(self) -> dict[str, dict[str, Any]]:
        """What is pending and available, as {"pending": {"usd": {"card": 1912}}}; nothing where it is nought."""
        data = (await self.graph(BALANCE))["balance"]
        found: dict[str, dict[str, Any]] = {}
        for state in ("available", "pending"):
            for funds in data[state]:
                sources = {
                    name: money["amount"] for name, money in funds["sourceTypes"].items() if money and money["amount"]
                }
                assert funds["amount"]["amount"] == sum(sources.values())
                if sources:
                    found.setdefault(state, {})[funds["currency"]] = sources
        return found

    async def run_due(self, **later: float) -> None:
        """Do in real time what is due by then, as a worker does that finds it."""
        await worker.run_due(self.database, real_now() + timedelta(**later))

    @asynccontextmanager
    async def nothing_changes(self) -> AsyncIterator[None]:
        """No event is told, and no money moves."""
        before = await self.balance()
        await self.told()
        yield
        assert await self.told() == []
        assert await self.balance() == before


def at(moment: datetime) -> str:
    """A moment as the graph writes it."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
