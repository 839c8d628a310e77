"""`aggregate`: counts and sums of all pages, by currency and by groups, as PostgreSQL counts them."""

from typing import Any

import httpx
import pytest
from graphql import GraphQLEnumType, GraphQLField, GraphQLObjectType, get_named_type, is_composite_type
from pydantic.alias_generators import to_camel, to_snake

from app.database import Database
from app.tables.access import KeyKind
from app.tables.billing.invoice_item import InvoiceItem
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentStatus
from app.tables.resource import Resource
from schema.root import build
from tests.by_table import each_listed_table
from tests.engine.statements import reading
from tests.factory import START, insert, row_of
from tests.graph import Graph, new_caller

SCHEMA = build()._schema
SUM = "sum { amount { amount currency } }"
GROUPS = f"nodes {{ status currency customer {{ id name }} count {SUM} }} hasMore"
STATUSES = (PaymentIntentStatus.SUCCEEDED, PaymentIntentStatus.CANCELED, PaymentIntentStatus.SUCCEEDED)


def intent(graph: Graph, place: int, **values: Any) -> PaymentIntent:
    currency, status = ("usd", "eur")[place % 2], STATUSES[place % 3]
    given = {"amount": 100 + place, "currency": currency, "status": status, "customer_id": f"cus_000{place % 2}"}
    return row_of(PaymentIntent, graph.tenant, place, **{**given, **values})


@pytest.fixture
async def six(graph: Graph, database: Database) -> Graph:
    """Two customers, with three payments each: the first one's in usd, the other's in eur."""
    await insert(database, [row_of(Customer, graph.tenant, place, name=f"Customer {place}") for place in range(2)])
    await insert(database, [intent(graph, place) for place in range(6)])
    return graph


def money(**amounts: int) -> list[dict[str, Any]]:
    return [{"amount": amount, "currency": currency} for currency, amount in amounts.items()]


async def test_amounts_are_added_up_by_currency(six: Graph) -> None:
    with reading() as read:
        data = await six(f"{{ paymentIntents(first: 0) {{ aggregate {{ count {SUM} }} }} }}")
    assert data["paymentIntents"]["aggregate"] == {"count": 6, "sum": {"amount": money(eur=309, usd=306)}}
    assert len(read) == 1


async def test_of_nothing_there_is_no_sum(graph: Graph) -> None:
    data = await graph(f"""{{
      paymentIntents {{ aggregate {{ count {SUM} groups(by: [STATUS]) {{ {GROUPS} }} }} }}
      invoiceItems {{ aggregate {{ sum {{ quantity unitAmount {{ amount }} }} }} }}
    }}""")
    nothing = {"count": 0, "sum": {"amount": []}, "groups": {"nodes": [], "hasMore": False}}
    assert data["paymentIntents"]["aggregate"] == nothing
    assert data["invoiceItems"]["aggregate"] == {"sum": {"quantity": 0, "unitAmount": []}}


async def test_groups_are_by_what_objects_have_in_common(six: Graph) -> None:
    document = """query($by: [PaymentIntentAggregateField!]!, $first: Int) {
      paymentIntents { aggregate { groups(by: $by, first: $first) { %s } } }
    }"""

    async def groups(*by: str, first: int | None = None) -> Any:
        data = await six(document % GROUPS, by=by, first=first)
        return data["paymentIntents"]["aggregate"]["groups"]

    none = {"status": None, "currency": None, "customer": None}
    succeeded = {**none, "status": "SUCCEEDED", "count": 4, "sum": {"amount": money(eur=208, usd=206)}}
    canceled = {**none, "status": "CANCELED", "count": 2, "sum": {"amount": money(eur=101, usd=104)}}
    succeeded["sum"] = {"amount": money(eur=103 + 105, usd=100 + 102)}
    assert await groups("STATUS") == {"nodes": [succeeded, canceled], "hasMore": False}
    assert await groups("STATUS", first=1) == {"nodes": [succeeded], "hasMore": True}
    assert await groups("STATUS", first=0) == {"nodes": [], "hasMore": True}
    both = (await groups("STATUS", "CURRENCY"))["nodes"]
    assert [(each["status"], each["currency"], each["count"]) for each in both] == [
        ("SUCCEEDED", "eur", 2),
        ("SUCCEEDED", "usd", 2),
        ("CANCELED", "eur", 1),
        ("CANCELED", "usd", 1),
    ]
    assert [each["sum"]["amount"] for each in both] == [money(eur=208), money(usd=202), money(eur=101), money(usd=104)]
    assert (await groups("CUSTOMER"))["nodes"] == [
        {
            **none,
            "customer": {"id": f"cus_000{place}", "name": f"Customer {place}"},
            "count": 3,
            "sum": {"amount": sums},
        }
        for place, sums in ((0, money(usd=306)), (1, money(eur=309)))
    ]


