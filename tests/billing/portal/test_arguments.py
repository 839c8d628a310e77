"""What else configurations and flows take, each with its effect."""

from typing import Any

from tests.billing.portal.test_changes import DAY, START, review
from tests.billing.portal.visitor import Portal

FEATURES = """features { paymentMethodUpdate { enabled }
    subscriptionCancel { enabled mode prorationBehavior cancellationReason { enabled options } }
    subscriptionUpdate { enabled defaultAllowedUpdates prorationBehavior products { product { id } prices { id } }
        scheduleAtPeriodEnd { conditions { type } } } }"""


async def test_a_shorter_interval_waits_for_the_end_of_the_period(shop: Portal) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(12000, recurring={"interval": "YEAR"}))
    monthly, longer = (
        await shop.plan(1000, "Monthly"),
        await shop.plan(1000, "Two years", interval="YEAR", intervalCount=2),
    )
    configuration = await shop.configure(
        paymentMethodUpdate=True,
        subscriptionUpdate={
            "defaultAllowedUpdates": ["PRICE"],
            "products": [monthly, longer],
            "prorationBehavior": "ALWAYS_INVOICE",
            "scheduleAtPeriodEnd": {"conditions": [{"type": "SHORTENING_INTERVAL"}]},
        },
    )
    visitor = await shop.visit(customer, configuration)
    assert "takes effect on" not in await review(visitor, made["id"], price=longer["prices"][0])
    assert "takes effect on March 3, 2026" in await review(visitor, made["id"], price=monthly["prices"][0])
    assert "A change is planned." in await visitor.submit("change")
    assert "subscription_schedule.created" in await shop.told()
    (item,) = (await shop.subscription(made["id"]))["items"]["nodes"]
    assert item["price"]["id"] != monthly["prices"][0]
    await shop.advance(clock, START + 366 * DAY)
    (item,) = (await shop.subscription(made["id"]))["items"]["nodes"]
    assert item["price"]["id"] == monthly["prices"][0]


async def test_a_prepared_change_has_a_promotion_code(shop: Portal) -> None:
    customer = await shop.payer()
    made = await shop.subscribe(customer, await shop.monthly(1000))
    half = await shop.coupon(percentOff="50", duration="FOREVER")
    code = (await shop.graph.do("promotionCodeCreate", "id", input={"coupon": half}))["id"]
    dear = await shop.plan(3000, "Platinum")
    configuration = await shop.configure(
        paymentMethodUpdate=True,
        subscriptionUpdate={
            "defaultAllowedUpdates": ["PRICE", "PROMOTION_CODE"],
            "products": [dear],
            "prorationBehavior": "NONE",
        },
    )
    (item,) = made["items"]["nodes"]
    change = {
        "subscription": made["id"],
        "items": [{"id": item["id"], "price": dear["prices"][0]}],
        "discounts": [{"promotionCode": code}],
    }
    given = {"type": "SUBSCRIPTION_UPDATE_CONFIRM", "subscriptionUpdateConfirm": change}
    visitor = await shop.visit(customer, configuration, flowData=given)
    assert "Your plan was changed." in await visitor.submit("confirm")
    shown = await shop.find("subscription", made["id"], "discounts { coupon { id } promotionCode { id } }")
    assert shown["discounts"] == [{"coupon": {"id": half}, "promotionCode": {"id": code}}]


async def test_features_are_changed(shop: Portal) -> None:
    made = await shop.configure(invoiceHistory=True)
    dear = await shop.plan(3000, "Platinum")
    given: dict[str, Any] = {
        "paymentMethodUpdate": {"enabled": True},
        "subscriptionCancel": {
            "enabled": True,
            "mode": "IMMEDIATELY",
            "prorationBehavior": "CREATE_PRORATIONS",
            "cancellationReason": {"enabled": True, "options": ["LOW_QUALITY", "TOO_COMPLEX", "CUSTOMER_SERVICE"]},
        },
        "subscriptionUpdate": {
            "enabled": True,
            "defaultAllowedUpdates": ["PRICE", "QUANTITY"],
            "products": [dear],
            "prorationBehavior": "ALWAYS_INVOICE",
            "scheduleAtPeriodEnd": {"conditions": [{"type": "SHORTENING_INTERVAL"}]},
        },
    }
    changed = await shop.graph.do("billingPortalConfigurationUpdate", FEATURES, id=made, input={"features": given})
    shown = {"product": {"id": dear["product"]}, "prices": [{"id": dear["prices"][0]}]}
    assert changed["features"] == given | {"subscriptionUpdate": given["subscriptionUpdate"] | {"products": [shown]}}
