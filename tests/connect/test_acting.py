"""Acting on a connected account with the platform's key and `Stripe-Account`, and on no other account."""

import pytest

from app.database import Database
from app.tables.access import KeyKind
from tests.connect.test_connected import connect
from tests.graph import Graph, new_caller


async def test_what_is_made_there_belongs_there(graph: Graph, stranger: Graph) -> None:
    first, second = await connect(graph), await connect(graph)
    made = await graph.on(first).do("customerCreate", "id", input={"name": "Ada"})
    asked = (
        f'{{ customers {{ totalCount nodes {{ id name }} }} customer(id: "{made["id"]}") {{ name }} account {{ id }} }}'
    )
    for caller, account, there in (
        (graph.on(first), first, True),
        (graph.on(second), second, False),
        (graph, graph.tenant.account, False),
        (graph.on(graph.tenant.account), graph.tenant.account, False),
    ):
        data = await caller(asked)
        assert data["account"] == {"id": account}
        assert data["customers"]["totalCount"] == int(there)
        assert data["customer"] == ({"name": "Ada"} if there else None)
    assert (await graph.on(first).events())[-1:] == ["customer.created"]
    assert "customer.created" not in await graph.on(second).events()
    assert await graph.events() == []
    paid = await graph.on(first).do(
        "paymentIntentCreate",
        "status latestCharge { balanceTransaction { net { amount } } }",
        input={"amount": 1000, "currency": "usd", "paymentMethod": "pm_card_visa", "confirm": True,
                   "captureMethod": "AUTOMATIC",
               "returnUrl": "https://rocket.example"},
    )  # fmt: skip
    assert paid == {"status": "SUCCEEDED", "latestCharge": {"balanceTransaction": {"net": {"amount": 941}}}}
    pending = "{ balance { pending { amount { amount } } } }"
    assert (await graph.on(first)(pending))["balance"]["pending"] == [{"amount": {"amount": 941}}]
    assert (await graph(pending))["balance"]["pending"] == [{"amount": {"amount": 0}}]


@pytest.mark.parametrize("account", ["acct_nope", "", "cus_1", "acct_\x7f", "a" * 5000])
async def test_an_account_that_is_not_connected(graph: Graph, account: str) -> None:
    error = await graph.on(account).error("{ customers { totalCount } }")
    assert error["extensions"]["code"] == "FORBIDDEN"
    assert "does not have access to the account" in error["message"]
    assert len(error["message"]) < 400


async def test_no_one_elses(graph: Graph, stranger: Graph, live: Graph, database: Database) -> None:
    id = await connect(graph)
    for other in (stranger, live):
        for account in (id, graph.tenant.account):
            if (other, account) != (live, graph.tenant.account):
                assert (await other.on(account).error("{ account { id } }"))["extensions"]["code"] == "FORBIDDEN"
    # The connected account's own keys reach neither its platform nor its siblings.
    sibling = await connect(graph)
    own = await new_caller(graph.client, database, account_id=id)
    for account in (graph.tenant.account, sibling):
        assert (await own.on(account).error("{ account { id } }"))["extensions"]["code"] == "FORBIDDEN"


@pytest.mark.parametrize(
    ("permissions", "reads", "writes"),
    [
        ({"core_resources": "write"}, False, False),
        ({"core_resources": "write", "connect": "read"}, True, False),
        ({"core_resources": "write", "connect": "write"}, True, True),
        ({"core_resources": "read", "connect": "write"}, True, False),
        ({"connect": "write"}, False, False),
    ],
)
async def test_a_restricted_key_needs_the_permission(
    graph: Graph, database: Database, permissions: dict[str, str], reads: bool, writes: bool
) -> None:
    id = await connect(graph)
    own = graph.tenant.account
    key = await new_caller(graph.client, database, account_id=own, kind=KeyKind.RESTRICTED, permissions=permissions)
    change = "mutation { customerCreate(input: {}) { customer { id } } }"
    for document, allowed in (("{ customers { totalCount } }", reads), (change, writes)):
        errors = (await key.on(id).result(document)).get("errors", [])
        assert [each["extensions"]["code"] for each in errors] == ([] if allowed else ["FORBIDDEN"])
    assert (await graph.on(id)("{ customers { totalCount } }"))["customers"]["totalCount"] == int(writes)


async def test_keys_of_browsers(graph: Graph, database: Database) -> None:
    id = await connect(graph)
    account = graph.tenant.account
    publishable = await new_caller(graph.client, database, account_id=account, kind=KeyKind.PUBLISHABLE)
    card = {"number": "4242424242424242", "expMonth": 12, "expYear": 2050, "cvc": "123"}
    made = await publishable.on(id).do("paymentMethodCreate", "id", input={"type": "CARD", "card": card})
    document = "query($id: ID!) { paymentMethod(id: $id) { id } }"
    assert (await graph.on(id)(document, id=made["id"]))["paymentMethod"] == {"id": made["id"]}
    assert (await graph(document, id=made["id"]))["paymentMethod"] is None
    # A key to one customer stays where it was made.
    customer = (await graph.do("customerCreate", "id", input={}))["id"]
    session = await graph.do(
        "customerSessionCreate",
        "clientSecret",
        input={"customer": customer, "components": {"paymentElement": {"enabled": True}}},
    )
    scoped = Graph(graph.client, graph.tenant, session["clientSecret"])
    error = await scoped.on(id).error("{ paymentMethods { totalCount } }")
    assert error["extensions"]["code"] == "FORBIDDEN"
    assert "on its own account alone" in error["message"]


async def test_requests_are_logged_where_they_act(graph: Graph) -> None:
    id = await connect(graph)
    asked = '{ requestLogs(where: { operationName: { eq: "There" } }) { nodes { operationName } } }'
    await graph.on(id)("mutation There { customerCreate(input: {}) { customer { id } } }")
    assert (await graph.on(id)(asked))["requestLogs"]["nodes"] == [{"operationName": "There"}]
    assert (await graph(asked))["requestLogs"]["nodes"] == []


async def test_one_key_of_an_idempotent_request_for_each_account(graph: Graph) -> None:
    callers = [graph, graph.on(await connect(graph)), graph.on(await connect(graph))]
    made = [await each.do("customerCreate", "id", input={}, idempotencyKey="once") for each in callers * 2]
    assert len({each["id"] for each in made}) == 3
    assert made[:3] == made[3:]
