"""What is plain in a row is written as JSON at once, and reads as if it were made of objects."""

from typing import Any

import orjson
import pytest
from graphql import GraphQLField, GraphQLObjectType, get_named_type, is_leaf_type
from orjson import Fragment
from sqlalchemy import text

from app.database import Database
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.charge_values import ChargeLevel3
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_values import PaymentMethodDetails
from app.tables.payment_methods.types.card import PaymentMethodCard
from app.tables.products.product import Product
from schema.derive import kinds
from schema.execute import values
from schema.execute.executor import Executor
from schema.execute.field_kinds import field_kind
from tests.execute.asking import SCHEMA
from tests.execute.comparing import answer, plain
from tests.execute.furnishing import AWKWARD, MINE, context, furnish
from tests.factory import id_of, insert, row_of


async def ask(database: Database, document: str) -> tuple[Any, list[Any]]:
    """The data as they were made the second time, when all lists are known, and the errors as (path, message)."""
    executor = Executor(SCHEMA)
    await answer(executor, document, context=context(database))
    result = await answer(executor, document, context=context(database))
    return result.data, [(error.path, error.message) for error in result.errors or ()]


async def test_an_object_that_waits_for_nothing_is_one_text(database: Database) -> None:
    await insert(
        database,
        [row_of(Charge, MINE, 0), row_of(PaymentIntent, MINE, 0, latest_charge_id="ch_0000", canceled_at=None)],
    )
    data, errors = await ask(
        database,
        "{ paymentIntents { nodes { __typename id created canceledAt metadata amount { amount currency } "
        "paymentMethodTypes latestCharge { id paid failureCode } customer { id } } } }",
    )
    (node,) = data["paymentIntents"]["nodes"]
    assert node.__class__ is Fragment
    assert errors == []
    assert list(plain(node).items()) == [
        ("__typename", "PaymentIntent"),
        ("id", "pi_0000"),
        ("created", "2025-01-01T00:00:00Z"),
        ("canceledAt", None),
        ("metadata", {}),
        ("amount", {"amount": 0, "currency": "usd"}),
        ("paymentMethodTypes", []),
        ("latestCharge", {"id": "ch_0000", "paid": False, "failureCode": "failure_code-0"}),
        ("customer", None),
    ]


async def test_what_leads_further_has_texts_beside_it(database: Database) -> None:
    await insert(database, [row_of(Customer, MINE, 0, name="Ada", email=None)])
    document = (
        "{ customers { nodes { id name paymentIntents { nodes { id } } email created charges { nodes { id } } } } }"
    )
    data, errors = await ask(database, document)
    (node,) = data["customers"]["nodes"]
    assert list(node) == ["id", "paymentIntents", "email", "charges"]
    assert node["id"].__class__ is node["email"].__class__ is Fragment
    assert errors == []
    assert list(plain(node).items()) == [
        ("id", "cus_0000"),
        ("name", "Ada"),
        ("paymentIntents", {"nodes": []}),
        ("email", None),
        ("created", "2025-01-01T00:00:00Z"),
        ("charges", {"nodes": []}),
    ]


@pytest.mark.parametrize("awkward", AWKWARD)
async def test_texts_are_escaped(database: Database, awkward: str) -> None:
    card = PaymentMethodCard.model_construct(brand=awkward, last4="4242", exp_month=1, exp_year=2030)
    await insert(
        database,
        [
            row_of(Customer, MINE, 0, name=awkward, meta={awkward: awkward}),
            row_of(Product, MINE, 0, id=awkward, name="chosen", description=awkward),
            row_of(PaymentMethod, MINE, 0, details=PaymentMethodDetails.of("card", card)),
        ],
    )
    data, errors = await ask(
        database,
        "{ customers { nodes { id name metadata } } products { nodes { id description } } "
        "paymentMethods { nodes { id card { brand last4 } } } }",
    )
    assert data["customers"]["nodes"][0].__class__ is data["products"]["nodes"][0].__class__ is Fragment
    assert errors == []
    assert plain(data) == {
        "customers": {"nodes": [{"id": "cus_0000", "name": awkward, "metadata": {awkward: awkward}}]},
        "products": {"nodes": [{"id": awkward, "description": awkward}]},
        "paymentMethods": {"nodes": [{"id": "pm_0000", "card": {"brand": awkward, "last4": "4242"}}]},
    }


SHOWN = "id status metadata paymentMethodTypes amount { amount }"
WRONG: dict[str, tuple[list[str | int], str]] = {
    "status = 'no_such_value'": (["status"], "Enum 'PaymentIntentStatus' cannot represent value"),
    "amount = 9007199254740993": (["amount", "amount"], "Int64 is exact between"),
    "meta = 'null'": (["metadata"], "Cannot return null for non-nullable field"),
    "payment_method_types = '[[1]]'": (["paymentMethodTypes", 0], "String cannot represent value"),
}


@pytest.mark.parametrize("change", WRONG)
async def test_a_wrong_value_is_told_where_it_stands(database: Database, change: str) -> None:
    await insert(database, [row_of(Customer, MINE, 0)])
    mine = {"customer_id": id_of(Customer, 0), "payment_method_types": ["card"]}
    await insert(database, [row_of(PaymentIntent, MINE, place, **mine) for place in range(3)])
    path, message = WRONG[change]
    async with database.begin() as connection:
        await connection.fetch(text(f"UPDATE payment_intent SET {change} WHERE id = 'pi_0001'"))
    document = f"{{ customers {{ nodes {{ id paymentIntents {{ nodes {{ {SHOWN} }} }} }} }} }}"
    data, errors = await ask(database, document)
    [(found, told)] = errors
    assert found == ["customers", "nodes", 0, "paymentIntents", "nodes", 1, *path]
    assert told.startswith(message)
    assert data == {"customers": None}, "nothing of it may be null, up to the field of the root"
    data, errors = await ask(database, document.replace("paymentIntents", "paymentIntents(first: 1)"))
    (node,) = data["customers"]["nodes"][0]["paymentIntents"]["nodes"]
    assert node.__class__ is Fragment
    assert (plain(node)["id"], errors) == ("pi_0002", [])


