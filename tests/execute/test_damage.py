"""A stored value that the server cannot have written fails where it is shown, and takes nothing else along.

The compiled executor trusts what it reads: graphql-core completes what turns out not to be as it was written. That both
answer alike, whatever the damage, is held by random queries in test_real_schema.
"""

from typing import Any

import httpx
import pytest
from sqlalchemy import text

from app.database import Database
from app.tables.core_resources.customer import Customer, CustomerInvoiceSettings
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.payment_methods.payment_method import PaymentMethod
from schema.execute.executor import Executor
from tests.execute.asking import SCHEMA
from tests.execute.comparing import answer, plain
from tests.execute.furnishing import MINE, context
from tests.execute.test_fallbacks import fallbacks
from tests.factory import id_of, insert, row_of
from tests.graph import Graph

SHOWN = "id invoiceSettings { footer defaultPaymentMethod { id } }"
DAMAGE: dict[str, tuple[dict[str, Any], str | None]] = {
    '{"default_payment_method_id": 5}': ({"footer": None}, "'default_payment_method_id' holds no id: 5."),
    '{"default_payment_method_id": null, "footer": "a"}': ({"footer": "a"}, None),
    "[1]": ({"footer": None}, "'list' object has no attribute 'default_payment_method_id'"),
}


async def change(database: Database, settings: str) -> None:
    async with database.begin() as connection:
        statement = "UPDATE customer SET invoice_settings = CAST(:settings AS jsonb) WHERE id = 'cus_0000'"
        await connection.fetch(text(statement), {"settings": settings})


@pytest.mark.parametrize("damage", DAMAGE)
async def test_one_damaged_id_leaves_the_others_alone(database: Database, damage: str) -> None:
    shown, message = DAMAGE[damage]
    settings = CustomerInvoiceSettings(default_payment_method_id=id_of(PaymentMethod, 0))
    customers = [row_of(Customer, MINE, place, invoice_settings=settings) for place in range(2)]
    await insert(database, [row_of(PaymentMethod, MINE, 0), *customers])
    await change(database, damage)
    given_up: list[str] = []
    executor = Executor(SCHEMA, beyond=given_up.append)
    result = await answer(executor, f"{{ customers {{ nodes {{ {SHOWN} }} }} }}", context=context(database))
    whole, damaged = plain(result.data)["customers"]["nodes"]
    assert whole["invoiceSettings"] == {"footer": None, "defaultPaymentMethod": {"id": id_of(PaymentMethod, 0)}}
    assert damaged["invoiceSettings"] == {**shown, "defaultPaymentMethod": None}
    told = {tuple(error.path or ())[-1]: error.message for error in result.errors or ()}
    assert told.get("defaultPaymentMethod") == message
    assert given_up == ["unexpected value"] * (message is not None)


async def test_a_mutation_is_done_once_whatever_it_shows(
    graph: Graph, database: Database, client: httpx.AsyncClient
) -> None:
    await insert(database, [row_of(Customer, graph.tenant, 0), row_of(PaymentIntent, graph.tenant, 0, **OF_CUSTOMER)])
    async with database.begin() as connection:
        await connection.fetch(text("UPDATE payment_intent SET payment_method_types = '[[1]]'"))
    before = await fallbacks(client)
    result = await graph.result("""mutation {
        a: customerUpdate(id: "cus_0000", input: {name: "Ada"}) { customer { name ...Payments } userErrors { code } }
        b: customerUpdate(id: "cus_0000", input: {name: "Zoë"}) { customer { name } userErrors { code } }
    }
    fragment Payments on Customer { paymentIntents { nodes { id paymentMethodTypes } } }""")
    assert result["data"] == {
        "a": {"customer": None, "userErrors": []},
        "b": {"customer": {"name": "Zoë"}, "userErrors": []},
    }
    path = ["a", "customer", "paymentIntents", "nodes", 0, "paymentMethodTypes", 0]
    assert [error["path"] for error in result["errors"]] == [path]
    events = await graph("{ events { nodes { type } } }")
    assert events == {"events": {"nodes": [{"type": "customer.updated"}] * 2}}
    assert await fallbacks(client) != before


OF_CUSTOMER = {"customer_id": "cus_0000", "payment_method_types": ["card"]}
