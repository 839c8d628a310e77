"""Sessions of the customer portal: for one customer, as the configuration allows, at an address that opens once."""

from datetime import timedelta
from typing import Any

import pytest

from app.access.portal import open_page, sweep, visit
from app.database import Database
from app.domain.real_time import real_now
from app.tables.billing.portal_access import PortalAccess
from app.tables.tenancy import Tenant
from tests.billing.portal.test_configurations import create as configure
from tests.billing.portal.test_configurations import default, plan
from tests.graph import Graph
from tests.records import records

FLOW = """
    type afterCompletion { type hostedConfirmation { customMessage } redirect { returnUrl } }
    subscriptionCancel { subscription { id } retention { type couponOffer { coupon { id } } } }
    subscriptionUpdate { subscription { id } }
    subscriptionUpdateConfirm {
        subscription { id } discounts { coupon { id } promotionCode { id } } items { id price { id } quantity }
    }
"""
SESSION = f"""
    id object configuration {{ id }} created customer {{ id }} flow {{ {FLOW} }} livemode locale onBehalfOf {{ id }}
    returnUrl url
"""
CREATE = "billingPortalSessionCreate"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SECRET = "what the browser keeps"
ALL = {name: {"enabled": True} for name in ("paymentMethodUpdate", "subscriptionCancel", "subscriptionUpdate")}
"""Features that allow every flow."""
HOME = {"type": "PORTAL_HOMEPAGE", "hostedConfirmation": None, "redirect": None}


async def customer(graph: Graph) -> str:
    return str((await graph.do("customerCreate", "id", input={"email": "ada@example.com"}))["id"])


async def create(graph: Graph, **input: Any) -> dict[str, Any]:
    return await graph.do(CREATE, SESSION, input=input)


async def subscribe(graph: Graph, customer: str, *prices: str) -> tuple[str, str]:
    """The ids of a subscription of the customer's to prices, and of its first item."""
    given = {"items": [{"price": price} for price in prices], "collectionMethod": "SEND_INVOICE", "daysUntilDue": 9}
    fields = "id items(orderBy: [{ field: ID }]) { nodes { id } }"
    made = await graph.do("subscriptionCreate", fields, input={"customer": customer, **given})
    return made["id"], made["items"]["nodes"][0]["id"]


async def refused(graph: Graph, **input: Any) -> list[tuple[str, str]]:
    return [(each["field"], each["code"]) for each in await graph.refusals(CREATE, "id", input=input)]


def token_of(session: dict[str, Any]) -> str:
    return str(session["url"]).rpartition("/p/session/test_")[2]


async def test_a_session_is_for_one_customer_by_the_default_configuration(graph: Graph) -> None:
    whose, usual = await customer(graph), await default(graph)
    session = await create(graph, customer=whose)
    assert session == {
        "id": session["id"],
        "object": "billing_portal.session",
        "configuration": {"id": usual["id"]},
        "created": session["created"],
        "customer": {"id": whose},
        "flow": None,
        "livemode": False,
        "locale": None,
        "onBehalfOf": None,
        "returnUrl": None,
        "url": session["url"],
    }
    assert session["id"].startswith("bps_")
    assert len(token_of(session)) == 43
    (event,) = (
        await graph(
            '{ events(where: { type: { eq: "billing_portal.session.created" } }) { nodes { data { object } } } }'
        )
    )["events"]["nodes"]
    assert event["data"]["object"] == {
        "id": session["id"],
        "object": "billing_portal.session",
        "configuration": usual["id"],
        "created": event["data"]["object"]["created"],
        "customer": whose,
        "flow": None,
        "livemode": False,
        "locale": None,
        "on_behalf_of": None,
        "return_url": None,
        "url": session["url"].rpartition("/")[0],
    }


async def test_a_session_has_what_was_given(graph: Graph) -> None:
    whose = await customer(graph)
    chosen = await configure(graph, {"invoiceHistory": {"enabled": True}}, defaultReturnUrl="https://rocket.example")
    given = {"customer": whose, "configuration": chosen["id"], "locale": "PT_BR", "onBehalfOf": graph.tenant.account}
    session = await create(graph, **given)
    assert session["configuration"] == {"id": chosen["id"]}
    assert (session["locale"], session["onBehalfOf"]) == ("PT_BR", {"id": graph.tenant.account})
    assert session["returnUrl"] == "https://rocket.example"
    other = await create(graph, **given, returnUrl="https://rocket.example/account")
    assert other["returnUrl"] == "https://rocket.example/account"


