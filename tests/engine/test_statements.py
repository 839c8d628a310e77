"""What a query costs: a statement for each level, however many objects there are, and nothing carried over."""

import re

from app.database import Database
from app.tables.core_resources.balance_transaction import BalanceTransaction
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.resource import Resource
from tests.engine.statements import reading
from tests.factory import id_of, insert, row_of
from tests.graph import Graph

NESTED = """
{
  customers {
    nodes {
      name
      paymentIntents {
        nodes { amount { amount } latestCharge { status balanceTransaction { fee { amount } } } }
      }
    }
  }
}
"""


async def business(graph: Graph, database: Database, customers: int, payments: int) -> None:
    tenant = graph.tenant
    rows: list[Resource] = [row_of(Customer, tenant, place) for place in range(customers)]
    for place in range(payments):
        mine = {"customer_id": id_of(Customer, place % customers)}
        rows += [
            row_of(PaymentIntent, tenant, place, latest_charge_id=id_of(Charge, place), **mine),
            row_of(Charge, tenant, place, balance_transaction_id=id_of(BalanceTransaction, place), **mine),
            row_of(BalanceTransaction, tenant, place, source_id=id_of(Charge, place)),
            row_of(PaymentMethod, tenant, place, **mine),
        ]
    await insert(database, rows)


async def test_a_level_of_many_is_a_statement_and_a_relation_is_none(graph: Graph, database: Database) -> None:
    await business(graph, database, customers=5, payments=20)
    with reading() as statements:
        found = await graph(NESTED)
    nodes = found["customers"]["nodes"]
    assert [len(customer["paymentIntents"]["nodes"]) for customer in nodes] == [4, 4, 4, 4, 4]
    assert nodes[0]["name"] == "name-4"
    newest = nodes[0]["paymentIntents"]["nodes"][0]
    assert newest["amount"] == {"amount": 19}
    assert newest["latestCharge"]["balanceTransaction"] == {"fee": {"amount": 19}}
    customers, payments = statements
    assert re.findall(r"(?:FROM|JOIN) (\w+)", customers) == ["customer"]
    assert re.findall(r"(?:FROM|JOIN) (\w+)", payments) == [
        *("unnest", "LATERAL", "LATERAL", "payment_intent", "charge", "balance_transaction")
    ]


async def test_as_many_for_one_object_as_for_hundreds(graph: Graph, database: Database) -> None:
    await business(graph, database, customers=1, payments=1)
    with reading() as few:
        await graph(NESTED)
    await insert(database, [row_of(Customer, graph.tenant, place) for place in range(10, 110)])
    await insert(
        database,
        [row_of(PaymentIntent, graph.tenant, 10 + n, customer_id=id_of(Customer, 10 + n // 4)) for n in range(400)],
    )
    with reading() as many:
        found = await graph(NESTED.replace("customers {", "customers(first: 100) {", 1))
    assert sum(len(each["paymentIntents"]["nodes"]) for each in found["customers"]["nodes"]) == 400
    assert (len(few), len(many)) == (2, 2)


async def test_siblings_of_one_table_share_a_statement(graph: Graph, database: Database) -> None:
    await business(graph, database, customers=2, payments=6)
    with reading() as statements:
        found = await graph("""{
            charges { nodes { customer { id } } }
            paymentIntents { nodes { customer { id } payer: customer { id } } }
            paymentMethods { nodes { customer { id } } }
        }""")
    assert {node["customer"]["id"] for node in found["charges"]["nodes"]} == {"cus_0000", "cus_0001"}
    assert [text.count("JOIN customer") for text in statements] == [1, 1, 1]


async def test_unions_are_one_statement_for_each_of_their_tables(graph: Graph, database: Database) -> None:
    await business(graph, database, customers=1, payments=5)
    with reading() as statements:
        found = await graph("{ balanceTransactions { nodes { source { __typename ... on Charge { id } } } } }")
    assert found["balanceTransactions"]["nodes"][0] == {"source": {"__typename": "Charge", "id": "ch_0004"}}
    assert len(statements) == 2


async def test_nodes_of_one_table_are_one_statement(graph: Graph, database: Database) -> None:
    await business(graph, database, customers=5, payments=5)
    ids = [id_of(table, place) for place in range(5) for table in (Customer, Charge)]
    with reading() as statements:
        found = await graph("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=[*ids, *ids])
    assert [node["id"] for node in found["nodes"]] == [*ids, *ids]
    assert len(statements) == 2


async def test_what_was_read_is_remembered_for_one_operation_alone(graph: Graph, database: Database) -> None:
    await business(graph, database, customers=1, payments=1)
    document = '{ a: customer(id: "cus_0000") { name } b: customer(id: "cus_0000") { name } }'
    with reading() as statements:
        assert await graph(document) == {"a": {"name": "name-0"}, "b": {"name": "name-0"}}
    assert len(statements) == 1
    await graph.do("customerUpdate", "id", id="cus_0000", input={"name": "Ada"})
    with reading() as statements:
        assert await graph(document) == {"a": {"name": "Ada"}, "b": {"name": "Ada"}}
    assert len(statements) == 1


async def test_what_a_document_reads_before_a_change_is_read_anew_after_it(graph: Graph, database: Database) -> None:
    await business(graph, database, customers=1, payments=1)
    found = await graph("""
        mutation {
          before: paymentIntentUpdate(id: "pi_0000", input: {description: "a"}) {
            paymentIntent { customer { name } } userErrors { message }
          }
          rename: customerUpdate(id: "cus_0000", input: {name: "Grace"}) { userErrors { message } }
          after: paymentIntentUpdate(id: "pi_0000", input: {description: "b"}) {
            paymentIntent { customer { name } } userErrors { message }
          }
        }
    """)
    assert found == {
        "before": {"paymentIntent": {"customer": {"name": "name-0"}}, "userErrors": []},
        "rename": {"userErrors": []},
        "after": {"paymentIntent": {"customer": {"name": "Grace"}}, "userErrors": []},
    }
