"""Tokens of accounts and persons: what an owner's browser sent is used once, beneath what the platform gives."""

from datetime import timedelta
from typing import Any

import pytest

from app.cli.ready import READY
from app.database import Database
from app.tables.access import KeyKind
from tests.connect.requirements import able, due, seen
from tests.graph import Graph, new_caller

PERSON = {name: value for name, value in READY["individual"].items() if name not in ("relationship", "nationality")}
REST = {name: value for name, value in READY.items() if name not in ("individual", "businessType", "tosAcceptance")}


async def token(graph: Graph, **given: Any) -> str:
    return str((await graph.do("tokenCreate", "id", input=given))["id"])


async def test_an_account_of_a_token(graph: Graph, database: Database) -> None:
    browser = await new_caller(graph.client, database, account_id=graph.tenant.account, kind=KeyKind.PUBLISHABLE)
    account = {"businessType": "INDIVIDUAL", "individual": PERSON, "tosShownAndAccepted": True}
    made = await graph.do(
        "accountCreate",
        "id businessType tosAcceptance { date ip } individual { firstName idNumberProvided }",
        input=REST | {"accountToken": await token(browser, account=account), "individual": {"firstName": "Ada"}},
    )
    assert (made["businessType"], made["individual"]) == ("INDIVIDUAL", {"firstName": "Ada", "idNumberProvided": True})
    assert None not in made["tosAcceptance"].values()
    assert able(await seen(graph, made["id"])) == (True, True)


async def test_a_company_of_a_token(graph: Graph) -> None:
    company = {"name": "Rocket Parts", "taxId": "222222222", "ownershipDeclarationShownAndSigned": True}
    given = {"businessType": "COMPANY", "company": company}
    id = (await graph.do("accountCreate", "id", input=REST))["id"]
    assert "company.tax_id" not in due(await seen(graph, id))
    shown = "businessType company { name phone taxIdProvided ownershipDeclaration { date } }"
    input = {"accountToken": await token(graph, account=given), "company": {"phone": "0000000000"}}
    found = await graph.do("accountUpdate", shown, id=id, input=input)
    assert found["company"].pop("ownershipDeclaration")["date"] is not None
    assert found == {
        "businessType": "COMPANY",
        "company": {"name": "Rocket Parts", "phone": "0000000000", "taxIdProvided": True},
    }
    missing = due(await seen(graph, id))
    assert "company.address.line1" in missing
    assert not {"company.name", "company.tax_id", "company.phone"} & {*missing}


async def test_a_person_of_a_token(graph: Graph) -> None:
    id = (await graph.do("accountCreate", "id", input=REST | {"businessType": "COMPANY"}))["id"]
    person = {"firstName": "Ada", "lastName": "Lovelace", "metadata": {"from": "page"}, "idNumber": "000000000"}
    given = {"account": id, "personToken": await token(graph, person=person), "lastName": "King"}
    shown = "id firstName lastName idNumberProvided metadata"
    made = await graph.do("personCreate", shown, input=given)
    assert made == {
        "id": made["id"],
        "firstName": "Ada",
        "lastName": "King",
        "idNumberProvided": True,
        "metadata": {"from": "page"},
    }
    again = await token(graph, person={"firstName": "Augusta"})
    changed = await graph.do("personUpdate", shown, id=made["id"], input={"personToken": again})
    assert changed == made | {"firstName": "Augusta"}


async def test_a_token_works_once_and_for_what_it_is_of(graph: Graph, stranger: Graph) -> None:
    id = (await graph.do("accountCreate", "id", input=REST | {"businessType": "COMPANY"}))["id"]
    used = await token(graph, person={"firstName": "Ada"})
    await graph.do("personCreate", "id", input={"account": id, "personToken": used})
    for wrong, code in (
        (used, "TOKEN_ALREADY_USED"),
        (await token(graph, account={"businessType": "COMPANY"}), "PARAMETER_INVALID"),
        (await token(stranger, person={"firstName": "Eve"}), "RESOURCE_MISSING"),
    ):
        refused = await graph.refuse("personCreate", input={"account": id, "personToken": wrong})
        assert (refused["code"], refused["field"]) == (code, "personToken")
    wrong = await token(graph, person={"firstName": "Ada"})
    refused = await graph.refuse("accountUpdate", id=id, input={"accountToken": wrong})
    assert (refused["code"], refused["field"]) == ("PARAMETER_INVALID", "accountToken")
    # What is refused uses no token up.
    given = {"account": id, "personToken": wrong, "gender": "x"}
    assert (await graph.refuse("personCreate", input=given))["field"] == "gender"
    assert (await graph.do("personCreate", "firstName", input=given | {"gender": "female"}))["firstName"] == "Ada"


async def test_a_token_that_has_expired(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    id = (await graph.do("accountCreate", "id", input=REST | {"businessType": "COMPANY"}))["id"]
    expiring = await token(graph, person={"firstName": "Ada"})
    monkeypatch.setattr("app.domain.payment_methods.tokens.OF_PEOPLE_VALID", -timedelta(days=1))
    refused = await graph.refuse("personCreate", input={"account": id, "personToken": expiring})
    assert (refused["code"], refused["field"]) == ("RESOURCE_MISSING", "personToken")
