"""What accounts of which little is known are asked for: express and standard ones, recipients, and those of no type."""

from typing import Any

import pytest

from app.cli.ready import READY, ready_input
from app.domain.connect import connected
from app.tables.connect.account import AccountKind
from tests.connect.ready import ready_values
from tests.connect.requirements import COMPANY, STATE, able, company, due, individual, seen
from tests.connect.test_recorded_requirements import listed
from tests.graph import Graph
from tests.merchant import Merchant

BOTH = {"cardPayments": {"requested": True}, "transfers": {"requested": True}}
_COMMON = "business_profile.{mcc,url} business_type external_account tos_acceptance.{date,ip}"
_NAMED = "representative.{email,first_name,last_name} representative.dob.{day,month,year}"
_ADDRESS = "representative.address.{city,line1,postal_code}"
_WRITTEN = "{city,line1,postal_code,state,town}"
EXPRESS = {
    "US": f"{_COMMON} {_NAMED} settings.payments.statement_descriptor",
    "DE": f"{_COMMON} {_NAMED} {_ADDRESS} representative.phone",
    "GB": f"{_COMMON} {_NAMED} {_ADDRESS} representative.phone",
    "FR": f"{_COMMON} {_NAMED} {_ADDRESS} representative.phone",
    "AU": f"{_COMMON} {_NAMED} {_ADDRESS} representative.address.state representative.phone",
    "JP": f"{_COMMON} business_profile.product_description representative.dob.{{day,month,year}} representative.email "
    f"representative.{{first_name_kana,first_name_kanji,last_name_kana,last_name_kanji,phone}} "
    f"representative.address_kana.{_WRITTEN} representative.address_kanji.{_WRITTEN}",
}
"""What Stripe asked new express accounts for."""


@pytest.mark.parametrize("country", EXPRESS)
async def test_a_new_express_account(graph: Graph, country: str) -> None:
    given = {"type": "EXPRESS", "country": country, "email": "seller@example.com", "capabilities": BOTH}
    made = await graph.do("accountCreate", STATE, input=given)
    wanted = listed(EXPRESS[country])
    asked = made["requirements"]
    assert due(made) == asked["eventuallyDue"] == asked["pastDue"] == wanted
    assert (asked["disabledReason"], asked["currentDeadline"]) == ("REQUIREMENTS_PAST_DUE", None)
    assert made["capabilities"] == {"cardPayments": "INACTIVE", "transfers": "INACTIVE"}
    assert (*able(made), made["detailsSubmitted"]) == (False, False, False)


async def test_what_can_be_given_instead(graph: Graph) -> None:
    given = {"type": "EXPRESS", "country": "US", "capabilities": BOTH}
    query = "id requirements { alternatives { alternativeFieldsDue originalFieldsDue } }"
    made = await graph.do("accountCreate", query, input=given)
    assert made["requirements"]["alternatives"] == [
        {
            "alternativeFieldsDue": ["business_profile.product_description"],
            "originalFieldsDue": ["business_profile.url"],
        }
    ]
    described = {"businessProfile": {"productDescription": "Spare parts"}}
    changed = await graph.do("accountUpdate", query, id=made["id"], input=described)
    assert changed["requirements"]["alternatives"] == []
    assert "business_profile.url" not in due(await seen(graph, made["id"]))


async def test_a_standard_account_has_its_capabilities_once_it_has_told_all(graph: Graph) -> None:
    made = await graph.do("accountCreate", STATE, input={"type": "STANDARD"})
    profile = "business_profile.{product_description,support_phone,url}"
    assert due(made) == listed(f"{profile} external_account tos_acceptance.{{date,ip}}")
    assert made["capabilities"] == {"cardPayments": None, "transfers": None}
    assert made["requirements"]["disabledReason"] == "REQUIREMENTS_PAST_DUE"
    for name in ("businessProfile", "tosAcceptance", "externalAccount"):
        assert able(await seen(graph, made["id"])) == (False, False)
        await graph.do("accountUpdate", "id", id=made["id"], input={name: READY[name]})
    told = await seen(graph, made["id"])
    assert told["capabilities"] == {"cardPayments": "ACTIVE", "transfers": "ACTIVE"}
    assert (*able(told), due(told), told["detailsSubmitted"]) == (True, True, [], True)


