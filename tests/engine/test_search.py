"""`query`: Stripe's search language over every field that Stripe lets one search by, and what it never lets through."""

from typing import Any
from unicodedata import normalize

import pytest

from app.database import Database
from app.tables.core_resources.charge import Charge, ChargeStatus
from app.tables.core_resources.charge_values import ChargePaymentMethodDetails
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentStatus
from app.tables.payment_methods.types.card import ChargePaymentMethodDetailsCard
from app.tables.products.price import Price, PriceType
from app.tables.products.product import Product
from app.tables.resource import Resource
from app.tables.shapes.address import Address
from app.tables.shapes.billing_details import BillingDetails
from tests.factory import insert, row_of, value_of
from tests.graph import Graph


def rows(graph: Graph) -> list[Resource]:
    """Three of each: the second is the one that most queries look for."""
    tenant = graph.tenant
    found: list[Resource] = []
    for place in range(3):
        meta = ({}, {"color": "Deep Blue", "it's": "x"}, {"color": "red"})[place]
        card = value_of(ChargePaymentMethodDetailsCard, place).model_copy(
            update={
                "last4": f"424{place}",
                "exp_month": 11 + place % 2,
                "exp_year": 2030,
                "brand": ("visa", "amex", "visa")[place],
                "fingerprint": f"print{place}",
            }
        )
        found += [
            row_of(Customer, tenant, place, name=f"Ann {place} O'Neil", email=f"a{place}@Example.com", meta=meta),
            row_of(
                Charge,
                tenant,
                place,
                amount=place * 500,
                currency=("usd", "eur", "usd")[place],
                customer_id=f"cus_000{place}",
                meta=meta,
                status=list(ChargeStatus)[place],
                disputed=place == 1,
                refunded=place == 1,
                billing_details=BillingDetails(address=Address(postal_code=f"0211{place}")),
                payment_method_details=ChargePaymentMethodDetails.of("card", card, type="card"),
            ),
            row_of(
                PaymentIntent,
                tenant,
                place,
                amount=place * 500,
                customer_id=f"cus_000{place}",
                meta=meta,
                status=(PaymentIntentStatus.CANCELED, PaymentIntentStatus.SUCCEEDED, PaymentIntentStatus.PROCESSING)[
                    place
                ],
            ),
            row_of(Price, tenant, place, type=list(PriceType)[place % 2], active=place == 1, meta=meta),
            row_of(Product, tenant, place, shippable=(None, True, False)[place], active=place == 1, meta=meta),
        ]
    return found


@pytest.fixture
async def shop(graph: Graph, database: Database) -> Graph:
    await insert(database, rows(graph))
    return graph


async def search(graph: Graph, plural: str, query: str) -> list[int]:
    document = f"query($query: String) {{ {plural}(query: $query, orderBy: [{{field: ID}}]) {{ nodes {{ id }} }} }}"
    return [int(node["id"][-4:]) for node in (await graph(document, query=query))[plural]["nodes"]]


