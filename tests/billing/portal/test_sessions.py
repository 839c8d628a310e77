"""Sessions of the customer portal: for one customer, as the configuration allows, at an address that opens once."""

from datetime import timedelta
from typing import Any

import pytest

from app.access.portal import open_page
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
    subscriptionCancel { subscription retention { type couponOffer { coupon { id } } } }
    subscriptionUpdate { subscription }
    subscriptionUpdateConfirm {
        subscription discounts { coupon { id } promotionCode { id } } items { id price { id } quantity }
    }
"""
SESSION = f"""
    id object configuration {{ id }} created customer {{ id }} flow {{ {FLOW} }} livemode locale onBehalfOf {{ id }}
    returnUrl url
"""
CREATE = "billingPortalSessionCreate"
MINUTE = timedelta(minutes=1)
ALL = {name: {"enabled": True} for name in ("paymentMethodUpdate", "subscriptionCancel", "subscriptionUpdate")}
"""Features that allow every flow."""
HOME = {"type": "PORTAL_HOMEPAGE", "hostedConfirmation": None, "redirect": None}


async def customer(graph: Graph) -> str:
    return str((await graph.do("customerCreate", "id", input={"email": "ada@example.com"}))["id"])


async def create(graph: Graph, **input: Any) -> dict[str, Any]:
    return await graph.do(CREATE, SESSION, input=input)


async def refused(graph: Graph, **input: Any) -> list[tuple[str, str]]:
    return [(each["field"], each["code"]) for each in await graph.refusals(CREATE, "id", input=input)]


async def flow_refused(graph: Graph, **flow: Any) -> list[tuple[str, str]]:
    """What is refused of a flow, without the beginning of the paths."""
    chosen = await configure(graph, ALL)
    found = await refused(graph, customer=await customer(graph), configuration=chosen["id"], flowData=flow)
    return [(field.removeprefix("flowData."), code) for field, code in found]


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
        "url": session["url"],
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
        assert await open_page(connection, "x" * 43, now=now) is None
        opened = await open_page(connection, token_of(session), now=now)
        assert await open_page(connection, token_of(session), now=now) is None
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
        assert await open_page(connection, token_of(late), now=end) is None
        assert await open_page(connection, token_of(early), now=made[early["id"]].expires_at - MINUTE) is not None


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
    coupon = await graph.do("couponCreate", "id", input={"percentOff": "25"})
    redirect = {"type": "REDIRECT", "redirect": {"returnUrl": "https://rocket.example/done"}}
    confirmation = {"type": "HOSTED_CONFIRMATION", "hostedConfirmation": {"customMessage": "Thank you."}}
    retention = {"type": "COUPON_OFFER", "couponOffer": {"coupon": coupon["id"]}}
    change = {
        "subscription": "sub_1",
        "items": [{"id": "si_1", "price": price, "quantity": 2}],
        "discounts": [{"coupon": coupon["id"]}],
    }
    none = {"subscriptionCancel": None, "subscriptionUpdate": None, "subscriptionUpdateConfirm": None}

    async def flow(**given: Any) -> Any:
        session = await create(graph, customer=whose, configuration=chosen["id"], flowData=given)
        return session["flow"]

    assert await flow(type="PAYMENT_METHOD_UPDATE") == none | {"type": "PAYMENT_METHOD_UPDATE", "afterCompletion": HOME}
    assert await flow(
        type="SUBSCRIPTION_CANCEL",
        subscriptionCancel={"subscription": "sub_1", "retention": retention},
        afterCompletion=redirect,
    ) == none | {
        "type": "SUBSCRIPTION_CANCEL",
        "afterCompletion": {**HOME, **redirect},
        "subscriptionCancel": {
            "subscription": "sub_1",
            "retention": {"type": "COUPON_OFFER", "couponOffer": {"coupon": {"id": coupon["id"]}}},
        },
    }
    assert await flow(
        type="SUBSCRIPTION_UPDATE", subscriptionUpdate={"subscription": "sub_1"}, afterCompletion=confirmation
    ) == none | {
        "type": "SUBSCRIPTION_UPDATE",
        "afterCompletion": {**HOME, **confirmation},
        "subscriptionUpdate": {"subscription": "sub_1"},
    }
    assert await flow(type="SUBSCRIPTION_UPDATE_CONFIRM", subscriptionUpdateConfirm=change) == none | {
        "type": "SUBSCRIPTION_UPDATE_CONFIRM",
        "afterCompletion": HOME,
        "subscriptionUpdateConfirm": {
            "subscription": "sub_1",
            "items": [{"id": "si_1", "price": {"id": price}, "quantity": 2}],
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
    chosen = await configure(graph, {})
    flow = {"type": type, **({field: {"subscription": "sub_1"}} if field else {})}
    found = await refused(graph, customer=await customer(graph), configuration=chosen["id"], flowData=flow)
    assert found == [("flowData.type", "PARAMETER_INVALID")]


async def test_a_flow_has_what_its_type_needs_and_no_more(graph: Graph) -> None:
    of = {"subscription": "sub_1"}
    assert await flow_refused(graph, type="SUBSCRIPTION_CANCEL", subscriptionUpdate=of) == [
        ("subscriptionCancel", "PARAMETER_MISSING"),
        ("subscriptionUpdate", "PARAMETER_UNKNOWN"),
    ]
    assert await flow_refused(graph, type="PAYMENT_METHOD_UPDATE", subscriptionCancel=of) == [
        ("subscriptionCancel", "PARAMETER_UNKNOWN")
    ]
    completion = {"type": "REDIRECT", "hostedConfirmation": {"customMessage": "Done."}}
    assert await flow_refused(graph, type="PAYMENT_METHOD_UPDATE", afterCompletion=completion) == [
        ("afterCompletion.redirect", "PARAMETER_MISSING"),
        ("afterCompletion.hostedConfirmation", "PARAMETER_UNKNOWN"),
    ]
    bare = {"type": "PORTAL_HOMEPAGE", "redirect": {"returnUrl": "https://rocket.example"}}
    assert await flow_refused(graph, type="PAYMENT_METHOD_UPDATE", afterCompletion=bare) == [
        ("afterCompletion.redirect", "PARAMETER_UNKNOWN")
    ]
    offer = {**of, "retention": {"type": "COUPON_OFFER", "couponOffer": {"coupon": "none"}}}
    assert await flow_refused(graph, type="SUBSCRIPTION_CANCEL", subscriptionCancel=offer) == [
        ("subscriptionCancel.retention.couponOffer.coupon", "RESOURCE_MISSING")
    ]


async def test_a_change_must_be_one_that_customers_can_make(graph: Graph) -> None:
    whose, (product, price), (_, other) = await customer(graph), await plan(graph), await plan(graph)
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
        confirm = {"subscription": "sub_1", "items": [{"id": "si_1", **item} for item in items], **more}
        flow = {"type": "SUBSCRIPTION_UPDATE_CONFIRM", "subscriptionUpdateConfirm": confirm}
        found = await refused(graph, customer=whose, configuration=chosen["id"], flowData=flow)
        return [(field.removeprefix("flowData.subscriptionUpdateConfirm."), code) for field, code in found]

    assert await change({"price": price}) == []
    assert await change({"price": other}) == [("items.0.price", "PARAMETER_INVALID")]
    assert await change({"quantity": 3}) == [("items.0.quantity", "PARAMETER_INVALID")]
    assert await change({}) == [("items.0.price", "PARAMETER_MISSING")]
    assert await change() == [("items", "PARAMETER_INVALID")]
    assert await change({"price": price}, {"price": price}) == [("items", "PARAMETER_TOO_LONG")]
    assert await change({"price": price}, discounts=[{}]) == [("discounts.0.coupon", "PARAMETER_MISSING")]
    assert await change({"price": price}, discounts=[{"coupon": "none"}]) == [
        ("discounts.0.coupon", "RESOURCE_MISSING")
    ]


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
