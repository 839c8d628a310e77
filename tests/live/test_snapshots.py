"""The object of an event as an object of the graph: as it was at that moment, and as it is now."""

import httpx
import pytest

from app.database import Database
from app.sql import Part
from app.tables.access import KeyKind
from tests.engine.statements import reading
from tests.graph import Graph, new_caller
from tests.live.conftest import Followers
from tests.live.following import WAYS, follow, take
from tests.server.conftest import Live
from tests.snapshots import differences

INVOICES = """
subscription {
    events(types: ["invoice.*"]) {
        type
        snapshot { __typename id ... on Invoice { status total { formatted } customer { name } created } }
    }
}
"""
BOTH = """
{ events(first: 20) { nodes {
    type previousAttributes { name value }
    snapshot { id ... on Customer { name deleted } } currentObject { id ... on Customer { name } }
} } }
"""


async def billed(graph: Graph) -> str:
    """An invoice over $20.00 that is paid by hand; its id."""
    customer = (await graph.do("customerCreate", "id", input={"name": "Ada"}))["id"]
    item = {"customer": customer, "amount": 2000, "currency": "usd"}
    await graph.do("invoiceItemCreate", "id", input=item)
    given = {"customer": customer, "autoAdvance": False, "pendingInvoiceItemsBehavior": "INCLUDE"}
    id: str = (await graph.do("invoiceCreate", "id", input=given))["id"]
    await graph.do("invoiceFinalize", "id", id=id)
    await graph.do("invoiceVoid", "id", id=id)
    return id


@pytest.mark.parametrize("way", WAYS)
async def test_live_events_have_typed_objects(server: Live, merchant: Graph, followers: Followers, way: str) -> None:
    async with follow(server, merchant.secret, INVOICES, way) as follower:
        await followers.reach(1)
        id = await billed(merchant)
        events = await take(follower, 4)
    shown = [event["snapshot"] for event in events]
    told = [event["type"].removeprefix("invoice.") for event in events]
    assert list(zip(told, (each["status"] for each in shown), strict=True)) == [
        ("created", "DRAFT"),
        ("finalized", "OPEN"),
        ("updated", "OPEN"),
        ("voided", "VOID"),
    ]
    assert {(each["__typename"], each["id"], each["total"]["formatted"]) for each in shown} == {
        ("Invoice", id, "$20.00")
    }
    assert {each["customer"]["name"] for each in shown} == {"Ada"}
    now = await merchant("query ($id: ID!) { invoice(id: $id) { created } }", id=id)
    assert {each["created"] for each in shown} == {now["invoice"]["created"]}


async def test_then_and_now(graph: Graph) -> None:
    id = (await graph.do("customerCreate", "id", input={"name": "Ada"}))["id"]
    await graph.do("customerUpdate", "id", id=id, input={"name": "Grace"})
    await graph.do("customerUpdate", "id", id=id, input={"name": "Joan"})
    *_, third, second, first = (await graph(BOTH))["events"]["nodes"]
    assert [each["snapshot"]["name"] for each in (first, second, third)] == ["Ada", "Grace", "Joan"]
    assert {each["currentObject"]["name"] for each in (first, second, third)} == {"Joan"}
    assert first["previousAttributes"] is None
    assert third["previousAttributes"] == [{"name": "name", "value": "Grace"}]


async def test_what_is_deleted_keeps_its_snapshots(graph: Graph) -> None:
    id = (await graph.do("customerCreate", "id", input={"name": "Ada"}))["id"]
    await graph.do("customerDelete", "id", id=id)
    deleted, created = (await graph(BOTH))["events"]["nodes"]
    assert (deleted["type"], created["type"]) == ("customer.deleted", "customer.created")
    assert deleted["snapshot"] == {"id": id, "name": "Ada", "deleted": True}
    assert created["snapshot"] == {"id": id, "name": "Ada", "deleted": False}
    assert deleted["currentObject"] is created["currentObject"] is None


