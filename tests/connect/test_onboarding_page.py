"""The page that asks the owner of a connected account for what is required, whatever that is."""

from typing import Any

import pytest

from app.database import Database
from app.server.onboarding.fields import fields_of
from app.server.onboarding.ways import Kind
from app.server.rendering import LANGUAGES, speech_for
from app.tables.shapes.requirements import (
    AccountRequirementsAlternatives,
    AccountRequirementsErrors,
    AccountRequirementsErrorsCode,
)
from tests.connect.owner import Owner, created, require
from tests.connect.test_account_links import REFRESH, RETURN, link
from tests.connect.test_connected import connect
from tests.graph import Graph

BUSINESS = ["business_profile.mcc", "business_profile.url", "business_profile.product_description"]
DUE = [
    *BUSINESS,
    "company.address.city",
    "company.name",
    "company.tax_id",
    "external_account",
    "settings.payments.statement_descriptor",
    "tos_acceptance.date",
    "tos_acceptance.ip",
]
ASKED = [
    "business_profile.url",
    "business_profile.mcc",
    "business_profile.product_description",
    "settings.payments.statement_descriptor",
    "company.name",
    "company.address.city",
    "company.tax_id",
    "external_account.account_holder_name",
    "external_account.routing_number",
    "external_account.account_number",
    "tos_acceptance",
]
SHOWN = """businessProfile { url mcc productDescription } company { name taxIdProvided address { city } }
  settings { payments { statementDescriptor } } tosAcceptance { date ip userAgent } detailsSubmitted
  externalAccounts { nodes { ... on BankAccount { last4 routingNumber accountHolderName } } }"""


async def onboard(graph: Graph, account: str, language: str = "en-US", **input: Any) -> Owner:
    """The owner on the page of a new link."""
    owner = Owner(graph.client, language)
    await owner.open(await link(graph, account, **input))
    assert owner.status == 200, owner.page
    return owner


async def shown(graph: Graph, account: str, fields: str = SHOWN) -> dict[str, Any]:
    data = await graph.on(account)(f"query ($id: ID!) {{ account(id: $id) {{ {fields} }} }}", id=account)
    found: dict[str, Any] = data["account"]
    return found


async def test_what_is_due_is_asked_and_taken(graph: Graph, database: Database) -> None:
    account = await created(graph, type="EXPRESS")
    await require(database, account, DUE)
    owner = await onboard(graph, account)
    assert list(owner.inputs) == ASKED
    assert not any(owner.inputs.values())
    await owner.submit("fill")
    assert owner.status == 200
    filled = owner.inputs
    assert all(filled.values())
    assert (await shown(graph, account, "company { name }"))["company"] is None
    # The test's requirements stand for as long as nobody works them out: they are met here.
    await owner.submit(company__name="Rockets & Sons")
    found = await shown(graph, account)
    accepted = found.pop("tosAcceptance")
    assert (accepted["date"] is not None, accepted["userAgent"]) == (True, "python-httpx/" + accepted["userAgent"][13:])
    assert found["company"] == {"name": "Rockets & Sons", "taxIdProvided": True, "address": {"city": "San Francisco"}}
    assert found["businessProfile"] == {
        "url": "https://accessible.stripe.com",
        "mcc": "5734",
        "productDescription": "Rides on rockets, by the hour",
    }
    assert found["settings"]["payments"]["statementDescriptor"] == "ROCKET RIDES"
    assert found["externalAccounts"]["nodes"] == [
        {"last4": "6789", "routingNumber": "110000000", "accountHolderName": "Jenny Rosen"}
    ]


async def test_the_type_of_the_business_comes_first(graph: Graph, database: Database) -> None:
    account = await created(graph, type="CUSTOM")
    await require(database, account, ["business_profile.url", "business_type", "representative.first_name"])
    owner = await onboard(graph, account)
    assert list(owner.inputs) == ["business_type"]
    assert all(f'value="{each}"' in owner.page for each in ("company", "government_entity", "individual", "non_profit"))


