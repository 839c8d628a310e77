"""Verification by test values: what is given is checked for a while, and then verified or due again."""

from typing import Any

import pytest

from app.cli.ready import READY
from app.database import Database
from tests.connect.requirements import able, company, due, errors, individual, later, seen
from tests.graph import Graph

PENDING = [
    *(f"individual.address.{part}" for part in ("city", "line1", "postal_code", "state")),
    "individual.id_number",
    "individual.verification.document",
]
ADDRESS = PENDING[:4]


async def test_an_individual_is_verified_after_a_while(graph: Graph, database: Database) -> None:
    made = await individual(graph)
    assert made["requirements"] == {
        "currentlyDue": [],
        "eventuallyDue": [],
        "pastDue": [],
        "pendingVerification": PENDING,
        "errors": [],
        "disabledReason": "REQUIREMENTS_PENDING_VERIFICATION",
        "currentDeadline": None,
    }
    assert made["capabilities"] == {"cardPayments": "PENDING", "transfers": "PENDING"}
    assert (*able(made), made["detailsSubmitted"]) == (False, False, True)
    assert made["individual"]["verification"] == {"status": "pending", "detailsCode": None}
    its = [path.removeprefix("individual.") for path in PENDING]
    assert made["individual"]["requirements"]["pendingVerification"] == its
    shop = graph.on(made["id"])
    told = await shop.events()
    # Nothing happens before its time.
    assert await later(graph, database, made["id"], seconds=58) == made
    assert await shop.events() == told
    verified = await later(graph, database, made["id"])
    assert (verified["requirements"]["pendingVerification"], verified["requirements"]["disabledReason"]) == ([], None)
    assert verified["capabilities"] == {"cardPayments": "ACTIVE", "transfers": "ACTIVE"}
    assert (able(verified), verified["individual"]["verification"]["status"]) == ((True, True), "verified")
    assert sorted((await shop.events())[len(told) :]) == [
        "account.updated",
        "capability.updated",
        "capability.updated",
        "person.updated",
    ]
    told = await shop.events()
    await later(graph, database, made["id"], days=400)
    assert await shop.events() == told


@pytest.mark.parametrize(
    ("person", "again", "code"),
    [
        ({"dob": {"day": 2, "month": 3, "year": 1990}}, ["verification.document"], "FAILED_KEYED_IDENTITY"),
        ({"address": {"line1": "address_no_match"}}, ["address"], "FAILED_ADDRESS_MATCH"),
        ({"address": {"line1": "address_line1_no_match"}}, ["address.line1"], "FAILED_ADDRESS_MATCH"),
        ({"idNumber": "111111111"}, ["id_number"], "FAILED_ID_NUMBER_MATCH"),
        (
            {"verification": {"document": {"front": "file_identity_document_failure"}}},
            ["verification.document"],
            "DOCUMENT_FAILED_TEST_MODE",
        ),
    ],
)
async def test_what_does_not_match_is_due_again(
    graph: Graph, database: Database, person: dict[str, Any], again: list[str], code: str
) -> None:
    if "address" in person:
        person = {"address": READY["individual"]["address"] | person["address"]}
    made = await individual(graph, person)
    assert errors(made) == []
    failed = await later(graph, database, made["id"])
    paths = ADDRESS if again == ["address"] else [f"individual.{path}" for path in again]
    assert errors(failed) == [(path, f"VERIFICATION_{code}") for path in paths]
    assert due(failed) == failed["requirements"]["pastDue"] == paths
    assert failed["capabilities"] == {"cardPayments": "INACTIVE", "transfers": "INACTIVE"}
    assert (able(failed), failed["requirements"]["disabledReason"]) == ((False, False), "REQUIREMENTS_PAST_DUE")
    assert failed["individual"]["verification"]["status"] == "unverified"
    assert [each["requirement"] for each in failed["individual"]["requirements"]["errors"]] == [
        path.removeprefix("individual.") for path in paths
    ]
    # A document, or the same once more, as it should be.
    given: dict[str, Any] = {"verification": {"document": {"front": "file_identity_document_success"}}}
    if "address" in person:
        given = {"address": {"line1": "address_full_match"}}
    await graph.do("accountUpdate", "id", id=made["id"], input={"individual": given})
    # The number stays due until the document shows it.
    assert errors(await seen(graph, made["id"])) == (errors(failed) if "idNumber" in person else [])
    verified = await later(graph, database, made["id"])
    assert (errors(verified), due(verified), able(verified)) == ([], [], (True, True))
    assert verified["individual"]["verification"]["status"] == "verified"


