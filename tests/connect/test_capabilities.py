"""Capabilities of accounts: requested, what they require, and requested no longer."""

import pytest

from app.cli.ready import READY
from app.database import Database
from app.domain.snapshot import snapshot
from app.tables.connect.capability import Capability
from tests.connect.requirements import able, seen
from tests.connect.test_connected import connect
from tests.graph import Graph
from tests.records import records
from tests.stripe_facts import fact_differences

SHOWN = """id object status requested requestedAt account { id }
    requirements { currentlyDue pastDue disabledReason } futureRequirements { currentlyDue }"""


async def test_a_capability_is_requested_and_no_longer(graph: Graph, stranger: Graph, database: Database) -> None:
    id = await connect(graph, capabilities={"transfers": {"requested": True}})
    document = f'query ($id: ID) {{ it: capability(id: "card_payments", account: $id) {{ {SHOWN} }} }}'
    assert (await graph(document, id=id))["it"] is None
    before = await graph.on(id).events()
    made = await graph.do("capabilityUpdate", SHOWN, id="card_payments", input={"account": id, "requested": True})
    nothing: dict[str, object] = {"currentlyDue": [], "pastDue": [], "disabledReason": None}
    assert made["requestedAt"] is not None
    assert made == {
        "id": "card_payments",
        "object": "capability",
        "status": "ACTIVE",
        "requested": True,
        "requestedAt": made["requestedAt"],
        "account": {"id": id},
        "requirements": nothing,
        "futureRequirements": {"currentlyDue": []},
    }
    assert (await graph(document, id=id))["it"] == made
    assert (await graph.on(id)(document, id=None))["it"] == made
    assert (await seen(graph, id))["capabilities"] == {"cardPayments": "ACTIVE", "transfers": "ACTIVE"}
    assert (await graph.on(id).events())[len(before) :] == ["capability.updated", "account.updated"]
    for row in await records(database, Capability):
        assert fact_differences(snapshot(row)) == []
    # No one else sees or changes it.
    for other in (stranger, graph.on(await connect(graph))):
        assert (await other(document, id=id))["it"] is None
        asked = {"account": id, "requested": False}
        assert (await other.refuse("capabilityUpdate", id="transfers", input=asked))["field"] == "account"
    for _ in range(2):
        off = await graph.on(id).do("capabilityUpdate", SHOWN, id="transfers", input={"requested": False})
        assert (off["status"], off["requested"], off["requestedAt"]) == ("UNREQUESTED", False, None)
    assert (await seen(graph, id))["capabilities"] == {"cardPayments": "ACTIVE", "transfers": "INACTIVE"}
    assert (await graph.on(id).events())[len(before) + 2 :] == ["capability.updated", "account.updated"]
    listed = await graph.on(id)("{ account { capabilitiesList { totalCount nodes { id status } } } }")
    nodes = sorted((each["id"], each["status"]) for each in listed["account"]["capabilitiesList"]["nodes"])
    assert nodes == [("card_payments", "ACTIVE"), ("transfers", "UNREQUESTED")]


async def test_each_has_its_own_requirements(graph: Graph) -> None:
    given = {name: value for name, value in READY.items() if name not in ("businessProfile", "tosAcceptance")}
    id = (await graph.do("accountCreate", "id", input=given))["id"]
    terms = ["tos_acceptance.date", "tos_acceptance.ip"]
    for name, its in (("transfers", []), ("card_payments", ["business_profile.mcc", "business_profile.url"])):
        document = (
            "query ($name: ID!) { it: capability(id: $name) { status requirements { currentlyDue disabledReason } } }"
        )
        found = (await graph.on(id)(document, name=name))["it"]
        due = {"currentlyDue": [*its, *terms], "disabledReason": "REQUIREMENTS_FIELDS_NEEDED"}
        assert found == {"status": "INACTIVE", "requirements": due}
    # What transfers need is enough to be paid out, though not to be paid.
    await graph.do("accountUpdate", "id", id=id, input={"tosAcceptance": READY["tosAcceptance"]})
    made = await seen(graph, id)
    assert made["capabilities"] == {"cardPayments": "INACTIVE", "transfers": "ACTIVE"}
    assert able(made) == (False, False)
    await graph.do("capabilityUpdate", "id", id="card_payments", input={"account": id, "requested": False})
    assert able(await seen(graph, id)) == (True, True)


@pytest.mark.parametrize("name", ["nope", "", "cardPayments", "a" * 5000])
async def test_what_is_no_capability(graph: Graph, name: str) -> None:
    refused = await graph.refuse("capabilityUpdate", id=name, input={"requested": True})
    assert (refused["code"], refused["field"]) == ("RESOURCE_MISSING", "id")
    document = "query ($name: ID!) { it: capability(id: $name) { id } }"
    assert (await graph(document, name=name))["it"] is None


async def test_a_platforms_capabilities_are_granted(graph: Graph) -> None:
    for requested, status in ((False, "UNREQUESTED"), (True, "ACTIVE")):
        made = await graph.do("capabilityUpdate", SHOWN, id="transfers", input={"requested": requested})
        assert (made["status"], made["requested"]) == (status, requested)
        shown = await graph("{ account { capabilities { transfers } chargesEnabled payoutsEnabled } }")
        assert shown["account"]["capabilities"]["transfers"] == ("ACTIVE" if requested else "INACTIVE")
        assert able(shown["account"]) == (True, True)
