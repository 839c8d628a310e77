"""Ids go to PostgreSQL together, as one text."""

from datetime import timedelta

from app.access.caller import Caller
from app.access.permissions import Action
from app.database import Database
from app.tables.access import KeyKind
from app.tables.families import Family
from app.tables.products.price import Price
from app.tables.products.product import Product
from schema.derive.batches import array_text
from tests.execute.furnishing import MINE
from tests.execute.test_joins import ask
from tests.factory import START, insert, row_of


async def test_ids_of_any_characters_are_found_together(database: Database) -> None:
    ids = ["a,b", '"', "back\\slash", "{c}", "NULL", " d ", "e'f", "\n", "ü"]
    moments = [START + timedelta(seconds=n) for n in range(len(ids))]
    await insert(
        database,
        [
            *(row_of(Product, MINE, n, id=id) for n, id in enumerate(ids)),
            *(row_of(Price, MINE, n, product_id=id, created=moments[n]) for n, id in enumerate(ids)),
        ],
    )
    caller = Caller(MINE, "key_3", KeyKind.RESTRICTED, {Family.PRODUCTS: Action.READ})
    data, errors, statements = await ask(database, "{ prices { nodes { product { id } } } }", caller)
    assert errors == []
    assert len(statements) == 2
    assert [node["product"]["id"] for node in data["prices"]["nodes"]] == ids[::-1]


def test_no_texts_are_an_empty_array() -> None:
    assert array_text([]) == "{}"
    assert array_text([""]) == '{""}'
