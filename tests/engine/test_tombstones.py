"""Tombstones: what is left to see of an object once it is deleted, by its id and through whatever leads to it."""

from typing import Any

import pytest
from graphql import GraphQLObjectType, get_named_type, is_leaf_type, is_required_argument

from app import tables
from app.database import Database
from app.tables.tombstone import emptied
from schema.root import build
from tests.factory import given_to, make
from tests.graph import Graph

FULL: dict[str, dict[str, Any]] = {
    "account": {
        "businessProfile": {"name": "Rocket Parts"},
        "businessType": "COMPANY",
        "company": {"name": "Rocket Parts"},
        "country": "DE",
        "email": "ada@example.com",
        "metadata": {"tier": "gold"},
    },
    "bank_account": {"metadata": {"tier": "gold"}},
    "card": {"metadata": {"tier": "gold"}},
    "customer": {
        "address": {"city": "Paris"},
        "balance": 700,
        "description": "Pays late",
        "email": "ada@example.com",
        "invoicePrefix": "ROCKET1",
        "invoiceSettings": {"footer": "Thank you"},
        "metadata": {"tier": "gold"},
        "name": "Ada",
        "nextInvoiceSequence": 7,
        "phone": "+15555555555",
        "preferredLocales": ["en"],
        "shipping": {"address": {"city": "Paris"}, "name": "Ada"},
        "taxExempt": "EXEMPT",
    },
    "event_destination": {"description": "Billing", "metadata": {"tier": "gold"}, "name": "Billing"},
    "invoice": {"description": "Thank you", "footer": "Paid by card", "metadata": {"tier": "gold"}},
    "invoice_item": {"description": "A chair", "metadata": {"tier": "gold"}},
    "person": {
        "address": {"city": "Paris"},
        "dob": {"day": 1, "month": 1, "year": 1901},
        "email": "ada@example.com",
        "firstName": "Ada",
        "fullNameAliases": ["Augusta"],
        "gender": "female",
        "idNumber": "000000000",
        "lastName": "Lovelace",
        "metadata": {"tier": "gold"},
        "nationality": "GB",
        "phone": "+15555550123",
        "politicalExposure": "none",
        "relationship": {"director": True, "title": "Countess"},
    },
    "product": {
        "description": "A chair",
        "images": ["https://example.com/chair.png"],
        "metadata": {"tier": "gold"},
        "name": "Chair",
        "unitLabel": "chair",
    },
    "tax_id": {"type": "EU_VAT", "value": "DE123456789"},
    "test_clock": {"name": "Clock", "frozenTime": "2025-01-01T00:00:00Z"},
    "webhook_endpoint": {"description": "Billing", "metadata": {"tier": "gold"}},
}
"""What each deletable object is made with, so that deletion has something to empty."""
STAYS: dict[str, set[str]] = {
    "account": {"type"},
    "bank_account": set(),
    "card": set(),
    "customer": set(),
    "event_destination": {"eventPayload", "status", "type", "updated"},
    "invoice": {"collectionMethod", "issuer", "periodEnd", "periodStart"},
    "invoice_item": {"date", "period"},
    "person": {"idNumber"},
    "product": {"type", "updated"},
    "tax_id": {"type"},
    "test_clock": {"frozenTime", "status", "deletesAfter"},
    "webhook_endpoint": set(),
}
"""Enums and moments that cannot be null, besides what every tombstone shows."""
STAY = ("bank_account", "card")
"""Of which the first one cannot be deleted."""
BY_ITSELF = ("account",)
"""Which is created of no more than what is here: the example has an account of someone else."""
SHOWN = {"id", "object", "created", "livemode"}
EMPTY: tuple[Any, ...] = (None, "", 0, False, [], {})


def selection(name: str) -> str:
    """Every leaf of a type, with those of its hashes, but no relations."""
    type_ = build()._schema.type_map[name]
    assert isinstance(type_, GraphQLObjectType)
    return " ".join(filter(None, (_field(key, field) for key, field in type_.fields.items())))


def _field(key: str, field: Any) -> str | None:
    type_ = get_named_type(field.type)
    if is_leaf_type(type_):
        return None if any(map(is_required_argument, field.args.values())) else key
    if type_.name in {table.__name__ for table in tables.singles.values()}:
        return None
    if field.args or not isinstance(type_, GraphQLObjectType) or any(face.name == "Node" for face in type_.interfaces):
        return None
    return f"{key} {{ {selection(type_.name)} }}"


def leaves(value: Any) -> list[Any]:
    """Whatever is shown, at any depth."""
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in leaves(part)]
    return [leaf for part in value for leaf in leaves(part)] if isinstance(value, list) else [value]


