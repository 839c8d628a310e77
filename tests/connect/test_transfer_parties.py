"""Who can send transfers to whom, who sees them, and transfers of several at once."""

import asyncio

import pytest

from app.access.keys import create_key
from app.database import Database
from app.domain.core_resources.transfers import transfers
from app.domain.transaction import transaction
from app.tables.access import KeyKind
from app.tables.tenancy import Tenant
from tests.graph import Graph
from tests.stories.marketplace import AVAILABLE_AT_ONCE, books, reverse, seller, transfer
from tests.stories.shop import Shop

RECEIVED = "charges { nodes { id } }"


@pytest.fixture
async def platform(graph: Graph, database: Database) -> Shop:
    """A platform with 9,680 available."""
    found = Shop(graph, database)
    await found.pay(AVAILABLE_AT_ONCE, amount=10_000)
    return found


async def test_both_sides_see_a_transfer_and_nobody_else(platform: Shop, stranger: Graph, live: Graph) -> None:
    kitchen, sibling = await seller(platform), await seller(platform)
    sent = (await transfer(platform, kitchen, 1_000))["id"]
    back = await reverse(platform, sent, "id destinationPaymentRefund { id }", amount=400)
    refund = back["destinationPaymentRefund"]["id"]
    payment = (await kitchen.graph(f"{{ {RECEIVED} }}"))["charges"]["nodes"][0]["id"]
    asked = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    ids = [sent, back["id"], payment, refund]
    for caller, seen in (
        (platform.graph, ids),
        (kitchen.graph, ids),
        (sibling.graph, [None] * 4),
        (stranger, [None] * 4),
        (live, [None] * 4),
    ):
        found = (await caller(asked, ids=ids))["nodes"]
        assert [node and node["id"] for node in found] == seen
    # Lists hold what is one's own.
    listed = "{ transfers { totalCount } charges { totalCount } refunds { totalCount } }"
    counts = [await side.graph(listed) for side in (platform, kitchen, sibling)]
    assert [[each["totalCount"] for each in found.values()] for found in counts] == [[1, 1, 0], [0, 1, 1], [0, 0, 0]]
    # The platform sees what its account's objects lead to; the account nothing more of the platform's.
    asked = """query ($id: ID!) { transfer(id: $id) {
        balanceTransaction { id } destination { id } sourceTransaction { id }
        destinationPayment { balanceTransaction { amount { amount } } refunds { nodes { id } totalCount } }
    } }"""
    through = (await platform.graph(asked, id=sent))["transfer"]
    assert through["destinationPayment"] == {
        "balanceTransaction": {"amount": {"amount": 1000}},
        "refunds": {"nodes": [{"id": refund}], "totalCount": 1},
    }
    assert through["balanceTransaction"] is not None
    there = (await kitchen.graph(asked, id=sent))["transfer"]
    assert there["balanceTransaction"] is there["sourceTransaction"] is None
    assert there["destinationPayment"] == through["destinationPayment"]
    # Nobody changes what is the other's.
    for caller, mutation, id in (
        (kitchen.graph, "transferUpdate", sent),
        (kitchen.graph, "transferReversalUpdate", back["id"]),
        (platform.graph, "chargeUpdate", payment),
        (platform.graph, "refundUpdate", refund),
    ):
        refused = await caller.refuse(mutation, id=id, input={"metadata": {"a": "b"}})
        assert (refused["code"], refused["field"]) == ("RESOURCE_MISSING", "id")
    refused = await kitchen.graph.refuse("transferReversalCreate", input={"transfer": sent})
    assert (refused["code"], refused["field"]) == ("RESOURCE_MISSING", "transfer")


async def test_a_transfer_goes_to_connected_accounts_alone(platform: Shop, stranger: Graph) -> None:
    kitchen, sibling, gone = [await seller(platform) for _ in range(3)]
    await platform.graph.do("accountDelete", "id", id=gone.graph.tenant.account)
    bare = await seller(platform, capabilities={"cardPayments": {"requested": True}})
    far = await seller(platform, country="BR")
    cases = (
        (platform, stranger.tenant.account, "RESOURCE_MISSING"),
        (platform, gone.graph.tenant.account, "RESOURCE_MISSING"),
        (platform, platform.graph.tenant.account, "ACCOUNT_INVALID"),
        (platform, bare.graph.tenant.account, "INSUFFICIENT_CAPABILITIES_FOR_TRANSFER"),
        (platform, far.graph.tenant.account, "TRANSFERS_NOT_ALLOWED"),
        (kitchen, sibling.graph.tenant.account, "RESOURCE_MISSING"),
        (kitchen, stranger.tenant.account, "RESOURCE_MISSING"),
        (kitchen, kitchen.graph.tenant.account, "ACCOUNT_INVALID"),
    )
    for sender, destination, code in cases:
        async with platform.nothing_changes(), kitchen.nothing_changes(), sibling.nothing_changes():
            refused = await sender.graph.refuse(
                "transferCreate", input={"amount": 100, "currency": "usd", "destination": destination}
            )
        assert (refused["code"], refused["field"]) == (code, "destination"), destination


