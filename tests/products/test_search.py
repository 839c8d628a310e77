"""Search of products and prices in Stripe's language, by each field that Stripe searches them by."""

import pytest

from tests.graph import Graph


@pytest.mark.parametrize(
    "query",
    [
        "active:'false'",
        "description~'oak'",
        "metadata['room']:'kitchen'",
        "name:'chair'",
        "shippable:'true'",
        "url:'https://example.com/chair'",
        "type:'good'",
        "tax_code:'txcd_99999999'",
        "active:'false' AND name~'cha' AND -name:'table'",
    ],
)
async def test_products(graph: Graph, query: str) -> None:
    chair = {
        "active": False,
        "description": "Of solid oak",
        "metadata": {"room": "kitchen"},
        "name": "Chair",
        "shippable": True,
        "taxCode": "txcd_99999999",
        "type": "GOOD",
        "url": "https://example.com/chair",
    }
    made = await graph.do("productCreate", "id", input=chair)
    await graph.do("productCreate", "id", input={"name": "Table"})
    found = await graph("query($query: String!) { products(query: $query) { nodes { id } } }", query=query)
    assert found["products"]["nodes"] == [made]


@pytest.mark.parametrize(
    "query",
    [
        "active:'false'",
        "currency:'eur'",
        "lookup_key:'chair_eur'",
        "metadata['list']:'2025'",
        "product:'chair'",
        "type:'recurring'",
        "unit_amount>1000 AND recurring.interval:'month'",
    ],
)
async def test_prices(graph: Graph, query: str) -> None:
    for id in ("chair", "table"):
        await graph.do("productCreate", "id", input={"id": id, "name": id})
    given = {
        "active": False,
        "currency": "eur",
        "lookupKey": "chair_eur",
        "metadata": {"list": "2025"},
        "product": "chair",
        "recurring": {"interval": "MONTH"},
        "unitAmount": 2000,
    }
    made = await graph.do("priceCreate", "id", input=given)
    await graph.do("priceCreate", "id", input={"currency": "usd", "product": "table", "unitAmount": 500})
    found = await graph("query($query: String!) { prices(query: $query) { nodes { id } } }", query=query)
    assert found["prices"]["nodes"] == [made]
