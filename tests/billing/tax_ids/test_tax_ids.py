"""Tax IDs: of customers, verified by what the authority answers, and of the account."""

from typing import Any

import pytest

from tests.graph import Graph

SHOWN = """id type value country customer { id } owner { type customer { id } account { id } }
    verification { status verifiedName verifiedAddress }"""


async def under_a_clock(graph: Graph) -> tuple[str, str]:
    """The ids of a clock and a customer under it."""
    clock = (await graph.do("testClockCreate", "id", input={"frozenTime": "2025-01-01T00:00:00Z"}))["id"]
    return clock, (await graph.do("customerCreate", "id", input={"testClock": clock}))["id"]


async def pass_a_day(graph: Graph, clock: str) -> None:
    await graph.do("testClockAdvance", "id", id=clock, input={"frozenTime": "2025-01-02T00:00:00Z", "wait": True})


async def found(graph: Graph, id: str) -> dict[str, Any]:
    data = await graph(f"query($id: ID!) {{ taxId(id: $id) {{ {SHOWN} }} }}", id=id)
    shown: dict[str, Any] = data["taxId"]
    return shown


@pytest.mark.parametrize(
    ("type", "value", "country", "status"),
    [
        ("EU_VAT", "DE000000000", "DE", "VERIFIED"),
        ("GB_VAT", "000000000", "GB", "VERIFIED"),
        ("AU_ABN", "111111111", "AU", "UNVERIFIED"),
        ("EU_VAT", "EL111111111", "GR", "UNVERIFIED"),
        ("EU_VAT", "FR222222222", "FR", "PENDING"),
        ("EU_VAT", "FR333333333", "FR", "UNAVAILABLE"),
        ("EU_VAT", "DE136695976", "DE", "VERIFIED"),
        ("EU_VAT", "DE136695977", "DE", "UNVERIFIED"),
        ("EU_VAT", "XI980780684", "GB", "VERIFIED"),
    ],
)
async def test_the_authority_answers_after_a_minute(
    graph: Graph, type: str, value: str, country: str, status: str
) -> None:
    clock, customer = await under_a_clock(graph)
    made = await graph.do("taxIdCreate", SHOWN, input={"customer": customer, "type": type, "value": value})
    assert made == {
        "id": made["id"],
        "type": type,
        "value": value,
        "country": country,
        "customer": {"id": customer},
        "owner": {"type": "CUSTOMER", "customer": {"id": customer}, "account": None},
        "verification": {"status": "PENDING", "verifiedName": None, "verifiedAddress": None},
    }
    assert made["id"].startswith("txi_")

    await pass_a_day(graph, clock)
    verified = status == "VERIFIED"
    assert (await found(graph, made["id"]))["verification"] == {
        "status": status,
        "verifiedName": "Test Company" if verified else None,
        "verifiedAddress": f"1 Test Street, {country}" if verified else None,
    }
    told = [type for type in await graph.events() if type.startswith("customer.tax_id")]
    answered = [] if status == "PENDING" else ["customer.tax_id.updated"]
    assert told == ["customer.tax_id.created", *answered]


async def test_a_type_that_no_authority_is_asked_about_is_unavailable(graph: Graph) -> None:
    clock, customer = await under_a_clock(graph)
    given = {"customer": customer, "type": "EU_OSS_VAT", "value": "EU123456789"}
    made = await graph.do("taxIdCreate", SHOWN, input=given)
    assert (made["country"], made["verification"]["status"]) == (None, "UNAVAILABLE")
    await pass_a_day(graph, clock)
    assert "customer.tax_id.updated" not in await graph.events()


async def test_a_customer_is_created_with_tax_ids(graph: Graph) -> None:
    given = [{"type": "CH_VAT", "value": "CHE-123.456.789 MWST"}, {"type": "US_EIN", "value": "12-3456789"}]
    fields = "id taxIds(orderBy: [{ field: VALUE }]) { nodes { type value country } totalCount }"
    customer = await graph.do("customerCreate", fields, input={"taxIdData": given})
    assert customer["taxIds"] == {
        "nodes": [
            {"type": "US_EIN", "value": "12-3456789", "country": "US"},
            {"type": "CH_VAT", "value": "CHE-123.456.789 MWST", "country": "CH"},
        ],
        "totalCount": 2,
    }
    assert await graph.events() == ["customer.created", "customer.tax_id.created", "customer.tax_id.created"]


async def test_every_malformed_tax_id_of_a_new_customer_is_told(graph: Graph) -> None:
    data = [{"type": "EU_VAT", "value": "DE1"}, {"type": "US_EIN", "value": "12-3456789"}]
    refused = await graph.refusals("customerCreate", input={"taxIdData": [*data, {"type": "CA_BN", "value": "x"}]})
    assert [(each["code"], each["field"]) for each in refused] == [
        ("TAX_ID_INVALID", "taxIdData.0.value"),
        ("TAX_ID_INVALID", "taxIdData.2.value"),
    ]
    assert await graph.events() == []


