"""A shop whose customers dispute what they paid."""

from typing import Any

from tests.stories.shop import Shop

DISPUTE = """
    id object status reason networkReasonCode amount { amount currency } isChargeRefundable enhancedEligibilityTypes
    charge { id disputed } paymentIntent { id } metadata livemode
    evidence { uncategorizedText productDescription receipt { id } }
    evidenceDetails {
        dueBy hasEvidence pastDue submissionCount
        enhancedEligibility { visaCompellingEvidence3 { status requiredActions } visaCompliance { status } }
    }
    paymentMethodDetails { type card { brand caseType networkReasonCode } klarna { reasonCode } }
    balanceTransactions {
        nodes {
            type reportingCategory status description availableOn
            amount { amount } fee { amount } net { amount } feeDetails { amount { amount } description type }
        }
    }
"""
OPENED = ["charge.dispute.created", "charge.dispute.funds_withdrawn", "charge.updated"]
ENDED = ["charge.dispute.updated", "charge.dispute.closed"]
WON = ["charge.dispute.updated", "charge.dispute.funds_reinstated", "charge.dispute.closed"]
ESCALATED = ["charge.dispute.updated", "charge.dispute.funds_withdrawn"]


async def disputes(shop: Shop) -> list[dict[str, Any]]:
    """All disputes as they now stand, the oldest first."""
    found: list[dict[str, Any]] = (await shop.graph(f"{{ disputes {{ nodes {{ {DISPUTE} }} }} }}"))["disputes"]["nodes"]
    return found[::-1]


async def disputed(shop: Shop, method: str = "pm_card_createDispute", **input: Any) -> dict[str, Any]:
    """The dispute of a new payment. What it caused was told of."""
    await shop.pay(method, **input)
    await shop.run_due()
    await shop.told()
    return (await disputes(shop))[-1]


async def now(shop: Shop, dispute: dict[str, Any]) -> dict[str, Any]:
    """A dispute as it now stands."""
    query = f"query ($id: ID!) {{ dispute(id: $id) {{ {DISPUTE} }} }}"
    found: dict[str, Any] = (await shop.graph(query, id=dispute["id"]))["dispute"]
    return found


async def answer(shop: Shop, dispute: dict[str, Any], text: str | None = None, **input: Any) -> dict[str, Any]:
    """Update a dispute, with that text among the evidence."""
    given = input if text is None else {"evidence": {"uncategorizedText": text}} | input
    return await shop.graph.do("disputeUpdate", DISPUTE, id=dispute["id"], input=given)


async def concede(shop: Shop, dispute: dict[str, Any]) -> dict[str, Any]:
    return await shop.graph.do("disputeClose", DISPUTE, id=dispute["id"])


def moved(dispute: dict[str, Any]) -> list[tuple[int, int, str]]:
    """Amount, fee and category of a dispute's balance transactions, the oldest first."""
    nodes = dispute["balanceTransactions"]["nodes"][::-1]
    return [(each["amount"]["amount"], each["fee"]["amount"], each["reportingCategory"]) for each in nodes]