async def test_a_page_of_customers_takes_as_many_statements_as_one(six: Graph, database: Database) -> None:
    document = f"""query($first: Int) {{ customers(first: $first, orderBy: [{{field: ID}}]) {{ nodes {{
      paymentIntents(first: 0) {{ aggregate {{ count {SUM} groups(by: [STATUS]) {{ {GROUPS} }} }} }}
    }} }} }}"""

    async def statements(first: int) -> int:
        with reading() as read:
            nodes = (await six(document, first=first))["customers"]["nodes"]
        assert len(nodes) == first
        return len(read)

    few = await statements(1)
    await insert(database, [row_of(Customer, six.tenant, place) for place in range(2, 30)])
    await insert(database, [intent(six, place, customer_id=f"cus_{place:04}") for place in range(6, 30)])
    assert await statements(30) == few == 3
    nodes = (await six(document, first=2))["customers"]["nodes"]
    assert [each["paymentIntents"]["aggregate"]["count"] for each in nodes] == [3, 3]
    assert [each["paymentIntents"]["aggregate"]["sum"]["amount"] for each in nodes] == [money(usd=306), money(eur=309)]
    # Of one who has none, too.
    (one,) = (await six(document, first=1))["customers"]["nodes"]
    assert [group["count"] for group in one["paymentIntents"]["aggregate"]["groups"]["nodes"]] == [2, 1]


async def test_it_is_of_what_the_list_holds(six: Graph, database: Database) -> None:
    await insert(database, [intent(six, 6, deleted_at=START), intent(six, 7, clock_id="clock_1")])
    document = """query($where: PaymentIntentWhere, $clock: IDFilter, $query: String) {
      paymentIntents(where: $where, testClock: $clock, query: $query, first: 1) { totalCount aggregate { count } }
    }"""
    for asked, count in (
        ({}, 7),
        ({"clock": {"isNull": True}}, 6),
        ({"clock": {"eq": "clock_1"}}, 1),
        ({"where": {"amount": {"gt": 103}}}, 3),
        ({"where": {"customer": {"name": {"eq": "Customer 1"}}}}, 4),
        ({"query": "amount>104"}, 2),
        ({"where": {"amount": {"gt": 103}}, "query": "currency:'eur'"}, 2),
    ):
        found = (await six(document, **asked))["paymentIntents"]
        assert found == {"totalCount": count, "aggregate": {"count": count}}, asked


async def test_cursors_make_no_difference(six: Graph) -> None:
    document = "query($after: String) { paymentIntents(first: 1, after: $after) { nodes { id } aggregate { count } } }"
    page = await six("{ paymentIntents(first: 3) { pageInfo { endCursor } } }")
    for after in ("pi_0003", page["paymentIntents"]["pageInfo"]["endCursor"]):
        found = (await six(document, after=after))["paymentIntents"]
        assert found == {"nodes": [{"id": "pi_0002"}], "aggregate": {"count": 6}}