async def test_the_account_has_tax_ids_of_its_own(graph: Graph) -> None:
    made = await graph.do("taxIdCreate", SHOWN, input={"type": "EU_VAT", "value": "DE123456789"})
    assert made["owner"] == {"type": "SELF", "customer": None, "account": None}
    assert (made["customer"], made["verification"]) == (None, None)
    owner = {"type": "ACCOUNT", "account": graph.tenant.account}
    named = await graph.do("taxIdCreate", SHOWN, input={"type": "GB_VAT", "value": "GB123456789", "owner": owner})
    assert named["owner"] == {"type": "ACCOUNT", "customer": None, "account": {"id": graph.tenant.account}}

    customer = (
        await graph.do("customerCreate", "id", input={"taxIdData": [{"type": "EU_VAT", "value": "DE000000000"}]})
    )["id"]
    own = await graph("{ taxIds(where: { owner: { type: { eq: SELF } } }) { nodes { id } } }")
    assert own["taxIds"]["nodes"] == [{"id": made["id"]}]
    theirs = await graph(
        "query($id: ID!) { taxIds(where: { owner: { customer: { eq: $id } } }) { nodes { value } } }", id=customer
    )
    assert theirs["taxIds"]["nodes"] == [{"value": "DE000000000"}]
    own_created = ["customer.tax_id.created", "customer.tax_id.created"]
    assert await graph.events() == [*own_created, "customer.created", "customer.tax_id.created"]


async def test_a_tax_id_is_deleted(graph: Graph) -> None:
    customer = (await graph.do("customerCreate", "id", input={}))["id"]
    given = {"owner": {"type": "CUSTOMER", "customer": customer}, "type": "NO_VAT", "value": "995525828MVA"}
    id = (await graph.do("taxIdCreate", "id", input=given))["id"]
    gone = await graph.do("taxIdDelete", "id deleted value verification { status }", id=id)
    assert gone == {"id": id, "deleted": True, "value": "", "verification": None}
    assert await graph.events() == ["customer.created", "customer.tax_id.created", "customer.tax_id.deleted"]
    data = await graph("query($id: ID!) { customer(id: $id) { taxIds { nodes { id } } } }", id=customer)
    assert data["customer"]["taxIds"]["nodes"] == []

    own = (await graph.do("taxIdCreate", "id", input={"type": "NO_VAT", "value": "995525828MVA"}))["id"]
    await graph.do("taxIdDelete", "id", id=own)
    assert (await graph.events())[3:] == ["customer.tax_id.created", "customer.tax_id.deleted"]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"value": "DE12"}, "TAX_ID_INVALID", "value"),
        ({"type": "UNKNOWN"}, "TAX_ID_INVALID", "value"),
        ({"owner": {"type": "CUSTOMER"}}, "PARAMETER_MISSING", "owner.customer"),
        ({"owner": {"type": "ACCOUNT"}}, "PARAMETER_MISSING", "owner.account"),
        ({"owner": {"type": "SELF", "customer": "cus_1"}}, "PARAMETER_UNKNOWN", "owner.customer"),
        ({"owner": {"type": "ACCOUNT", "account": "acct_1"}}, "RESOURCE_MISSING", "owner.account"),
        ({"owner": {"type": "APPLICATION"}}, "PARAMETER_INVALID", "owner.type"),
        ({"owner": {"type": "CUSTOMER", "customer": "cus_1"}}, "RESOURCE_MISSING", "owner.customer"),
        ({"customer": "cus_1"}, "RESOURCE_MISSING", "customer"),
        ({"customer": "cus_1", "owner": {"type": "SELF"}}, "PARAMETERS_EXCLUSIVE", "owner"),
    ],
)
async def test_what_is_no_tax_id(graph: Graph, given: dict[str, Any], code: str, field: str) -> None:
    refused = await graph.refuse("taxIdCreate", input={"type": "EU_VAT", "value": "DE123456789"} | given)
    assert (refused["code"], refused["field"]) == (code, field)


async def test_test_numbers_need_their_form_in_live_mode(live: Graph) -> None:
    refused = await live.refuse("taxIdCreate", input={"type": "AU_ABN", "value": "000000000"})
    assert (refused["code"], refused["field"]) == ("TAX_ID_INVALID", "value")


async def test_new_invoices_show_the_accounts_default_tax_ids(graph: Graph) -> None:
    account = graph.tenant.account
    customer = (await graph.do("customerCreate", "id", input={}))["id"]
    own, other, theirs = [
        (await graph.do("taxIdCreate", "id", input={"type": "EU_VAT", "value": value} | of))["id"]
        for value, of in (("DE000000000", {}), ("DE136695976", {}), ("DE136695976", {"customer": customer}))
    ]
    shown = "settings { invoices { defaultAccountTaxIds { id } } }"

    async def default(*ids: str) -> Any:
        given = {"settings": {"invoices": {"defaultAccountTaxIds": list(ids) or None}}}
        return (await graph.do("accountUpdate", shown, id=account, input=given))["settings"]["invoices"]

    async def drafted(**given: Any) -> Any:
        made = await graph.do("invoiceCreate", "accountTaxIds { id }", input={"customer": customer} | given)
        return made["accountTaxIds"]

    assert await drafted() is None
    assert await default(own, other) == {"defaultAccountTaxIds": [{"id": own}, {"id": other}]}
    assert await drafted() == [{"id": own}, {"id": other}]
    assert await drafted(accountTaxIds=[other]) == [{"id": other}]
    wrong = {"settings": {"invoices": {"defaultAccountTaxIds": [theirs]}}}
    refusal = await graph.refuse("accountUpdate", id=account, input=wrong)
    assert refusal["field"] == "settings.invoices.defaultAccountTaxIds.0"
    # One that is deleted is no default any more.
    await graph.do("taxIdDelete", "id", id=own)
    assert await drafted() == [{"id": other}]
    assert await default() == {"defaultAccountTaxIds": None}
    assert await drafted() is None
