"""Credit grants as callers meet them: what is granted, when it can be used, when it expires, and what is left."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.graph import Graph

JANUARY = datetime(2030, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
METERED = {"scope": {"priceType": "METERED"}}
GRANT = """
    id object amount { type monetary { currency value { amount currency } } }
    applicabilityConfig { scope { priceType } } category created effectiveAt expiresAt livemode metadata name updated
    voidedAt customer { id } testClock { id }
    creditBalanceTransactions(orderBy: [{ field: CREATED }]) { nodes {
        object type effectiveAt creditGrant { id } customer { id } testClock { id }
        credit { type amount { monetary { value { amount } } } creditsApplicationInvoiceVoided { invoice { id } } }
        debit { type amount { monetary { value { amount } } } creditsApplied { invoice { id } } }
    } }
"""
BALANCE = "monetary { currency value { amount } }"
SUMMARY = f"""
    query ($customer: ID!, $filter: BillingCreditBalanceSummaryFilterInput!) {{
        summary: billingCreditBalanceSummary(customer: $customer, filter: $filter) {{
            object livemode customer {{ id }}
            balances {{ availableBalance {{ {BALANCE} }} ledgerBalance {{ {BALANCE} }} }}
        }}
    }}
"""
ALL = {"type": "APPLICABILITY_SCOPE", "applicabilityScope": {"priceType": "METERED"}}


def at(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def amount(value: int, currency: str = "usd") -> dict[str, Any]:
    return {"type": "MONETARY", "monetary": {"currency": currency, "value": value}}


class Credits:
    """A customer under a test clock, and the credits granted to the customer."""

    def __init__(self, graph: Graph, clock: str, customer: str) -> None:
        self.graph = graph
        self.clock = clock
        self.customer = customer

    @staticmethod
    async def open(graph: Graph) -> "Credits":
        clock = await graph.do("testClockCreate", "id", input={"frozenTime": at(JANUARY)})
        customer = await graph.do("customerCreate", "id", input={"testClock": clock["id"]})
        return Credits(graph, clock["id"], customer["id"])

    def input(self, value: int, **given: Any) -> dict[str, Any]:
        usual = {"customer": self.customer, "category": "PAID", "applicabilityConfig": METERED, "amount": amount(value)}
        return usual | given

    async def grant(self, value: int, **given: Any) -> dict[str, Any]:
        return await self.graph.do("billingCreditGrantCreate", GRANT, input=self.input(value, **given))

    async def refused(self, value: int, **given: Any) -> list[tuple[str, str]]:
        told = await self.graph.refusals("billingCreditGrantCreate", input=self.input(value, **given))
        return [(each["field"], each["code"]) for each in told]

    async def advance(self, to: datetime) -> None:
        await self.graph.do("testClockAdvance", "id", id=self.clock, input={"frozenTime": at(to), "wait": True})

    async def shown(self, grant: dict[str, Any]) -> dict[str, Any]:
        found = await self.graph(
            f"query ($id: ID!) {{ it: billingCreditGrant(id: $id) {{ {GRANT} }} }}", id=grant["id"]
        )
        it: dict[str, Any] = found["it"]
        return it

    async def balances(self, filter: dict[str, Any] = ALL) -> dict[str, tuple[int, int]]:
        """The available and the ledger balance by currency."""
        summary = (await self.graph(SUMMARY, customer=self.customer, filter=filter))["summary"]
        assert (summary["object"], summary["livemode"]) == ("billing.credit_balance_summary", False)
        assert summary["customer"] == {"id": self.customer}
        found = {}
        for each in summary["balances"]:
            available, ledger = each["availableBalance"]["monetary"], each["ledgerBalance"]["monetary"]
            assert available["currency"] == ledger["currency"]
            found[ledger["currency"]] = (available["value"]["amount"], ledger["value"]["amount"])
        return found


def moves(grant: dict[str, Any]) -> list[tuple[str, int, str]]:
    """Type, amount and moment of each transaction of a grant, the oldest first."""
    found = []
    for each in grant["creditBalanceTransactions"]["nodes"]:
        sides = {"CREDIT": each["credit"], "DEBIT": each["debit"]}
        assert [side for side in sides.values() if side] == [sides[each["type"]]]
        side = sides[each["type"]]
        assert each["creditGrant"] == {"id": grant["id"]}
        assert (each["customer"], each["testClock"]) == (grant["customer"], grant["testClock"])
        value = side["amount"]["monetary"]["value"]["amount"]
        found.append((side["type"], value if each["type"] == "CREDIT" else -value, each["effectiveAt"]))
    return found


@pytest.fixture
async def credits(graph: Graph) -> Credits:
    return await Credits.open(graph)


async def test_credits_are_granted_at_once(credits: Credits) -> None:
    made = await credits.grant(1000, name="Prepaid", metadata={"cost": "0.9"})
    assert made.pop("id").startswith("credgr_")
    transactions = made.pop("creditBalanceTransactions")["nodes"]
    assert made == {
        "object": "billing.credit_grant",
        "amount": {"type": "MONETARY", "monetary": {"currency": "usd", "value": {"amount": 1000, "currency": "usd"}}},
        "applicabilityConfig": METERED,
        "category": "PAID",
        "created": at(JANUARY),
        "effectiveAt": at(JANUARY),
        "expiresAt": None,
        "livemode": False,
        "metadata": {"cost": "0.9"},
        "name": "Prepaid",
        "updated": at(JANUARY),
        "voidedAt": None,
        "customer": {"id": credits.customer},
        "testClock": {"id": credits.clock},
    }
    (transaction,) = transactions
    assert transaction["credit"] == {
        "type": "CREDITS_GRANTED",
        "amount": {"monetary": {"value": {"amount": 1000}}},
        "creditsApplicationInvoiceVoided": None,
    }
    assert (transaction["type"], transaction["debit"]) == ("CREDIT", None)


async def test_credits_take_effect_and_expire_by_the_clock(credits: Credits) -> None:
    given = {"effectiveAt": at(JANUARY + 10 * DAY), "expiresAt": at(JANUARY + 20 * DAY)}
    made = await credits.grant(500, category="PROMOTIONAL", **given)
    assert moves(made) == []
    assert await credits.balances() == {"usd": (0, 0)}

    await credits.advance(JANUARY + 10 * DAY)
    granted = ("CREDITS_GRANTED", 500, at(JANUARY + 10 * DAY))
    assert moves(await credits.shown(made)) == [granted]
    assert await credits.balances() == {"usd": (500, 500)}

    await credits.advance(JANUARY + 30 * DAY)
    assert moves(await credits.shown(made)) == [granted, ("CREDITS_EXPIRED", -500, at(JANUARY + 20 * DAY))]
    assert await credits.balances() == {"usd": (0, 0)}


async def test_an_update_moves_the_expiry(credits: Credits) -> None:
    made = await credits.grant(300, expiresAt=at(JANUARY + 5 * DAY))
    await credits.advance(JANUARY + DAY)
    moved = await credits.graph.do(
        "billingCreditGrantUpdate",
        GRANT,
        id=made["id"],
        input={"expiresAt": at(JANUARY + 8 * DAY), "metadata": {"asked": "yes"}},
    )
    assert (moved["expiresAt"], moved["metadata"]) == (at(JANUARY + 8 * DAY), {"asked": "yes"})
    assert (moved["created"], moved["updated"]) == (at(JANUARY), at(JANUARY + DAY))
    await credits.advance(JANUARY + 7 * DAY)
    assert await credits.balances() == {"usd": (300, 300)}
    never = await credits.graph.do("billingCreditGrantUpdate", GRANT, id=made["id"], input={"expiresAt": None})
    assert never["expiresAt"] is None
    await credits.advance(JANUARY + 400 * DAY)
    assert moves(await credits.shown(made)) == [("CREDITS_GRANTED", 300, at(JANUARY))]


async def test_a_grant_that_expired_can_no_longer_be_used(credits: Credits) -> None:
    made = await credits.grant(300, expiresAt=at(JANUARY + 5 * DAY))
    await credits.advance(JANUARY + DAY)
    expired = await credits.graph.do("billingCreditGrantExpire", GRANT, id=made["id"])
    assert (expired["expiresAt"], expired["updated"]) == (at(JANUARY + DAY), at(JANUARY + DAY))
    after = [("CREDITS_GRANTED", 300, at(JANUARY)), ("CREDITS_EXPIRED", -300, at(JANUARY + DAY))]
    assert moves(expired) == after
    await credits.advance(JANUARY + 6 * DAY)
    assert moves(await credits.shown(made)) == after
    for verb, more in (("Expire", {}), ("Void", {}), ("Update", {"input": {"expiresAt": None}})):
        refusal = await credits.graph.refuse(f"billingCreditGrant{verb}", id=made["id"], **more)
        assert (refusal["field"], refusal["code"]) == ("id", "STATUS_TRANSITION_INVALID")
    # What is only for the merchant can still change.
    await credits.graph.do("billingCreditGrantUpdate", "id", id=made["id"], input={"metadata": {"closed": "yes"}})


async def test_a_voided_grant_has_no_credits(credits: Credits) -> None:
    made = await credits.grant(300, expiresAt=at(JANUARY + 5 * DAY))
    await credits.advance(JANUARY + DAY)
    voided = await credits.graph.do("billingCreditGrantVoid", GRANT, id=made["id"])
    assert (voided["voidedAt"], voided["expiresAt"]) == (at(JANUARY + DAY), at(JANUARY + 5 * DAY))
    after = [("CREDITS_GRANTED", 300, at(JANUARY)), ("CREDITS_VOIDED", -300, at(JANUARY + DAY))]
    assert moves(voided) == after
    await credits.advance(JANUARY + 6 * DAY)
    assert moves(await credits.shown(made)) == after
    refusal = await credits.graph.refuse("billingCreditGrantVoid", id=made["id"])
    assert "was voided" in refusal["message"]


@pytest.mark.parametrize("verb", ["Void", "Expire"])
async def test_a_grant_that_ends_before_it_takes_effect_never_does(credits: Credits, verb: str) -> None:
    made = await credits.grant(300, effectiveAt=at(JANUARY + 5 * DAY))
    await credits.graph.do(f"billingCreditGrant{verb}", "id", id=made["id"])
    await credits.advance(JANUARY + 6 * DAY)
    assert moves(await credits.shown(made)) == []
    assert await credits.balances() == {"usd": (0, 0)}


async def test_a_summary_adds_up_the_grants_by_currency(credits: Credits) -> None:
    first = await credits.grant(300)
    await credits.grant(200, expiresAt=at(JANUARY + DAY))
    await credits.grant(700, amount=amount(700, "eur"))
    assert await credits.balances() == {"eur": (700, 700), "usd": (500, 500)}
    one = {"type": "CREDIT_GRANT", "creditGrant": first["id"]}
    assert await credits.balances(one) == {"usd": (300, 300)}
    other = await credits.graph.do("customerCreate", "id", input={})
    found = await credits.graph(SUMMARY, customer=other["id"], filter=ALL)
    assert found["summary"]["balances"] == []


async def test_a_summary_is_refused_for_what_is_not_there(credits: Credits, stranger: Graph) -> None:
    made = await credits.grant(300)
    other = await credits.graph.do("customerCreate", "id", input={})
    for customer, filter, field in (
        ("cus_none", ALL, "customer"),
        (other["id"], {"type": "CREDIT_GRANT", "creditGrant": made["id"]}, "filter.creditGrant"),
        (credits.customer, {"type": "CREDIT_GRANT"}, "filter.creditGrant"),
        (credits.customer, {"type": "APPLICABILITY_SCOPE"}, "filter.applicabilityScope"),
        (credits.customer, {**ALL, "creditGrant": made["id"]}, "filter.creditGrant"),
    ):
        error = await credits.graph.error(SUMMARY, customer=customer, filter=filter)
        assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_REQUEST", field)
    error = await stranger.error(SUMMARY, customer=credits.customer, filter=ALL)
    assert error["message"] == f"No such customer: '{credits.customer}'"


async def test_an_amount_is_of_money_without_saying_so(credits: Credits) -> None:
    made = await credits.grant(500, amount={"monetary": {"currency": "usd", "value": 500}})
    assert made["amount"]["type"] == "MONETARY"
    assert await credits.balances() == {"usd": (500, 500)}


async def test_grants_that_cannot_be_are_refused_with_every_mistake(credits: Credits) -> None:
    assert await credits.refused(0) == [("amount.monetary.value", "PARAMETER_INVALID_INTEGER")]
    assert await credits.refused(100, amount=amount(100, "xxx")) == [("amount.monetary.currency", "PARAMETER_INVALID")]
    assert await credits.refused(100, amount={"type": "MONETARY"}, expiresAt=at(JANUARY)) == [
        ("expiresAt", "PARAMETER_INVALID"),
        ("amount.monetary", "PARAMETER_MISSING"),
    ]
    late = {"effectiveAt": at(JANUARY + 5 * DAY), "expiresAt": at(JANUARY + 5 * DAY)}
    assert await credits.refused(100, **late) == [("expiresAt", "PARAMETER_INVALID")]
    assert await credits.refused(100, customer="cus_none") == [("customer", "RESOURCE_MISSING")]
    assert await credits.balances() == {}


async def test_a_customer_has_at_most_twenty_grants_with_credits(credits: Credits) -> None:
    made = [await credits.grant(100) for _ in range(20)]
    assert await credits.refused(100) == [("customer", "RESOURCE_LIMIT_EXCEEDED")]
    await credits.graph.do("billingCreditGrantExpire", "id", id=made[3]["id"])
    await credits.grant(100)
    assert await credits.balances() == {"usd": (2000, 2000)}


async def test_grants_and_transactions_are_found_by_their_customer(credits: Credits) -> None:
    made = await credits.grant(100)
    other = await Credits.open(credits.graph)
    await other.grant(200)
    found = await credits.graph(
        """
        query ($customer: ID!, $grant: ID!) {
            billingCreditGrants(where: { customer: { eq: $customer } }) { nodes { id } }
            billingCreditBalanceTransactions(
                where: { customer: { eq: $customer }, creditGrant: { eq: $grant } }
            ) { nodes { id creditGrant { id } } }
            customer(id: $customer) { creditGrants { nodes { id } } creditBalanceTransactions { totalCount } }
        }
        """,
        customer=credits.customer,
        grant=made["id"],
    )
    grants, transactions = found["billingCreditGrants"]["nodes"], found["billingCreditBalanceTransactions"]["nodes"]
    assert grants == found["customer"]["creditGrants"]["nodes"] == [{"id": made["id"]}]
    assert [each["creditGrant"] for each in transactions] == [{"id": made["id"]}]
    assert transactions[0]["id"].startswith("cbtxn_")
    assert found["customer"]["creditBalanceTransactions"]["totalCount"] == 1