async def test_sums_are_exact(graph: Graph, database: Database) -> None:
    most = 2**53 - 1
    await insert(database, [intent(graph, place, amount=most, currency="jpy") for place in range(3)])
    exact = "{ paymentIntents { aggregate { sum { amount { currency decimal formatted } } } } }"
    (found,) = (await graph(exact))["paymentIntents"]["aggregate"]["sum"]["amount"]
    assert found == {"currency": "jpy", "decimal": "27021597764222973", "formatted": "¥27,021,597,764,222,973"}
    error = await graph.error(f"{{ paymentIntents {{ aggregate {{ {SUM} }} }} }}")
    assert error["path"] == ["paymentIntents", "aggregate", "sum", "amount", 0, "amount"]
    assert (error["extensions"]["code"], error["message"]) == (
        "BAD_REQUEST",
        "Int64 is exact between -(2^53-1) and 2^53-1, and 27021597764222973 is beyond. Of an amount, select `decimal` "
        "in place of `amount`.",
    )
    await insert(database, [row_of(InvoiceItem, graph.tenant, place, quantity=2**31 - 1) for place in range(3)])
    data = await graph("{ invoiceItems { aggregate { sum { quantity } } } }")
    assert data["invoiceItems"]["aggregate"]["sum"]["quantity"] == 3 * (2**31 - 1)


async def test_amounts_that_are_missing_are_no_part_of_a_sum(graph: Graph, database: Database) -> None:
    rows = [
        row_of(Customer, graph.tenant, place, currency=("eur", None)[place % 2], balance=place) for place in range(4)
    ]
    await insert(database, rows)
    items = [row_of(InvoiceItem, graph.tenant, place, unit_amount=(None, 5)[place % 2]) for place in range(3)]
    items.append(row_of(InvoiceItem, graph.tenant, 3, currency="eur", unit_amount=None))
    await insert(database, items)
    data = await graph("""{
      customers { aggregate { sum { balance { amount currency } } } }
      invoiceItems { aggregate { count sum { unitAmount { amount currency } } groups(by: [CURRENCY]) {
        nodes { currency count sum { unitAmount { amount } } } } } }
    }""")
    assert data["customers"]["aggregate"]["sum"]["balance"] == money(eur=2, usd=4)
    assert data["invoiceItems"]["aggregate"] == {
        "count": 4,
        "sum": {"unitAmount": money(usd=5)},
        "groups": {
            "nodes": [
                {"currency": "usd", "count": 3, "sum": {"unitAmount": [{"amount": 5}]}},
                {"currency": "eur", "count": 1, "sum": {"unitAmount": []}},
            ]
        },
    }


@pytest.mark.parametrize(
    ("arguments", "said", "field"),
    [
        ("by: []", "`by` names 1 to 5 fields, each at most once.", "by"),
        ("by: [STATUS, STATUS]", "`by` names 1 to 5 fields, each at most once.", "by"),
        (
            "by: [STATUS, CURRENCY, CUSTOMER, INVOICE, TRANSFER_GROUP, CAPTURE_METHOD]",
            "`by` names 1 to 5 fields, each at most once.",
            "by",
        ),
        ("by: [STATUS], first: -1", "`first` is from 0 to 100; it was -1.", "first"),
    ],
)
async def test_groups_that_cannot_be(graph: Graph, arguments: str, said: str, field: str) -> None:
    error = await graph.error(f"{{ paymentIntents {{ aggregate {{ groups({arguments}) {{ hasMore }} }} }} }}")
    assert (error["message"], error["extensions"]["code"], error["extensions"]["field"]) == (said, "BAD_REQUEST", field)


def test_groups_are_by_no_text_of_one_object_alone() -> None:
    fields = SCHEMA.type_map["InvoiceAggregateField"]
    assert isinstance(fields, GraphQLEnumType)
    assert {"ACCOUNT_COUNTRY", "CURRENCY", "CUSTOMER", "PAID_OUT_OF_BAND", "STATUS"} <= set(fields.values)
    assert {"CREATED", "DESCRIPTION", "FOOTER", "ID", "INVOICE_PDF", "NUMBER", "TOTAL"}.isdisjoint(fields.values)


async def test_tenancy(six: Graph, stranger: Graph, live: Graph, database: Database) -> None:
    await insert(database, [intent(stranger, 1), intent(live, 2)])
    document = f"{{ paymentIntents {{ aggregate {{ count groups(by: [CUSTOMER]) {{ {GROUPS} }} }} }} }}"
    for other, sums in ((stranger, money(eur=101)), (live, money(usd=102))):
        found = (await other(document))["paymentIntents"]["aggregate"]
        # Whose name the id would be in the other account is no business of theirs.
        (group,) = found["groups"]["nodes"]
        assert (found["count"], group["customer"], group["sum"]["amount"]) == (1, None, sums)


