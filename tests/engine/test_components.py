"""The secret of an account session opens what its components show, and nothing else, by any way in."""

import pytest

from app.access.components import SHOWN
from app.database import Database
from app.domain.core_resources.customer_keys import keys
from app.domain.transaction import transaction
from app.tables import by_name
from app.tables.access import Components, KeyKind
from app.tables.resource import Resource
from schema.root import exposed_in, families
from tests.by_table import each_resource, each_shown_table, mutations
from tests.engine.test_permissions import call, ways_to
from tests.factory import input_of, insert, row_of
from tests.graph import Graph

ALL = tuple(SHOWN)
FEATURES = (
    *("capture_payments", "dispute_management", "edit_payout_schedule", "external_account_collection"),
    *("instant_payouts", "refund_management", "standard_payouts"),
)
OPEN = {
    *("accountUpdate", "bankAccountCreate", "bankAccountDelete", "bankAccountUpdate", "cardCreate", "cardDelete"),
    *("cardUpdate", "chargeCapture", "disputeClose", "disputeUpdate", "fileCreate", "paymentIntentCancel"),
    *("paymentIntentCapture", "payoutCreate", "personCreate", "personDelete", "personUpdate", "refundCreate"),
}
"""What some session can do."""


async def session(graph: Graph, database: Database, *components: str, features: tuple[str, ...] = ()) -> Graph:
    """The secret of a session of the caller's own account."""
    async with transaction(database, graph.tenant) as tx:
        opened = Components(enabled=components, features=features)
        _, secret = keys.make(tx, KeyKind.ACCOUNT_SESSION, opened, expires_at=tx.real_now.replace(year=2100))
    return Graph(graph.client, graph.tenant, secret)


@each_shown_table
async def test_each_component_shows_its_own(graph: Graph, database: Database, table: type[Resource]) -> None:
    await insert(database, [row_of(table, graph.tenant, 1)])
    shown = [each for each in ALL if table.object_name in SHOWN[each]]
    hidden = [each for each in (*ALL, "documents", "tax_settings") if each not in shown]
    for components, allowed in ((shown, True), (hidden, False)):
        if not components:
            continue
        browser = await session(graph, database, *components, features=FEATURES)
        for document in ways_to(table):
            body = await browser.result(document)
            codes = {each["extensions"]["code"] for each in body.get("errors", [])}
            # An id without a prefix may be anything's, and then `node` leads nowhere.
            nothing = not allowed and not codes and not any(body["data"].values())
            assert nothing or codes == (set() if allowed else {"FORBIDDEN"}), (document, components)


@each_resource
async def test_what_no_component_enables_changes_nothing(graph: Graph, database: Database, resource: str) -> None:
    browser = await session(graph, database, *ALL)
    for name in mutations[resource]:
        if name in ("accountUpdate", "personCreate"):
            continue  # What the owner is asked takes no feature.
        body = await browser.result(call(name, "nothing"), input=input_of(name))
        if name in OPEN:
            # By a rule, which may judge only once the object is found.
            continue
        assert body["errors"][0]["extensions"]["code"] == "FORBIDDEN", name
    assert await graph.events() == []


def test_what_is_open_has_a_rule() -> None:
    found = {
        each.name
        for family in families
        for exposed in exposed_in(family)
        for each in exposed.operations()
        if each.components_rule is not None
    }
    assert found == OPEN


@pytest.mark.parametrize("component", ALL)
def test_components_show_what_there_is(component: str) -> None:
    objects = {table.object_name for table in by_name.values()} | {"balance"}
    assert SHOWN[component] <= objects


async def test_sockets_and_events_are_closed(graph: Graph, database: Database) -> None:
    browser = await session(graph, database, *ALL, features=FEATURES)
    for document in (
        "{ events { nodes { id } } }",
        "{ requestLogs { nodes { id } } }",
        '{ node(id: "evt_1") { id } }',
        "{ exchangeRates { nodes { id } } }",
    ):
        body = await browser.result(document)
        assert {each["extensions"]["code"] for each in body["errors"]} == {"FORBIDDEN"}, document
