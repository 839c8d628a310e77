"""The version of an object: the sequence of the last event about it, wherever the object is read."""

import pytest

from app import tables
from app.database import Database
from app.sql import Part, Row
from app.tables.core_resources.customer import Customer
from app.tables.tenancy import viewing
from schema.derive import batches
from schema.derive.cells import plain
from tests.engine.statements import reading
from tests.graph import Graph
from tests.live.conftest import Followers
from tests.live.following import WAYS, follow, take
from tests.server.conftest import Live

EVENTS = "{ events(first: 100) { nodes { cursor type objectId snapshot { ... on Versioned { id version } } } } }"
PAYMENT = {"amount": 2000, "currency": "usd", "paymentMethod": "pm_card_visa", "confirm": True}


async def last_sequences(graph: Graph) -> dict[str, int]:
    """The sequence of the last event about each object, by its id."""
    events = (await graph(EVENTS))["events"]["nodes"]
    return {event["objectId"]: int(event["cursor"]) for event in sorted(events, key=lambda each: int(each["cursor"]))}


async def test_it_is_the_sequence_of_the_last_event(graph: Graph) -> None:
    customer = await graph.do("customerCreate", "id version", input={"name": "Ada"})
    assert customer["version"] == 1
    paid = await graph.do("paymentIntentCreate", "id version latestCharge { id version }", input=PAYMENT)
    last = await last_sequences(graph)
    assert (paid["version"], paid["latestCharge"]["version"]) == (last[paid["id"]], last[paid["latestCharge"]["id"]])
    renamed = await graph.do("customerUpdate", "version", id=customer["id"], input={"name": "Grace"})
    assert renamed["version"] == (await last_sequences(graph))[customer["id"]] > paid["version"]


async def test_it_is_the_same_however_an_object_is_read(graph: Graph) -> None:
    paid = await graph.do("paymentIntentCreate", "id version latestCharge { id version }", input=PAYMENT)
    document = """query ($id: ID!) {
        paymentIntent(id: $id) { version latestCharge { version paymentIntent { version } } }
        paymentIntents { nodes { version latestCharge { version } charges { nodes { version } } } }
        ordered: paymentIntents(orderBy: [{ field: AMOUNT }]) { edges { node { version latestCharge { version } } } }
        node(id: $id) { ... on Versioned { version } }
        nodes(ids: [$id]) { ... on PaymentIntent { version status } }
        search: paymentIntents(query: "amount=2000") { nodes { version } }
    }"""
    read = await graph(document, id=paid["id"])
    mine, its = {"version": paid["version"]}, {"version": paid["latestCharge"]["version"]}
    assert read == {
        "paymentIntent": {**mine, "latestCharge": {**its, "paymentIntent": mine}},
        "paymentIntents": {"nodes": [{**mine, "latestCharge": its, "charges": {"nodes": [its]}}]},
        "ordered": {"edges": [{"node": {**mine, "latestCharge": its}}]},
        "node": mine,
        "nodes": [{**mine, "status": "SUCCEEDED"}],
        "search": {"nodes": [mine]},
    }


@pytest.mark.parametrize("way", WAYS)
async def test_live_and_queries_agree(server: Live, merchant: Graph, followers: Followers, way: str) -> None:
    id = (await merchant.do("customerCreate", "id", input={"name": "0"}))["id"]
    shown = "cursor snapshot { ... on Customer { name version } }"
    document = f"subscription ($id: ID!) {{ events(objects: [$id]) {{ {shown} }} }}"
    watching = "subscription ($id: ID!) { objectChanged(id: $id) { ... on Customer { name version } } }"
    async with (
        follow(server, merchant.secret, document, way, id=id) as events,
        follow(server, merchant.secret, watching, way, id=id) as object,
    ):
        await followers.reach(2)
        assert await object.next() == {"name": "0", "version": 1}
        for number in (2, 3):
            given = {"name": str(number)}
            told = await merchant.do("customerUpdate", "name version", id=id, input=given)
            (event,) = await take(events, 1)
            assert told == event["snapshot"] == await object.next() == {"name": str(number), "version": number}
            assert event["cursor"] == str(number)


