"""`where` by the fields of what a reference leads to: what the relation shows, and nothing of anyone else's."""

from typing import Any

import httpx
import pytest

from app.database import Database
from app.tables.access import KeyKind
from app.tables.billing.invoice import Invoice
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.customer import Customer, CustomerInvoiceSettings
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.products.price import Price
from app.tables.products.product import Product
from schema.derive import batches
from tests.engine.statements import reading
from tests.factory import insert, row_of
from tests.graph import Graph, new_caller
from tests.outsiders import Views
from tests.outsiders import views as views

CHARGES = """query($where: ChargeWhere) {
  charges(where: $where, orderBy: [{field: ID}], first: 20) { totalCount nodes { id } pageInfo { hasNextPage } }
}"""
EMAILS = ("ada@example.com", "Bob@Example.com", None)


async def found(graph: Graph, where: dict[str, Any]) -> list[int]:
    """The places of the charges found, which are counted alike."""
    page = (await graph(CHARGES, where=where))["charges"]
    assert page["totalCount"] == len(page["nodes"])
    return [int(node["id"][-4:]) for node in page["nodes"]]


@pytest.fixture
async def shop(graph: Graph, database: Database) -> Graph:
    """Three customers, and seven charges: two of each customer's, and one of a guest's."""
    people = [row_of(Customer, graph.tenant, place, email=EMAILS[place], balance=place) for place in range(3)]
    owners = [people[place % 3].id if place < 6 else None for place in range(7)]
    await insert(database, people)
    await insert(
        database, [row_of(Charge, graph.tenant, place, customer_id=owner) for place, owner in enumerate(owners)]
    )
    return graph


@pytest.mark.parametrize(
    ("where", "places"),
    [
        ({"customer": {"email": {"endsWith": "@example.com"}}}, [0, 3]),
        ({"customer": {"email": {"endsWith": "@example.com", "ignoreCase": True}}}, [0, 1, 3, 4]),
        ({"customer": {"email": {"isNull": True}}}, [2, 5]),
        ({"customer": {"email": {"ne": "ada@example.com"}}}, [1, 2, 4, 5]),
        ({"customer": {"balance": {"gte": 1}, "email": {"isNull": False}}}, [1, 4]),
        ({"customer": {"or": [{"balance": {"eq": 0}}, {"email": {"isNull": True}}]}}, [0, 2, 3, 5]),
        ({"customer": {"not": {"balance": {"eq": 0}}}}, [1, 2, 4, 5]),
        ({"not": {"customer": {"balance": {"eq": 0}}}}, [1, 2, 4, 5, 6]),
        ({"or": [{"customer": {"balance": {"eq": 0}}}, {"id": {"eq": "ch_0006"}}]}, [0, 3, 6]),
        ({"customer": {"metadata": {"key": "tier", "isNull": True}}}, [0, 1, 2, 3, 4, 5]),
        ({"customer": {"or": [{"eq": "cus_0000"}, {"balance": {"eq": 2}}]}}, [0, 2, 3, 5]),
        # Which one it is, as ever.
        ({"customer": {"eq": "cus_0001"}}, [1, 4]),
        ({"customer": {"eq": None}}, [6]),
        ({"customer": {"ne": "cus_0001"}}, [0, 2, 3, 5, 6]),
        ({"customer": {"in": ["cus_0001", "cus_0002"], "balance": {"lt": 2}}}, [1, 4]),
        ({"customer": {"isNull": True}}, [6]),
        ({"customer": {"isNull": False, "email": None}}, [0, 1, 2, 3, 4, 5]),
        ({"customer": {}}, [0, 1, 2, 3, 4, 5, 6]),
        ({"customer": {"id": {"in": ["cus_0001"]}}}, [1, 4]),
        ({"eq": "ch_0003"}, [3]),
        ({"isNull": True}, []),
    ],
)
async def test_what_a_reference_leads_to(shop: Graph, where: dict[str, Any], places: list[int]) -> None:
    assert await found(shop, where) == places


async def test_a_reference_within_a_value(graph: Graph, database: Database) -> None:
    methods = [row_of(PaymentMethod, graph.tenant, place) for place in range(2)]
    settings = [CustomerInvoiceSettings(default_payment_method_id=method.id) for method in methods]
    rows = [row_of(Customer, graph.tenant, place, invoice_settings=each) for place, each in enumerate(settings)]
    await insert(database, [*methods, *rows, row_of(Customer, graph.tenant, 2)])
    document = "query($where: CustomerWhere) { customers(where: $where) { nodes { id } } }"
    like = {"created": {"gt": "2025-01-01T12:00:00Z"}}
    data = await graph(document, where={"invoiceSettings": {"defaultPaymentMethod": like}})
    assert data == {"customers": {"nodes": [{"id": "cus_0001"}]}}


async def test_under_objects_and_for_other_values_it_is_one_statement_written_once(
    shop: Graph, database: Database
) -> None:
    prices = [row_of(Price, shop.tenant, place, product_id=f"prod_000{place % 2}") for place in range(4)]
    await insert(
        database, [*prices, *(row_of(Product, shop.tenant, place, name=f"Seat {place}") for place in range(2))]
    )
    document = """query($where: PriceWhere) {
      products(orderBy: [{field: ID}]) { nodes { prices(where: $where) { nodes { id } } } }
    }"""

    async def asked(name: str) -> list[list[str]]:
        with reading() as read:
            data = await shop(document, where={"product": {"name": {"eq": name}}})
        assert len(read) == 2
        return [[price["id"] for price in each["prices"]["nodes"]] for each in data["products"]["nodes"]]

    assert await asked("Seat 0") == [["price_0002", "price_0000"], []]
    written = len(batches._written)
    assert await asked("Seat 1") == [[], ["price_0003", "price_0001"]]
    assert len(batches._written) == written