STRIPES: list[tuple[str, str, list[int]]] = [
    ("charges", "amount>499", [1, 2]),
    ("charges", "amount=500", [1]),
    ("charges", "amount:500", [1]),
    ("charges", "amount>=500 amount<1000", [1]),
    ("charges", "amount<=0", [0]),
    ("charges", "billing_details.address.postal_code:'02111'", [1]),
    ("charges", "billing_details.address.postal_code:02111", [1]),
    ("charges", "created>1735776000", [2]),
    ("charges", "created:1735776000", [1]),
    ("charges", "currency:'EUR'", [1]),
    ("charges", "customer:'cus_0001'", [1]),
    ("charges", "customer:null", []),
    ("charges", "disputed:'true'", [1]),
    ("charges", "refunded:'FALSE'", [0, 2]),
    ("charges", "metadata['color']:'deep blue'", [1]),
    ("charges", "payment_method_details.card.last4:4241", [1]),
    ("charges", "payment_method_details.card.last4:'4241'", [1]),
    ("charges", "payment_method_details.card.exp_month:12", [1]),
    ("charges", "payment_method_details.card.exp_month:'12'", [1]),
    ("charges", "payment_method_details.card.exp_year:2030", [0, 1, 2]),
    ("charges", "payment_method_details.card.brand:'amex'", [1]),
    ("charges", "payment_method_details.card.fingerprint:'print1'", [1]),
    ("charges", "status:'succeeded' OR status:'failed'", [0, 2]),
    ("customers", "created<1735776000", [0]),
    ("customers", "email:'A1@example.com'", [1]),
    ("customers", "email~'EXAMPLE'", [0, 1, 2]),
    ("customers", "metadata['color']:null", [0]),
    ("customers", "-metadata['color']:null", [1, 2]),
    ("customers", "-metadata['color']:'red'", [0, 1]),
    ("customers", "metadata[\"it's\"]:'x'", [1]),
    ("customers", "name:'ann 1 o\\'neil'", [1]),
    ("customers", 'name~"1 O\'N"', [1]),
    ("customers", "-name~'ann 1'", [0, 2]),
    ("customers", "phone:'phone-2'", [2]),
    ("payment_intents", "amount>0 AND status:'succeeded'", [1]),
    ("payment_intents", "status:'succeeded' or status:'canceled'", [0, 1]),
    ("payment_intents", "created>=1735776000", [1, 2]),
    ("payment_intents", "currency:'usd' customer:'cus_0002'", [2]),
    ("payment_intents", "metadata['color']~'blue'", [1]),
    ("payment_intents", "-amount:500", [0, 2]),
    ("prices", "active:'true'", [1]),
    ("prices", "lookup_key:'lookup_key-1'", [1]),
    ("prices", "currency:'usd'", [0, 1, 2]),
    ("prices", "product:'prod_0002'", [2]),
    ("prices", "type:'recurring'", [1]),
    ("prices", "metadata['color']:'red'", [2]),
    ("products", "active:'false'", [0, 2]),
    ("products", "description~'tion-1'", [1]),
    ("products", "name:'name-1'", [1]),
    ("products", "shippable:'true'", [1]),
    ("products", "-shippable:'true'", [0, 2]),
    ("products", "shippable:null", [0]),
    ("products", "url:'url-2'", [2]),
    ("products", "metadata['color']:'red'", [2]),
]


async def test_every_field_that_stripe_searches_by(shop: Graph) -> None:
    for plural, query, places in STRIPES:
        root = plural.replace("payment_intents", "paymentIntents")
        assert await search(shop, root, query) == places, (plural, query)


async def test_a_query_narrows_where_and_counts(shop: Graph) -> None:
    found = await shop("""{ charges(query: "amount>0", where: {currency: {eq: "usd"}}) { totalCount nodes { id } } }""")
    assert found == {"charges": {"totalCount": 1, "nodes": [{"id": "ch_0002"}]}}


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("Γιώργος Παπαδόπουλος", "ΓΙΏΡΓΟΣ ΠΑΠΑΔΌΠΟΥΛΟΣ"),
        ("ΓΙΩΡΓΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ", "ΓΙΩΡΓΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ"),
        ("ΓΙΩΡΓΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ", "γιωργος παπαδοπουλος"),
        ("İpek Çelik", "İpek Çelik"),
        ("İpek Çelik", "İPEK ÇELİK"),
        ("Straße 100%_\\", "STRAßE 100%_\\"),
        # Accents as letters of their own (NFD), and composed (NFC).
        (normalize("NFD", "José Müller"), normalize("NFC", "josé MÜLLER")),
        (normalize("NFC", "José Müller"), normalize("NFD", "JOSÉ müller")),
        (normalize("NFD", "Γιώργος"), normalize("NFC", "ΓΙΏΡΓΟΣ")),
        (normalize("NFD", "대한민국"), normalize("NFC", "대한민국")),
    ],
)
async def test_letters_of_every_script_are_compared_without_case(
    graph: Graph, database: Database, stored: str, asked: str
) -> None:
    other = row_of(Customer, graph.tenant, 2, name="Ann", meta={"of": "Ann"})
    await insert(database, [row_of(Customer, graph.tenant, 1, name=stored, meta={"of": stored}), other])
    text = asked.replace("\\", "\\\\")
    for field in ("name", "metadata['of']"):
        for operator, value in ((":", text), ("~", text), ("~", text[text.index(" ") :] if " " in text else text)):
            assert await search(graph, "customers", f"{field}{operator}'{value}'") == [1]
            assert await search(graph, "customers", f"-{field}{operator}'{value}'") == [2]


