"""A stored value that is not what it should be fails where it is shown, and takes nothing else along."""

from typing import Any

import orjson
import pytest
from sqlalchemy import text

from app.database import Database
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.customer import Customer, CustomerInvoiceSettings
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.thin_event import ThinEvent
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.products.price import Price
from schema.execute import values
from schema.execute.executor import Executor
from tests.execute.asking import SCHEMA
from tests.execute.comparing import answer, plain
from tests.execute.furnishing import MINE, context
from tests.factory import id_of, insert, row_of

DOCUMENT = "{ customers { nodes { id invoiceSettings { footer defaultPaymentMethod { id } } } } }"


@pytest.mark.parametrize(
    ("damage", "shown", "message"),
    [
        ('{"default_payment_method_id": 5}', {"footer": None}, "'default_payment_method_id' holds no id: 5."),
        ('{"default_payment_method_id": null, "footer": "a"}', {"footer": "a"}, None),
        ("[1]", {"footer": None}, "'list' object has no attribute 'default_payment_method_id'"),
    ],
)
async def test_one_damaged_id_leaves_the_others_alone(
    database: Database, damage: str, shown: dict[str, Any], message: str | None
) -> None:
    settings = CustomerInvoiceSettings(default_payment_method_id=id_of(PaymentMethod, 0))
    await insert(
        database,
        [
            row_of(PaymentMethod, MINE, 0),
            *(row_of(Customer, MINE, place, invoice_settings=settings) for place in range(2)),
        ],
    )
    async with database.begin() as connection:
        statement = "UPDATE customer SET invoice_settings = CAST(:damage AS jsonb) WHERE id = 'cus_0000'"
        await connection.fetch(text(statement), {"damage": damage})
    result = await answer(Executor(SCHEMA), DOCUMENT, context=context(database))
    whole, damaged = plain(result.data)["customers"]["nodes"]
    assert whole["invoiceSettings"] == {"footer": None, "defaultPaymentMethod": {"id": id_of(PaymentMethod, 0)}}
    assert damaged["invoiceSettings"] == {**shown, "defaultPaymentMethod": None}
    told = {tuple(error.path or ())[-1]: error.message for error in result.errors or ()}
    assert told.get("defaultPaymentMethod") == message


async def test_a_list_that_many_rows_have_is_made_once_and_a_damaged_one_fails_each_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(values, "MOST_KNOWN", 2)
    kinds = [["card"], ["card"], ["us_bank_account"], ["card", "us_bank_account"], ["card"], ["card"]]
    await insert(
        database, [row_of(PaymentIntent, MINE, place, payment_method_types=kind) for place, kind in enumerate(kinds)]
    )
    async with database.begin() as connection:
        await connection.fetch(
            text("UPDATE payment_intent SET payment_method_types = '[\"card\", null]' WHERE id = 'pi_0004'")
        )
    decoded: list[str] = []
    loads = orjson.loads

    def noted(of: str) -> Any:
        decoded.append(of)
        return loads(of)

    monkeypatch.setattr(orjson, "loads", noted)
    executor = Executor(SCHEMA)
    document = "{ paymentIntents(orderBy: [{field: ID}]) { edges { node { paymentMethodTypes } } } }"
    for _ in range(2):
        result = await answer(executor, document.replace("node {", "node { id"), context=context(database))
        assert result.data == {"paymentIntents": None}, "the list, the intent, its edge and the edges may not be null"
        paths = [error.path for error in result.errors or ()]
        assert paths == [["paymentIntents", "edges", 4, "node", "paymentMethodTypes", 1]]
    async with database.begin() as connection:
        await connection.fetch(text("UPDATE payment_intent SET payment_method_types = '[]' WHERE id = 'pi_0004'"))
    first = ['["card"]']
    for _ in range(2):
        decoded.clear()
        result = await answer(executor, document, context=context(database))
        lists = [noted for noted in decoded if noted.startswith("[")]
        assert result.errors is None
        edges = plain(result.data)["paymentIntents"]["edges"]
        assert [edge["node"]["paymentMethodTypes"] for edge in edges] == [*kinds[:4], [], kinds[5]]
        # Once each, but for what is forgotten as there are too many others.
        assert lists == [*first, '["us_bank_account"]', '["card", "us_bank_account"]', "[]", '["card"]']
        first = []


async def test_a_list_in_place_of_an_object_fails_alike_wherever_it_is_shown(database: Database) -> None:
    await insert(database, [row_of(Charge, MINE, 0), row_of(Price, MINE, 0)])
    async with database.begin() as connection:
        await connection.fetch(text("UPDATE charge SET billing_details = '[1]'"))
        await connection.fetch(text("UPDATE price SET custom_unit_amount = '[null]'"))
    document = """{
        charges { edges { node { ...Details } again: node { ...Details } } }
        prices { nodes { customUnitAmount { preset { amount decimal } } } }
    }
    fragment Details on Charge { billingDetails { name phone address { city state postalCode country } } }"""
    result = await answer(Executor(SCHEMA), document, context=context(database))
    assert plain(result.data) == {
        "charges": {"edges": [{key: {"billingDetails": dict.fromkeys(PARTS)} for key in ("node", "again")}]},
        "prices": {"nodes": [{"customUnitAmount": {"preset": None}}]},
    }
    told = {(*(error.path or ()), error.message) for error in result.errors or ()}
    assert told == {
        ("prices", "nodes", 0, "customUnitAmount", "preset", "'list' object has no attribute 'preset'"),
        *(
            ("charges", "edges", 0, key, "billingDetails", part, f"'list' object has no attribute '{part}'")
            for key in ("node", "again")
            for part in PARTS
        ),
    }


PARTS = ("name", "phone", "address")


async def test_a_resolver_is_given_what_is_stored_in_place_of_an_object(database: Database) -> None:
    await insert(database, [row_of(ThinEvent, MINE, 0)])
    async with database.begin() as connection:
        await connection.fetch(text("UPDATE thin_event SET related_object = '\"text\"'"))
    document = "{ thinEvents { nodes { id relatedObject { object { id } } } } }"
    result = await answer(Executor(SCHEMA), document, context=context(database))
    [error] = result.errors or []
    assert error.path == ["thinEvents", "nodes", 0, "relatedObject", "object"]
    assert error.message == "string indices must be integers, not 'str'"