async def test_what_matches_at_once(graph: Graph) -> None:
    for person in ({"idNumber": "222222222"}, {"dob": {"day": 1, "month": 1, "year": 1902}}):
        made = await individual(graph, person)
        assert (able(made), made["requirements"]["pendingVerification"]) == ((True, True), [])
        assert made["individual"]["verification"]["status"] == "verified"


async def test_someone_on_a_list_ends_all_business(graph: Graph, database: Database) -> None:
    made = await individual(graph, {"dob": {"day": 1, "month": 1, "year": 1900}})
    failed = await later(graph, database, made["id"])
    assert (able(failed), failed["requirements"]["disabledReason"]) == ((False, False), "LISTED")
    assert failed["capabilities"] == {"cardPayments": "INACTIVE", "transfers": "INACTIVE"}
    assert failed["individual"]["verification"]["status"] == "unverified"


@pytest.mark.parametrize(
    ("year", "code"),
    [(1899, "OVER_MAXIMUM"), (2012, "UNDER_18"), (2024, "UNDER_MINIMUM")],
)
async def test_an_age_is_known_at_once(graph: Graph, year: int, code: str) -> None:
    made = await individual(graph, {"dob": {"day": 1, "month": 1, "year": year}}, country="DE")
    paths = [f"individual.dob.{part}" for part in ("day", "month", "year")]
    assert errors(made) == [(path, f"INVALID_DOB_AGE_{code}") for path in paths]
    assert (able(made), due(made)) == ((False, False), paths)


async def test_where_checks_keep_no_one_waiting(graph: Graph, database: Database) -> None:
    made = await individual(graph, country="DE")
    assert (able(made), made["requirements"]["pendingVerification"]) == ((True, True), [])
    assert made["individual"]["verification"]["status"] == "pending"
    verified = await later(graph, database, made["id"])
    assert verified["individual"]["verification"]["status"] == "verified"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("111111111", "VERIFICATION_FAILED_TAX_ID_MATCH"),
        ("111111112", "VERIFICATION_FAILED_TAX_ID_NOT_ISSUED"),
        ("222221000", "VERIFICATION_FAILED_KEYED_MATCH"),
        ("222221001", "VERIFICATION_FAILED_OTHER"),
        ("222221002", "VERIFICATION_EXTRANEOUS_DIRECTORS"),
        ("222221003", "VERIFICATION_MISSING_OWNERS"),
        ("222221004", "VERIFICATION_MISSING_DIRECTORS"),
    ],
)
async def test_a_companys_number_does_not_match(graph: Graph, database: Database, number: str, code: str) -> None:
    made = await company(graph, {"taxId": number})
    assert "company.tax_id" in made["requirements"]["pendingVerification"]
    failed = await later(graph, database, made["id"])
    assert (errors(failed), due(failed), able(failed)) == (
        [("company.tax_id", code)],
        ["company.tax_id"],
        (False, False),
    )
    await graph.do("accountUpdate", "id", id=made["id"], input={"company": {"taxId": "222222222"}})
    assert able(await seen(graph, made["id"])) == (True, True)


async def test_a_companys_number_that_is_looked_up_without_end(graph: Graph, database: Database) -> None:
    made = await company(graph, {"taxId": "222221005"})
    waiting = await later(graph, database, made["id"], days=30)
    assert waiting["requirements"]["pendingVerification"] == ["company.tax_id"]
    assert (able(waiting), waiting["capabilities"]["transfers"]) == ((False, False), "PENDING")


async def test_a_companys_address_that_does_not_match(graph: Graph, database: Database) -> None:
    for line, paths, can in (
        ("address_full_match", [], (True, True)),
        ("address_no_match", ["line1"], (True, False)),
        ("address_line1_no_match", ["city", "line1", "postal_code", "state"], (False, False)),
    ):
        made = await company(graph, {"address": READY["individual"]["address"] | {"line1": line}})
        failed = await later(graph, database, made["id"])
        wanted = [f"company.address.{path}" for path in paths]
        assert (due(failed), [each for each, _ in errors(failed)], able(failed)) == (wanted, wanted, can)