async def test_a_key_must_be_allowed_to_read_what_is_counted_and_what_groups_lead_to(
    six: Graph, client: httpx.AsyncClient, database: Database
) -> None:
    account = six.tenant.account
    invoices, products = [
        await new_caller(client, database, account_id=account, kind=KeyKind.RESTRICTED, permissions={family: "read"})
        for family in ("billing", "products")
    ]
    error = await products.error("{ invoices { aggregate { count } } }")
    assert error["extensions"]["code"] == "FORBIDDEN"
    asked = "{{ invoices {{ aggregate {{ groups(by: [CUSTOMER]) {{ nodes {{ count {} }} }} }} }} }}"
    assert await invoices(asked.format(""))
    error = await invoices.error(asked.format("customer { id }"))
    assert "core_resources: read" in error["message"]


async def test_groups_weigh_as_pages_do(graph: Graph) -> None:
    document = """{ customers(first: 100) { nodes { charges(first: 0) { aggregate {
      count groups(by: [STATUS]%s) { nodes { count sum { amount { amount } } } } } } } } }"""
    await graph(document % ", first: 10")
    assert graph.last["extensions"]["cost"]["nodes"] == 100 + 100 * 10
    few = graph.last["extensions"]["cost"]["requested"]
    await graph(document % "")
    assert graph.last["extensions"]["cost"]["nodes"] == 100 + 100 * 100
    assert graph.last["extensions"]["cost"]["requested"] - few == 100 * 90 * 4
    error = await graph.error(document % ", first: 101")
    assert error["extensions"]["limit"] == "max_page_size"
    # What is computed of all pages is not multiplied by the size of one.
    for size in (1, 100):
        await graph(f"{{ charges(first: {size}) {{ aggregate {{ count }} }} }}")
        assert graph.last["extensions"]["cost"]["requested"] == 2


@each_listed_table
async def test_every_sum_and_every_group_runs(graph: Graph, database: Database, table: type[Resource]) -> None:
    many = to_camel(table.plural)
    own = (await graph(f"{{ every: {many} {{ totalCount }} }}"))["every"]["totalCount"]
    await insert(database, [row_of(table, graph.tenant, place) for place in range(3)])
    aggregate, group = (
        SCHEMA.type_map[f"{table.__name__}Aggregate"],
        SCHEMA.type_map.get(f"{table.__name__}AggregateGroup"),
    )
    assert isinstance(aggregate, GraphQLObjectType)
    grouped = group.fields if isinstance(group, GraphQLObjectType) else {}
    assert ("groups" in aggregate.fields) == bool(grouped)
    shown = f"sum {{ {' '.join(map(_shown, _sums(table)))} }}" if "sum" in aggregate.fields else ""
    fields = [name for name in grouped if name not in ("count", "sum")]
    groups = []
    for name in fields:
        nodes = f"nodes {{ {_shown((name, grouped[name]))} count {shown} }}"
        groups.append(f"{name}: groups(by: [{to_snake(name).upper()}]) {{ {nodes} }}")
    found = (await graph(f"{{ every: {many} {{ aggregate {{ count {shown} {' '.join(groups)} }} }} }}"))["every"]
    assert found["aggregate"]["count"] == own + 3
    for name in fields:
        nodes = found["aggregate"][name]["nodes"]
        assert sum(node["count"] for node in nodes) == own + 3, name


def _sums(table: type[Resource]) -> list[tuple[str, GraphQLField]]:
    type_ = SCHEMA.type_map[f"{table.__name__}AggregateSums"]
    assert isinstance(type_, GraphQLObjectType)
    return list(type_.fields.items())


def _shown(named: tuple[str, GraphQLField]) -> str:
    """A field as it is selected."""
    name, field = named
    return f"{name} {{ __typename }}" if is_composite_type(get_named_type(field.type)) else name