async def test_the_address_opens_once(graph: Graph, database: Database) -> None:
    session = await create(graph, customer=await customer(graph), locale="DE")
    now = real_now()
    async with database.begin() as connection:
        assert await open_page(connection, "x" * 43, SECRET, now=now) is None
        opened = await open_page(connection, token_of(session), SECRET, now=now)
        assert await open_page(connection, token_of(session), SECRET, now=now) is None
    assert opened is not None
    assert Tenant.of(opened) == graph.tenant
    assert opened.opened_at == now
    assert (opened.session["id"], opened.session["locale"]) == (session["id"], "de")
    assert "url" not in opened.session


async def test_the_address_opens_for_five_minutes(graph: Graph, database: Database) -> None:
    whose = await customer(graph)
    late, early = await create(graph, customer=whose), await create(graph, customer=whose)
    made = {each.session["id"]: each for each in await records(database, PortalAccess, by="expires_at")}
    end = made[late["id"]].expires_at
    assert end - timedelta(minutes=5) <= real_now() < end
    async with database.begin() as connection:
        assert await open_page(connection, token_of(late), SECRET, now=end) is None
        before = made[early["id"]].expires_at - MINUTE
        assert await open_page(connection, token_of(early), SECRET, now=before) is not None


async def test_a_visit_ends_an_hour_after_its_last_request(graph: Graph, database: Database) -> None:
    session = await create(graph, customer=await customer(graph))
    now = real_now()
    almost = HOUR - MINUTE
    async with database.begin() as connection:
        assert await visit(connection, token_of(session), session["id"], now=now) is None, "it is not opened yet"
        await open_page(connection, token_of(session), SECRET, now=now)
        assert await visit(connection, SECRET, "bps_other", now=now) is None
        assert await visit(connection, "another", session["id"], now=now) is None
        assert await visit(connection, SECRET, session["id"], now=now + almost) is not None
        assert await visit(connection, SECRET, session["id"], now=now + 2 * almost) is not None
        assert await visit(connection, SECRET, session["id"], now=now + 2 * almost + HOUR) is None


async def test_past_visits_are_removed(graph: Graph, database: Database) -> None:
    whose = await customer(graph)
    opened, _ = await create(graph, customer=whose), await create(graph, customer=whose)
    now = real_now()
    async with database.begin() as connection:
        await open_page(connection, token_of(opened), SECRET, now=now)
    await sweep(database, now=now)
    assert len(await records(database, PortalAccess, by="expires_at")) == 2
    await sweep(database, now=now + 5 * MINUTE)
    (kept,) = await records(database, PortalAccess, by="expires_at")
    assert kept.session["id"] == opened["id"]
    await sweep(database, now=now + HOUR)
    assert await records(database, PortalAccess, by="expires_at") == []


async def test_the_token_itself_is_not_kept_where_the_page_looks(graph: Graph, database: Database) -> None:
    session = await create(graph, customer=await customer(graph))
    (kept,) = await records(database, PortalAccess, by="expires_at")
    assert token_of(session) not in repr(kept.__dict__)


async def test_a_repeated_request_gives_the_same_address(graph: Graph) -> None:
    given = {"input": {"customer": await customer(graph)}, "idempotencyKey": "visit"}
    first, again = [await graph.attempt(CREATE, SESSION, **given) for _ in range(2)]
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert first["object"] == again["object"]