async def test_the_owner_returns_when_nothing_is_due(graph: Graph, database: Database) -> None:
    account = await created(graph, type="STANDARD")
    await require(database, account, [])
    owner = await onboard(graph, account)
    assert "Nothing is needed at the moment." in owner.page
    assert not (await shown(graph, account))["detailsSubmitted"]
    assert await graph.on(account).events() == []
    await owner.submit()
    assert (owner.status, f'content="0;url={RETURN}"' in owner.raw) == (200, True)
    assert (await shown(graph, account))["detailsSubmitted"]
    assert await graph.on(account).events() == ["account.updated"]
    await owner.send("GET", owner.home)
    await owner.submit()
    assert await graph.on(account).events() == ["account.updated"]


async def test_mistakes_are_told_where_they_are_and_change_nothing(graph: Graph, database: Database) -> None:
    account = await created(graph, type="EXPRESS")
    await require(database, account, DUE)
    owner = await onboard(graph, account)
    before = await shown(graph, account)
    await owner.submit(
        business_profile__url="nonsense",
        settings__payments__statement_descriptor="AB",
        company__name="Rockets",
        external_account__routing_number="123",
        external_account__account_number="12",
    )
    assert owner.status == 400
    assert owner.wrong == [
        "business_profile.url",
        "settings.payments.statement_descriptor",
    ]
    assert owner.inputs["company.name"] == "Rockets"
    assert "Nothing was saved" in owner.page
    assert "`" not in owner.page
    await owner.submit(
        business_profile__url="", settings__payments__statement_descriptor="", external_account__routing_number="123"
    )
    assert set(owner.wrong) <= {"external_account.routing_number", "external_account.account_number"}
    assert owner.wrong
    assert await shown(graph, account) == before
    assert await graph.on(account).events() == []


async def test_an_empty_form_says_what_is_missing(graph: Graph, database: Database) -> None:
    account = await created(graph, type="EXPRESS")
    await require(database, account, DUE)
    owner = await onboard(graph, account)
    await owner.submit()
    assert (owner.status, owner.wrong) == (400, ASKED)
    assert owner.page.count("Please fill this in.") == len(ASKED)


async def test_what_the_page_does_not_ask_is_not_taken(graph: Graph, database: Database) -> None:
    account = await created(graph, type="EXPRESS")
    await require(database, account, ["business_profile.mcc"])
    owner = await onboard(graph, account)
    before = await shown(graph, account, f"{SHOWN} email defaultCurrency metadata")
    await owner.submit(
        company__name="Eve", email="eve@example.com", default_currency="eur", metadata__vip="yes", type="CUSTOM"
    )
    assert owner.status == 400
    assert await shown(graph, account, f"{SHOWN} email defaultCurrency metadata") == before


async def test_forms_of_other_sites_are_refused(graph: Graph, database: Database) -> None:
    account = await created(graph, type="EXPRESS")
    await require(database, account, ["business_profile.mcc"])
    owner = await onboard(graph, account)
    for key in ({}, {"key": ""}, {"key": "0" * 64}, {"key": "é"}):
        await owner.post({"business_profile.mcc": "5734", "save": "1", **key})
        assert owner.status == 403
        await owner.send("GET", owner.home)
    assert (await shown(graph, account))["businessProfile"]["mcc"] is None


@pytest.mark.parametrize("value", ["a" * 60_000, "a" * 6000, "\x00", "<script>alert(1)</script>"])
async def test_hostile_values(graph: Graph, database: Database, value: str) -> None:
    account = await created(graph, type="EXPRESS")
    await require(database, account, ["company.name", "business_profile.mcc"])
    owner = await onboard(graph, account)
    await owner.submit(company__name=value, business_profile__mcc=value)
    assert owner.status in (400, 403)
    assert "<script>" not in owner.raw
    assert (await shown(graph, account))["company"] is None


