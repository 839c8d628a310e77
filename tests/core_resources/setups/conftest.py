"""A merchant who saves payment methods, and charges them later."""

from datetime import datetime
from typing import Any

import pytest

from app.database import Database
from tests.graph import Graph
from tests.stories.shop import Shop

SETUP = """
    id status usage clientSecret cancellationReason attachToSelf flowDirections
    automaticPaymentMethods { enabled allowRedirects } paymentMethodTypes
    customer { id } paymentMethod { id }
    mandate { id status type } singleUseMandate { id status type singleUse { amount { amount currency } } }
    lastSetupError {
        type code declineCode message networkDeclineCode networkAdviceCode paymentMethodType paymentMethod { id }
    }
    latestAttempt { id status }
    nextAction {
        type redirectToUrl { url returnUrl } useStripeSdk
        verifyWithMicrodeposits { arrivalDate hostedVerificationUrl microdepositType }
    }
    setupAttempts(orderBy: [{ field: CREATED, direction: ASC }]) { nodes { id status } }
"""
MANDATE = {
    "customerAcceptance": {"type": "ONLINE", "online": {"ipAddress": "203.0.113.7", "userAgent": "Mozilla/5.0"}},
}
UNVERIFIED: dict[str, Any] = {
    "type": "US_BANK_ACCOUNT",
    "billingDetails": {"name": "Ada"},
    "usBankAccount": {"routingNumber": "110000000", "accountNumber": "000123456789", "accountHolderType": "INDIVIDUAL"},
}
"""A bank account by its numbers, whose owner is to verify it."""
UNREACHED: dict[str, Any] = {
    **UNVERIFIED,
    "usBankAccount": {**UNVERIFIED["usBankAccount"], "accountNumber": "000666666661"},
}
"""One that no microdeposit reaches."""


class Setups(Shop):
    """Verbs of setup intents."""

    async def setup(self, **input: Any) -> dict[str, Any]:
        return await self.graph.do("setupIntentCreate", SETUP, input=input)

    async def set_up(self, method: str = "pm_card_visa", **input: Any) -> dict[str, Any]:
        """A setup that is confirmed at once."""
        return await self.setup(**{"paymentMethod": method, "confirm": True} | input)

    async def set_up_account(self, **input: Any) -> dict[str, Any]:
        """The setup of a bank account whose microdeposits are to be verified."""
        given = {"paymentMethodTypes": ["us_bank_account"], "paymentMethodData": UNVERIFIED, "mandateData": MANDATE}
        return await self.setup(**given | {"confirm": True} | input)

    async def on_setup(self, verb: str, id: str, **input: Any) -> dict[str, Any]:
        arguments = {"id": id} | ({"input": input} if input else {})
        return await self.graph.do(f"setupIntent{verb[0].upper()}{verb[1:]}", SETUP, **arguments)

    async def refuse_on_setup(self, verb: str, id: str, **input: Any) -> dict[str, Any]:
        arguments = {"id": id} | ({"input": input} if input else {})
        return await self.graph.refuse(f"setupIntent{verb[0].upper()}{verb[1:]}", **arguments)

    async def refuse_setup(self, **input: Any) -> tuple[str, str]:
        """The code and the field of the one refusal of a setup."""
        refusal = await self.graph.refuse("setupIntentCreate", input=input)
        return refusal["code"], refusal["field"]

    async def setup_now(self, id: str) -> dict[str, Any]:
        data = await self.graph(f"query ($id: ID!) {{ it: setupIntent(id: $id) {{ {SETUP} }} }}", id=id)
        found: dict[str, Any] = data["it"]
        return found

    async def mandate_now(self, id: str) -> dict[str, Any]:
        data = await self.graph(
            "query ($id: ID!) { it: mandate(id: $id) { id status type multiUse singleUse { amount { amount } currency }"
            " paymentMethod { id } customerAcceptance { type acceptedAt offline online { ipAddress userAgent } }"
            " paymentMethodDetails { type usBankAccount { collectionMethod } } } }",
            id=id,
        )
        found: dict[str, Any] = data["it"]
        return found

    async def pass_to(self, clock: str, moment: datetime) -> list[tuple[str, str]]:
        """Move a clock: what that caused, other than of the clock itself."""
        return [caused for caused in await self.advance(clock, moment) if not caused[0].startswith("test_helpers.")]

    async def method(self, id: str) -> dict[str, Any]:
        data = await self.graph("query ($id: ID!) { it: paymentMethod(id: $id) { id customer { id } } }", id=id)
        found: dict[str, Any] = data["it"]
        return found


@pytest.fixture
async def shop(graph: Graph, database: Database) -> Setups:
    return Setups(graph, database)