@pytest.mark.parametrize(
    ("given", "requirement", "code"),
    [
        ({"businessProfile": {"url": f"https://{name}.stripe.com"}}, "business_profile.url", f"INVALID_URL_{code}")
        for name, code in (
            ("disallowed", "DENYLISTED"),
            ("geoblocked", "WEBSITE_INACCESSIBLE_GEOBLOCKED"),
            ("problem", "WEBSITE_OTHER"),
            ("missing", "WEBSITE_INCOMPLETE"),
            ("mismatch", "WEBSITE_BUSINESS_INFORMATION_MISMATCH"),
            ("passwordprotected", "WEBSITE_INACCESSIBLE_PASSWORD_PROTECTED"),
            ("underconstruction", "WEBSITE_INCOMPLETE_UNDER_CONSTRUCTION"),
            ("inaccessible", "WEBSITE_INACCESSIBLE"),
        )
    ]
    + [
        (
            {"businessProfile": {"url": None, "productDescription": "require_url"}},
            "business_profile.url",
            "INVALID_URL_WEB_PRESENCE_DETECTED",
        ),
        (
            {"businessProfile": {"name": "disallowed_dba"}},
            "business_profile.name",
            "INVALID_BUSINESS_PROFILE_NAME_DENYLISTED",
        ),
        ({"businessProfile": {"name": "invalid_dba"}}, "business_profile.name", "INVALID_BUSINESS_PROFILE_NAME"),
        ({"company": {"name": "disallowed_name"}}, "company.name", "INVALID_COMPANY_NAME_DENYLISTED"),
        ({"company": {"name": "match_name_only"}}, "company.name", "VERIFICATION_FAILED_NAME_MATCH"),
        (
            {"settings": {"payments": {"statementDescriptor": "MISMATCH"}}},
            "settings.payments.statement_descriptor",
            "INVALID_STATEMENT_DESCRIPTOR_BUSINESS_MISMATCH",
        ),
        (
            {"settings": {"cardPayments": {"statementDescriptorPrefix": "DISALLOWED"}}},
            "settings.card_payments.statement_descriptor_prefix",
            "INVALID_STATEMENT_DESCRIPTOR_PREFIX_DENYLISTED",
        ),
    ],
)
async def test_a_profile_that_is_refused(
    graph: Graph, database: Database, given: dict[str, Any], requirement: str, code: str
) -> None:
    made = await company(graph)
    await later(graph, database, made["id"])
    await graph.do("accountUpdate", "id", id=made["id"], input=given)
    failed = await later(graph, database, made["id"], minutes=2)
    assert (requirement, code) in errors(failed)
    assert requirement in due(failed)
    # An account that was enabled has two weeks.
    assert (able(failed)[0], failed["requirements"]["pastDue"]) == (True, [])
    assert failed["requirements"]["currentDeadline"] is not None


async def test_a_business_that_does_nothing_is_paused(graph: Graph, database: Database) -> None:
    made = await individual(graph, {"idNumber": "222222222"})
    paused = {"businessProfile": {"url": "https://inactivity.stripe.com"}}
    await graph.do("accountUpdate", "id", id=made["id"], input=paused)
    failed = await later(graph, database, made["id"])
    assert (able(failed), failed["capabilities"]["cardPayments"]) == ((False, False), "INACTIVE")
    query = '{ capability(id: "card_payments") { status requirements { disabledReason } } }'
    assert (await graph.on(made["id"])(query))["capability"] == {
        "status": "INACTIVE",
        "requirements": {"disabledReason": "PAUSED_INACTIVITY"},
    }


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("invalid", "VERIFICATION_DOCUMENT_INVALID"),
        ("mismatch", "VERIFICATION_DOCUMENT_NAME_MISMATCH"),
        ("invalid_signer", "VERIFICATION_FAILED_REPRESENTATIVE_AUTHORITY"),
        ("success", None),
    ],
)
async def test_who_may_represent_a_company(graph: Graph, database: Database, file: str, code: str | None) -> None:
    made = await company(graph, {"taxId": "222222222"})
    persons = await graph("query ($id: ID!) { account(id: $id) { persons { nodes { id } } } }", id=made["id"])
    person = persons["account"]["persons"]["nodes"][0]["id"]
    files = [f"file_relationship_document_{file}"]
    await graph.do("personUpdate", "id", id=person, input={"documents": {"companyAuthorization": {"files": files}}})
    path = f"{person}.documents.company_authorization.files"
    assert (await seen(graph, made["id"]))["requirements"]["pendingVerification"] == [path]
    assert errors(await later(graph, database, made["id"])) == ([] if code is None else [(path, code)])


