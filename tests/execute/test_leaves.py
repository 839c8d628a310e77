"""A leaf that cannot be made of what the caller gave is null, and takes nothing else along: in both executors."""

import pytest

from app.database import Database
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent import PaymentIntent
from schema.execute.executor import Executor
from tests.execute.asking import SCHEMA
from tests.execute.comparing import compare, plain
from tests.execute.documents import Document
from tests.execute.furnishing import MINE, context
from tests.factory import id_of, insert, row_of

MESSAGE = "'xx' is not a locale that is known here"


@pytest.mark.parametrize(
    ("document", "variables"),
    [
        ('{ paymentIntents { nodes { id amount { decimal formatted(locale: "xx") } customer { id } } } }', {}),
        (
            "query($it: String) { paymentIntents { nodes { id amount { decimal formatted(locale: $it) } "
            "customer { id } } } }",
            {"it": "xx"},
        ),
    ],
)
async def test_a_locale_that_is_not_known(database: Database, document: str, variables: dict[str, str]) -> None:
    await insert(database, [row_of(Customer, MINE, 0)])
    given = {"customer_id": id_of(Customer, 0), "amount": 1234, "currency": "usd"}
    await insert(database, [row_of(PaymentIntent, MINE, place, **given) for place in range(2)])
    given_up: list[str] = []
    executor = Executor(SCHEMA, beyond=given_up.append)
    result = await compare(executor, Document(document, variables), context=lambda: context(database))
    assert result is not None
    amount = {"decimal": "12.34", "formatted": None}
    ids = ("pi_0001", "pi_0000")
    nodes = [{"id": id, "amount": amount, "customer": {"id": "cus_0000"}} for id in ids]
    assert plain(result.data) == {"paymentIntents": {"nodes": nodes}}
    paths = [["paymentIntents", "nodes", place, "amount", "formatted"] for place in range(2)]
    assert [error.path for error in result.errors or ()] == paths
    assert all(error.message.startswith(MESSAGE) for error in result.errors or ())
    assert given_up == []
