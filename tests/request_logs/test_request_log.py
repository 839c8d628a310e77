"""The request log: which requests leave a row, what it tells, and the way from a request to its events and back."""

import httpx
import orjson
import pytest

from app.access.keys import list_keys, revoke_key
from app.cli.triggers.payment_methods import CARD
from app.database import Database
from app.domain import crud
from app.server.main import build
from app.settings import Limits, Settings
from app.tables.access import KeyKind
from tests.graph import Graph, new_caller

FIELDS = """
    id operationName operationKind mutations document variables key { id hint } idempotencyKey transport status
    closeCode outcome errors { code message path } userErrors { mutation type code field message } durationMs objects
    replayed livemode created events { nodes { type } }
"""
LAST = f"{{ requestLogs(first: 1) {{ nodes {{ {FIELDS} }} }} }}"
EVERY = f"{{ requestLogs(first: 100) {{ nodes {{ {FIELDS} }} totalCount }} }}"
CREATE = """
    mutation Sign($input: CustomerCreateInput!, $key: String) {
      customerCreate(input: $input, idempotencyKey: $key) { customer { id } userErrors { code } replayed }
    }
"""


async def last(graph: Graph) -> dict[str, object]:
    """The newest row."""
    found: dict[str, object] = (await graph(LAST))["requestLogs"]["nodes"][0]
    return found


async def count(graph: Graph) -> int:
    return int((await graph("{ requestLogs { totalCount } }"))["requestLogs"]["totalCount"])


async def test_a_mutation_is_told_of_under_the_id_that_its_response_carried(graph: Graph) -> None:
    variables = {"input": {"name": "Ada", "email": "ada@example.com"}, "key": "order-1"}
    response = await graph.post({"query": CREATE, "variables": variables})
    made = response.json()["data"]["customerCreate"]["customer"]["id"]
    found = await last(graph)
    took, key = found.pop("durationMs"), found.pop("key")
    created = str(found.pop("created"))
    assert isinstance(took, int)
    assert created.startswith("20")
    assert key["hint"] == f"{graph.secret[:8]}…{graph.secret[-4:]}"  # type: ignore[index]
    assert str(key["id"]).startswith("key_")  # type: ignore[index]
    assert " ".join(str(found.pop("document")).split()) == " ".join(CREATE.split())
    assert found == {
        "id": response.headers["request-id"],
        "operationName": "Sign",
        "operationKind": "MUTATION",
        "mutations": ["customerCreate"],
        "variables": variables | {"key": "[redacted]"},
        "idempotencyKey": "order-1",
        "transport": "HTTP",
        "status": 200,
        "closeCode": None,
        "outcome": "SUCCEEDED",
        "errors": [],
        "userErrors": [],
        "objects": [made],
        "replayed": False,
        "livemode": False,
        "events": {"nodes": [{"type": "customer.created"}]},
    }


async def test_a_request_and_its_events_lead_to_each_other(graph: Graph) -> None:
    """All mutations of one document point to its one request."""
    response = await graph.post(
        {
            "query": 'mutation { a: customerCreate(input: {name: "A"}) { customer { id } } '
            'b: customerCreate(input: {name: "B"}) { customer { id } } }'
        }
    )
    request_id = response.headers["request-id"]
    data = await graph("{ events { nodes { id request { id } requestLog { id mutations } } } }")
    told = data["events"]["nodes"]
    assert [event["requestLog"] for event in told] == [
        {"id": request_id, "mutations": ["customerCreate", "customerCreate"]}
    ] * 2
    assert [event["request"]["id"] for event in told] == [request_id] * 2
    back = await graph(f'{{ requestLog(id: "{request_id}") {{ objects events {{ nodes {{ id }} totalCount }} }} }}')
    assert back["requestLog"]["events"]["totalCount"] == 2
    assert {node["id"] for node in back["requestLog"]["events"]["nodes"]} == {event["id"] for event in told}
    made = [response.json()["data"][alias]["customer"]["id"] for alias in "ab"]
    assert back["requestLog"]["objects"] == made


async def test_a_query_that_succeeds_leaves_nothing(graph: Graph) -> None:
    await graph("{ customers { nodes { id } } }")
    assert await count(graph) == 0