@pytest.mark.parametrize(
    ("role", "name", "code"),
    [
        ("director", "mismatch_director", "VERIFICATION_DIRECTORS_MISMATCH"),
        ("director", "missing_director", "VERIFICATION_MISSING_DIRECTORS"),
        ("director", "extraneous_director", "VERIFICATION_EXTRANEOUS_DIRECTORS"),
        ("owner", "mismatch_owner", "VERIFICATION_MISSING_OWNERS"),
        ("owner", "extraneous_owner", "VERIFICATION_MISSING_OWNERS"),
    ],
)
async def test_who_is_on_record(graph: Graph, database: Database, role: str, name: str, code: str) -> None:
    made = await company(graph, {"taxId": "222222222"})
    given = READY["individual"] | {"account": made["id"], "firstName": name, "relationship": {role: True}}
    given["dob"] = {"day": 1, "month": 1, "year": 1901}
    person = await graph.do("personCreate", "id", input=given | {"idNumber": "000000000"})
    failed = await later(graph, database, made["id"])
    assert {error for _, error in errors(failed)} == {code}
    assert due(failed) == [f"{person['id']}.first_name", f"{person['id']}.last_name"]


@pytest.mark.parametrize(
    ("lines", "paths", "can"),
    [
        (("address_full_match", "address_no_match", "address_line1_no_match"), [], (True, True)),
        # An account that can be paid has two weeks for what fails again.
        (("address_no_match", "address_line1_no_match"), ["line1"], (True, True)),
        (("address_line1_no_match", "address_no_match"), ["line1"], (True, False)),
        (("address_line1_no_match", "address_no_match", "address_full_match"), [], (True, True)),
    ],
)
async def test_a_companys_later_address_is_no_worse(
    graph: Graph, database: Database, lines: tuple[str, ...], paths: list[str], can: tuple[bool, bool]
) -> None:
    first, *others = lines
    made = await company(graph, {"address": READY["individual"]["address"] | {"line1": first}})
    await later(graph, database, made["id"])
    for line in others:
        await graph.do("accountUpdate", "id", id=made["id"], input={"company": {"address": {"line1": line}}})
        await later(graph, database, made["id"])
    found = await seen(graph, made["id"])
    wanted = [(f"company.address.{path}", "VERIFICATION_FAILED_ADDRESS_MATCH") for path in paths]
    assert (errors(found), able(found)) == (wanted, can)


async def test_a_business_of_high_risk_has_no_time(graph: Graph, database: Database) -> None:
    """What others give some day, and a document, is due before the business can be paid."""
    document = "individual.verification.document"
    given = {"idNumber": "222222222"}
    made = await individual(graph, given, businessProfile=READY["businessProfile"] | {"name": "Parts_high_risk"})
    assert (due(made), made["requirements"]["pastDue"], able(made)) == ([document], [document], (False, False))
    assert made["requirements"]["disabledReason"] == "REQUIREMENTS_PAST_DUE"
    assert made["capabilities"] == {"cardPayments": "INACTIVE", "transfers": "INACTIVE"}
    person = {"individual": {"verification": {"document": {"front": "file_identity_document_success"}}}}
    await graph.do("accountUpdate", "id", id=made["id"], input=person)
    verified = await later(graph, database, made["id"])
    assert (due(verified), able(verified)) == ([], (True, True))
    # The risk is that of a name which ends so.
    other = await individual(graph, given, businessProfile=READY["businessProfile"] | {"name": "_high_risk Parts"})
    other = await later(graph, database, other["id"])
    assert (due(other), able(other)) == ([], (True, True))
    renamed = {"businessProfile": {"name": "Parts_high_risk"}}
    changed = await graph.do("accountUpdate", "chargesEnabled", id=other["id"], input=renamed)
    assert changed == {"chargesEnabled": False}
    assert due(await seen(graph, other["id"])) == [document]


async def test_a_company_of_high_risk_has_no_time(graph: Graph) -> None:
    made = await company(graph, {"taxId": "222222222", "name": "Parts_high_risk"})
    persons = await graph("query ($id: ID!) { account(id: $id) { persons { nodes { id } } } }", id=made["id"])
    document = f"{persons['account']['persons']['nodes'][0]['id']}.verification.document"
    assert (due(made), made["requirements"]["pastDue"], able(made)) == ([document], [document], (False, False))
