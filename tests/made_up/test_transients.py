"""Results without a table: made for whoever asked, and stored nowhere."""

from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import text

from app.database import Database
from app.domain import sealing
from app.domain.snapshot import transient_json
from schema.root import build
from tests.factory import make
from tests.graph import Graph
from tests.made_up.connect import GatePass, GatePassGate, GatePassKind
from tests.records import run

CREATE = """mutation($input: GatePassCreateInput!, $key: String) {
    gatePassCreate(input: $input, idempotencyKey: $key) {
        gatePass {
            object clientSecret created currency customer { id phone } expiresAt
            gates { fee { amount currency } guard { id } } kind livemode total { amount currency decimal }
        }
        userErrors { type code field } replayed
    }
}"""


async def test_a_mutation_gives_it(graph: Graph) -> None:
    customer = await make(graph, "customerCreate")
    payload = (await graph(CREATE, input={"customer": customer, "kind": "STAY"}))["gatePassCreate"]
    made = payload["gatePass"]
    assert made["clientSecret"].startswith("gate_secret_")
    life = datetime.fromisoformat(made["expiresAt"]) - datetime.fromisoformat(made["created"])
    assert life == timedelta(minutes=30)
    assert {name: made[name] for name in made.keys() - {"clientSecret", "created", "expiresAt"}} == {
        "object": "gate.pass",
        "currency": "usd",
        "customer": {"id": customer, "phone": "seen"},
        "gates": [
            {"fee": {"amount": 100, "currency": "usd"}, "guard": {"id": customer}},
            {"fee": None, "guard": None},
        ],
        "kind": "STAY",
        "livemode": False,
        "total": {"amount": 100, "currency": "usd", "decimal": "1.00"},
    }
    assert (payload["userErrors"], payload["replayed"]) == ([], False)


def test_it_has_no_way_in_but_its_mutation() -> None:
    types: Any = build()._schema.type_map
    assert {name for name in types["Query"].fields if "atePass" in name} == set()
    assert {name for name in types["Mutation"].fields if "atePass" in name} == {"gatePassCreate"}
    assert (types["GatePass"].interfaces, "GatePassConnection" in types) == ((), False)


async def test_a_replay_gives_the_same_though_no_secret_is_kept_in_clear(graph: Graph, database: Database) -> None:
    customer = await make(graph, "customerCreate")
    first = (await graph(CREATE, input={"customer": customer}, key="k"))["gatePassCreate"]
    again = (await graph(CREATE, input={"customer": customer}, key="k"))["gatePassCreate"]
    assert again == {**first, "replayed": True}
    secret = first["gatePass"]["clientSecret"]
    for table in ("idempotency_record", "request_log", "event", "customer"):
        rows = await run(database, text(f"SELECT to_jsonb(t)::text AS it FROM {table} t"))
        assert rows, table
        assert all(secret not in row.it for row in rows), table
    other = (await graph(CREATE, input={"customer": customer}, key="another"))["gatePassCreate"]
    assert other["gatePass"]["clientSecret"] != secret


async def test_another_key_of_the_server_opens_nothing(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    customer = await make(graph, "customerCreate")
    await graph(CREATE, input={"customer": customer}, key="k")
    monkeypatch.setattr("app.access.idempotency.must_seal", lambda: sealing.Sealer(["another"]))
    payload = (await graph(CREATE, input={"customer": customer}, key="k"))["gatePassCreate"]
    assert payload["gatePass"] is None
    assert payload["userErrors"] == [
        {"type": "INVALID_REQUEST_ERROR", "code": "FEATURE_UNAVAILABLE", "field": "idempotencyKey"},
    ]


async def test_refusals(graph: Graph) -> None:
    customer = await make(graph, "customerCreate")
    payload = (await graph(CREATE, input={"customer": "cus_none"}))["gatePassCreate"]
    assert payload["gatePass"] is None
    assert payload["userErrors"] == [{"type": "INVALID_REQUEST_ERROR", "code": "RESOURCE_MISSING", "field": "customer"}]
    payload = (await graph(CREATE, input={"customer": customer, "returnUrl": "nowhere"}))["gatePassCreate"]
    assert payload["userErrors"][0]["field"] == "returnUrl"
    # An outcome is committed, and there is nothing to show of what was not made.
    for replayed in (False, True):
        given = {"customer": customer, "returnUrl": "declined"}
        payload = (await graph(CREATE, input=given, key="d"))["gatePassCreate"]
        assert (payload["gatePass"], payload["userErrors"][0]["code"]) == (None, "CARD_DECLINED")
        assert payload["replayed"] is replayed
    assert await graph.events() == ["customer.created", "customer.updated"]


def test_its_json_is_that_of_a_value_with_the_objects_name() -> None:
    moment = datetime.fromisoformat("2025-06-01T12:00:00Z")
    made = GatePass(
        client_secret="s",
        created=moment,
        currency="usd",
        customer_id="cus_1",
        expires_at=moment,
        gates=[GatePassGate(fee=1)],
        kind=GatePassKind.STAY,
        livemode=True,
        total=1,
    )
    assert orjson.loads(orjson.dumps(transient_json(made))) == {
        "object": "gate.pass",
        "client_secret": "s",
        "created": 1748779200,
        "currency": "usd",
        "customer": "cus_1",
        "expires_at": 1748779200,
        "gates": [{"fee": 1, "guard": None}],
        "kind": "stay",
        "livemode": True,
        "total": 1,
    }
