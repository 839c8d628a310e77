"""Payment methods that a platform clones to an account that is connected to it."""

from typing import Any

import pytest

from app.database import Database
from app.tables.access import KeyKind
from tests.connect.test_connected import connect
from tests.graph import Graph, new_caller

METHOD = "id type customer { id } billingDetails { name } metadata card { last4 fingerprint }"


@pytest.fixture
async def account(graph: Graph) -> Graph:
    return graph.on(await connect(graph))


async def saved(graph: Graph, card: str = "pm_card_mastercard") -> tuple[str, dict[str, Any]]:
    """A customer of the caller's, and their card."""
    customer = (await graph.do("customerCreate", "id", input={"name": "Ada"}))["id"]
    made = await graph.do("paymentMethodAttach", METHOD, id=card, input={"customer": customer})
    changed = {"billingDetails": {"name": "Ada"}}
    return customer, await graph.do("paymentMethodUpdate", METHOD, id=made["id"], input=changed)


async def test_a_card_is_cloned_with_its_fingerprint(graph: Graph, account: Graph) -> None:
    customer, card = await saved(graph)
    given = {"customer": customer, "paymentMethod": card["id"], "metadata": {"of": "platform"}}
    clone = await account.do("paymentMethodCreate", METHOD, input=given)
    assert clone["id"] != card["id"]
    assert clone == {**card, "id": clone["id"], "customer": None, "metadata": {"of": "platform"}}
    assert clone["card"]["last4"] == "4444"
    # It is the account's alone, and pays there, once.
    document = "query ($id: ID!) { paymentMethod(id: $id) { id } }"
    assert (await graph(document, id=clone["id"]))["paymentMethod"] is None
    pay = {"amount": 1000, "currency": "usd", "paymentMethod": clone["id"], "paymentMethodTypes": ["card"]}
    paid = await account.do("paymentIntentCreate", "status", input={**pay, "confirm": True})
    assert paid == {"status": "SUCCEEDED"}
    refused = await account.refuse("paymentIntentCreate", input={**pay, "confirm": True})
    assert refused["code"] == "PAYMENT_METHOD_UNEXPECTED_STATE"
    # Another clone can be saved there.
    again = await account.do("paymentMethodCreate", "id", input={"customer": customer, "paymentMethod": card["id"]})
    own = (await account.do("customerCreate", "id", input={}))["id"]
    kept = await account.do("paymentMethodAttach", METHOD, id=again["id"], input={"customer": own})
    assert (kept["customer"], kept["card"]) == ({"id": own}, card["card"])


async def test_what_cannot_be_cloned(graph: Graph, account: Graph, stranger: Graph) -> None:
    customer, card = await saved(graph)
    other, _ = await saved(graph)
    foreign, theirs = await saved(stranger)
    klarna = await graph.do(
        "paymentMethodCreate",
        "id",
        input={
            "type": "KLARNA",
            "klarna": {},
            "billingDetails": {"email": "a@b.example", "address": {"country": "US"}},
        },
    )
    missing = await account.refusals("paymentMethodCreate", input={"paymentMethod": theirs["id"], "customer": foreign})
    assert [(each["code"], each["field"]) for each in missing] == [
        ("RESOURCE_MISSING", "customer"),
        ("RESOURCE_MISSING", "paymentMethod"),
    ]
    for caller, given, refusal in (
        (account, {"paymentMethod": card["id"]}, ("PARAMETER_INVALID", "customer")),
        (account, {"paymentMethod": card["id"], "customer": other}, ("PARAMETER_INVALID", "customer")),
        (account, {"paymentMethod": klarna["id"]}, ("PAYMENT_METHOD_UNSUPPORTED_TYPE", "paymentMethod")),
        (
            graph,
            {"paymentMethod": card["id"], "customer": customer},
            ("PAYMENT_METHOD_INVALID_PARAMETER", "paymentMethod"),
        ),
        (
            account,
            {"paymentMethod": card["id"], "customer": customer, "type": "CARD"},
            ("PARAMETERS_EXCLUSIVE", "type"),
        ),
        (account, {"type": "LINK", "customer": customer}, ("PAYMENT_METHOD_INVALID_PARAMETER", "customer")),
        (account, {}, ("PARAMETER_MISSING", "type")),
    ):
        refused = await caller.refuse("paymentMethodCreate", input=given)
        assert (refused["code"], refused["field"]) == refusal, given
    bare = "mutation { paymentMethodCreate { userErrors { field code } } }"
    wanted = {"field": "type", "code": "PARAMETER_MISSING"}
    assert (await graph(bare))["paymentMethodCreate"]["userErrors"] == [wanted]
    assert (await account("{ paymentMethods { totalCount } }"))["paymentMethods"]["totalCount"] == 0
    await graph.do("paymentMethodDetach", "id", id=card["id"])
    refused = await account.refuse("paymentMethodCreate", input={"paymentMethod": card["id"]})
    assert refused["code"] == "PAYMENT_METHOD_UNEXPECTED_STATE"


async def test_a_browser_clones_nothing(graph: Graph, account: Graph, database: Database) -> None:
    customer, card = await saved(graph)
    key = await new_caller(graph.client, database, account_id=graph.tenant.account, kind=KeyKind.PUBLISHABLE)
    given = {"paymentMethod": card["id"], "customer": customer}
    refused = await key.on(account.tenant.account).refuse("paymentMethodCreate", input=given)
    assert (refused["code"], refused["field"]) == ("SECRET_KEY_REQUIRED", "paymentMethod")


async def test_a_clone_is_in_real_time(graph: Graph, account: Graph) -> None:
    clock = await graph.do("testClockCreate", "id", input={"frozenTime": "2025-03-03T10:00:00Z"})
    customer = (await graph.do("customerCreate", "id", input={"testClock": clock["id"]}))["id"]
    card = await graph.do("paymentMethodAttach", "id", id="pm_card_visa", input={"customer": customer})
    given = {"paymentMethod": card["id"], "customer": customer}
    clone = await account.do("paymentMethodCreate", "id created", input=given)
    assert clone["created"] > "2026"
    own = (await account.do("customerCreate", "id", input={}))["id"]
    await account.do("paymentMethodAttach", "id", id=clone["id"], input={"customer": own})
