"""`where`: every operator on every kind of column, within embedded values, on metadata, and joined."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.database import Database
from app.tables.core_resources.customer import Customer
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_values import PaymentMethodDetails
from app.tables.payment_methods.types.card import PaymentMethodCard
from app.tables.products.price import Price, PriceType
from app.tables.products.product import Product
from app.tables.shapes.address import Address
from app.tables.shapes.shipping import Shipping
from tests.factory import START, insert, row_of, value_of
from tests.graph import Graph

DOCUMENT = "query($where: %sWhere) { found: %ss(where: $where, orderBy: [{field: ID}], first: 20) { nodes { id } } }"

NAMES = ("Ada", "ada", "100% Bold", "under_score", "back\\slash", None)
CITIES = ("Paris", "Oslo", None)


async def found(graph: Graph, type_: str, where: dict[str, Any]) -> list[int]:
    """The places of the rows found."""
    document = DOCUMENT % (type_, type_[0].lower() + type_[1:])
    return [int(node["id"][-4:]) for node in (await graph(document, where=where))["found"]["nodes"]]


def customer(graph: Graph, place: int) -> Customer:
    row = row_of(Customer, graph.tenant, place, name=NAMES[place], balance=place * 100 - 200)
    row.delinquent = place % 3 == 0
    city = CITIES[place % 3]
    row.shipping = Shipping(name=f"To {place}", address=Address(city=city, country="FR")) if place < 4 else None
    row.meta = ({"tier": "gold"}, {"tier": "silver", "odd key'\"": "x"}, {})[place % 3]
    return row


@pytest.fixture
async def six(graph: Graph, database: Database) -> Graph:
    """Six customers."""
    await insert(database, [customer(graph, place) for place in range(6)])
    return graph


TEXT: list[tuple[dict[str, Any], list[int]]] = [
    ({"eq": "Ada"}, [0]),
    ({"eq": None}, [5]),
    ({"ne": "Ada"}, [1, 2, 3, 4, 5]),
    ({"ne": None}, [0, 1, 2, 3, 4]),
    ({"in": ["Ada", "ada", "Grace"]}, [0, 1]),
    ({"in": []}, []),
    ({"gt": "Ada"}, [1, 3, 4]),
    ({"gte": "ada", "lt": "under"}, [1, 4]),
    ({"startsWith": "Ad"}, [0]),
    ({"startsWith": "100%"}, [2]),
    ({"startsWith": "%"}, []),
    ({"startsWith": "aD", "ignoreCase": True}, [0, 1]),
    ({"startsWith": "aD", "ignoreCase": False}, []),
    ({"startsWith": "%", "ignoreCase": True}, []),
    ({"endsWith": "a"}, [0, 1]),
    ({"endsWith": "DA"}, []),
    ({"endsWith": "DA", "ignoreCase": True}, [0, 1]),
    ({"endsWith": "OLD", "ignoreCase": True}, [2]),
    ({"endsWith": "_score"}, [3]),
    ({"endsWith": "_SCORE", "ignoreCase": True}, [3]),
    ({"endsWith": "%"}, []),
    ({"endsWith": "\\slash"}, [4]),
    ({"endsWith": "\\"}, []),
    ({"contains": "D", "ignoreCase": True}, [0, 1, 2, 3]),
    ({"contains": "% B", "ignoreCase": True}, [2]),
    ({"contains": "R_S", "ignoreCase": True}, [3]),
    ({"contains": "K\\S", "ignoreCase": True}, [4]),
    ({"matches": "A*A", "ignoreCase": True}, [0, 1]),
    ({"eq": "ADA", "ignoreCase": True}, [0, 1]),
    ({"eq": None, "ignoreCase": True}, [5]),
    ({"ne": "ADA", "ignoreCase": True}, [2, 3, 4, 5]),
    ({"in": ["ADA", "UNDER_score"], "ignoreCase": True}, [0, 1, 3]),
    ({"in": [], "ignoreCase": True}, []),
    ({"gt": "Ada", "ignoreCase": True}, [1, 3, 4]),
    ({"ignoreCase": True}, [0, 1, 2, 3, 4, 5]),
    ({"matches": "Ad*"}, [0]),
    ({"matches": "Ad"}, []),
    ({"matches": "100%*"}, [2]),
    ({"matches": "%"}, []),
    ({"matches": "_*"}, []),
    ({"matches": "\\*"}, []),
    ({"contains": "%"}, [2]),
    ({"contains": "_"}, [3]),
    ({"contains": "\\"}, [4]),
    ({"contains": "/"}, []),
    ({"contains": ""}, [0, 1, 2, 3, 4]),
    ({"isNull": True}, [5]),
    ({"isNull": False}, [0, 1, 2, 3, 4]),
    ({"eq": "Ada", "ne": "Ada"}, []),
    ({"eq": "' OR 1=1 --"}, []),
    ({}, [0, 1, 2, 3, 4, 5]),
]


@pytest.mark.parametrize(("asked", "places"), TEXT)
async def test_text(six: Graph, asked: dict[str, Any], places: list[int]) -> None:
    assert await found(six, "Customer", {"name": asked}) == places


@pytest.mark.parametrize(
    ("where", "places"),
    [
        ({"id": {"eq": "cus_0003"}}, [3]),
        ({"id": {"in": ["cus_0003", "cus_0001", "cus_9999"]}}, [1, 3]),
        ({"id": {"ne": "cus_0003"}}, [0, 1, 2, 4, 5]),
        ({"balance": {"eq": 0}}, [2]),
        ({"balance": {"ne": 0}}, [0, 1, 3, 4, 5]),
        ({"balance": {"gt": 0}}, [3, 4, 5]),
        ({"balance": {"gte": 0, "lt": 200}}, [2, 3]),
        ({"balance": {"lte": -100}}, [0, 1]),
        ({"balance": {"in": [-200, 300]}}, [0, 5]),
        ({"balance": {"eq": 9007199254740991}}, []),
        ({"nextInvoiceSequence": {"gt": 2, "lte": 4}}, [3, 4]),
        ({"delinquent": {"eq": True}}, [0, 3]),
        ({"delinquent": {"ne": True}}, [1, 2, 4, 5]),
        ({"delinquent": {"in": [True]}}, [0, 3]),
        ({"created": {"eq": (START + timedelta(days=2)).isoformat()}}, [2]),
        ({"created": {"gt": "2025-01-04T00:00:00Z"}}, [4, 5]),
        ({"created": {"gt": "2025-01-04t00:00:00z"}}, [4, 5]),
        ({"created": {"gt": "2025-01-04T00:00:00.000z"}}, [4, 5]),
        ({"created": {"gte": "2025-01-04T01:00:00+01:00", "lt": "2025-01-05T00:00:00Z"}}, [3]),
        ({"created": {"in": ["2025-01-01T00:00:00Z", "2025-01-02T00:00:00Z"]}}, [0, 1]),
        ({"taxExempt": {"eq": "NONE"}}, [1, 4]),
        ({"taxExempt": {"in": ["NONE", "REVERSE"]}}, [1, 2, 4, 5]),
        ({"taxExempt": {"ne": "NONE"}}, [0, 2, 3, 5]),
        ({"taxExempt": {"isNull": True}}, []),
        ({"livemode": {"eq": True}}, []),
        ({"testClock": {"isNull": False}}, []),
    ],
)
async def test_each_kind_of_column(six: Graph, where: dict[str, Any], places: list[int]) -> None:
    assert await found(six, "Customer", where) == places


@pytest.mark.parametrize(
    ("where", "places"),
    [
        ({"shipping": {"address": {"city": {"eq": "Paris"}}}}, [0, 3]),
        ({"shipping": {"address": {"city": {"startsWith": "O"}}}}, [1]),
        ({"shipping": {"address": {"city": {"isNull": True}}}}, [2, 4, 5]),
        ({"shipping": {"address": {"city": {"ne": "Paris"}}}}, [1, 2, 4, 5]),
        ({"shipping": {"address": {"city": {"in": ["Oslo", "Paris"]}}, "name": {"contains": "3"}}}, [3]),
        ({"shipping": {"name": {"eq": "To 2"}, "address": {"country": {"eq": "FR"}}}}, [2]),
        ({"shipping": {"address": {"city": {"contains": "PAR", "ignoreCase": True}}}}, [0, 3]),
        ({"shipping": {"address": None}}, [0, 1, 2, 3, 4, 5]),
        ({"shipping": None, "name": None}, [0, 1, 2, 3, 4, 5]),
        ({"metadata": {"key": "tier", "eq": "gold"}}, [0, 3]),
        ({"metadata": {"key": "tier", "ne": "gold"}}, [1, 2, 4, 5]),
        ({"metadata": {"key": "tier", "isNull": True}}, [2, 5]),
        ({"metadata": {"key": "tier", "isNull": False}}, [0, 1, 3, 4]),
        ({"metadata": {"key": "tier", "eq": None}}, [2, 5]),
        ({"metadata": {"key": "tier", "ne": None}}, [0, 1, 3, 4]),
        ({"metadata": {"key": "odd key'\"", "eq": "x"}}, [1, 4]),
        ({"metadata": {"key": "tier"}}, [0, 1, 2, 3, 4, 5]),
        ({"metadata": {"key": "tier", "ne": "gold", "isNull": False}}, [1, 4]),
    ],
)
async def test_within_values_and_metadata(six: Graph, where: dict[str, Any], places: list[int]) -> None:
    assert await found(six, "Customer", where) == places


ADA = {"name": {"eq": "Ada"}}
POSITIVE = {"balance": {"gt": 0}}


@pytest.mark.parametrize(
    ("where", "places"),
    [
        ({"and": [POSITIVE, {"balance": {"lt": 300}}]}, [3, 4]),
        ({"or": [ADA, POSITIVE]}, [0, 3, 4, 5]),
        ({"not": ADA}, [1, 2, 3, 4, 5]),
        ({"not": {"not": ADA}}, [0]),
        ({"not": {"or": [ADA, POSITIVE]}}, [1, 2]),
        ({"not": {"delinquent": {"eq": True}}}, [1, 2, 4, 5]),
        ({"or": [ADA, POSITIVE], "delinquent": {"eq": True}}, [0, 3]),
        ({"and": [{"or": [ADA, POSITIVE]}, {"not": {"delinquent": {"eq": True}}}]}, [4, 5]),
        ({"and": []}, [0, 1, 2, 3, 4, 5]),
        ({"and": [{}]}, [0, 1, 2, 3, 4, 5]),
        ({"and": [{"name": {}}]}, [0, 1, 2, 3, 4, 5]),
        ({"or": [{}]}, [0, 1, 2, 3, 4, 5]),
        ({"not": {}}, []),
        ({"and": None, "or": None, "not": None}, [0, 1, 2, 3, 4, 5]),
    ],
)
async def test_joined(six: Graph, where: dict[str, Any], places: list[int]) -> None:
    assert await found(six, "Customer", where) == places


async def test_letters_that_are_written_in_several_ways(graph: Graph, database: Database) -> None:
    names = ("Zo\u00eb \u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3", "ZOE\u0308", "Zoe")
    await insert(database, [row_of(Customer, graph.tenant, place, name=name) for place, name in enumerate(names)])
    for asked, places in (
        ({"startsWith": "zo\u00eb"}, [0, 1]),
        ({"endsWith": "\u03bf\u03b4\u03c5\u03c3\u03c3\u03b5\u03c5\u03c2"}, [0]),
        ({"eq": "zoe\u0308"}, [1]),
    ):
        assert await found(graph, "Customer", {"name": {**asked, "ignoreCase": True}}) == places, asked


async def test_decimals_and_enums(graph: Graph, database: Database) -> None:
    decimals = (Decimal("0.5"), Decimal("12.000000000001"), None)
    rows = [
        row_of(Price, graph.tenant, place, unit_amount_decimal=decimals[place], type=list(PriceType)[place % 2])
        for place in range(3)
    ]
    await insert(database, rows)
    for where, places in (
        ({"unitAmountDecimal": {"eq": "0.50"}}, [0]),
        ({"unitAmountDecimal": {"gt": "12"}}, [1]),
        ({"unitAmountDecimal": {"gt": "12.000000000001"}}, []),
        ({"unitAmountDecimal": {"in": ["0.5", "12.000000000001"]}}, [0, 1]),
        ({"unitAmountDecimal": {"isNull": True}}, [2]),
        ({"unitAmount": {"gte": 1}}, [1, 2]),
        ({"type": {"eq": "RECURRING"}}, [1]),
        ({"product": {"eq": "prod_0001"}}, [1]),
        ({"product": {"in": ["prod_0001", "prod_0002"]}}, [1, 2]),
    ):
        assert await found(graph, "Price", where) == places, where


async def test_flags_that_may_be_missing(graph: Graph, database: Database) -> None:
    await insert(
        database, [row_of(Product, graph.tenant, place, shippable=(True, False, None)[place]) for place in range(3)]
    )
    for where, places in (
        ({"shippable": {"eq": True}}, [0]),
        ({"shippable": {"ne": True}}, [1, 2]),
        ({"shippable": {"eq": None}}, [2]),
        ({"shippable": {"in": [True, False]}}, [0, 1]),
        ({"shippable": {"isNull": False}}, [0, 1]),
        ({"not": {"shippable": {"eq": True}}}, [1, 2]),
        ({"not": {"shippable": {"ne": True}}}, [0]),
    ):
        assert await found(graph, "Product", where) == places, where


async def test_numbers_within_values(graph: Graph, database: Database) -> None:
    rows = []
    for place in range(3):
        card = value_of(PaymentMethodCard, place)
        assert isinstance(card, PaymentMethodCard)
        card = card.model_copy(update={"last4": f"000{place}", "exp_year": 2030 + place})
        rows.append(
            row_of(PaymentMethod, graph.tenant, place, details=PaymentMethodDetails.of("card", card if place else None))
        )
    await insert(database, rows)
    for where, places in (
        ({"card": {"last4": {"eq": "0001"}}}, [1]),
        ({"card": {"expYear": {"gte": 2032}}}, [2]),
        ({"card": {"expYear": {"in": [2031, 2032]}}}, [1, 2]),
        ({"card": {"expYear": {"isNull": True}}}, [0]),
        ({"billingDetails": {"address": {"city": {"isNull": True}}}}, [0, 1, 2]),
    ):
        assert await found(graph, "PaymentMethod", where) == places, where


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"name": {"in": [str(n) for n in range(101)]}}, "`in` takes at most 100 values; 101 were given."),
        ({"name": {"gt": None}}, "`gt` takes a value; use isNull to ask for nothing."),
        ({"name": {"in": None}}, "`in` takes a value; use isNull to ask for nothing."),
        ({"name": {"startsWith": None}}, "`startsWith` takes a value; use isNull to ask for nothing."),
        ({"name": {"isNull": None}}, "`isNull` is true or false."),
        ({"name": {"contains": "x" * 501}}, "`contains` takes at most 500 characters; 501 were given."),
        ({"name": {"endsWith": "%" * 501}}, "`endsWith` takes at most 500 characters; 501 were given."),
        ({"metadata": {"key": "tier", "isNull": None}}, "`isNull` is true or false."),
        ({"or": []}, "`or` needs at least one condition."),
    ],
)
async def test_conditions_that_cannot_be(graph: Graph, where: dict[str, Any], said: str) -> None:
    error = await graph.error(DOCUMENT % ("Customer", "customer"), where=where)
    assert error["message"] == said
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_REQUEST", "where")


@pytest.mark.parametrize(
    ("where", "field"),
    [
        ({"name": {"eq": "a\0b"}}, "where.name.eq"),
        ({"id": {"in": ["cus_1", "\0"]}}, "where.id.in.1"),
        ({"metadata": {"key": "\0"}}, "where.metadata.key"),
        ({"shipping": {"address": {"city": {"startsWith": "\0"}}}}, "where.shipping.address.city.startsWith"),
        ({"or": [{"name": {"eq": "\0"}}]}, "where.or.0.name.eq"),
    ],
)
async def test_a_nul_is_refused(graph: Graph, where: dict[str, Any], field: str) -> None:
    error = await graph.error(DOCUMENT % ("Customer", "customer"), where=where)
    says = "holds a character that no text may: NUL, or half of a surrogate pair. Leave it out."
    assert error["message"] == f"`{field}` {says}"
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_REQUEST", field)


async def test_nesting_has_an_end(graph: Graph) -> None:
    where: dict[str, Any] = ADA
    for _ in range(10):
        where = {"not": where}
    assert await found(graph, "Customer", where) == []
    error = await graph.error(DOCUMENT % ("Customer", "customer"), where={"and": [where]})
    assert error["message"] == "`where` nests and, or and not at most 10 deep."


@pytest.mark.parametrize(
    "where",
    [
        {"colour": {"eq": "red"}},
        {"name": {"like": "%"}},
        {"name": {"eq": 5}},
        {"balance": {"eq": "5"}},
        {"balance": {"eq": 2**53}},
        {"balance": {"startsWith": "5"}},
        {"created": {"gt": "2025-01-01"}},
        {"created": {"gt": "2025-01-01T00:00:00"}},
        {"taxExempt": {"eq": "SOME"}},
        {"delinquent": {"gt": True}},
        {"metadata": {"eq": "gold"}},
        {"accountId": {"eq": "acct_1"}},
        {"balanceCurrency": {"eq": "usd"}},
    ],
)
async def test_what_the_schema_does_not_know_is_refused(graph: Graph, where: dict[str, Any]) -> None:
    error = await graph.error(DOCUMENT % ("Customer", "customer"), where=where)
    assert (error["extensions"]["code"], error["extensions"]["status"]) == ("BAD_REQUEST", 400)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e999999", "1" * 29, "1.5.5", ""])
async def test_a_decimal_that_is_none(graph: Graph, value: str) -> None:
    error = await graph.error(DOCUMENT % ("Price", "price"), where={"unitAmountDecimal": {"gt": value}})
    assert (error["extensions"]["code"], error["extensions"]["status"]) == ("BAD_REQUEST", 400)
    assert "Decimal takes a number of at most 28 digits" in error["message"]


async def test_a_moment_in_the_document_may_have_small_letters(graph: Graph) -> None:
    found = await graph('{ customers(where: {created: {eq: "2025-01-04t00:00:00z"}}) { totalCount } }')
    assert found == {"customers": {"totalCount": 0}}
