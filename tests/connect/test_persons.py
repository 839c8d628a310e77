"""Persons of accounts: added, changed and removed by the platform or the account, and by no one else."""

from typing import Any

import pytest

from app.cli.ready import READY
from app.database import Database
from app.domain.snapshot import snapshot
from app.tables.connect.person import Person
from tests.connect.requirements import REPRESENTATIVE, company, due, seen
from tests.connect.test_connected import connect
from tests.graph import Graph
from tests.records import records
from tests.stripe_facts import fact_differences

SHOWN = """
    id object account { id } firstName lastName fullNameAliases dob { day month year } address { city line1 country }
    email gender idNumberProvided idNumberSecondaryProvided ssnLast4Provided nationality phone politicalExposure
    relationship { director executive owner percentOwnership representative title authorizer legalGuardian } metadata
    additionalTosAcceptances { account { date ip } } verification { status document { front { id } } } deleted
"""
FULL: dict[str, Any] = {
    "additionalTosAcceptances": {"account": {"date": "2025-01-01T00:00:00Z", "ip": "127.0.0.1"}},
    "address": {"city": "Paris", "line1": "1 rue de la Paix", "country": "FR"},
    "dob": {"day": 1, "month": 1, "year": 1901},
    "email": "ada@example.com",
    "firstName": "Ada",
    "fullNameAliases": ["Augusta"],
    "gender": "female",
    "idNumber": "000000000",
    "idNumberSecondary": "12",
    "lastName": "Lovelace",
    "metadata": {"tier": "gold"},
    "nationality": "GB",
    "phone": "+15555550123",
    "politicalExposure": "none",
    "relationship": {"owner": True, "percentOwnership": "25.5"},
    "ssnLast4": "0000",
}


async def persons(graph: Graph, account: str) -> list[str]:
    """First names, the newest first."""
    document = "query ($id: ID!) { account(id: $id) { persons { totalCount nodes { firstName } } } }"
    found = (await graph(document, id=account))["account"]["persons"]
    assert found["totalCount"] == len(found["nodes"])
    return [each["firstName"] for each in found["nodes"]]


async def test_a_person_is_added_changed_and_removed(graph: Graph, stranger: Graph, database: Database) -> None:
    id = await connect(graph, businessType="COMPANY", individual=None)
    shop = graph.on(id)
    made = await graph.do("personCreate", SHOWN, input=FULL | {"account": id})
    nothing = dict.fromkeys(("director", "executive", "representative", "title", "authorizer", "legalGuardian"))
    assert made == {
        "id": made["id"],
        "object": "person",
        "account": {"id": id},
        **{name: FULL[name] for name in ("firstName", "lastName", "fullNameAliases", "dob", "email", "gender")},
        **{name: FULL[name] for name in ("nationality", "phone", "metadata", "address")},
        "idNumberProvided": True,
        "idNumberSecondaryProvided": True,
        "ssnLast4Provided": True,
        "politicalExposure": "NONE",
        "relationship": nothing | {"owner": True, "percentOwnership": "25.5"},
        "additionalTosAcceptances": {"account": {"date": "2025-01-01T00:00:00Z", "ip": "127.0.0.1"}},
        "verification": {"status": "pending", "document": None},
        "deleted": False,
    }
    assert "person.created" in await shop.events()
    assert "person.created" not in await graph.events()
    (row,) = await records(database, Person)
    body = snapshot(row)
    assert (body["account"], body["relationship"]["percent_ownership"]) == (id, 25.5)
    assert fact_differences(body) == []
    # No number is anywhere in the row.
    assert "000000000" not in str(row)

    given = {"relationship": {"title": "Countess"}, "lastName": None, "metadata": {"tier": None, "likes": "engines"}}
    changed = await shop.do("personUpdate", SHOWN, id=made["id"], input=given)
    assert changed == made | {
        "lastName": None,
        "metadata": {"likes": "engines"},
        "relationship": made["relationship"] | {"title": "Countess"},
        "verification": {"status": "unverified", "document": None},
    }
    assert await persons(graph, id) == ["Ada"]
    # Nobody else finds, changes or removes the person.
    for other in (stranger, graph.on(await connect(graph))):
        document = "query ($id: ID!) { person(id: $id) { id } node(id: $id) { id } }"
        assert await other(document, id=made["id"]) == {"person": None, "node": None}
        for mutation, input in (("personUpdate", {"input": {"firstName": "Eve"}}), ("personDelete", {})):
            assert (await other.refuse(mutation, id=made["id"], **input))["code"] == "RESOURCE_MISSING"
        assert (await other.refuse("personCreate", input={"account": id}))["code"] == "RESOURCE_MISSING"
    gone = await graph.do("personDelete", "id deleted firstName", id=made["id"])
    assert gone == {"id": made["id"], "deleted": True, "firstName": None}
    assert await persons(graph, id) == []
    assert (await shop.events()).count("person.deleted") == 1