async def test_a_null_that_rises_leaves_what_is_beside_it(database: Database) -> None:
    await insert(
        database,
        [
            row_of(
                PaymentMethod,
                MINE,
                place,
                details=PaymentMethodDetails.of("card", PaymentMethodCard.model_construct(brand="visa", last4="1")),
            )
            for place in range(3)
        ],
    )
    await insert(
        database, [row_of(PaymentIntent, MINE, place, payment_method_id=f"pm_000{place}") for place in range(3)]
    )
    async with database.begin() as connection:
        await connection.fetch(
            text('UPDATE payment_method SET details = \'{"card": {"last4": "1"}}\' WHERE id = \'pm_0001\'')
        )
    data, errors = await ask(database, "{ paymentIntents { nodes { id paymentMethod { id card { brand last4 } } } } }")
    assert errors == [
        (
            ["paymentIntents", "nodes", 1, "paymentMethod", "card", "brand"],
            "Cannot return null for non-nullable field PaymentMethodCard.brand.",
        )
    ]
    card = {"brand": "visa", "last4": "1"}
    assert plain(data)["paymentIntents"]["nodes"] == [
        {"id": "pi_0002", "paymentMethod": {"id": "pm_0002", "card": card}},
        {"id": "pi_0001", "paymentMethod": {"id": "pm_0001", "card": None}},
        {"id": "pi_0000", "paymentMethod": {"id": "pm_0000", "card": card}},
    ]


async def test_an_object_in_json_that_must_be_there_and_is_not_takes_no_text(database: Database) -> None:
    await insert(database, [row_of(Charge, MINE, place) for place in range(2)])
    async with database.begin() as connection:
        await connection.fetch(text("UPDATE charge SET billing_details = 'null' WHERE id = 'ch_0000'"))
    data, errors = await ask(database, "{ charges { nodes { id billingDetails { name phone } } } }")
    message = "Cannot return null for non-nullable field Charge.billingDetails."
    assert (data, errors) == ({"charges": None}, [(["charges", "nodes", 1, "billingDetails"], message)])


async def test_amounts_within_json_are_no_texts(database: Database) -> None:
    level3 = [ChargeLevel3(merchant_reference="m", shipping_amount=amount) for amount in (None, 5)]
    await insert(database, [row_of(Charge, MINE, place, level3=each) for place, each in enumerate(level3)])
    data, errors = await ask(
        database, "{ charges { nodes { id level3 { __typename shippingAmount { __typename } } } } }"
    )
    assert errors == []
    assert [node["level3"]["shippingAmount"] for node in plain(data)["charges"]["nodes"]] == [
        {"__typename": "Money"},
        None,
    ]


def scalars(connection: GraphQLField) -> list[str]:
    """The fields of a connection's nodes that are columns, and no objects."""
    page = get_named_type(connection.type)
    assert isinstance(page, GraphQLObjectType)
    node = get_named_type(page.fields["nodes"].type)
    assert isinstance(node, GraphQLObjectType)
    return [
        name
        for name, field in node.fields.items()
        if isinstance(field_kind(field), kinds.Column | kinds.Constant) and is_leaf_type(get_named_type(field.type))
    ]


async def test_whatever_scalar_a_table_holds_has_a_text(database: Database) -> None:
    await furnish(database)
    assert SCHEMA.query_type is not None
    pages = {
        name: field
        for name, field in SCHEMA.query_type.fields.items()
        if isinstance(field_kind(field), kinds.Connection)
    }
    assert len(pages) > 10
    for name, field in pages.items():
        data, errors = await ask(database, f"{{ {name} {{ nodes {{ {' '.join(scalars(field))} }} }} }}")
        assert errors == []
        assert {node.__class__ for node in data[name]["nodes"]} == {Fragment}, name


async def test_a_list_that_many_rows_have_is_made_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "MOST_KNOWN", 2)
    kinds = [["card"], ["card"], ["us_bank_account"], ["card", "us_bank_account"], [], ["card"]]
    await insert(
        database, [row_of(PaymentIntent, MINE, place, payment_method_types=kind) for place, kind in enumerate(kinds)]
    )
    decoded: list[str] = []
    loads = orjson.loads

    def noted(of: str) -> Any:
        decoded.append(of)
        return loads(of)

    monkeypatch.setattr(orjson, "loads", noted)
    executor = Executor(SCHEMA)
    document = "{ paymentIntents(orderBy: [{field: ID}]) { edges { node { paymentMethodTypes } } } }"
    first = ['["card"]']
    for _ in range(2):
        decoded.clear()
        result = await answer(executor, document, context=context(database))
        lists = [noted for noted in decoded if noted.startswith("[")]
        assert result.errors is None
        edges = plain(result.data)["paymentIntents"]["edges"]
        assert [edge["node"]["paymentMethodTypes"] for edge in edges] == kinds
        # Once each, but for what is forgotten as there are too many others.
        assert lists == [*first, '["us_bank_account"]', '["card", "us_bank_account"]', "[]", '["card"]']
        first = []
