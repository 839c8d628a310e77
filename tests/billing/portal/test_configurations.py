"""Configurations of the customer portal: the default one, what callers can set, and what does not fit together."""

from typing import Any

import pytest

from app.database import Database
from tests.graph import Graph, new_caller

FEATURES = """
    customerUpdate { allowedUpdates enabled } invoiceHistory { enabled } paymentMethodUpdate { enabled }
    subscriptionCancel { cancellationReason { enabled options } enabled mode prorationBehavior }
    subscriptionUpdate {
        defaultAllowedUpdates enabled products { product { id } prices { id } } prorationBehavior
        scheduleAtPeriodEnd { conditions { type } }
    }
"""
CONFIGURATION = f"""
    id object active businessProfile {{ headline privacyPolicyUrl termsOfServiceUrl }} created defaultReturnUrl
    features {{ {FEATURES} }} isDefault livemode loginPage {{ enabled url }} metadata updated
"""
REASONS = ["TOO_EXPENSIVE", "MISSING_FEATURES", "SWITCHED_SERVICE", "UNUSED", "OTHER"]
OFF: dict[str, Any] = {
    "customerUpdate": {"allowedUpdates": [], "enabled": False},
    "invoiceHistory": {"enabled": False},
    "paymentMethodUpdate": {"enabled": False},
    "subscriptionCancel": {
        "cancellationReason": {"enabled": False, "options": REASONS},
        "enabled": False,
        "mode": "AT_PERIOD_END",
        "prorationBehavior": "NONE",
    },
    "subscriptionUpdate": {
        "defaultAllowedUpdates": [],
        "enabled": False,
        "products": None,
        "prorationBehavior": "NONE",
        "scheduleAtPeriodEnd": {"conditions": []},
    },
}
CREATE, UPDATE = "billingPortalConfigurationCreate", "billingPortalConfigurationUpdate"


async def create(graph: Graph, features: dict[str, Any], **input: Any) -> dict[str, Any]:
    return await graph.do(CREATE, CONFIGURATION, input={"features": features, **input})


async def update(graph: Graph, id: str, **input: Any) -> dict[str, Any]:
    return await graph.do(UPDATE, CONFIGURATION, id=id, input=input)


async def refused(graph: Graph, features: dict[str, Any], **input: Any) -> list[tuple[str, str]]:
    told = await graph.refusals(CREATE, input={"features": features, **input})
    return [(each["field"], each["code"]) for each in told]


async def default(graph: Graph) -> dict[str, Any]:
    data = await graph(
        "{ them: billingPortalConfigurations(where: { isDefault: { eq: true } }) "
        f"{{ nodes {{ {CONFIGURATION} }} }} }}"
    )
    (found,) = data["them"]["nodes"]
    shown: dict[str, Any] = found
    return shown


async def plan(graph: Graph, interval: str = "MONTH") -> tuple[str, str]:
    """The ids of a product and its recurring price."""
    input = {"currency": "usd", "unitAmount": 1000, "recurring": {"interval": interval}, "productData": {"name": "Pro"}}
    made = await graph.do("priceCreate", "id product { id }", input=input)
    return made["product"]["id"], made["id"]


async def test_an_account_has_a_default_configuration_in_each_mode(graph: Graph, live: Graph) -> None:
    made, other = await default(graph), await default(live)
    assert made["id"].startswith("bpc_")
    assert made["id"] != other["id"]
    assert (made["livemode"], other["livemode"]) == (False, True)
    assert (made["active"], made["isDefault"]) == (True, True)
    assert made["features"] == OFF | {
        "customerUpdate": {"allowedUpdates": ["ADDRESS", "EMAIL", "NAME", "PHONE", "TAX_ID"], "enabled": True},
        "invoiceHistory": {"enabled": True},
        "paymentMethodUpdate": {"enabled": True},
        "subscriptionCancel": {**OFF["subscriptionCancel"], "enabled": True},
    }
    changed = await update(graph, made["id"], features={"subscriptionCancel": {"enabled": False}})
    assert changed["features"]["subscriptionCancel"] == OFF["subscriptionCancel"]
    refusal = await graph.refuse(UPDATE, id=made["id"], input={"active": False})
    assert (refusal["field"], refusal["code"]) == ("active", "PARAMETER_INVALID")