async def test_rejections_and_alternatives_are_shown(graph: Graph, database: Database) -> None:
    account = await created(graph, type="EXPRESS")
    reason = "The website cannot be reached. Provide it again."
    await require(
        database,
        account,
        ["business_profile.url"],
        errors=[
            AccountRequirementsErrors(
                code=AccountRequirementsErrorsCode.INVALID_URL_WEBSITE_INACCESSIBLE,
                reason=reason,
                requirement="business_profile.url",
            )
        ],
        alternatives=[
            AccountRequirementsAlternatives(
                alternative_fields_due=["business_profile.product_description"],
                original_fields_due=["business_profile.url"],
            )
        ],
    )
    owner = await onboard(graph, account)
    assert list(owner.inputs) == ["business_profile.url", "business_profile.product_description"]
    assert owner.wrong == ["business_profile.url"]
    assert reason in owner.page
    german = await onboard(graph, account, "de-DE")
    assert reason not in german.page
    assert "konnte nicht bestätigt werden" in german.page


async def test_what_is_collected_is_the_links_to_say(graph: Graph, database: Database) -> None:
    account = await created(graph, type="CUSTOM")
    await require(database, account, ["company.name"], eventually_due=["company.name", "company.tax_id"])
    assert list((await onboard(graph, account)).inputs) == ["company.name"]
    for input in ({"collect": "EVENTUALLY_DUE"}, {"collectionOptions": {"fields": "EVENTUALLY_DUE"}}):
        assert list((await onboard(graph, account, **input)).inputs) == ["company.name", "company.tax_id"]


async def test_an_update_shows_what_was_given(graph: Graph, database: Database) -> None:
    account = await created(
        graph,
        type="CUSTOM",
        businessType="COMPANY",
        company={"name": "Rockets", "address": {"city": "Berlin"}},
        businessProfile={"url": "https://rocket.example"},
    )
    await require(database, account, [])
    owner = await onboard(graph, account, type="ACCOUNT_UPDATE")
    assert owner.path == f"/connect/accounts/{account}/update"
    given = {name: value for name, value in owner.inputs.items() if value}
    assert {"business_profile.url", "company.name", "company.address.city"} <= set(given)
    assert (given["company.name"], given["company.address.city"]) == ("Rockets", "Berlin")
    await owner.submit(company__name="Rockets & Sons")
    assert f'content="0;url={RETURN}"' in owner.raw
    found = await shown(graph, account, "company { name address { city } } businessProfile { url }")
    assert found == {
        "company": {"name": "Rockets & Sons", "address": {"city": "Berlin"}},
        "businessProfile": {"url": "https://rocket.example"},
    }


async def test_the_dashboard_shows_the_account(graph: Graph, database: Database) -> None:
    account = await connect(
        graph,
        type="EXPRESS",
        email="ada@example.com",
        businessProfile={"name": "Ada's Rockets", "mcc": "5734", "url": "https://accessible.stripe.com"},
        capabilities={"cardPayments": {"requested": True}, "transfers": {"requested": True}},
    )
    await graph.on(account).do(
        "paymentIntentCreate",
        "id",
        input={
            "amount": 2000,
            "currency": "usd",
            "paymentMethod": "pm_card_bypassPending",
            "confirm": True,
            "captureMethod": "AUTOMATIC",
            "returnUrl": REFRESH,
        },
    )
    owner = Owner(graph.client)
    await owner.open(await graph.do("loginLinkCreate", "url created", input={"account": account}))
    assert owner.path == f"/connect/accounts/{account}/dashboard"
    for text in ("Ada's Rockets", "ada@example.com", "Accepts payments", "$19.12", "There is no payout yet."):
        assert text in owner.page, text
    await require(database, account, ["business_profile.mcc"])
    await owner.send("GET", owner.path)
    assert "Some details are needed" in owner.page
    await owner.send("GET", f"{owner.path}/details")
    await owner.submit(business_profile__mcc="5815")
    assert (await shown(graph, account))["businessProfile"]["mcc"] == "5815"