async def test_deleted_targets_are_what_the_relation_shows(shop: Graph, database: Database) -> None:
    delete = 'mutation { customerDelete(id: "cus_0000") { userErrors { message } } }'
    assert (await shop(delete))["customerDelete"]["userErrors"] == []
    # A tombstone, of which nothing is left but when it was created.
    assert await found(shop, {"customer": {"email": {"endsWith": "@example.com"}}}) == []
    assert await found(shop, {"customer": {"email": {"isNull": True}}}) == [0, 2, 3, 5]
    assert await found(shop, {"customer": {"created": {"lt": "2025-01-01T12:00:00Z"}}}) == [0, 3]
    # A price keeps its product's name for as long as that is there; of one that shows nothing, nothing is found.
    intent = row_of(PaymentIntent, shop.tenant, 1, description="Rocket")
    gone = row_of(PaymentIntent, shop.tenant, 2, description="Rocket", deleted_at=intent.created)
    await insert(database, [intent, gone])
    charges = [row_of(Charge, shop.tenant, 10 + place, payment_intent_id=f"pi_000{place}") for place in (1, 2, 3)]
    await insert(database, charges)
    assert await found(shop, {"paymentIntent": {"description": {"eq": "Rocket"}}}) == [11]
    assert await found(shop, {"paymentIntent": {"description": {"ne": "Comet"}}}) == [11]


async def test_another_tenants_object_is_out_of_reach(
    shop: Graph, stranger: Graph, live: Graph, database: Database
) -> None:
    where = {"customer": {"email": {"eq": "eve@example.com"}}}
    for place, other in ((7, stranger), (8, live)):
        await insert(database, [row_of(Customer, other.tenant, place, email="eve@example.com")])
        await insert(database, [row_of(Charge, shop.tenant, place, customer_id=f"cus_000{place}")])
    assert await found(shop, where) == []
    assert await found(shop, {"not": where}) == list(range(9))
    # Nor is what is theirs found by what is the shop's.
    await insert(database, [row_of(Charge, stranger.tenant, 0, customer_id="cus_0000")])
    assert await found(stranger, {"customer": {"balance": {"gte": 0}}}) == []


async def test_what_accounts_may_not_see_is_not_asked_about(views: Views, database: Database) -> None:
    """Not what a sibling, the platform or one of its accounts has, whichever side of the reference is theirs."""
    where = {"customer": {"email": {"eq": "eve@example.com"}}}
    for many, view in enumerate(views.alone, 1):
        for place, owner in enumerate(view.owners.values(), 10 * many):
            viewer = next(iter(view.viewers.values()))
            await insert(database, [row_of(Customer, owner.tenant, place, email="eve@example.com")])
            for whose in (viewer, owner):
                charge = row_of(Charge, whose.tenant, place, customer_id=f"cus_00{place}")
                await insert(database, [charge])
            assert place in await found(owner, where)
        for viewer in view.viewers.values():
            places = range(10 * many, 10 * many + len(view.owners))
            assert [place for place in await found(viewer, where) if place in places] == []
            assert [place for place in await found(viewer, {"not": where}) if place in places] == [*places]


@pytest.mark.parametrize("document", [CHARGES, "query($where: ChargeWhere) { charges(where: $where) { totalCount } }"])
async def test_a_key_that_may_not_read_the_target_may_not_ask_about_it(
    shop: Graph, client: httpx.AsyncClient, database: Database, document: str
) -> None:
    where = {"paymentMethodDetails": None, "customer": {"discount": {"eq": "di_1"}}}
    account = shop.tenant.account

    async def key(**permissions: str) -> Graph:
        return await new_caller(client, database, account_id=account, kind=KeyKind.RESTRICTED, permissions=permissions)

    # Which family the reference leads to, not what it is asked, decides.
    prices = "query($where: PriceWhere) { prices(where: $where) { totalCount } }"
    invoices = "query($where: InvoiceWhere) { invoices(where: $where) { nodes { id } } }"
    assert await (await key(core_resources="read"))(document, where=where)
    assert await (await key(products="read"))(prices, where={"product": {"name": {"eq": "x"}}})
    assert await (await key(billing="read"))(invoices, where={"customer": {"eq": "cus_1"}})
    # What a secret key asked before is written already.
    asked = {"customer": {"email": {"eq": "ada@example.com"}}}
    assert await shop(invoices, where=asked) == {"invoices": {"nodes": []}}
    error = await (await key(billing="read")).error(invoices, where=asked)
    assert (error["extensions"]["code"], error["message"]) == (
        "FORBIDDEN",
        "This restricted API key cannot read core resources. Use a key with the permission core_resources: read.",
    )
    assert await (await key(billing="read", core_resources="read"))(invoices, where=asked) == {
        "invoices": {"nodes": []}
    }


async def test_one_relation_deep(shop: Graph, database: Database) -> None:
    await insert(database, [row_of(Invoice, shop.tenant, 1, customer_id="cus_0001")])
    await insert(database, [row_of(Charge, shop.tenant, 8, invoice_id="in_0001")])
    assert await found(shop, {"invoice": {"customer": {"in": ["cus_0001"]}}}) == [8]
    error = await shop.error(CHARGES, where={"invoice": {"customer": {"email": {"eq": "x"}}}})
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_REQUEST", "where")
    assert error["message"] == (
        "`where` asks about the fields of objects one relation away. Ask further ones for their ids: "
        "`customer: { in: [...] }`."
    )