@pytest.mark.parametrize("name", sorted(FULL))
async def test_deletion_leaves_a_tombstone(graph: Graph, name: str) -> None:
    table = tables.by_name[name]
    mutation = "".join([name.split("_", maxsplit=1)[0], *map(str.capitalize, name.split("_")[1:])])
    fields = selection(table.__name__)
    if name in STAY:
        await make(graph, f"{mutation}Create")
    given = FULL[name] if name in BY_ITSELF else {**await given_to(graph, f"{mutation}Create"), **FULL[name]}
    id = (await graph.do(f"{mutation}Create", "id", input=given))["id"]
    before = (await graph(f"query ($id: ID!) {{ it: {mutation}(id: $id) {{ {fields} }} }}", id=id))["it"]
    gone = await graph.do(f"{mutation}Delete", fields, id=id)
    assert gone["deleted"] is True
    for key, value in gone.items():
        if key in SHOWN | STAYS[name]:
            assert value == before[key], key
        elif isinstance(value, dict) and "formatted" in value:
            assert value["amount"] == 0
        elif key not in ("deleted", "version"):
            assert all(leaf in EMPTY for leaf in leaves(value)), (key, value)
    emptied_here = {key for key in before if before[key] != gone[key]}
    assert emptied_here >= FULL[name].keys() - STAYS[name]
    found = await graph(f"query ($id: ID!) {{ it: {mutation}(id: $id) {{ {fields} }} node(id: $id) {{ id }} }}", id=id)
    by_id = (gone, {"id": id}) if table.found_deleted else (None, None)
    assert (found["it"], found["node"]) == by_id


def test_every_deletable_table_is_tried() -> None:
    assert {name for name, table in tables.by_name.items() if table.deletable and table.emptied} == FULL.keys()
    for name in FULL:
        assert emptied(tables.by_name[name])


async def test_a_payment_leads_to_the_tombstone_of_its_customer(graph: Graph) -> None:
    customer = await make(graph, "customerCreate", name="Ada", metadata={"tier": "gold"})
    payment = await make(graph, "paymentIntentCreate", customer=customer)
    await graph.do("customerDelete", "id", id=customer)
    shown = "{ id object deleted name email metadata created livemode }"
    # The second of each is beyond a join: it is read by itself, as by graphql-core's executor.
    document = f"""query ($id: ID!) {{
        paymentIntent(id: $id) {{ customer {shown} }}
        paymentIntents {{ nodes {{ customer {shown} }} }}
        customer(id: "{customer}") {shown}
        nodes(ids: ["{customer}"]) {{ ... on Customer {shown} }}
        customers {{ totalCount }}
        found: paymentIntents(where: {{customer: {{eq: "{customer}"}}}}) {{ nodes {{ id }} }}
    }}"""
    found = await graph(document, id=payment)
    tombstone = found["customer"]
    assert tombstone == {
        "id": customer,
        "object": "customer",
        "deleted": True,
        "name": None,
        "email": None,
        "metadata": {},
        "created": tombstone["created"],
        "livemode": False,
    }
    assert found["paymentIntent"] == {"customer": tombstone}
    assert found["paymentIntents"] == {"nodes": [{"customer": tombstone}]}
    assert found["nodes"] == [tombstone]
    assert found["customers"] == {"totalCount": 0}
    assert found["found"] == {"nodes": [{"id": payment}]}


async def test_what_remains_of_a_customer_is_without_a_cash_balance(graph: Graph) -> None:
    customer = await make(graph, "customerCreate", cashBalance={"settings": {"reconciliationMode": "MANUAL"}})
    payment = await make(graph, "paymentIntentCreate", customer=customer)
    shown = "{ id cashBalance { settings { reconciliationMode } } paymentIntents { nodes { id } } }"
    document = f"""query ($id: ID!) {{
        customer(id: "{customer}") {shown} cashBalance(customer: "{customer}") {{ settings {{ reconciliationMode }} }}
        paymentIntent(id: $id) {{ customer {shown} }}
        paymentIntents {{ nodes {{ customer {shown} }} }}
    }}"""
    manual = {"settings": {"reconciliationMode": "MANUAL"}}
    found = await graph(document, id=payment)
    assert (found["customer"]["cashBalance"], found["cashBalance"]) == (manual, manual)
    gone = await graph.do("customerDelete", "id cashBalance { settings { reconciliationMode } }", id=customer)
    assert gone == {"id": customer, "cashBalance": None}
    found = await graph(document, id=payment)
    # The payments themselves remain.
    tombstone = {"id": customer, "cashBalance": None, "paymentIntents": {"nodes": [{"id": payment}]}}
    assert (found["customer"], found["cashBalance"]) == (tombstone, None)
    assert (found["paymentIntent"], found["paymentIntents"]) == (
        {"customer": tombstone},
        {"nodes": [{"customer": tombstone}]},
    )


async def test_a_delivery_leads_to_the_tombstone_of_its_endpoint(graph: Graph, database: Database) -> None:
    endpoint = await make(graph, "webhookEndpointCreate", url="https://hooks.example.com/mine")
    await make(graph, "customerCreate")
    await graph.do("webhookEndpointDelete", "id", id=endpoint)
    found = await graph("{ webhookDeliveries { nodes { webhookEndpoint { id deleted url enabledEvents } } } }")
    tombstone = {"id": endpoint, "deleted": True, "url": "", "enabledEvents": []}
    assert found["webhookDeliveries"] == {"nodes": [{"webhookEndpoint": tombstone}]}


async def test_the_prefix_of_a_deleted_customer_is_free(graph: Graph) -> None:
    first = await make(graph, "customerCreate", invoicePrefix="ROCKET1")
    await graph.do("customerDelete", "id", id=first)
    second = await graph.do("customerCreate", "invoicePrefix", input={"invoicePrefix": "ROCKET1"})
    assert second == {"invoicePrefix": "ROCKET1"}
