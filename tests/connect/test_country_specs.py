"""Country specs: the same for every account and mode, found by the country's code, and in lists."""

from app.currencies import CURRENCIES
from app.tables.connect.country_specs import country_specs
from tests.graph import Graph

WHOLE = """
    id object defaultCurrency supportedPaymentCurrencies supportedPaymentMethods supportedTransferCountries
    supportedBankAccountCurrencies { currency countries }
    verificationFields { company { additional minimum } individual { additional minimum } }
"""


async def test_every_account_and_mode_reads_all_of_them_in_the_order_of_codes(
    graph: Graph, stranger: Graph, live: Graph
) -> None:
    document = f"{{ countrySpecs(first: 100) {{ totalCount nodes {{ {WHOLE} }} }} }}"
    found = (await graph(document))["countrySpecs"]
    assert await stranger(document) == await live(document) == {"countrySpecs": found}
    assert found["totalCount"] == 45
    codes = [each["id"] for each in found["nodes"]]
    assert codes == sorted(codes) == [each["id"] for each in country_specs()]
    for each in found["nodes"]:
        assert each["defaultCurrency"] in {bank["currency"] for bank in each["supportedBankAccountCurrencies"]}
        assert {each["defaultCurrency"], *each["supportedPaymentCurrencies"]} <= CURRENCIES
        assert each["id"] in each["supportedTransferCountries"]
        assert any(each["id"] in bank["countries"] for bank in each["supportedBankAccountCurrencies"])
        for kind in ("company", "individual"):
            assert {"external_account", "tos_acceptance.date"} <= set(each["verificationFields"][kind]["minimum"])


async def test_what_a_country_has_of_its_own_and_shares(graph: Graph) -> None:
    shown = "object defaultCurrency supportedBankAccountCurrencies { currency countries }"
    found = await graph(
        f"""{{
            ca: countrySpec(id: "CA") {{ {shown} supportedPaymentMethods supportedTransferCountries }}
            br: countrySpec(id: "BR") {{ {shown} supportedPaymentCurrencies }}
            pl: countrySpec(id: "PL") {{ {shown} }}
            us: countrySpec(id: "US") {{ supportedPaymentMethods supportedTransferCountries supportedPaymentCurrencies
                verificationFields {{ individual {{ additional minimum }} }} }}
        }}"""
    )
    assert found["ca"] == {
        "object": "country_spec",
        "defaultCurrency": "cad",
        "supportedBankAccountCurrencies": [
            {"currency": "cad", "countries": ["CA"]},
            {"currency": "usd", "countries": ["US", "CA"]},
        ],
        "supportedPaymentMethods": ["card", "stripe"],
        "supportedTransferCountries": ["CA"],
    }
    assert found["br"] == {
        "object": "country_spec",
        "defaultCurrency": "brl",
        "supportedBankAccountCurrencies": [{"currency": "brl", "countries": ["BR"]}],
        "supportedPaymentCurrencies": ["brl"],
    }
    banks = found["pl"]["supportedBankAccountCurrencies"]
    assert [each["currency"] for each in banks] == ["pln", "eur", "dkk", "gbp", "nok", "sek", "usd", "chf"]
    assert banks[0] == {"currency": "pln", "countries": ["PL"]}
    us = found["us"]
    assert us["supportedPaymentMethods"] == ["ach", "card", "stripe"]
    assert (len(us["supportedTransferCountries"]), len(us["supportedPaymentCurrencies"])) == (118, 142)
    assert us["supportedPaymentCurrencies"][:3] == ["usd", "aed", "afn"]
    individual = us["verificationFields"]["individual"]
    assert (individual["additional"], individual["minimum"][0]) == ([], "business_profile.mcc")
    assert "individual.ssn_last_4" in individual["minimum"]


async def test_they_are_paged_filtered_and_found_by_id(graph: Graph) -> None:
    first = (await graph("{ countrySpecs(first: 2) { nodes { id } pageInfo { endCursor hasNextPage } } }"))[
        "countrySpecs"
    ]
    assert [each["id"] for each in first["nodes"]] == ["AE", "AT"]
    assert first["pageInfo"]["hasNextPage"]
    after = first["pageInfo"]["endCursor"]
    found = await graph(
        f"""{{
            next: countrySpecs(first: 1, after: "{after}") {{ nodes {{ id }} }}
            since: countrySpecs(first: 1, after: "SE") {{ nodes {{ id }} }}
            francs: countrySpecs(where: {{ defaultCurrency: {{ eq: "chf" }} }}) {{ nodes {{ id }} }}
            last: countrySpecs(first: 1, orderBy: [{{ field: ID, direction: DESC }}]) {{ nodes {{ id }} }}
            missing: countrySpec(id: "XX") {{ id }}
            node(id: "DE") {{ __typename id }}
        }}"""
    )
    assert found == {
        "next": {"nodes": [{"id": "AU"}]},
        "since": {"nodes": [{"id": "SG"}]},
        "francs": {"nodes": [{"id": "CH"}, {"id": "LI"}]},
        "last": {"nodes": [{"id": "US"}]},
        "missing": None,
        "node": {"__typename": "CountrySpec", "id": "DE"},
    }


async def test_a_merchants_product_may_be_called_as_a_country_is(graph: Graph) -> None:
    product = await graph.do("productCreate", "id", input={"id": "DE", "name": "A map of Germany"})
    assert product == {"id": "DE"}
    found = await graph('{ node(id: "DE") { __typename } countrySpec(id: "DE") { id } }')
    assert found == {"node": {"__typename": "Product"}, "countrySpec": {"id": "DE"}}