async def test_relations_lead_to_the_objects_of_today(graph: Graph) -> None:
    id = await billed(graph)
    (customer,) = (await graph("{ customers { nodes { id } } }"))["customers"]["nodes"]
    await graph.do("customerUpdate", "id", id=customer["id"], input={"name": "Grace"})
    document = """{ events(first: 20, where: { type: { eq: "invoice.created" } }) { nodes { snapshot {
        ... on Invoice { status customer { name invoices { nodes { id status } } } lines { totalCount } } } } } }"""
    (event,) = (await graph(document))["events"]["nodes"]
    assert event["snapshot"] == {
        "status": "DRAFT",
        "customer": {"name": "Grace", "invoices": {"nodes": [{"id": id, "status": "VOID"}]}},
        "lines": {"totalCount": 1},
    }


async def test_what_stripes_json_leaves_out_is_there(graph: Graph) -> None:
    product = (await graph.do("productCreate", "id", input={"name": "Seat"}))["id"]
    tiers = [{"upTo": {"value": 5}, "unitAmount": 700}, {"upTo": {"keyword": "INF"}, "unitAmountDecimal": "99.5"}]
    recurring = {"interval": "MONTH"}
    tiered = {"billingScheme": "TIERED", "tiersMode": "GRADUATED", "tiers": tiers, "recurring": recurring}
    await graph.do("priceCreate", "id", input={"product": product, "currency": "usd", **tiered})
    options = {"currencyOptions": [{"currency": "eur", "unitAmount": 900, "taxBehavior": "INCLUSIVE"}]}
    given = {"product": product, "currency": "usd", "unitAmount": 1000, **options}
    id = (await graph.do("priceCreate", "id", input=given))["id"]
    coupon = {"amountOff": 100, "currency": "usd", "duration": "ONCE", "appliesTo": {"products": [product]}}
    await graph.do("couponCreate", "id", input=coupon)
    assert await differences(graph) == []
    document = """{ events(first: 1, where: { objectId: { eq: "%s" } }) { nodes { data { object } snapshot {
        ... on Price { currencyOptions { currency unitAmount { formatted } } } } } } }"""
    (event,) = (await graph(document % id))["events"]["nodes"]
    assert "currency_options" not in event["data"]["object"]
    assert {"currency": "eur", "unitAmount": {"formatted": "€9.00"}} in event["snapshot"]["currencyOptions"]


async def test_objects_without_an_id_have_none(graph: Graph) -> None:
    given = {"amount": 2000, "currency": "usd", "paymentMethod": "pm_card_bypassPending", "confirm": True}
    await graph.do("paymentIntentCreate", "id", input=given)
    shown = await graph("{ events { nodes { type snapshot { id } currentObject { id } } } }")
    by_type = {each["type"]: each for each in shown["events"]["nodes"]}
    assert by_type["charge.succeeded"]["snapshot"] == by_type["charge.succeeded"]["currentObject"]
    for each in by_type.values():
        assert (each["snapshot"] is None) == each["type"].startswith("balance.")


async def test_former_values_as_the_graph_has_them(graph: Graph) -> None:
    id = (await graph.do("customerCreate", "id", input={"name": "Ada", "metadata": {"a_b": "1"}}))["id"]
    method = (await graph.do("paymentMethodAttach", "id", id="pm_card_visa", input={"customer": id}))["id"]
    settings = {"invoiceSettings": {"defaultPaymentMethod": method}, "address": {"postalCode": "94107"}}
    await graph.do("customerUpdate", "id", id=id, input={**settings, "metadata": {"a_b": "2"}, "taxExempt": "EXEMPT"})
    changed = {"invoiceSettings": {"defaultPaymentMethod": None}, "address": {"postalCode": "10115"}}
    await graph.do("customerUpdate", "id", id=id, input={**changed, "taxExempt": "NONE"})
    last, first = [each for each in (await graph(BOTH))["events"]["nodes"] if each["type"] == "customer.updated"]
    assert {each["name"]: each["value"] for each in first["previousAttributes"]} == {
        "address": None,
        "invoiceSettings": {"defaultPaymentMethod": None},
        "metadata": {"a_b": "1"},
        "taxExempt": "NONE",
    }
    assert {each["name"]: each["value"] for each in last["previousAttributes"]} == {
        "address": {"postalCode": "94107"},
        "invoiceSettings": {"defaultPaymentMethod": method},
        "taxExempt": "EXEMPT",
    }


