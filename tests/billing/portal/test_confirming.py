"""Changes of plan whose payment the bank wants the customer to confirm (3-D Secure): led there and back, by HTTP."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.billing.portal.visitor import Portal, Visitor

START = datetime(2025, 3, 3, 10, tzinfo=UTC)
DAY = timedelta(days=1)


async def subscribed(shop: Portal, **input: Any) -> tuple[Visitor, str, str, str]:
    """A visitor in the middle of a period whose card has to be authenticated, the subscription, a dearer price, and the
    clock."""
    clock, customer = await shop.under_clock()
    id = (await shop.subscribe(customer, await shop.monthly(1000)))["id"]
    dear = await shop.plan(3100, "Platinum")
    update = {
        "defaultAllowedUpdates": ["PRICE", "PROMOTION_CODE"],
        "products": [dear],
        "prorationBehavior": "ALWAYS_INVOICE",
    }
    configuration = await shop.configure(paymentMethodUpdate=True, subscriptionUpdate=update)
    await shop.save(customer, "pm_card_authenticationRequired")
    await shop.advance(clock, START + 16 * DAY)
    if input.pop("prepared", False):
        (item,) = (await shop.subscription(id))["items"]["nodes"]
        change = {"subscription": id, "items": [{"id": item["id"], "price": dear["prices"][0]}]}
        input["flowData"] = {
            "type": "SUBSCRIPTION_UPDATE_CONFIRM",
            "subscriptionUpdateConfirm": change,
            "afterCompletion": {"type": "HOSTED_CONFIRMATION"},
        }
    return await shop.visit(customer, configuration, **input), id, dear["prices"][0], clock


async def to_bank(visitor: Visitor, id: str, price: str) -> tuple[str, str]:
    """Confirm the change. Gives the path of the portal, and that of the bank's page."""
    home = visitor.home
    await visitor.go(f"/subscriptions/{id}/review?price={price}")
    await visitor.submit("change")
    assert "Your bank asks" in visitor.page
    assert "$10.16" in visitor.page
    return home, visitor.path


async def answer(visitor: Visitor, home: str, bank: str, outcome: str) -> str:
    """Answer the bank, and follow the way back."""
    await visitor.send("POST", bank, {"outcome": outcome})
    back = visitor.page.split('href="')[1].split('"')[0]
    assert f"{home}/changed?payment_intent=pi_" in back
    return await visitor.send("GET", home + back.split(home)[1])


async def plan_of(shop: Portal, id: str) -> tuple[str, str | None]:
    found = await shop.find("subscription", id, "items { nodes { price { id } } } pendingUpdate { expiresAt }")
    return found["items"]["nodes"][0]["price"]["id"], found["pendingUpdate"]


async def test_the_plan_changes_once_the_bank_has_confirmed_the_payment(shop: Portal) -> None:
    visitor, id, dear, _ = await subscribed(shop)
    former, _ = await plan_of(shop, id)
    home, bank = await to_bank(visitor, id, dear)
    price, pending = await plan_of(shop, id)
    assert (price, pending is not None) == (former, True), "the change waits"
    assert await shop.told() == [
        "invoiceitem.created",
        "invoiceitem.created",
        "invoice.created",
        "payment_intent.created",
        "invoice.finalized",
        "invoice.updated",
        "payment_intent.requires_action",
        "invoice.payment_action_required",
        "invoice.updated",
        "customer.subscription.updated",
    ]
    page = await visitor.send("GET", home)
    assert "A change waits until your bank has confirmed the payment." in page
    assert f'href="{visitor.client.base_url.scheme}://127.0.0.1:8000{bank}"' in visitor.raw
    page = await answer(visitor, home, bank, "complete")
    assert "Your plan was changed." in page
    assert "Platinum" in page
    assert "A change waits" not in page
    assert await plan_of(shop, id) == (dear, None)
    latest = (await shop.subscription(id))["latestInvoice"]
    assert (latest["status"], latest["amountPaid"]["amount"]) == ("PAID", 1016)
    assert "customer.subscription.pending_update_applied" in await shop.told()


async def test_the_plan_stays_when_the_bank_does_not_confirm_the_payment(shop: Portal) -> None:
    visitor, id, dear, _ = await subscribed(shop)
    former, _ = await plan_of(shop, id)
    home, bank = await to_bank(visitor, id, dear)
    page = await answer(visitor, home, bank, "fail")
    assert visitor.status == 400
    assert "Your bank did not confirm the payment, so your plan stays as it is." in page
    assert "Change your plan" in page
    assert await plan_of(shop, id) == (former, None)
    subscription = await shop.subscription(id)
    assert (subscription["status"], subscription["latestInvoice"]["status"]) == ("ACTIVE", "VOID")
    _, bank = await to_bank(visitor, id, dear)
    assert "Your plan was changed." in await answer(visitor, home, bank, "complete")
    assert await plan_of(shop, id) == (dear, None)


async def test_a_prepared_change_is_completed_when_the_bank_has_confirmed_its_payment(shop: Portal) -> None:
    visitor, id, dear, _ = await subscribed(shop, prepared=True)
    home = visitor.home
    assert "Due today" in visitor.page
    await visitor.submit("confirm")
    page = await answer(visitor, home, visitor.path, "fail")
    assert "your plan stays as it is" in page
    assert "Confirm your change" in page, "the flow is not completed"
    await visitor.submit("confirm")
    bank = visitor.path
    await visitor.send("GET", f"{home}/changed?payment_intent={bank.split('/')[2]}")
    assert "Confirm your change" in visitor.page, "nor is it without an answer"
    assert "Your plan was changed." in await answer(visitor, home, bank, "complete")
    assert (await plan_of(shop, id))[0] == dear
    await visitor.send("GET", home)
    assert visitor.status == 404, "the visit is over"


async def test_a_change_that_the_customer_forgets_expires(shop: Portal) -> None:
    visitor, id, dear, clock = await subscribed(shop)
    former, _ = await plan_of(shop, id)
    home, bank = await to_bank(visitor, id, dear)
    await shop.advance(clock, START + 17 * DAY)
    assert await plan_of(shop, id) == (former, None)
    await visitor.send("GET", bank)
    assert visitor.status == 404
    assert "A change waits" not in await visitor.send("GET", home)


async def test_only_the_payment_of_this_visits_change_is_looked_at(shop: Portal) -> None:
    visitor, id, dear, _ = await subscribed(shop)
    home, bank = await to_bank(visitor, id, dear)
    other = await shop.visit(await shop.payer(), await shop.configure(invoiceHistory=True))
    for payment in (bank.split("/")[2], "pi_none", ""):
        await other.send("GET", f"{other.home}/changed?payment_intent={payment}")
        assert (other.status, "This does not exist" in other.page) == (400, True), payment
    assert (await plan_of(shop, id))[1] is not None
    assert home


async def test_a_discount_cannot_wait_for_the_bank(shop: Portal) -> None:
    visitor, id, dear, _ = await subscribed(shop)
    before = await plan_of(shop, id)
    coupon = await shop.coupon(percentOff="50", duration="FOREVER")
    await shop.graph.do("promotionCodeCreate", "id", input={"coupon": coupon, "code": "HALF"})
    await visitor.go(f"/subscriptions/{id}/review?price={dear}&code=half")
    await shop.told()
    assert "which is not possible together with a discount" in await visitor.submit("change")
    assert await plan_of(shop, id) == before
    assert await shop.told() == []