async def test_a_configuration_has_what_was_given_and_is_otherwise_off(graph: Graph) -> None:
    made = await create(graph, {})
    assert made == {
        "id": made["id"],
        "object": "billing_portal.configuration",
        "active": True,
        "businessProfile": {"headline": None, "privacyPolicyUrl": None, "termsOfServiceUrl": None},
        "created": made["created"],
        "defaultReturnUrl": None,
        "features": OFF,
        "isDefault": False,
        "livemode": False,
        "loginPage": {"enabled": False, "url": None},
        "metadata": {},
        "updated": made["created"],
    }
    product, price = await plan(graph)
    features: dict[str, Any] = {
        "customerUpdate": {"enabled": True, "allowedUpdates": ["EMAIL", "TAX_ID"]},
        "invoiceHistory": {"enabled": True},
        "paymentMethodUpdate": {"enabled": True},
        "subscriptionCancel": {
            "enabled": True,
            "cancellationReason": {"enabled": True, "options": ["UNUSED", "OTHER"]},
            "mode": "IMMEDIATELY",
            "prorationBehavior": "CREATE_PRORATIONS",
        },
        "subscriptionUpdate": {
            "enabled": True,
            "defaultAllowedUpdates": ["PRICE", "QUANTITY", "PROMOTION_CODE"],
            "products": [{"product": product, "prices": [price]}],
            "prorationBehavior": "ALWAYS_INVOICE",
            "scheduleAtPeriodEnd": {"conditions": [{"type": "DECREASING_ITEM_AMOUNT"}]},
        },
    }
    profile = {"headline": "Rockets", "privacyPolicyUrl": "https://rocket.example/privacy"}
    whole = await create(
        graph, features, businessProfile=profile, defaultReturnUrl="https://rocket.example", metadata={"by": "Ada"}
    )
    products = [{"product": {"id": product}, "prices": [{"id": price}]}]
    assert whole["features"] == features | {
        "subscriptionUpdate": {**features["subscriptionUpdate"], "products": products}
    }
    assert whole["businessProfile"] == profile | {"termsOfServiceUrl": None}
    assert (whole["defaultReturnUrl"], whole["metadata"]) == ("https://rocket.example", {"by": "Ada"})


async def test_an_update_changes_what_it_names(graph: Graph) -> None:
    reasons = {"enabled": True, "options": ["UNUSED"]}
    cancel = {"enabled": True, "mode": "IMMEDIATELY", "cancellationReason": reasons}
    profile = {"headline": "Rockets", "termsOfServiceUrl": "https://rocket.example/terms"}
    made = await create(graph, {"subscriptionCancel": cancel}, businessProfile=profile, metadata={"a": "1", "b": "2"})
    changed = await update(
        graph,
        made["id"],
        active=False,
        businessProfile={"headline": None},
        features={
            "subscriptionCancel": {"prorationBehavior": "CREATE_PRORATIONS"},
            "invoiceHistory": {"enabled": True},
        },
        metadata={"a": None},
    )
    assert changed["active"] is False
    assert changed["businessProfile"] == profile | {"headline": None, "privacyPolicyUrl": None}
    assert changed["features"] == OFF | {
        "invoiceHistory": {"enabled": True},
        "subscriptionCancel": {**cancel, "prorationBehavior": "CREATE_PRORATIONS"},
    }
    assert changed["metadata"] == {"b": "2"}
    events = await graph("{ events { nodes { type data { object previousAttributes } } } }")
    updated, created = events["events"]["nodes"]
    assert [created["type"], updated["type"]] == [
        "billing_portal.configuration.created",
        "billing_portal.configuration.updated",
    ]
    assert created["data"]["object"]["features"]["subscription_cancel"]["cancellation_reason"]["options"] == ["unused"]
    former = updated["data"]["previousAttributes"]
    former.pop("updated", None)  # both may happen within one second
    assert former == {
        "active": True,
        "business_profile": {"headline": "Rockets"},
        "features": {
            "invoice_history": {"enabled": False},
            "subscription_cancel": {"proration_behavior": "none"},
        },
        "metadata": {"a": "1"},
    }