async def test_every_flow_can_be_asked_for(graph: Graph) -> None:
    whose, (product, price) = await customer(graph), await plan(graph)
    chosen = await configure(
        graph,
        {
            "paymentMethodUpdate": {"enabled": True},
            "subscriptionCancel": {"enabled": True},
            "subscriptionUpdate": {
                "enabled": True,
                "defaultAllowedUpdates": ["PRICE"],
                "products": [{"product": product, "prices": [price]}],
            },
        },
    )
    _, former = await plan(graph)
    sub, item = await subscribe(graph, whose, former)
    coupon = await graph.do("couponCreate", "id", input={"percentOff": "25"})
    redirect = {"type": "REDIRECT", "redirect": {"returnUrl": "https://rocket.example/done"}}
    confirmation = {"type": "HOSTED_CONFIRMATION", "hostedConfirmation": {"customMessage": "Thank you."}}
    retention = {"type": "COUPON_OFFER", "couponOffer": {"coupon": coupon["id"]}}
    change = {
        "subscription": sub,
        "items": [{"id": item, "price": price, "quantity": 2}],
        "discounts": [{"coupon": coupon["id"]}],
    }
    none = {"subscriptionCancel": None, "subscriptionUpdate": None, "subscriptionUpdateConfirm": None}

    async def flow(**given: Any) -> Any:
        session = await create(graph, customer=whose, configuration=chosen["id"], flowData=given)
        return session["flow"]

    assert await flow(type="PAYMENT_METHOD_UPDATE") == none | {"type": "PAYMENT_METHOD_UPDATE", "afterCompletion": HOME}
    assert await flow(
        type="SUBSCRIPTION_CANCEL",
        subscriptionCancel={"subscription": sub, "retention": retention},
        afterCompletion=redirect,
    ) == none | {
        "type": "SUBSCRIPTION_CANCEL",
        "afterCompletion": {**HOME, **redirect},
        "subscriptionCancel": {
            "subscription": {"id": sub},
            "retention": {"type": "COUPON_OFFER", "couponOffer": {"coupon": {"id": coupon["id"]}}},
        },
    }
    assert await flow(
        type="SUBSCRIPTION_UPDATE", subscriptionUpdate={"subscription": sub}, afterCompletion=confirmation
    ) == none | {
        "type": "SUBSCRIPTION_UPDATE",
        "afterCompletion": {**HOME, **confirmation},
        "subscriptionUpdate": {"subscription": {"id": sub}},
    }
    assert await flow(type="SUBSCRIPTION_UPDATE_CONFIRM", subscriptionUpdateConfirm=change) == none | {
        "type": "SUBSCRIPTION_UPDATE_CONFIRM",
        "afterCompletion": HOME,
        "subscriptionUpdateConfirm": {
            "subscription": {"id": sub},
            "items": [{"id": item, "price": {"id": price}, "quantity": 2}],
            "discounts": [{"coupon": {"id": coupon["id"]}, "promotionCode": None}],
        },
    }


@pytest.mark.parametrize(
    ("type", "field"),
    [
        ("PAYMENT_METHOD_UPDATE", None),
        ("SUBSCRIPTION_CANCEL", "subscriptionCancel"),
        ("SUBSCRIPTION_UPDATE", "subscriptionUpdate"),
    ],
)
async def test_a_flow_that_the_configuration_does_not_allow_is_refused(
    graph: Graph, type: str, field: str | None
) -> None:
    chosen, whose = await configure(graph, {}), await customer(graph)
    sub, _ = await subscribe(graph, whose, (await plan(graph))[1])
    flow = {"type": type, **({field: {"subscription": sub}} if field else {})}
    found = await refused(graph, customer=whose, configuration=chosen["id"], flowData=flow)
    assert found == [("flowData.type", "PARAMETER_INVALID")]


async def test_a_flow_has_what_its_type_needs_and_no_more(graph: Graph) -> None:
    chosen, whose = await configure(graph, ALL), await customer(graph)
    of = {"subscription": (await subscribe(graph, whose, (await plan(graph))[1]))[0]}

    async def flow_refused(**flow: Any) -> list[tuple[str, str]]:
        found = await refused(graph, customer=whose, configuration=chosen["id"], flowData=flow)
        return [(field.removeprefix("flowData."), code) for field, code in found]

    assert await flow_refused(type="SUBSCRIPTION_CANCEL", subscriptionUpdate=of) == [
        ("subscriptionCancel", "PARAMETER_MISSING"),
        ("subscriptionUpdate", "PARAMETER_UNKNOWN"),
    ]
    assert await flow_refused(type="PAYMENT_METHOD_UPDATE", subscriptionCancel=of) == [
        ("subscriptionCancel", "PARAMETER_UNKNOWN")
    ]
    completion = {"type": "REDIRECT", "hostedConfirmation": {"customMessage": "Done."}}
    assert await flow_refused(type="PAYMENT_METHOD_UPDATE", afterCompletion=completion) == [
        ("afterCompletion.redirect", "PARAMETER_MISSING"),
        ("afterCompletion.hostedConfirmation", "PARAMETER_UNKNOWN"),
    ]
    bare = {"type": "PORTAL_HOMEPAGE", "redirect": {"returnUrl": "https://rocket.example"}}
    assert await flow_refused(type="PAYMENT_METHOD_UPDATE", afterCompletion=bare) == [
        ("afterCompletion.redirect", "PARAMETER_UNKNOWN")
    ]
    offer = {**of, "retention": {"type": "COUPON_OFFER", "couponOffer": {"coupon": "none"}}}
    assert await flow_refused(type="SUBSCRIPTION_CANCEL", subscriptionCancel=offer) == [
        ("subscriptionCancel.retention.couponOffer.coupon", "RESOURCE_MISSING")
    ]