async def test_what_tells_nothing_leaves_it(graph: Graph) -> None:
    created = await graph.do("customerCreate", "id version", input={"name": "Ada"})
    await graph.do("customerCreate", "id", input={"name": "Another"})
    same = await graph.do("customerUpdate", "version", id=created["id"], input={"name": "Ada"})
    assert same == {"version": created["version"]} == {"version": 1}


async def test_a_replay_has_the_version_of_the_first_result(graph: Graph) -> None:
    given = {"input": PAYMENT, "idempotencyKey": "once"}
    fields = "id version"
    first = await graph.do("paymentIntentCreate", fields, **given)
    await graph.do("refundCreate", "id", input={"paymentIntent": first["id"]})
    assert await graph.do("paymentIntentCreate", fields, **given) == first
    created = await graph.do("customerCreate", "id version", input={"name": "Ada"})
    idle = {"id": created["id"], "input": {"name": "Ada"}, "idempotencyKey": "idle"}
    shown = await graph.do("customerUpdate", "version", **idle)
    await graph.do("customerUpdate", "version", id=created["id"], input={"name": "Grace"})
    assert await graph.do("customerUpdate", "version", **idle) == shown == {"version": created["version"]}


async def test_it_never_falls_as_events_are_dropped(graph: Graph, database: Database) -> None:
    kept = await graph.do("customerCreate", "id", input={"name": "Ada"})
    for name in ("1", "2"):
        await graph.do("customerUpdate", "version", id=kept["id"], input={"name": name})
    other = await graph.do("customerCreate", "id version", input={"name": "Another"})
    await _drop(database, below=other["version"])
    document = "query ($id: ID!) { customer(id: $id) { version } }"
    assert (await graph(document, id=kept["id"]))["customer"] == {"version": other["version"] - 1}
    await _drop(database, below=other["version"] + 1)
    assert (await graph(document, id=kept["id"]))["customer"] == {"version": other["version"]}
    renamed = await graph.do("customerUpdate", "version", id=kept["id"], input={"name": "3"})
    assert renamed["version"] == other["version"] + 1


async def test_what_no_event_tells_of_is_at_0(graph: Graph) -> None:
    product = await graph.do("productCreate", "id version prices { totalCount }", input={"name": "Seat"})
    assert product["version"] == 1
    rate = {"displayName": "Ground", "fixedAmount": {"amount": 500, "currency": "usd"}}
    made = await graph.do("shippingRateCreate", "id version", input=rate)
    assert made["version"] == 0
    moved = await graph.do("shippingRateUpdate", "version", id=made["id"], input={"active": False})
    assert moved == {"version": 0}
    await graph.do("paymentIntentCreate", "id", input={**PAYMENT, "captureMethod": "AUTOMATIC"})
    document = """query ($id: ID!) {
        node(id: $id) { ... on Versioned { version } }
        shippingRates(orderBy: [{ field: CREATED }]) { nodes { version } }
        balanceTransactions { nodes { version source { ... on Versioned { version } } } }
        countrySpec(id: "US") { version }
    }"""
    read = await graph(document, id=made["id"])
    (charge,) = read["balanceTransactions"]["nodes"]
    assert charge["version"] == 0 < charge["source"]["version"]
    assert read["node"] == read["countrySpec"] == {"version": 0}
    assert read["shippingRates"] == {"nodes": [{"version": 0}]}


async def test_all_objects_have_one(graph: Graph) -> None:
    schema = await graph("{ __schema { types { kind name interfaces { name } fields { name } } } }")
    objects = [each for each in schema["__schema"]["types"] if each["kind"] == "OBJECT"]
    names = {each["name"]: {interface["name"] for interface in each["interfaces"]} for each in objects}
    assert {name for name, all in names.items() if "Node" in all} == {
        table.__name__ for table in tables.by_name.values() if not table.is_single
    }
    fields = {each["name"]: {field["name"] for field in each["fields"]} for each in objects}
    assert {name for name in tables.singles if "version" not in fields[tables.singles[name].__name__]} == set()
    # One has a version of Stripe's own: of a template's content.
    assert {name for name, all in names.items() if "Node" in all and "Versioned" not in all} == {
        "InvoiceRenderingTemplate"
    }
    assert all(
        "version" in {field["name"] for field in each["fields"]} for each in objects if "Node" in names[each["name"]]
    )


