"""Whoever follows an object is told once of each committed change, whether or not events tell of it."""

import pytest

from app.database import Database
from app.domain.quiet import heard, payloads
from app.domain.transaction import transaction
from app.domain.webhooks.addresses import LOOPBACK, Reach
from app.events.changes import KEPT, Watch
from app.events.webhooks.courier import Courier
from app.settings import Webhooks
from app.tables.core_resources.customer import Customer
from app.tables.tenancy import Tenant
from tests.graph import Graph, new_caller
from tests.live.conftest import Followers
from tests.live.following import WAYS, follow
from tests.server.conftest import Live
from tests.webhooks.conftest import deliveries, endpoint
from tests.webhooks.conftest import receiver as receiver
from tests.webhooks.receiver import Receiver

PAYMENT = """subscription ($id: ID!) {
    objectChanged(id: $id) { ... on PaymentIntent { description version } }
}"""
ENDPOINT = "subscription ($id: ID!) { objectChanged(id: $id) { ... on WebhookEndpoint { description } } }"
CUSTOMER = "subscription ($id: ID!) { objectChanged(id: $id) { ... on Customer { name nextInvoiceSequence } } }"
GIVEN = {"amount": 2000, "currency": "usd"}


@pytest.mark.parametrize("way", WAYS)
async def test_a_change_that_tells_no_event(server: Live, merchant: Graph, followers: Followers, way: str) -> None:
    id = (await merchant.do("paymentIntentCreate", "id", input=GIVEN))["id"]
    async with follow(server, merchant.secret, PAYMENT, way, id=id) as follower:
        assert await follower.next() == {"description": None, "version": 1}
        for name in ("Shoes", "Boots"):
            await merchant.do("paymentIntentUpdate", "id", id=id, input={"description": name})
            assert await follower.next() == {"description": name, "version": 1}
    assert await merchant.events() == ["payment_intent.created"]


async def test_an_object_of_which_no_event_ever_tells(servers: list[Live], database: Database) -> None:
    """Heard by another process than the one that changes it."""
    here, there = servers
    merchant = await new_caller(here.http, database)
    given = {"url": "https://example.com/hooks", "enabledEvents": ["customer.created"]}
    id = (await merchant.do("webhookEndpointCreate", "id", input=given))["id"]
    async with follow(there, merchant.secret, ENDPOINT, id=id) as follower:
        assert await follower.next() == {"description": None}
        await merchant.do("webhookEndpointUpdate", "id", id=id, input={"description": "Mine"})
        assert await follower.next() == {"description": "Mine"}


async def test_one_change_is_told_once_however_many_events_it_tells(server: Live, merchant: Graph) -> None:
    id = (await merchant.do("paymentIntentCreate", "id", input=GIVEN | {"paymentMethod": "pm_card_visa"}))["id"]
    document = "subscription ($id: ID!) { objectChanged(id: $id) { ... on PaymentIntent { status description } } }"
    async with follow(server, merchant.secret, document, id=id) as follower:
        assert (await follower.next())["status"] == "REQUIRES_CONFIRMATION"
        await merchant.attempt("paymentIntentConfirm", "id", id=id, input={"paymentMethod": "pm_card_chargeDeclined"})
        assert (await follower.next())["status"] == "REQUIRES_PAYMENT_METHOD"
        await merchant.do("paymentIntentConfirm", "id", id=id, input={"paymentMethod": "pm_card_visa"})
        assert (await follower.next())["status"] == "SUCCEEDED"
        # The next that is told is the next change, so that no other was told in between.
        await merchant.do("paymentIntentUpdate", "id", id=id, input={"description": "Last"})
        assert await follower.next() == {"status": "SUCCEEDED", "description": "Last"}


async def test_two_events_of_one_transaction(server: Live, merchant: Graph, database: Database) -> None:
    id = (await merchant.do("customerCreate", "id", input={"name": "0"}))["id"]
    async with follow(server, merchant.secret, CUSTOMER, id=id) as follower:
        assert await follower.next() == {"name": "0", "nextInvoiceSequence": 1}
        for name in ("1", "2"):
            async with transaction(database, merchant.tenant) as tx:
                customer = await tx.get(Customer, id)
                for part in ("a", "b"):
                    customer.name = name + part
                    tx.tell("updated", customer)
            assert await follower.next() == {"name": f"{name}b", "nextInvoiceSequence": 1}