async def test_a_change_must_be_one_that_customers_can_make(graph: Graph) -> None:
    whose, (product, price), (_, other) = await customer(graph), await plan(graph), await plan(graph)
    sub, item = await subscribe(graph, whose, other)
    chosen = await configure(
        graph,
        {
            "paymentMethodUpdate": {"enabled": True},
            "subscriptionUpdate": {
                "enabled": True,
                "defaultAllowedUpdates": ["PRICE"],
                "products": [{"product": product, "prices": [price]}],
            },
        },
    )

    async def change(*items: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
        confirm = {"subscription": sub, "items": [{"id": item, **each} for each in items], **more}
        flow = {"type": "SUBSCRIPTION_UPDATE_CONFIRM", "subscriptionUpdateConfirm": confirm}
        found = await refused(graph, customer=whose, configuration=chosen["id"], flowData=flow)
        return [(field.removeprefix("flowData.subscriptionUpdateConfirm."), code) for field, code in found]

    assert await change({"price": price}) == []
    assert await change({"price": other}) == [("items.0.price", "PARAMETER_INVALID")]
    assert await change({"quantity": 3}) == [("items.0.quantity", "PARAMETER_INVALID")]
    assert await change({"price": price, "id": "si_none"}) == [("items.0.id", "RESOURCE_MISSING")]
    assert await change({}) == [("items.0.price", "PARAMETER_MISSING")]
    assert await change() == [("items", "PARAMETER_INVALID")]
    assert await change({"price": price}, {"price": price}) == [("items", "PARAMETER_TOO_LONG")]
    assert await change({"price": price}, discounts=[{}]) == [("discounts.0.coupon", "PARAMETER_MISSING")]
    assert await change({"price": price}, discounts=[{"coupon": "none"}]) == [
        ("discounts.0.coupon", "RESOURCE_MISSING")
    ]


async def test_a_flow_is_about_a_subscription_of_the_customers(graph: Graph) -> None:
    chosen, whose, (_, price), (_, other) = (
        await configure(graph, ALL),
        await customer(graph),
        await plan(graph),
        await plan(graph),
    )
    theirs, _ = await subscribe(graph, await customer(graph), price)
    ended, _ = await subscribe(graph, whose, price)
    await graph.do("subscriptionCancel", "id", id=ended)
    both, item = await subscribe(graph, whose, price, other)

    async def flow(type: str, field: str, **about: Any) -> list[tuple[str, str]]:
        given = {"customer": whose, "configuration": chosen["id"], "flowData": {"type": type, field: about}}
        return await refused(graph, **given)

    for subscription, code in ((theirs, "RESOURCE_MISSING"), (ended, "PARAMETER_INVALID")):
        for type, field in (
            ("SUBSCRIPTION_CANCEL", "subscriptionCancel"),
            ("SUBSCRIPTION_UPDATE", "subscriptionUpdate"),
        ):
            found = await flow(type, field, subscription=subscription)
            assert found == [(f"flowData.{field}.subscription", code)]
    assert await flow("SUBSCRIPTION_CANCEL", "subscriptionCancel", subscription=both) == []
    field, change = "subscriptionUpdateConfirm", {"subscription": both, "items": [{"id": item, "price": price}]}
    found = await flow("SUBSCRIPTION_UPDATE_CONFIRM", field, **change)
    assert (f"flowData.{field}.subscription", "PARAMETER_INVALID") in found


async def test_what_is_not_there_or_not_active_is_refused(graph: Graph, stranger: Graph) -> None:
    whose, theirs = await customer(graph), await default(stranger)
    chosen = await configure(graph, {})
    await graph.do("billingPortalConfigurationUpdate", "id", id=chosen["id"], input={"active": False})
    assert await refused(graph, customer=whose, configuration=chosen["id"]) == [("configuration", "PARAMETER_INVALID")]
    found = await refused(graph, customer="cus_none", configuration=theirs["id"], onBehalfOf=stranger.tenant.account)
    assert found == [
        ("customer", "RESOURCE_MISSING"),
        ("configuration", "RESOURCE_MISSING"),
        ("onBehalfOf", "RESOURCE_MISSING"),
    ]
    assert await refused(graph, customer=whose, returnUrl="rocket.example") == [("returnUrl", "URL_INVALID")]