async def test_a_single_has_one_of_its_own_events(graph: Graph) -> None:
    """A cash balance, which has the id of its customer in the stream. What no event is about is at 0."""
    id = (await graph.do("customerCreate", "id", input={"name": "Ada"}))["id"]
    document = """query ($id: ID!) {
        cashBalance(customer: $id) { version }
        customer(id: $id) { cashBalance { version } }
        billingSettings { version }
        exchangeRateSettings { version }
    }"""

    async def read() -> int:
        found = await graph(document, id=id)
        version = found["cashBalance"]["version"]
        rest = {"billingSettings": {"version": 0}, "exchangeRateSettings": {"version": 0}}
        assert found == {"cashBalance": {"version": version}, "customer": {"cashBalance": {"version": version}}, **rest}
        return int(version)

    async def told() -> int:
        asked = '{ events(where: { type: { startsWith: "cash_balance." } }, first: 1) { nodes { cursor } } }'
        return int((await graph(asked))["events"]["nodes"][0]["cursor"])

    async def updated(key: str) -> int:
        mutation = """mutation ($id: ID!, $key: String!) { cashBalanceUpdate(
            customer: $id, input: { settings: { reconciliationMode: MANUAL } }, idempotencyKey: $key
        ) { cashBalance { version } } }"""
        return int((await graph(mutation, id=id, key=key))["cashBalanceUpdate"]["cashBalance"]["version"])

    assert await read() == await updated("first") == 0
    assert await read() == 0
    await graph.do("customerFundCashBalance", "id", id=id, input={"amount": 100, "currency": "usd"})
    first = await told()
    assert await read() == first > 0
    await graph.do("customerUpdate", "id", id=id, input={"name": "Grace"})
    assert await read() == first
    await graph.do("customerFundCashBalance", "id", id=id, input={"amount": 100, "currency": "usd"})
    assert await read() == await told() > first
    assert await updated("first") == 0
    assert await updated("again") == await told()


async def test_a_preview_has_none_yet(graph: Graph) -> None:
    customer = (await graph.do("customerCreate", "id", input={}))["id"]
    item = {"customer": customer, "amount": 2000, "currency": "usd"}
    await graph.do("invoiceItemCreate", "id", input=item)
    document = (
        """query ($customer: ID!) { invoicePreview(input: { customer: $customer }) { total { amount } version } }"""
    )
    assert await graph(document, customer=customer) == {"invoicePreview": {"total": {"amount": 2000}, "version": 0}}


async def test_it_costs_no_statement(graph: Graph) -> None:
    for _ in range(3):
        await graph.do("paymentIntentCreate", "id", input=PAYMENT)
    counted = []
    for field in ("", "version"):
        document = f"{{ paymentIntents {{ nodes {{ id {field} latestCharge {{ id {field} }} }} }} }}"
        with reading() as statements:
            await graph(document)
        counted.append(len(statements))
        assert ("event" in " ".join(statements)) == bool(field)
    assert counted[0] == counted[1]


async def test_an_index_finds_it(graph: Graph, database: Database) -> None:
    """However many events an object has, and however many there are."""
    values = {"ids": ["cus_1"], **viewing(graph.tenant)}
    written = batches.by_id(Customer, plain(["id", "version"])).written
    async with database.begin() as connection:
        await connection.apply(Part("SET LOCAL enable_seqscan = off", []))
        plan: list[Row] = await connection.run(f"EXPLAIN {written.text}", written.arguments(values))
    lines = "\n".join(line[0] for line in plan)
    assert "object_id_sequence" in lines
    assert "Seq Scan on event" not in lines


async def _drop(database: Database, *, below: int) -> None:
    async with database.begin() as connection:
        await connection.apply(Part("DELETE FROM event WHERE sequence < $?", [below]))
