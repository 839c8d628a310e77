"""What a column leads to is read together with it, and seen, or not, as if it were read alone."""

import re
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from app.access.caller import Caller
from app.access.permissions import Action
from app.database import READING, Database, counting
from app.tables.access import KeyKind
from app.tables.core_resources.balance_transaction import BalanceTransaction
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.refund import Refund
from app.tables.families import Family
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_values import PaymentMethodDetails
from app.tables.payment_methods.types.card import PaymentMethodCard
from app.tables.tenancy import Tenant
from schema.execute import rows
from schema.execute.executor import Executor
from tests.execute.asking import SCHEMA
from tests.execute.comparing import answer, plain
from tests.execute.furnishing import ANOTHERS, MINE, context
from tests.factory import START, id_of, insert, row_of

CHAIN = """{ paymentIntents {
  nodes { id customer { name } latestCharge { id balanceTransaction { net { amount } } refunds { nodes { id } } } }
} }"""


async def ask(database: Database, document: str, caller: Caller | None = None) -> tuple[Any, list[Any], list[str]]:
    """The data, the errors as (path, message), and the statements."""
    with counting() as statements:
        result = await answer(Executor(SCHEMA), document, context=context(database, caller))
    errors = [(error.path, error.message) for error in result.errors or ()]
    return plain(result.data), errors, statements


async def chain(database: Database, tenant: Tenant = MINE, **values: Any) -> None:
    await insert(
        database,
        [
            row_of(Customer, tenant, 0, **values),
            row_of(BalanceTransaction, tenant, 0, net=970),
            row_of(Charge, tenant, 0, balance_transaction_id=id_of(BalanceTransaction, 0)),
            row_of(Refund, tenant, 0, charge_id=id_of(Charge, 0)),
            row_of(
                PaymentIntent,
                tenant,
                0,
                customer_id=id_of(Customer, 0),
                latest_charge_id=id_of(Charge, 0),
                status="succeeded",
            ),
        ],
    )


def joined(statement: str) -> list[str]:
    return re.findall(r"LEFT OUTER JOIN (\w+)", statement)


def parameters(statement: str) -> list[tuple[str, str]]:
    """The number and the type of each parameter."""
    return sorted(set(re.findall(r"\$(\d+)::(\w+)", statement)))


async def test_a_chain_of_relations_is_one_statement(database: Database) -> None:
    await chain(database)
    data, errors, (payments, refunds) = await ask(database, CHAIN)
    assert errors == []
    assert data["paymentIntents"]["nodes"] == [
        {
            "id": "pi_0000",
            "customer": {"name": "name-0"},
            "latestCharge": {
                "id": "ch_0000",
                "balanceTransaction": {"net": {"amount": 970}},
                "refunds": {"nodes": [{"id": "re_0000"}]},
            },
        }
    ]
    assert joined(payments) == ["customer", "charge", "balance_transaction"]
    assert joined(refunds) == []


async def test_what_is_joined_is_found_by_the_hash_of_its_id(database: Database) -> None:
    await chain(database)
    tables = (Customer, Charge, BalanceTransaction)
    # A tree of one leaf is as good as a hash.
    await insert(database, [row_of(table, MINE, place) for table in tables for place in range(1, 300)])
    _, _, (payments, _) = await ask(database, CHAIN)
    given = ", ".join({"VARCHAR": "'acct_1'", "BOOLEAN": "false"}[kind] for _, kind in parameters(payments))
    connection = await asyncpg.connect(database.url, server_settings=dict(READING))
    try:
        await connection.execute("ANALYZE; SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan")
        await connection.execute(f"PREPARE payments AS {payments}")
        plan = "\n".join(row[0] for row in await connection.fetch(f"EXPLAIN (COSTS OFF) EXECUTE payments({given})"))
    finally:
        await connection.close()
    found = set(re.findall(r"using (\w+) on (?:customer|charge|balance_transaction) ", plan))
    assert found == {f"{table.__tablename__}_id_hash" for table in tables}


async def test_what_is_anothers_is_not_joined_and_a_tombstone_is(database: Database) -> None:
    await chain(database, deleted_at=START)
    await insert(database, [row_of(PaymentMethod, ANOTHERS, 0), row_of(PaymentMethod, Tenant(MINE.account, True), 0)])
    await insert(database, [row_of(PaymentIntent, MINE, 1, payment_method_id=id_of(PaymentMethod, 0))])
    document = "{ paymentIntents { nodes { id customer { id deleted } paymentMethod { id } } } }"
    data, errors, _ = await ask(database, document)
    assert errors == []
    assert data["paymentIntents"]["nodes"] == [
        {"id": "pi_0001", "customer": None, "paymentMethod": None},
        {"id": "pi_0000", "customer": {"id": "cus_0000", "deleted": True}, "paymentMethod": None},
    ]


async def test_a_reference_to_nothing_is_null(database: Database) -> None:
    await insert(database, [row_of(Refund, MINE, 0, charge_id="ch_none")])
    data, errors, _ = await ask(database, "{ refunds { nodes { id charge { id } } } }")
    assert (data, errors) == ({"refunds": {"nodes": [{"id": "re_0000", "charge": None}]}}, [])