async def test_a_login_page_has_an_address_while_it_is_enabled(graph: Graph) -> None:
    made = await create(graph, {}, loginPage={"enabled": True})
    url = made["loginPage"]["url"]
    assert "/p/login/test_" in url
    same = await update(graph, made["id"], loginPage={"enabled": True}, defaultReturnUrl="https://rocket.example")
    assert same["loginPage"] == {"enabled": True, "url": url}
    off = await update(graph, made["id"], loginPage={"enabled": False})
    assert off["loginPage"] == {"enabled": False, "url": None}
    again = await update(graph, made["id"], loginPage={"enabled": True})
    assert again["loginPage"]["url"] not in (None, url)


@pytest.mark.parametrize(
    ("features", "field"),
    [
        (
            {"subscriptionCancel": {"enabled": True, "mode": "IMMEDIATELY", "prorationBehavior": "ALWAYS_INVOICE"}},
            "features.subscriptionCancel.prorationBehavior",
        ),
        (
            {"subscriptionCancel": {"enabled": True, "prorationBehavior": "CREATE_PRORATIONS"}},
            "features.subscriptionCancel.prorationBehavior",
        ),
        ({"subscriptionUpdate": {"enabled": True}}, "features.subscriptionUpdate.enabled"),
    ],
)
async def test_features_that_do_not_fit_together_are_refused(
    graph: Graph, features: dict[str, Any], field: str
) -> None:
    assert await refused(graph, features) == [(field, "PARAMETER_INVALID")]
    made = await create(graph, {})
    refusal = await graph.refuse(UPDATE, id=made["id"], input={"features": features})
    assert (refusal["field"], refusal["code"]) == (field, "PARAMETER_INVALID")


async def test_products_must_be_sold_by_recurring_prices_of_their_own(graph: Graph) -> None:
    product, price = await plan(graph)
    other, yearly = await plan(graph, "YEAR")
    once = await graph.do("priceCreate", "id", input={"currency": "usd", "unitAmount": 5, "product": product})

    async def of(*products: tuple[str, list[str]]) -> list[tuple[str, str]]:
        given = [{"product": product, "prices": prices} for product, prices in products]
        return await refused(graph, {"subscriptionUpdate": {"enabled": False, "products": given}})

    at = "features.subscriptionUpdate.products"
    assert await of((product, [price, yearly, once["id"]]), ("prod_none", [price])) == [
        (f"{at}.0.prices.1", "PARAMETER_INVALID"),
        (f"{at}.0.prices.2", "PARAMETER_INVALID"),
        (f"{at}.1.product", "RESOURCE_MISSING"),
        (f"{at}.1.prices.0", "PARAMETER_INVALID"),
    ]
    assert await of((product, [price]), (product, [price])) == [(f"{at}.1.product", "PARAMETER_INVALID")]
    assert await of((other, ["price_none"])) == [(f"{at}.0.prices.0", "RESOURCE_MISSING")]
    assert await of((other, [])) == [(f"{at}.0.prices", "PARAMETER_INVALID")]
    assert await of(*[(other, [yearly])] * 11) == [(at, "PARAMETER_TOO_LONG")]


async def test_addresses_and_texts_have_their_form(graph: Graph) -> None:
    profile = {"headline": "x" * 61, "privacyPolicyUrl": "rocket.example"}
    assert await refused(graph, {}, businessProfile=profile, defaultReturnUrl="ftp://rocket.example") == [
        ("businessProfile.headline", "PARAMETER_TOO_LONG"),
        ("businessProfile.privacyPolicyUrl", "URL_INVALID"),
        ("defaultReturnUrl", "URL_INVALID"),
    ]


async def test_another_account_cannot_change_a_configuration(graph: Graph, database: Database) -> None:
    made = await create(graph, {})
    stranger = await new_caller(graph.client, database)
    refusal = await stranger.refuse(UPDATE, id=made["id"], input={"active": False})
    assert (refusal["field"], refusal["code"]) == ("id", "RESOURCE_MISSING")