async def test_a_declined_card_is_a_refusal_with_its_codes(graph: Graph) -> None:
    payload = await graph.attempt(
        "paymentIntentCreate",
        "id",
        input={"amount": 2000, "currency": "usd", "paymentMethod": "pm_card_visa_chargeDeclined", "confirm": True},
    )
    found = await last(graph)
    assert found["outcome"] == "REFUSED"
    assert found["status"] == 200
    assert found["userErrors"] == [
        {
            "mutation": "paymentIntentCreate",
            "type": "card_error",
            "code": "card_declined",
            "field": None,
            "message": payload["userErrors"][0]["message"],
        }
    ]
    assert {str(id).partition("_")[0] for id in found["objects"]} == {"pm", "pmc", "pi", "ch"}  # type: ignore[attr-defined]
    types = [node["type"] for node in found["events"]["nodes"]]  # type: ignore[index]
    assert "payment_intent.payment_failed" in types


async def test_a_replay_says_so_and_causes_nothing(graph: Graph) -> None:
    for _ in range(2):
        await graph(CREATE, input={"name": "Ada"}, key="once")
    newest, oldest = (await graph(EVERY))["requestLogs"]["nodes"]
    assert [newest["replayed"], oldest["replayed"]] == [True, False]
    assert newest["objects"] == oldest["objects"] != []
    assert newest["events"]["nodes"] == []
    assert newest["idempotencyKey"] == "once"


@pytest.mark.parametrize(
    ("document", "code", "status", "kind"),
    [
        ("{ customers { nodes { nonsense } } }", "GRAPHQL_VALIDATION_FAILED", 400, "QUERY"),
        ("{ customers { nodes {", "GRAPHQL_PARSE_FAILED", 400, None),
        ("{ customers(first: 1000) { nodes { id } } }", "LIMIT_EXCEEDED", 400, "QUERY"),
        (
            "mutation { customerCreate(input: {nonsense: 1}) { replayed } }",
            "GRAPHQL_VALIDATION_FAILED",
            400,
            "MUTATION",
        ),
        ("query($a: Int!) { customers(first: $a) { nodes { id } } }", "BAD_REQUEST", 400, "QUERY"),
        ("{" + " b { c }" * 2000 + "}", "LIMIT_EXCEEDED", 400, None),
    ],
)
async def test_a_failed_request_leaves_a_row(
    graph: Graph, document: str, code: str, status: int, kind: str | None
) -> None:
    await graph.result(document)
    found = await last(graph)
    assert found["outcome"] == "FAILED"
    assert found["errors"][0]["code"] == code  # type: ignore[index]
    assert (found["status"], found["operationKind"]) == (status, kind)
    assert found["events"] == {"nodes": []}


async def test_a_refused_key_is_told_to_its_account_alone(graph: Graph, stranger: Graph, database: Database) -> None:
    other = await new_caller(graph.client, database, account_id=graph.tenant.account)
    async with database.begin() as connection:
        key = (await list_keys(connection, graph.tenant.account))[-1]
        await revoke_key(connection, key.id)
    response = await other.post({"query": "{ balance { object } }"})
    assert response.status_code == 401
    found = await last(graph)
    assert found["id"] == response.headers["request-id"]
    assert (found["status"], found["errors"][0]["code"]) == (401, "UNAUTHENTICATED")  # type: ignore[index]
    assert found["key"] == {"id": key.id, "hint": key.hint}
    assert await count(stranger) == 0


async def test_a_key_that_is_unknown_leaves_nothing(graph: Graph) -> None:
    unknown = Graph(graph.client, graph.tenant, "sk_test_" + "x" * 43)
    assert (await unknown.post({"query": "{ balance { object } }"})).status_code == 401
    assert await count(graph) == 0


async def test_a_body_that_is_no_request_is_told(graph: Graph) -> None:
    response = await graph.post([1])
    assert response.status_code == 400
    found = await last(graph)
    assert found["id"] == response.headers["request-id"]
    assert (found["operationKind"], found["document"], found["mutations"]) == (None, None, [])


async def test_live_and_test_mode_are_apart(graph: Graph, live: Graph, stranger: Graph) -> None:
    await graph.do("customerCreate", "id", input={"name": "Ada"})
    request_id = (await last(graph))["id"]
    for other in (live, stranger):
        data = await other("query($id: ID!) { requestLog(id: $id) { id } node(id: $id) { id } }", id=request_id)
        assert data == {"requestLog": None, "node": None}
        assert await count(other) == 0