async def test_a_restricted_key_is_refused_what_it_may_not_read_and_nothing_else(database: Database) -> None:
    await chain(database)
    families = {PaymentIntent.family: Action.READ, Customer.family: Action.READ, BalanceTransaction.family: Action.READ}
    assert PaymentMethod.family not in families
    await insert(
        database,
        [
            row_of(PaymentMethod, MINE, 0),
            row_of(PaymentIntent, MINE, 1, payment_method_id=id_of(PaymentMethod, 0), customer_id=id_of(Customer, 0)),
        ],
    )
    granted = {Family(family): action for family, action in families.items()}
    caller = Caller(MINE, "key_2", KeyKind.RESTRICTED, granted)
    document = '{ paymentIntent(id: "pi_0001") { id customer { name } paymentMethod { id } } }'
    data, errors, statements = await ask(database, document, caller)
    assert data == {"paymentIntent": {"id": "pi_0001", "customer": {"name": "name-0"}, "paymentMethod": None}}
    assert [path for path, _ in errors] == [["paymentIntent", "paymentMethod"]]
    assert [joined(statement) for statement in statements] == [[], []], "each is read, or refused, by itself"


async def test_pages_keep_their_order_and_their_ends(database: Database) -> None:
    """Many rows lead to few, and every page is cut before anything is joined to it."""
    await insert(database, [row_of(Customer, MINE, place) for place in range(3)])
    await insert(database, [row_of(PaymentIntent, MINE, n, customer_id=id_of(Customer, n % 3)) for n in range(30)])
    data, _, statements = await ask(
        database,
        "{ paymentIntents(first: 7, orderBy: [{field: AMOUNT, direction: ASC}]) "
        "{ nodes { id customer { id } } pageInfo { hasNextPage endCursor } } }",
    )
    (statement,) = statements
    assert statement.index("LIMIT 8") < statement.index("LEFT OUTER JOIN")
    page = data["paymentIntents"]
    assert [node["id"] for node in page["nodes"]] == [f"pi_{n:04}" for n in range(7)]
    assert [node["customer"]["id"] for node in page["nodes"]] == [id_of(Customer, n % 3) for n in range(7)]
    cursor = page["pageInfo"]["endCursor"]
    data, _, _ = await ask(
        database,
        f'{{ paymentIntents(first: 2, after: "{cursor}", orderBy: [{{field: AMOUNT, direction: ASC}}]) '
        "{ nodes { id customer { id } } } }",
    )
    assert [node["id"] for node in data["paymentIntents"]["nodes"]] == ["pi_0007", "pi_0008"]


async def test_one_relation_asked_for_twice_is_joined_once(database: Database) -> None:
    await chain(database)
    document = "{ paymentIntents { nodes { customer { name } payer: customer { id customers: name } } } }"
    data, errors, (statement,) = await ask(database, document)
    assert errors == []
    assert data["paymentIntents"]["nodes"] == [
        {"customer": {"name": "name-0"}, "payer": {"id": "cus_0000", "customers": "name-0"}}
    ]
    assert joined(statement) == ["customer"]


async def test_what_is_beyond_the_most_joins_is_read_by_itself(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MOST_JOINS", 2)
    await chain(database)
    data, errors, statements = await ask(database, CHAIN)
    assert errors == []
    assert data["paymentIntents"]["nodes"][0]["latestCharge"]["balanceTransaction"] == {"net": {"amount": 970}}
    assert [joined(statement) for statement in statements] == [["customer", "charge"], [], []]


async def test_moments_are_shown_to_the_microsecond_and_without_needless_digits(database: Database) -> None:
    moments = [START, START + timedelta(microseconds=1), START + timedelta(seconds=1, microseconds=500_000)]
    await insert(database, [row_of(Customer, MINE, n, created=moment) for n, moment in enumerate(moments)])
    document = "{ customers { edges { cursor node { created } } } }"
    data, _, _ = await ask(database, document)
    edges = data["customers"]["edges"]
    assert [edge["node"]["created"] for edge in edges] == [
        "2025-01-01T00:00:01.500000Z",
        "2025-01-01T00:00:00.000001Z",
        "2025-01-01T00:00:00Z",
    ]
    after, _, _ = await ask(database, f'{{ customers(after: "{edges[1]["cursor"]}") {{ nodes {{ id }} }} }}')
    assert after == {"customers": {"nodes": [{"id": "cus_0000"}]}}, "a cursor is as exact"


async def test_a_few_parts_of_a_card_are_read_without_the_rest(database: Database) -> None:
    card = PaymentMethodCard(brand="visa", last4="4242", exp_month=12, exp_year=2040, funding="credit", country="US")
    await insert(
        database,
        [
            row_of(PaymentMethod, MINE, 0, details=PaymentMethodDetails.of("card", card)),
            row_of(PaymentMethod, MINE, 1, details=PaymentMethodDetails()),
        ],
    )
    data, errors, (statement,) = await ask(
        database, "{ paymentMethods { nodes { card { brand last4 expMonth funding wallet { type } } } } }"
    )
    assert errors == []
    assert "brand" not in statement, "an object within asks for the whole"
    whole = [node["card"] for node in data["paymentMethods"]["nodes"]]
    data, errors, (statement,) = await ask(
        database, "{ paymentMethods { nodes { card { brand last4 expMonth funding } } } }"
    )
    assert errors == []
    assert [statement.count(f"'{key}'") for key in ("brand", "last4", "exp_month", "funding")] == [1, 1, 1, 1]
    parts = [node["card"] for node in data["paymentMethods"]["nodes"]]
    assert parts == [None, {"brand": "visa", "last4": "4242", "expMonth": 12, "funding": "credit"}]
    assert whole == [None, {**parts[1], "wallet": None}]
