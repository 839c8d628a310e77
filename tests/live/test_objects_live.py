"""Following one object: as it is now, then anew after each event about it, with all that hangs on it."""

import pytest

from app.database import Database
from tests.graph import Graph, new_caller
from tests.live.conftest import Followers
from tests.live.following import WAYS, Refused, follow, take
from tests.server.conftest import Live

PAYMENT = """
subscription ($id: ID!) {
    objectChanged(id: $id) {
        id
        ... on PaymentIntent {
            status latestCharge { status amountRefunded { amount } } paymentMethod { type } customer { name }
            charges { totalCount } refunds { nodes { amount { amount } } }
        }
    }
}
"""
CUSTOMER = """
subscription ($id: ID!) {
    objectChanged(id: $id) { id ... on Customer { name deleted paymentMethods { totalCount } } }
}
"""
EVERY_WAY = pytest.mark.parametrize("way", WAYS)


@EVERY_WAY
async def test_each_change_shows_the_object_as_it_then_is(
    server: Live, merchant: Graph, followers: Followers, way: str
) -> None:
    customer = (await merchant.do("customerCreate", "id", input={"name": "Ada"}))["id"]
    given = {"amount": 2000, "currency": "usd", "customer": customer}
    id = (await merchant.do("paymentIntentCreate", "id", input=given))["id"]
    async with follow(server, merchant.secret, PAYMENT, way, id=id) as follower:
        now = await follower.next()
        assert now == {
            "id": id,
            "status": "REQUIRES_PAYMENT_METHOD",
            "latestCharge": None,
            "paymentMethod": None,
            "customer": {"name": "Ada"},
            "charges": {"totalCount": 0},
            "refunds": {"nodes": []},
        }
        # What hangs on the object is read anew as well, though its own change is no event about the object.
        await merchant.do("customerUpdate", "id", id=customer, input={"name": "Ada Lovelace"})
        await merchant.attempt("paymentIntentConfirm", "id", id=id, input={"paymentMethod": "pm_card_chargeDeclined"})
        failed = await follower.next()
        assert (failed["status"], failed["latestCharge"]["status"]) == ("REQUIRES_PAYMENT_METHOD", "FAILED")
        assert (failed["customer"], failed["charges"]) == ({"name": "Ada Lovelace"}, {"totalCount": 1})
        await merchant.do("paymentIntentConfirm", "id", id=id, input={"paymentMethod": "pm_card_visa"})
        paid = await follower.next()
        assert (paid["status"], paid["latestCharge"]["status"]) == ("SUCCEEDED", "SUCCEEDED")
        assert (paid["charges"], paid["paymentMethod"]) == ({"totalCount": 2}, {"type": "CARD"})
        await followers.reach(1)


async def test_of_a_charge_its_refunds_too(server: Live, merchant: Graph) -> None:
    given = {"amount": 2000, "currency": "usd", "paymentMethod": "pm_card_visa", "confirm": True}
    given["captureMethod"] = "AUTOMATIC"
    intent = await merchant.do("paymentIntentCreate", "id latestCharge { id }", input=given)
    charge = (
        "subscription ($id: ID!) { objectChanged(id: $id) { ... on Charge { refunded amountRefunded { amount } } } }"
    )
    async with follow(server, merchant.secret, charge, id=intent["latestCharge"]["id"]) as follower:
        assert await follower.next() == {"refunded": False, "amountRefunded": {"amount": 0}}
        for amount, total in ((500, 500), (1500, 2000)):
            await merchant.do("refundCreate", "id", input={"paymentIntent": intent["id"], "amount": amount})
            assert await follower.next() == {"refunded": total == 2000, "amountRefunded": {"amount": total}}


@EVERY_WAY
async def test_what_is_deleted_says_so(server: Live, merchant: Graph, way: str) -> None:
    id = (await merchant.do("customerCreate", "id", input={"name": "Ada", "paymentMethod": "pm_card_visa"}))["id"]
    async with follow(server, merchant.secret, CUSTOMER, way, id=id) as follower:
        assert await follower.next() == {
            "id": id,
            "name": "Ada",
            "deleted": False,
            "paymentMethods": {"totalCount": 1},
        }
        await merchant.do("customerDelete", "id", id=id)
        gone = await follower.next()
        assert (gone["id"], gone["deleted"], gone["paymentMethods"]) == (id, True, {"totalCount": 0})


@EVERY_WAY
async def test_what_there_is_not_cannot_be_followed(
    server: Live, merchant: Graph, database: Database, way: str
) -> None:
    stranger = await new_caller(server.http, database)
    theirs = (await stranger.do("customerCreate", "id", input={}))["id"]
    for id in ("nope", "cus_none", theirs):
        async with follow(server, merchant.secret, CUSTOMER, way, id=id) as follower:
            with pytest.raises(Refused) as refused:
                await follower.next()
        (error,) = refused.value.errors
        assert error["message"] == f"There is no object '{id}' to follow, or none that this key may read."
        assert (error["extensions"]["code"], error["extensions"]["status"]) == ("NOT_FOUND", 404)


async def test_an_object_of_a_chosen_id_can_be_followed_once_it_is_there(server: Live, merchant: Graph) -> None:
    document = "subscription ($id: ID!) { objectChanged(id: $id) { id ... on Product { name } } }"
    async with follow(server, merchant.secret, document, id="zzz_1") as follower:
        with pytest.raises(Refused):
            await follower.next()
    await merchant.do("productCreate", "id", input={"id": "zzz_1", "name": "Seat"})
    async with follow(server, merchant.secret, document, id="zzz_1") as follower:
        assert await follower.next() == {"id": "zzz_1", "name": "Seat"}


async def test_what_was_removed_is_null_to_its_followers(server: Live, merchant: Graph) -> None:
    customer = (await merchant.do("customerCreate", "id", input={}))["id"]
    id = (await merchant.do("invoiceItemCreate", "id", input={"customer": customer, "amount": 1, "currency": "usd"}))[
        "id"
    ]
    document = "subscription ($id: ID!) { objectChanged(id: $id) { id } }"
    async with follow(server, merchant.secret, document, id=id) as follower:
        assert await follower.next() == {"id": id}
        await merchant.do("invoiceItemDelete", "id", id=id)
        assert await follower.next() is None


async def test_an_event_cannot_show_later_states_of_its_payload(server: Live, merchant: Graph) -> None:
    """The event's own data is of its moment, though it is delivered long after."""
    id = (await merchant.do("customerCreate", "id", input={"name": "1"}))["id"]
    for name in ("2", "3"):
        await merchant.do("customerUpdate", "id", id=id, input={"name": name})
    document = 'subscription { events(after: "0") { data { object previousAttributes } } }'
    async with follow(server, merchant.secret, document) as follower:
        events = await take(follower, 3)
    assert [event["data"]["object"]["name"] for event in events] == ["1", "2", "3"]
    assert [event["data"]["previousAttributes"] for event in events] == [None, {"name": "1"}, {"name": "2"}]