async def test_a_restricted_key_needs_the_family(graph: Graph, database: Database) -> None:
    async def restricted(**permissions: str) -> Graph:
        return await new_caller(
            graph.client,
            database,
            account_id=graph.tenant.account,
            kind=KeyKind.RESTRICTED,
            permissions=permissions,
        )

    await graph.do("customerCreate", "id", input={"name": "Ada"})
    without = await restricted(core_resources="read")
    error = await without.error("{ requestLogs { nodes { id } } }")
    assert error["extensions"]["code"] == "FORBIDDEN"
    error = await without.error("{ events { nodes { requestLog { id } } } }")
    assert error["extensions"]["code"] == "FORBIDDEN"
    with_it = await restricted(request_logs="read", core_resources="read")
    rows = (await with_it("{ requestLogs { nodes { outcome } } }"))["requestLogs"]["nodes"]
    assert [row["outcome"] for row in rows] == ["SUCCEEDED"]


async def test_rows_are_found_by_conditions_and_in_order(graph: Graph) -> None:
    await graph(CREATE, input={"name": "Ada"})
    await graph.result("{ nonsense }")
    data = await graph(
        """{
          failed: requestLogs(where: {outcome: {eq: FAILED}, status: {gte: 400, lt: 500}}) { nodes { operationKind } }
          named: requestLogs(where: {operationName: {eq: "Sign"}}) { nodes { mutations } }
          oldest: requestLogs(orderBy: [{field: CREATED}], first: 1) { nodes { operationName } }
          found: requestLogs(query: "status:400") { totalCount }
        }"""
    )
    assert data == {
        "failed": {"nodes": [{"operationKind": "QUERY"}]},
        "named": {"nodes": [{"mutations": ["customerCreate"]}]},
        "oldest": {"nodes": [{"operationName": "Sign"}]},
        "found": {"totalCount": 1},
    }


async def test_a_fault_of_ours_is_told_without_its_story(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr(crud, "check_references", fail)
    await graph.result('mutation { productCreate(input: {name: "Seat"}) { product { id } } }')
    found = await last(graph)
    assert found["status"] == 500
    assert found["errors"][0]["code"] == "INTERNAL_ERROR"  # type: ignore[index]
    assert found["errors"][0]["path"] == ["productCreate"]  # type: ignore[index]
    assert "hunter2" not in orjson.dumps(found).decode()


async def test_card_data_stays_out(graph: Graph) -> None:
    await graph.do("paymentMethodCreate", "id", input={"type": "CARD", "card": CARD})
    found = await last(graph)
    card = dict.fromkeys(CARD, "[redacted]")
    assert found["variables"] == {"input": {"type": "CARD", "card": card}}


async def test_a_request_that_comes_too_soon_is_told(database: Database) -> None:
    app = build(Settings(database_url=database.url, worker=False, limits=Limits(requests_per_second=0.01, burst=2)))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://paygraph.test") as client:
            graph = await new_caller(client, database)
            statuses = [(await graph.post({"query": "{ balance { object } }"})).status_code for _ in range(3)]
            reader = await new_caller(client, database, account_id=graph.tenant.account)
            found = await last(reader)
    assert statuses == [200, 200, 429]
    assert (found["status"], found["errors"][0]["code"]) == (429, "RATE_LIMITED")  # type: ignore[index]
    assert found["operationKind"] is None


async def test_a_browsers_key_leaves_a_row_too(graph: Graph, database: Database) -> None:
    browser = await new_caller(graph.client, database, account_id=graph.tenant.account, kind=KeyKind.PUBLISHABLE)
    intent = await graph.do("paymentIntentCreate", "id clientSecret", input={"amount": 100, "currency": "usd"})
    given = {"clientSecret": intent["clientSecret"], "paymentMethod": "pm_card_visa"}
    await browser.do("paymentIntentConfirm", "id", id=intent["id"], input=given)
    found = await last(graph)
    assert found["key"]["hint"].startswith("pk_test_…")  # type: ignore[index]
    assert found["variables"] == {
        "id": intent["id"],
        "input": {"clientSecret": "[redacted]", "paymentMethod": "pm_card_visa"},
    }
    assert intent["clientSecret"] not in orjson.dumps(found).decode()


async def test_objects_are_those_that_there_are(graph: Graph) -> None:
    """Ids that callers choose are told; one that leads nowhere is not."""
    await graph.do("productCreate", "id", input={"id": "gold", "name": "Gold"})
    assert (await last(graph))["objects"] == ["gold"]
    await graph.refuse("productUpdate", id="silver", input={"name": "Silver"})
    assert (await last(graph))["objects"] == []
    await graph.refuse("productUpdate", id="gold", input={"name": "", "defaultPrice": "price_none"})
    assert (await last(graph))["objects"] == ["gold"]