async def test_a_rejected_account_receives_no_more(platform: Shop) -> None:
    kitchen = await seller(platform)
    await platform.graph.do("accountReject", "id", id=kitchen.graph.tenant.account, input={"reason": "fraud"})
    refused = await platform.graph.refuse(
        "transferCreate", input={"amount": 100, "currency": "usd", "destination": kitchen.graph.tenant.account}
    )
    assert refused["code"] == "INSUFFICIENT_CAPABILITIES_FOR_TRANSFER"


async def test_only_one_s_own_charges_are_transferred(platform: Shop, stranger: Graph) -> None:
    kitchen, sibling = await seller(platform), await seller(platform)
    theirs = (await sibling.pay(AVAILABLE_AT_ONCE, amount=5_000))["latestCharge"]["id"]
    foreign = (await Shop(stranger, platform.database).pay(AVAILABLE_AT_ONCE))["latestCharge"]["id"]
    sent = await transfer(platform, kitchen, 1_000, "destinationPayment { id }")
    for source in (theirs, foreign, sent["destinationPayment"]["id"]):
        async with platform.nothing_changes(), kitchen.nothing_changes():
            refused = await platform.graph.refuse(
                "transferCreate",
                input={"currency": "usd", "destination": kitchen.graph.tenant.account, "sourceTransaction": source},
            )
        assert (refused["code"], refused["field"]) == ("RESOURCE_MISSING", "sourceTransaction")


async def test_a_restricted_key_needs_the_permission(platform: Shop, database: Database) -> None:
    kitchen = await seller(platform)
    permissions = {"core_resources": "write", "connect": "read"}
    async with database.begin() as connection:
        _, secret = await create_key(
            connection, platform.graph.tenant, kind=KeyKind.RESTRICTED, permissions=permissions
        )
    restricted = Graph(platform.graph.client, platform.graph.tenant, secret)
    document = """mutation ($to: ID!) { transferCreate(input: { amount: 1, currency: "usd", destination: $to }) {
        transfer { id } } }"""
    error = await restricted.error(document, to=kitchen.graph.tenant.account)
    assert error["extensions"]["code"] == "FORBIDDEN"
    assert await books(kitchen) == {}


async def test_a_payment_by_transfer_is_neither_refunded_nor_disputed(platform: Shop) -> None:
    kitchen = await seller(platform)
    await transfer(platform, kitchen, 1_000)
    payment = (await kitchen.graph(f"{{ {RECEIVED} }}"))["charges"]["nodes"][0]["id"]
    async with platform.nothing_changes(), kitchen.nothing_changes():
        refused = await kitchen.graph.refuse("refundCreate", input={"charge": payment})
        assert (refused["code"], refused["field"]) == ("CHARGE_NOT_REFUNDABLE", "charge")
        refused = await kitchen.graph.refuse("chargeDispute", id=payment, input={"inquiry": True})
        assert (refused["code"], refused["field"]) == ("PARAMETER_INVALID", "id")


async def test_transfers_both_ways_at_once_wait_for_each_other(platform: Shop) -> None:
    """A transaction locks the two ledgers in one order, whichever side sends: none is a deadlock's victim, and together
    they never send what is not there."""
    kitchen = await seller(platform)
    await transfer(platform, kitchen, 4_000)
    attempts: list[str] = []

    async def send(sender: Shop, to: Shop, amount: int) -> None:
        tenants: list[Tenant] = [each.graph.tenant for each in (sender, to)]
        try:
            async with transaction(platform.database, tenants[0]) as tx:
                await transfers.create(tx, destination=tenants[1].account, amount=amount, currency="usd")
        except Exception as error:
            attempts.append(type(error).__name__)
        else:
            attempts.append("sent")

    await asyncio.gather(
        *(send(platform, kitchen, 700) for _ in range(12)), *(send(kitchen, platform, 900) for _ in range(12))
    )
    assert set(attempts) <= {"sent", "InvalidRequest"}
    assert attempts.count("sent") >= 10
    held = (await books(platform)).get("available:card", 0), (await books(kitchen)).get("available:card", 0)
    assert sum(held) == 9_680
    assert min(held) >= 0