@pytest.mark.parametrize(
    "query",
    [
        "name:'x\\' OR \\'1\\'=\\'1'",
        "name:'\\'; DROP TABLE customer; --'",
        "name:'%' OR name:'_'",
        "name~'%%%'",
        "name~'___'",
        "name~'\\\\\\\\\\\\'",
        "metadata['a\\' OR 1=1 --']:'x'",
        "email:'$1' OR phone:':param_1'",
    ],
)
async def test_nothing_slips_through_as_sql(shop: Graph, query: str) -> None:
    assert await search(shop, "customers", query) == []
    assert len(await search(shop, "customers", "created>0")) == 3


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "query is empty"),
        ("name:'a' AND email:'b' OR phone:'c'", "AND and OR cannot be mixed"),
        ("(name:'a')", "parentheses are not part of the search language"),
        ("name IN ('a')", "IN is not part"),
        ("name:'a", "this quote is never closed"),
        ("colour:'red'", "`colour` is no field that customer can be searched by."),
        ("account_id:'acct_1'", "`account_id` is no field"),
        ("balance_currency:'usd'", "`balance_currency` is no field"),
        ("shipping:'x'", "`shipping` is no field"),
        ("preferred_locales:'en'", "`preferred_locales` is no field"),
        ("name.first:'x'", "`name.first` is no field"),
        ("metadata:'x'", "metadata needs the key"),
        ("name>5", "`name` is text"),
        ("name~'ab'", "~ needs at least 3 characters"),
        ("created~'173'", "`~` looks within text, and `created` is none."),
        ("created:'soon'", "`created` is compared with a moment in Unix seconds; 'soon' is none."),
        ("created>99999999999999999", "`created` is compared with a moment in Unix seconds"),
        ("created>253402300800", "`created` is compared with a moment in Unix seconds"),
        ("created:'1e999999999'", "`created` is compared with a moment in Unix seconds"),
        ("balance:'1e999999999'", "`balance` is compared with a whole number"),
        ("balance:'NaN'", "`balance` is compared with a whole number"),
        ("delinquent:'maybe'", "`delinquent` is compared with true or false"),
        ("delinquent>1", "`delinquent` is true or false"),
        ("balance>1.5", "`balance` is compared with a whole number"),
        ("balance:999999999999999999", "`balance` is compared with a whole number"),
        ("name:'a\0b'", "holds a character that no text may"),
        (" ".join(["created>1"] * 11), "a query has at most 10 clauses"),
        ("name:'" + "x" * 6000 + "'", "query is too long"),
    ],
)
async def test_queries_that_cannot_be(graph: Graph, query: str, said: str) -> None:
    error = await graph.error("query($query: String) { customers(query: $query) { nodes { id } } }", query=query)
    assert said in error["message"]
    extensions: dict[str, Any] = error["extensions"]
    assert (extensions["code"], extensions["status"], extensions["field"]) == ("BAD_REQUEST", 400, "query")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e999999999", "1" * 29])
async def test_numbers_that_cannot_be_kept_are_not_searched_for(graph: Graph, value: str) -> None:
    error = await graph.error(f"{{ prices(query: \"unit_amount_decimal:'{value}'\") {{ totalCount }} }}")
    assert "`unit_amount_decimal` is compared with a number of at most 28 digits" in error["message"]