async def test_live_mode_has_no_test_data(live: Graph, database: Database) -> None:
    account = await created(live, type="EXPRESS")
    await require(database, account, ["company.name", "company.verification.document"])
    owner = await onboard(live, account)
    assert "Fill in test data" not in owner.page
    assert "test document" not in owner.page
    assert list(owner.inputs) == ["company.name"]
    await owner.submit("fill")
    assert (owner.status, owner.wrong) == (400, ["company.name", "company.verification.document"])


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page_speaks(graph: Graph, database: Database, language: str) -> None:
    account = await created(graph, type="EXPRESS")
    await require(database, account, DUE)
    owner = await onboard(graph, account, language)
    say = speech_for([language])
    assert f'<html lang="{say.tag}"' in owner.raw
    for key in ("save_continue", "section_bank", "asked_tos", "asked_company_name"):
        assert say(key) in owner.page
    csp = owner.headers["content-security-policy"]
    assert "default-src 'none'" in csp
    assert "script" not in csp
    assert "<script" not in owner.raw


def test_every_requirement_has_a_name_and_a_test_value() -> None:
    say = speech_for(["en"])
    for country in ("US", "DE", "JP", "GB", "CA", "PL", "MX", "TH", "BR", "AE"):
        for field in fields_of(REQUIREMENTS, country):
            label = field.label(say)
            assert say.knows(f"asked_{field.way.label}"), field.name
            assert "_" not in label
            optional = field.path == "address.line2" or field.way.label == "routing_number"
            assert field.test or optional, field.name
            choices = field.choices(say)
            if field.way.kind in (Kind.CHOICE, Kind.COUNTRY):
                assert field.test in dict(choices)
    unknown = fields_of(["individual.shoe_size", "business_profile.annual_revenue.amount"], "US")
    assert sorted(each.label(say) for each in unknown) == ["Business profile annual revenue amount", "Shoe size"]


_ADDRESS = ("city", "line1", "postal_code", "state")
_PERSON = (
    *(f"address.{word}" for word in _ADDRESS),
    *(f"address_{script}.{word}" for script in ("kana", "kanji") for word in (*_ADDRESS, "town")),
    *("dob.day", "dob.month", "dob.year", "email", "first_name", "first_name_kana", "first_name_kanji"),
    *("full_name_aliases", "id_number", "last_name", "last_name_kana", "last_name_kanji", "nationality", "phone"),
    *("relationship.title", "relationship.executive", "ssn_last_4", "verification.document"),
    *("verification.additional_document", "verification.proof_of_liveness", "documents.passport.files"),
)
REQUIREMENTS = [
    *(f"{owner}.{path}" for owner in ("individual", "representative", "owners", "person_1") for path in _PERSON),
    *(f"directors.{path}" for path in ("dob.day", "email", "first_name", "last_name", "relationship.title")),
    *(f"executives.{path}" for path in ("address.city", "dob.day", "email", "first_name", "relationship.title")),
    *(f"business_profile.{word}" for word in ("mcc", "name", "product_description", "support_phone", "url")),
    *(f"company.address.{word}" for word in _ADDRESS),
    *(f"company.address_{script}.{word}" for script in ("kana", "kanji") for word in (*_ADDRESS, "town")),
    *(f"company.{word}" for word in ("business_vat_id_number", "directors_provided", "executives_provided", "name")),
    *(f"company.{word}" for word in ("name_kana", "name_kanji", "owners_provided", "phone", "structure", "tax_id")),
    *("company.ownership_declaration.date", "company.ownership_declaration.ip", "company.verification.document"),
    *("business_type", "external_account", "tos_acceptance.date", "tos_acceptance.ip"),
    *(f"documents.company_{word}.files" for word in ("license", "memorandum_of_association")),
    "documents.bank_account_ownership_verification.files",
    "settings.card_payments.statement_descriptor_prefix",
    "settings.payments.statement_descriptor",
]
"""All that accounts are recorded to have been asked for."""
