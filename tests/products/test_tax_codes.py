"""Tax codes: the same for every account and mode, found by id, in lists, and from what is taxed by them."""

from app.tables.products.tax_code import tax_codes
from tests.graph import Graph

SAAS = "txcd_10103000"


async def test_every_account_and_mode_reads_all_of_them_in_the_order_of_ids(
    graph: Graph, stranger: Graph, live: Graph
) -> None:
    document = "{ taxCodes(first: 2) { totalCount nodes { id object name description } pageInfo { hasNextPage } } }"
    first = await graph(document)
    assert first["taxCodes"] == {
        "totalCount": 485,
        "nodes": [
            {
                "id": "txcd_00000000",
                "object": "tax_code",
                "name": "Nontaxable",
                "description": "Whatever is taxed as: Nontaxable.",
            },
            {
                "id": "txcd_10000000",
                "object": "tax_code",
                "name": "General - Electronically Supplied Services",
                "description": "Whatever is taxed as: General - Electronically Supplied Services.",
            },
        ],
        "pageInfo": {"hasNextPage": True},
    }
    assert await stranger(document) == await live(document) == first
    assert len({each["id"] for each in tax_codes()}) == 485


async def test_they_are_paged_filtered_searched_and_found_by_id(graph: Graph) -> None:
    seen: list[str] = []
    after = None
    while True:
        document = (
            "query($after: String) { taxCodes(first: 100, after: $after) { nodes { id } pageInfo { endCursor } } }"
        )
        page = (await graph(document, after=after))["taxCodes"]
        if not page["nodes"]:
            break
        seen += [node["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
    assert seen == sorted(each["id"] for each in tax_codes())
    found = await graph(
        f"""{{
            taxCode(id: "{SAAS}") {{ name }}
            missing: taxCode(id: "txcd_1") {{ name }}
            node(id: "{SAAS}") {{ __typename id }}
            named: taxCodes(where: {{ name: {{ eq: "Shipping" }} }}) {{ nodes {{ id }} }}
            searched: taxCodes(query: "name:'nontaxable'") {{ nodes {{ id }} totalCount }}
            last: taxCodes(first: 1, orderBy: [{{ field: ID, direction: DESC }}]) {{ nodes {{ id name }} }}
        }}"""
    )
    assert found == {
        "taxCode": {"name": "Software as a service (SaaS) - personal use"},
        "missing": None,
        "node": {"__typename": "TaxCode", "id": SAAS},
        "named": {"nodes": [{"id": "txcd_92010001"}]},
        "searched": {"nodes": [{"id": "txcd_00000000"}], "totalCount": 1},
        "last": {"nodes": [{"id": "txcd_99999999", "name": "General - Tangible Goods"}]},
    }


async def test_a_product_leads_to_its_tax_code_and_back(graph: Graph, stranger: Graph) -> None:
    shown = "id taxCode { id name products { nodes { name } totalCount } }"
    product = await graph.do("productCreate", shown, input={"name": "Editor", "taxCode": SAAS})
    await stranger.do("productCreate", "id", input={"name": "Another's", "taxCode": SAAS})
    expected = {
        "id": SAAS,
        "name": "Software as a service (SaaS) - personal use",
        "products": {"nodes": [{"name": "Editor"}], "totalCount": 1},
    }
    assert product["taxCode"] == expected
    listed = await graph(f'{{ products(where: {{ taxCode: {{ eq: "{SAAS}" }} }}) {{ nodes {{ {shown} }} }} }}')
    assert listed["products"]["nodes"] == [{"id": product["id"], "taxCode": expected}]
    cleared = await graph.do("productUpdate", "taxCode { id }", id=product["id"], input={"taxCode": None})
    assert cleared == {"taxCode": None}
    events = await graph("{ events { nodes { data { object previousAttributes } } } }")
    updated, created = (node["data"] for node in events["events"]["nodes"])
    assert (created["object"]["tax_code"], updated["object"]["tax_code"]) == (SAAS, None)
    assert updated["previousAttributes"]["tax_code"] == SAAS


async def test_a_product_made_with_its_price_has_a_tax_code(graph: Graph) -> None:
    given = {"currency": "usd", "unitAmount": 500, "productData": {"name": "Editor", "taxCode": SAAS}}
    price = await graph.do("priceCreate", "product { taxCode { id } }", input=given)
    assert price == {"product": {"taxCode": {"id": SAAS}}}


async def test_a_tax_code_that_is_none_is_refused(graph: Graph) -> None:
    refused = await graph.refuse("productCreate", input={"name": "Editor", "taxCode": "txcd_1"})
    assert (refused["code"], refused["field"]) == ("RESOURCE_MISSING", "taxCode")