async def test_what_comes_along_with_the_events_of_others(server: Live, merchant: Graph) -> None:
    """An invoice's number is one of its customer's, of whom no event tells."""
    id = (await merchant.do("customerCreate", "id", input={"name": "Ada"}))["id"]
    await merchant.do("invoiceItemCreate", "id", input={"customer": id, **GIVEN})
    bill = {"customer": id, "autoAdvance": False, "pendingInvoiceItemsBehavior": "INCLUDE"}
    invoice = (await merchant.do("invoiceCreate", "id", input=bill))["id"]
    async with follow(server, merchant.secret, CUSTOMER, id=id) as follower:
        assert await follower.next() == {"name": "Ada", "nextInvoiceSequence": 1}
        await merchant.do("invoiceFinalize", "id", id=invoice)
        assert await follower.next() == {"name": "Ada", "nextInvoiceSequence": 2}


async def test_what_is_refused_or_changes_nothing_is_not_told(server: Live, merchant: Graph) -> None:
    id = (await merchant.do("paymentIntentCreate", "id", input=GIVEN))["id"]
    async with follow(server, merchant.secret, PAYMENT, id=id) as follower:
        assert (await follower.next())["description"] is None
        await merchant.refuse("paymentIntentUpdate", id=id, input={"description": "Never", "amount": -1})
        await merchant.do("paymentIntentUpdate", "id", id=id, input={})
        await merchant.do("paymentIntentUpdate", "id", id=id, input={"description": "Only"})
        assert (await follower.next())["description"] == "Only"


async def test_deliveries_that_are_sent_or_canceled(
    server: Live, merchant: Graph, database: Database, receiver: Receiver
) -> None:
    hook = (await endpoint(merchant, receiver, "customer.created"))["id"]
    await merchant.do("customerCreate", "id", input={})
    ((event, delivery),) = [(each["event"]["id"], each["id"]) for each in await deliveries(merchant, "id event { id }")]
    sent = "subscription ($id: ID!) { objectChanged(id: $id) { ... on WebhookDelivery { status attemptCount } } }"
    counted = "subscription ($id: ID!) { objectChanged(id: $id) { ... on Event { pendingWebhooks } } }"
    async with (
        follow(server, merchant.secret, sent, id=delivery) as of_delivery,
        follow(server, merchant.secret, counted, id=event) as of_event,
    ):
        assert await of_delivery.next() == {"status": "PENDING", "attemptCount": 0}
        assert await of_event.next() == {"pendingWebhooks": 1}
        courier = Courier(database, Webhooks(timeout_seconds=10), within=Reach(LOOPBACK))
        assert await courier.deliver_due() == 1
        await courier.aclose()
        assert await of_delivery.next() == {"status": "SUCCEEDED", "attemptCount": 1}
        assert await of_event.next() == {"pendingWebhooks": 0}
        await merchant.do("webhookDeliveryResend", "id", id=delivery)
        assert await of_delivery.next() == {"status": "PENDING", "attemptCount": 1}
        assert await of_event.next() == {"pendingWebhooks": 1}
        await merchant.do("webhookEndpointDelete", "id", id=hook)
        assert await of_delivery.next() == {"status": "CANCELED", "attemptCount": 1}
        assert await of_event.next() == {"pendingWebhooks": 0}


async def test_what_goes_with_its_test_clock(server: Live, merchant: Graph) -> None:
    clock = (await merchant.do("testClockCreate", "id", input={"frozenTime": "2026-01-05T00:00:00Z"}))["id"]
    customer = (await merchant.do("customerCreate", "id", input={"testClock": clock}))["id"]
    given = {**GIVEN, "customer": customer}
    id = (await merchant.do("paymentIntentCreate", "id", input=given))["id"]
    async with follow(server, merchant.secret, PAYMENT, id=id) as follower:
        assert (await follower.next())["description"] is None
        await merchant.do("testClockDelete", "id", id=clock)
        assert await follower.next() is None


def test_notifications_fit_and_differ() -> None:
    tenant = Tenant("acct_1", livemode=True)
    ids = [f"cus_{number:024}" for number in range(1000)]
    sent = list(payloads(tenant, ids))
    assert [id for each in sent for id in heard(each)[1]] == ids
    assert {heard(each)[0] for each in sent} == {tenant}
    assert max(len(each.encode()) for each in sent) < 8000
    assert len({*payloads(tenant, ids[:1]), *payloads(tenant, ids[:1])}) == 2
    assert list(payloads(tenant, [])) == []


def test_a_watch_counts_transactions_and_keeps_so_many_changes() -> None:
    watch = Watch(seen=5)
    begun = watch.newest
    for commit in (4, 5, 7, 7, 9):
        watch.told(commit)
    first = watch.after(begun, 0)
    assert first is not None
    second = watch.after(first, 0)
    assert second is not None
    assert watch.after(second, 0) is None
    # One who began later knows what was committed before.
    assert watch.after(begun, 7) == second
    watch.changed()
    assert watch.after(second, 9) == watch.newest
    for _ in range(3 * KEPT):
        watch.changed()
    given, place = 0, begun
    while (found := watch.after(place, 0)) is not None:
        given, place = given + 1, found
    assert KEPT <= given <= 2 * KEPT + 1
