"""A restricted key reads events of the families that it may read, and of no other, by every way in."""

import httpx
import pytest

from app.database import Database
from app.tables.access import KeyKind
from tests.engine.statements import reading
from tests.graph import Graph, new_caller
from tests.live.conftest import Followers
from tests.live.following import WAYS, Refused, follow, take
from tests.server.conftest import Live

LIST = "{ events(first: 20) { totalCount nodes { id type data { object } } } }"
EVENTS = "subscription ($types: [String!]) { events(types: $types) { type } }"
FOR_PRODUCTS = {"core_resources": "read", "products": "read"}
MAKER = {"core_resources": "read", "products": "read", "webhooks": "write"}


async def restricted(client: httpx.AsyncClient, database: Database, graph: Graph, permissions: dict[str, str]) -> Graph:
    return await new_caller(
        client, database, account_id=graph.tenant.account, kind=KeyKind.RESTRICTED, permissions=permissions
    )


async def tell(graph: Graph) -> dict[str, str]:
    """A customer's event, a payment method's and a product's; the ids of events by type."""
    customer = await graph.do("customerCreate", "id", input={"name": "Ada", "email": "ada@example.com"})
    await graph.do("paymentMethodAttach", "id", id="pm_card_visa", input={"customer": customer["id"]})
    await graph.do("productCreate", "id", input={"name": "Rocket"})
    return {event["type"]: event["id"] for event in (await graph(LIST))["events"]["nodes"]}


async def test_lists_and_nodes(client: httpx.AsyncClient, database: Database, graph: Graph) -> None:
    told = await tell(graph)
    assert told.keys() == {"customer.created", "payment_method.attached", "product.created"}
    for permissions, readable in (
        ({"core_resources": "read"}, {"customer.created"}),
        (FOR_PRODUCTS, {"customer.created", "product.created"}),
        ({"core_resources": "read", "payment_methods": "read"}, {"customer.created", "payment_method.attached"}),
    ):
        key = await restricted(client, database, graph, permissions)
        listed = (await key(LIST))["events"]
        assert {event["type"] for event in listed["nodes"]} == readable
        assert listed["totalCount"] == len(readable)
        for type, id in told.items():
            found = await key("query ($id: ID!) { event(id: $id) { type } node(id: $id) { id } }", id=id)
            shown = {"event": {"type": type}, "node": {"id": id}} if type in readable else {"event": None, "node": None}
            assert found == shown


async def test_keys_that_may_read_everything_ask_for_no_more(
    client: httpx.AsyncClient, database: Database, graph: Graph
) -> None:
    document = (
        "{ events { nodes { type data { object } } } webhookDeliveries { totalCount } requestLogs { totalCount } }"
    )
    all_of_them = {"core_resources": "read", "webhooks": "read", "request_logs": "read"}
    held = {"event.type = any(", "webhook_delivery.type = any(", "request_log.families <@", "concealed_data("}
    for key, asked in ((graph, set()), (await restricted(client, database, graph, all_of_them), held)):
        with reading() as statements:
            await key(document)
        text = " ".join(statements).lower()
        assert {each for each in held if each in text} == asked


async def test_the_log_leads_to_readable_events_alone(
    client: httpx.AsyncClient, database: Database, graph: Graph
) -> None:
    await tell(graph)
    permissions = {"core_resources": "read", "request_logs": "read"}
    key = await restricted(client, database, graph, permissions)
    logs = (await key("{ requestLogs(first: 20) { nodes { mutations events { nodes { type } } } } }"))["requestLogs"]
    told = {mutation: log["events"]["nodes"] for log in logs["nodes"] for mutation in log["mutations"]}
    assert told == {"customerCreate": [{"type": "customer.created"}]}


@pytest.mark.parametrize("way", WAYS)
async def test_streams(server: Live, merchant: Graph, followers: Followers, database: Database, way: str) -> None:
    key = await restricted(server.http, database, merchant, FOR_PRODUCTS)
    async with follow(server, key.secret, EVENTS, way) as all_of_them:
        await followers.reach(1)
        async with follow(server, key.secret, EVENTS, way, types=["*.attached", "product.*"]) as by_pattern:
            await followers.reach(2)
            await tell(merchant)
            await tell(merchant)
            types = [event["type"] for event in await take(all_of_them, 4)]
            assert types == ["customer.created", "product.created"] * 2
            assert [event["type"] for event in await take(by_pattern, 2)] == ["product.created"] * 2
    for types in (["payment_method.attached", "customer.created"], ["invoice.*"]):
        with pytest.raises(Refused) as refused:
            async with follow(server, key.secret, EVENTS, way, types=types) as hidden:
                await hidden.next()
        assert refused.value.code == "FORBIDDEN"
        assert types[0] in refused.value.errors[0]["message"]


async def test_webhooks_carry_what_their_maker_may_read(
    client: httpx.AsyncClient, database: Database, graph: Graph
) -> None:
    key = await restricted(client, database, graph, MAKER)
    url = "https://hooks.example.com/endpoint"
    for types in (["*"], ["product.created", "payment_method.attached"]):
        refusal = await key.refuse("webhookEndpointCreate", input={"enabledEvents": types, "url": url})
        assert refusal["field"] == "enabledEvents"
        assert refusal["message"].startswith("This key may not read events of the types ")
    given = {"enabledEvents": ["product.created"], "url": url}
    made = await key.do("webhookEndpointCreate", "id", input=given)
    assert await key.do("webhookEndpointUpdate", "url", id=made["id"], input={"url": f"{url}/2"}) == {"url": f"{url}/2"}
    # Nor may it lead another's endpoint, which carries more, to an address of its own.
    others = await graph.do("webhookEndpointCreate", "id", input={"enabledEvents": ["*"], "url": url})
    refusal = await key.refuse("webhookEndpointUpdate", id=others["id"], input={"url": f"{url}/mine"})
    assert refusal["field"] == "enabledEvents"
    assert await graph.do("webhookEndpointUpdate", "url", id=others["id"], input={}) == {"url": url}


async def test_thin_destinations_too(client: httpx.AsyncClient, database: Database, graph: Graph) -> None:
    key = await restricted(client, database, graph, MAKER | {"core_resources": "write"})
    given = {
        "name": "Mine",
        "type": "WEBHOOK_ENDPOINT",
        "eventPayload": "THIN",
        "webhookEndpoint": {"url": "https://hooks.example.com/thin"},
    }
    refusal = await key.refuse("eventDestinationCreate", input=given | {"enabledEvents": ["v1.invoice.paid"]})
    assert refusal["message"] == (
        "This key may not read events of the types 'v1.invoice.paid'. Choose types about objects that it may read, or "
        "use a key that may read these."
    )
    await key.do("eventDestinationCreate", "id", input=given | {"enabledEvents": ["v1.product.created"]})


async def test_an_event_that_is_not_readable_is_not_sent_again(
    client: httpx.AsyncClient, database: Database, graph: Graph
) -> None:
    told = await tell(graph)
    key = await restricted(client, database, graph, MAKER | {"core_resources": "write"})
    refusal = await key.refuse("eventResend", id=told["payment_method.attached"])
    assert refusal["code"] == "RESOURCE_MISSING"