async def test_a_restricted_key_sees_of_it_what_it_may_read(
    client: httpx.AsyncClient, database: Database, graph: Graph
) -> None:
    coupon = {"name": "Ten", "percentOff": "10", "duration": "FOREVER"}
    coupon_id = (await graph.do("couponCreate", "id", input=coupon))["id"]
    customer = (await graph.do("customerCreate", "id", input={"name": "Ada", "coupon": coupon_id}))["id"]
    key = await new_caller(
        client,
        database,
        account_id=graph.tenant.account,
        kind=KeyKind.RESTRICTED,
        permissions={"core_resources": "read"},
    )
    document = "{ events { nodes { type snapshot { id ... on Customer { name %s } } currentObject { id } } } }"
    seen = (await key(document % ""))["events"]["nodes"]
    shown = {"id": customer, "name": "Ada"}
    assert seen == [{"type": "customer.created", "snapshot": shown, "currentObject": {"id": customer}}]
    refused = await key.error(document % "discount { id }")
    assert refused["extensions"]["code"] == "FORBIDDEN"
    whole = (await graph(document % "discount { coupon { name } }"))["events"]["nodes"]
    named = [each["snapshot"]["discount"] for each in whole if each["type"] == "customer.created"]
    assert named == [{"coupon": {"name": "Ten"}}]


async def test_a_page_takes_as_many_statements_as_one_event(graph: Graph) -> None:
    document = """{ events(first: %s) { nodes { snapshot { id ... on Customer { name } ... on PaymentMethod { customer {
        name } } } currentObject { id ... on Customer { name } } } } }"""
    counted: list[int] = []
    for page in (2, 100):
        await _customers(graph, page // 2)
        with reading() as statements:
            shown = await graph(document % page)
        assert len({each["snapshot"]["id"] for each in shown["events"]["nodes"]}) == page
        counted.append(len(statements))
    assert counted[0] == counted[1]


async def _customers(graph: Graph, count: int) -> None:
    for _ in range(count):
        id = (await graph.do("customerCreate", "id", input={"name": "Ada"}))["id"]
        await graph.do("paymentMethodAttach", "id", id="pm_card_visa", input={"customer": id})


async def test_events_of_before_show_what_they_have(graph: Graph, database: Database) -> None:
    """What an event's JSON lacks, as it was told before there was such a field, is as in a new object."""
    await graph.do("customerCreate", "id", input={"name": "Ada", "preferredLocales": ["de"]})
    await _former_form(database, "preferred_locales")
    shown = "name preferredLocales invoiceCreditBalance { currency }"
    document = f"{{ events {{ nodes {{ snapshot {{ ... on Customer {{ {shown} }} }} }} }} }}"
    (event,) = (await graph(document))["events"]["nodes"]
    assert event["snapshot"] == {"name": "Ada", "preferredLocales": [], "invoiceCreditBalance": []}


async def _former_form(database: Database, without: str) -> None:
    """Rewrite events as they were told before their JSON had a key, and before it said what it leaves out."""
    statement = f"""UPDATE event SET data = json_build_object('object', ((data -> 'object')::jsonb - '{without}')::json,
        'previous_attributes', data -> 'previous_attributes')"""
    async with database.begin() as connection:
        await connection.apply(Part(statement, []))