@pytest.mark.parametrize("country", ["US", "DE", "JP"])
async def test_an_account_is_ready_at_once(graph: Graph, merchant: Merchant, country: str) -> None:
    """By the graph and by the domain alike."""
    made = await graph.do("accountCreate", STATE, input=ready_input("EXPRESS", country))
    assert (*able(made), due(made), made["requirements"]["disabledReason"]) == (True, True, [], None)
    async with merchant.begin() as tx:
        account = await connected.create(tx, **ready_values(AccountKind.EXPRESS, country))
    assert (account.charges_enabled, account.payouts_enabled) == (True, True)


async def test_what_is_not_requested_is_not_asked_for(graph: Graph) -> None:
    made = await graph.do("accountCreate", STATE, input={"type": "CUSTOM"})
    assert (due(made), made["requirements"]["disabledReason"]) == ([], None)
    assert (*able(made), made["detailsSubmitted"]) == (False, False, False)
    asked = await graph.do("accountUpdate", STATE, id=made["id"], input={"capabilities": BOTH})
    assert "representative.first_name" in due(asked)
    off = {name: {"requested": False} for name in BOTH}
    assert due(await graph.do("accountUpdate", STATE, id=made["id"], input={"capabilities": off})) == []


@pytest.mark.parametrize(
    ("country", "missing", "asked", "eventually"),
    [
        ("KR", None, [], ["individual.verification.document"]),
        ("AR", None, [], ["individual.verification.document"]),
        ("BO", "idNumber", ["individual.id_number"], ["individual.id_number"]),
        ("KR", "externalAccount", ["external_account"], ["external_account", "individual.verification.document"]),
    ],
)
async def test_a_recipient(
    graph: Graph, country: str, missing: str | None, asked: list[str], eventually: list[str]
) -> None:
    given = READY | {
        "country": country,
        "capabilities": {"transfers": {"requested": True}},
        "tosAcceptance": READY["tosAcceptance"] | {"serviceAgreement": "recipient"},
    }
    person = {name: value for name, value in READY["individual"].items() if name != missing}
    input = {name: value for name, value in (given | {"individual": person}).items() if name != missing}
    made = await graph.do("accountCreate", STATE, input=input)
    assert (due(made), made["requirements"]["pastDue"], made["requirements"]["eventuallyDue"]) == (
        asked,
        asked,
        eventually,
    )
    active = asked in ([], ["external_account"])
    assert made["capabilities"]["transfers"] == ("ACTIVE" if active else "INACTIVE")
    assert able(made) == (active, asked == [])


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"individual": {"dob": {"day": 30, "month": 2, "year": 1990}, "phone": "1"}}, ["dob", "phone"]),
        ({"businessType": "COMPANY", "individual": {"firstName": "Eve"}}, None),
        ({"company": {"phone": "none"}}, ["company.phone"]),
        ({"businessProfile": {"supportPhone": "x" * 20}}, ["businessProfile.supportPhone"]),
        ({"tosAcceptance": {"date": "9999-01-01T00:00:00Z"}}, ["tosAcceptance.date"]),
        ({"accountToken": "tok_none"}, ["accountToken"]),
        ({"documents": {"companyLicense": {"files": ["file_none"] * 11}}}, ["documents.companyLicense.files"]),
    ],
)
async def test_what_no_account_can_tell(graph: Graph, given: dict[str, Any], fields: list[str] | None) -> None:
    made = await individual(graph)
    before = await graph.on(made["id"]).events()
    wanted = ["individual"] if fields is None else fields
    if "individual" in given and fields is not None:
        wanted = [f"individual.{field}" for field in fields]
    refused = await graph.refusals("accountUpdate", id=made["id"], input=given)
    assert sorted(each["field"] for each in refused) == sorted(wanted)
    assert await seen(graph, made["id"]) == made
    assert await graph.on(made["id"]).events() == before


async def test_a_company_without_owners_says_so(graph: Graph) -> None:
    made = await company(graph, {"taxId": "222222222"})
    assert (able(made), due(made)) == ((True, True), [])
    other = await company(graph, {"taxId": "222222222", "ownersProvided": False})
    assert {"company.owners_provided", "owners.first_name"} <= {*due(other)}
    sole = COMPANY | {"structure": "SOLE_PROPRIETORSHIP", "ownersProvided": None}
    await graph.do("accountUpdate", "id", id=other["id"], input={"company": sole | {"taxId": "222222222"}})
    assert due(await seen(graph, other["id"])) == []