async def test_persons_stand_in_place_of_their_role(graph: Graph) -> None:
    made = {name: value for name, value in READY.items() if name != "individual"}
    input = made | {"businessType": "COMPANY", "company": {"name": "Rocket Parts"}}
    id = (await graph.do("accountCreate", "id", input=input))["id"]
    due_first = due(await seen(graph, id))
    assert {"representative.first_name", "owners.first_name", "company.owners_provided"} <= {*due_first}
    person = await graph.do(
        "personCreate",
        "id requirements { currentlyDue pastDue }",
        input={"account": id, "firstName": "Ada", "relationship": {"representative": True, "owner": True}},
    )
    its = [path for path in due(await seen(graph, id)) if path.startswith(person["id"])]
    assert [f"{person['id']}.{path}" for path in person["requirements"]["currentlyDue"]] == its
    assert person["requirements"]["pastDue"] == person["requirements"]["currentlyDue"]
    assert f"{person['id']}.last_name" in its
    assert f"{person['id']}.first_name" not in its
    now = due(await seen(graph, id))
    assert not [path for path in now if path.startswith(("representative.", "owners."))]
    assert "company.owners_provided" in now
    await graph.do("accountUpdate", "id", id=id, input={"company": {"ownersProvided": True}})
    assert "company.owners_provided" not in due(await seen(graph, id))
    # Who owns the company is no longer asked for once there is no one left to name.
    await graph.do("personUpdate", "id", id=person["id"], input={"relationship": {"owner": False}})
    assert not [path for path in due(await seen(graph, id)) if path.startswith("owners.")]


async def test_one_person_represents_an_account(graph: Graph) -> None:
    made = await company(graph)
    refused = await graph.refuse("personCreate", input=REPRESENTATIVE | {"account": made["id"]})
    assert (refused["code"], refused["field"]) == ("PARAMETER_INVALID", "relationship.representative")
    document = "query ($id: ID!) { account(id: $id) { persons { nodes { id } } } }"
    (person,) = (await graph(document, id=made["id"]))["account"]["persons"]["nodes"]
    assert (await graph.refuse("personDelete", id=person["id"]))["field"] == "id"
    assert await persons(graph, made["id"]) == ["Jenny"]


async def test_an_individual_is_a_person(graph: Graph) -> None:
    id = await connect(graph)
    document = """query ($id: ID!) { account(id: $id) {
        individual { id firstName relationship { representative } } persons { nodes { id } } } }"""
    found = (await graph(document, id=id))["account"]
    person = found["individual"]["id"]
    assert found["individual"] == {"id": person, "firstName": "Jenny", "relationship": {"representative": True}}
    assert found["persons"]["nodes"] == [{"id": person}]
    await graph.do("accountUpdate", "id", id=id, input={"individual": {"firstName": "Ada", "email": None}})
    shown = await graph("query ($id: ID!) { person(id: $id) { firstName lastName email } }", id=person)
    assert shown["person"] == {"firstName": "Ada", "lastName": "Rosen", "email": None}
    assert due(await seen(graph, id)) == ["individual.email"]
    assert (await graph.refuse("personDelete", id=person))["field"] == "id"
    # A company has none, and whoever did business alone represents it.
    await graph.do("accountUpdate", "id", id=id, input={"businessType": "COMPANY"})
    assert (await graph(document, id=id))["account"] == {"individual": None, "persons": {"nodes": [{"id": person}]}}
    refused = await graph.refuse("accountUpdate", id=id, input={"individual": {"firstName": "Eve"}})
    assert refused["field"] == "individual"
    await graph.do("accountUpdate", "id", id=id, input={"businessType": "INDIVIDUAL"})
    assert (await graph(document, id=id))["account"]["individual"]["id"] == person


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"dob": {"day": 31, "month": 2, "year": 1990}}, ["dob"]),
        ({"dob": {"day": 1, "month": 1, "year": 9999}}, ["dob"]),
        ({"phone": "call me", "gender": "x", "ssnLast4": "12a4"}, ["phone", "gender", "ssnLast4"]),
        ({"politicalExposure": "maybe", "nationality": "XX"}, ["politicalExposure", "nationality"]),
        ({"fullNameAliases": ["x"] * 51}, ["fullNameAliases"]),
        ({"relationship": {"percentOwnership": "101"}}, ["relationship.percentOwnership"]),
        (
            {"verification": {"document": {"front": "file_none", "back": "cus_1"}}},
            ["verification.document.back", "verification.document.front"],
        ),
        ({"documents": {"passport": {"files": ["file_none"]}}}, ["documents.passport.files.0"]),
        ({"documents": {"visa": {"files": ["file_identity_document_success"] * 11}}}, ["documents.visa.files"]),
        ({"personToken": "tok_none"}, ["personToken"]),
        ({"email": "nobody"}, ["email"]),
    ],
)
async def test_what_no_person_can_have(graph: Graph, given: dict[str, Any], fields: list[str]) -> None:
    id = await connect(graph, businessType="COMPANY", individual=None)
    before = await graph.on(id).events()
    refused = await graph.refusals("personCreate", input=given | {"account": id})
    assert sorted(each["field"] for each in refused) == sorted(fields)
    assert await persons(graph, id) == []
    assert await graph.on(id).events() == before


async def test_an_account_has_room_for_so_many(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.domain.connect.persons.MOST", 2)
    id = await connect(graph)
    await graph.do("personCreate", "id", input={"account": id})
    refused = await graph.refuse("personCreate", input={"account": id})
    assert (refused["code"], refused["field"]) == ("PARAMETER_INVALID", "account")


async def test_the_same_again_is_no_change(graph: Graph) -> None:
    id = await connect(graph, businessType="COMPANY", individual=None)
    person = await graph.do("personCreate", "id", input=FULL | {"account": id})
    before = await graph.on(id).events()
    given = {name: value for name, value in FULL.items() if name not in ("idNumber", "ssnLast4")}
    await graph.do("personUpdate", "id", id=person["id"], input=given)
    await graph.do("accountUpdate", "id", id=id, input={"businessType": "COMPANY"})
    assert await graph.on(id).events() == before
