"""What the benchmark stands on: its data fit the tables as these are now, and the floor answers as the graph does."""

import json

import asyncpg
import httpx
import pytest
from graphql import parse, validate

from app.database import Database
from schema.root import build
from tests.benchmarks.answers import Query, canonical, leaves
from tests.benchmarks.clones import Sizes, numbered
from tests.benchmarks.data import clone, make_patterns
from tests.benchmarks.falling_due import KINDS
from tests.benchmarks.following import CREATE, FOLLOW, HOOK
from tests.benchmarks.growth import LEVELS, PAGE, nested
from tests.benchmarks.measuring import Sample
from tests.benchmarks.mutations import MUTATIONS
from tests.benchmarks.reading import Reading, Turn
from tests.benchmarks.replay import Statement, read, script
from tests.benchmarks.servers import DOCUMENTS, HERE
from tests.graph import Graph, new_caller

SIZES = Sizes(
    customers=20,
    payment_intents=60,
    products=2,
    prices=5,
    subscriptions=60,
    items=120,
    invoices=180,
    lines=540,
)


async def test_the_floor_answers_as_the_graph_does(client: httpx.AsyncClient, database: Database, graph: Graph) -> None:
    pattern = await new_caller(client, database)
    await make_patterns(pattern)
    found = {}
    connection = await asyncpg.connect(database.url)
    try:
        await clone(connection, SIZES, pattern.tenant.account, graph.tenant.account)
        for document in sorted(DOCUMENTS.glob("*.graphql")):
            variables = {"id": numbered("pi_", 7)} if document.stem == "object" else {}
            data = canonical(await graph(document.read_text(), **variables))
            found[document.stem] = leaves(data)
            statement = (HERE / "floor" / f"{document.stem}.sql").read_text()
            made = await connection.fetchval(statement, graph.tenant.account, *variables.values())
            assert canonical(json.loads(made)) == data
    finally:
        await connection.close()
    assert found == {"object": 11, "dashboard": 2460, "invoices": 2600, "deep": 3560}


def test_the_documents_fit_the_graph() -> None:
    schema = build()._schema
    documents = [
        PAGE,
        CREATE,
        FOLLOW,
        HOOK,
        *MUTATIONS.values(),
        *(document for document, _ in KINDS.values()),
        *(nested(levels + 1) for levels in range(len(LEVELS))),
    ]
    assert [error for document in documents for error in validate(schema, parse(document))] == []


def test_a_recorded_mutation_is_sent_again_with_ids_of_its_own() -> None:
    def noted(random: str, sequence: int, customer: int) -> list[Statement]:
        detail = f"Parameters: $1 = 'pi_{random}', $2 = NULL, $3 = 'it''s: 5', $4 = '{sequence}'"
        lines = [
            ("statement: BEGIN;", ""),
            ("execute __stmt_1__: INSERT INTO t VALUES ($1, $2, $3, $4::BIGINT)", detail),
            ("execute <unnamed>: SELECT $1", f"Parameters: $1 = 'cus_{customer:024}'"),
            ("connection received", ""),
        ]
        return [statement for line in lines if (statement := read(*line))]

    runs = [noted("8DmPf2Ds1KvBcW3wy3WLPt8a", 12, 4), noted("8DmPezvakajkNb33S3IPv8Vh", 15, 5)]
    assert script(runs).splitlines() == [
        "\\set customer random(1, 2000)",
        "\\set v0 random(1, 999999999999)",
        "\\set v1 random(1, 999999999999)",
        "BEGIN;",
        "INSERT INTO t VALUES ((E'pi_8DmPf2Ds1KvB' || lpad(:v0::text, 12, '0') || E''), NULL, E'it''s\\x3a 5', "
        ":v1::BIGINT);",
        "SELECT (E'cus_' || lpad(:customer::text, 24, '0') || E'');",
    ]


def test_ids_and_counters_within_arrays_and_json_are_drawn_too() -> None:
    account = "acct_8DxXowEfMbbeVsqww6bBFDFE"

    def sent(random: str, sequence: int) -> list[Statement]:
        data = json.dumps({"id": f"pi_{random}", "created": 1795884047 + sequence})
        return [
            Statement("SELECT $1::text[], $2::bigint[], $3", (f"{{{account},pi_{random}}}", f"{{7,{sequence}}}", data))
        ]

    runs = [sent("8DmPf2Ds1KvBcW3wy3WLPt8a", 12), sent("8DmPezvakajkNb33S3IPv8Vh", 15)]
    *_, line = script(runs).splitlines()
    drawn = "8DmPf2Ds1KvB' || lpad(:v0::text, 12, '0') || E'"
    assert line == (
        f"SELECT (E'{{{account},pi_{drawn}}}')::text[], (E'{{7,' || :v1::text || E'}}')::bigint[], "
        f'(E\'{{"id"\\x3a "pi_{drawn}", "created"\\x3a 1795884059}}\')::jsonb;'
    )


def test_servers_are_compared_within_each_round() -> None:
    def rounds(*rates: float) -> list[Sample]:
        return [Sample(rate=rate, p50=1, p99=1, server=1 / rate, database=1, load=0, other=0) for rate in rates]

    turn, quick, slow = (Turn("deep", 32, name) for name in ("ours", "quick", "slow"))
    # The machine is half as fast in the second round, and the better peer is another in the third.
    samples = {turn: rounds(300, 150, 240), quick: rounds(100, 50, 60), slow: rounds(75, 30, 120)}
    found = Reading([Query("deep", "Deep")], {"deep": 1}, samples, ["quick", "slow"])
    assert found.times(turn, found.peers, "rate") == 3.0
    assert found.times(turn, ["slow"], "rate") == 4.0
    assert found.times(turn, found.peers, "server") == pytest.approx(1 / 3)
