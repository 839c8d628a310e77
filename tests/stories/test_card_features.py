"""What a card and its network offer beyond a plain payment: features of authorizations, networks, installments."""

from typing import Any

import pytest

from tests.stories.shop import Shop

PLAIN = "pm_card_credit_disableEnterpriseCardFeatures"
REQUESTS = {
    "requestExtendedAuthorization": "IF_AVAILABLE",
    "requestIncrementalAuthorization": "IF_AVAILABLE",
    "requestMulticapture": "IF_AVAILABLE",
    "requestOvercapture": "IF_AVAILABLE",
}
FEATURES = """
    paymentMethodDetails { card {
        network extendedAuthorization { status } incrementalAuthorization { status } multicapture { status }
        overcapture { status maximumAmountCapturable { amount } } installments { plan { count } }
    } }
"""


async def hold(shop: Shop, method: str = "pm_card_visa", **card: Any) -> str:
    """A payment that waits for its capture; its id."""
    options = {"paymentMethodOptions": {"card": card}} if card else {}
    intent = await shop.pay(method, captureMethod="MANUAL", **options)
    assert intent["status"] == "REQUIRES_CAPTURE"
    id: str = intent["id"]
    return id


async def card_of(shop: Shop, id: str) -> dict[str, Any]:
    """The card as the payment's charge shows it."""
    document = f"query ($id: ID!) {{ paymentIntent(id: $id) {{ latestCharge {{ {FEATURES} }} }} }}"
    data = await shop.graph(document, id=id)
    card: dict[str, Any] = data["paymentIntent"]["latestCharge"]["paymentMethodDetails"]["card"]
    return card


@pytest.mark.parametrize(
    ("method", "extended", "incremental", "multicapture", "most"),
    [
        ("pm_card_visa", "ENABLED", "AVAILABLE", "AVAILABLE", 2300),
        ("pm_card_mastercard", "ENABLED", "AVAILABLE", "AVAILABLE", 2300),
        ("pm_card_discover", "ENABLED", "AVAILABLE", "AVAILABLE", 2300),
        ("pm_card_amex", "ENABLED", "UNAVAILABLE", "AVAILABLE", 2300),
        ("pm_card_jcb", "DISABLED", "UNAVAILABLE", "AVAILABLE", 2000),
        ("pm_card_unionpay", "DISABLED", "UNAVAILABLE", "AVAILABLE", 2000),
        (PLAIN, "DISABLED", "AVAILABLE", "UNAVAILABLE", 2000),
    ],
)
async def test_a_feature_is_there_if_the_card_offers_it(
    shop: Shop, method: str, extended: str, incremental: str, multicapture: str, most: int
) -> None:
    card = await card_of(shop, await hold(shop, method, **REQUESTS))
    assert (card["extendedAuthorization"], card["incrementalAuthorization"], card["multicapture"]) == (
        {"status": extended},
        {"status": incremental},
        {"status": multicapture},
    )
    assert card["overcapture"] == {
        "status": "AVAILABLE" if most > 2000 else "UNAVAILABLE",
        "maximumAmountCapturable": {"amount": most},
    }


async def test_no_feature_is_there_that_was_not_requested(shop: Shop) -> None:
    card = await card_of(shop, await hold(shop))
    assert (card["extendedAuthorization"], card["multicapture"]) == ({"status": "DISABLED"}, {"status": "UNAVAILABLE"})
    assert card["overcapture"] == {"status": "UNAVAILABLE", "maximumAmountCapturable": {"amount": 2000}}


async def test_a_card_without_features_is_captured_once_and_up_to_its_amount(shop: Shop) -> None:
    id = await hold(shop, PLAIN, **REQUESTS)
    async with shop.nothing_changes():
        refusal = await shop.refuse("capture", id, amountToCapture=500, finalCapture=False)
        assert (refusal["code"], refusal["field"]) == ("PAYMENT_INTENT_INVALID_PARAMETER", "finalCapture")
        assert (await shop.refuse("capture", id, amountToCapture=2001))["code"] == "AMOUNT_TOO_LARGE"
    assert (await shop.do("capture", id, amountToCapture=500))["status"] == "SUCCEEDED"


async def test_an_increase_that_the_bank_declines(shop: Shop) -> None:
    id = await hold(shop, PLAIN, **REQUESTS)
    refusal = await shop.refuse("incrementAuthorization", id, amount=3000)
    assert (refusal["type"], refusal["code"], refusal["declineCode"]) == (
        "CARD_ERROR",
        "CARD_DECLINED",
        "generic_decline",
    )
    intent = await shop.intent_now(id)
    assert (intent["status"], intent["amountCapturable"]) == ("REQUIRES_CAPTURE", {"amount": 2000})


@pytest.mark.parametrize(("method", "declined"), [("pm_card_debit_incrementalAuthAuthorized", False), (PLAIN, True)])
async def test_ten_increases_are_attempted_and_no_more(shop: Shop, method: str, declined: bool) -> None:
    id = await hold(shop, method, **REQUESTS)
    for attempt in range(10):
        payload = await shop.graph.attempt(
            "paymentIntentIncrementAuthorization", "id", id=id, input={"amount": 2100 + attempt * 100}
        )
        assert bool(payload["userErrors"]) == declined
    async with shop.nothing_changes():
        refusal = await shop.refuse("incrementAuthorization", id, amount=9000)
        assert (refusal["type"], refusal["code"]) == ("INVALID_REQUEST_ERROR", "PAYMENT_INTENT_UNEXPECTED_STATE")


async def test_an_authorization_is_captured_fifty_times_and_no_more(shop: Shop) -> None:
    id = await hold(shop, **REQUESTS)
    for _ in range(50):
        await shop.do("capture", id, amountToCapture=1, finalCapture=False)
    async with shop.nothing_changes():
        refusal = await shop.refuse("capture", id, amountToCapture=1, finalCapture=False)
        assert (refusal["code"], refusal["field"]) == ("PAYMENT_INTENT_UNEXPECTED_STATE", "amountToCapture")
    released = await shop.do("capture", id, amountToCapture=0)
    assert (released["status"], released["amountReceived"]) == ("SUCCEEDED", {"amount": 50})


async def test_what_was_captured_is_refunded_before_the_last_capture(shop: Shop) -> None:
    id = await hold(shop, **REQUESTS)
    intent = await shop.do("capture", id, amountToCapture=500, finalCapture=False)
    await shop.refund(intent, amount=500)
    charge = await shop.charge_of(intent)
    assert (charge["amountRefunded"], charge["refunded"], charge["captured"]) == ({"amount": 500}, False, False)
    await shop.do("capture", id, amountToCapture=0)
    charge = await shop.charge_of(intent)
    assert (charge["refunded"], charge["captured"]) == (True, True)


async def test_a_payment_goes_through_the_network_that_was_chosen(shop: Shop) -> None:
    wanted = {"paymentMethodOptions": {"card": {"network": "CARTES_BANCAIRES"}}}
    intent = await shop.pay("pm_card_visa_cartesBancaires", **wanted)
    assert (await card_of(shop, intent["id"]))["network"] == "cartes_bancaires"
    plain = await shop.pay("pm_card_visa_cartesBancaires")
    assert (await card_of(shop, plain["id"]))["network"] == "visa"
    async with shop.nothing_changes():
        payload = await shop.try_to_pay("pm_card_visa", **wanted)
        (refusal,) = payload["userErrors"]
        assert (refusal["code"], refusal["field"]) == (
            "PAYMENT_METHOD_INVALID_PARAMETER",
            "paymentMethodOptions.card.network",
        )


async def test_the_customers_choice_of_network_is_shown_and_used(shop: Shop) -> None:
    card = {"number": "4000002500001001", "expMonth": 12, "expYear": 2050, "cvc": "123"}
    shown = "id card { displayBrand networks { available preferred } }"
    given = {"type": "CARD", "card": card | {"networks": {"preferred": "VISA"}}}
    method = await shop.graph.do("paymentMethodCreate", shown, input=given)
    assert method["card"] == {
        "displayBrand": "visa",
        "networks": {"available": ["visa", "cartes_bancaires"], "preferred": "visa"},
    }
    given = {"type": "CARD", "card": card | {"networks": {"preferred": "CARTES_BANCAIRES"}}}
    method = await shop.graph.do("paymentMethodCreate", shown, input=given)
    assert method["card"]["displayBrand"] == "cartes_bancaires"
    intent = await shop.pay(method["id"])
    assert (await card_of(shop, intent["id"]))["network"] == "cartes_bancaires"


INSTALLMENTS = """
    id status paymentMethodOptions { card { installments { enabled availablePlans { count } plan { count } } } }
"""


@pytest.mark.parametrize(
    ("method", "currency", "amount", "counts"),
    [
        ("pm_card_mx", "mxn", 240_000, [3, 6, 9, 12, 18, 24]),
        ("pm_card_mx", "mxn", 90_000, [3, 6, 9]),
        ("pm_card_mx", "mxn", 29_900, []),
        ("pm_card_mx", "usd", 240_000, []),
        ("pm_card_visa", "mxn", 240_000, []),
    ],
)
async def test_the_plans_of_a_card(shop: Shop, method: str, currency: str, amount: int, counts: list[int]) -> None:
    intent = await shop.graph.do(
        "paymentIntentCreate",
        INSTALLMENTS,
        input={
            "amount": amount,
            "currency": currency,
            "paymentMethod": method,
            "paymentMethodOptions": {"card": {"installments": {"enabled": True}}},
        },
    )
    installments = intent["paymentMethodOptions"]["card"]["installments"]
    assert installments == {"enabled": True, "availablePlans": [{"count": count} for count in counts], "plan": None}


async def test_a_plan_is_chosen_at_the_confirmation(shop: Shop) -> None:
    enabled = {"card": {"installments": {"enabled": True}}}
    given = {"amount": 90_000, "currency": "mxn", "paymentMethod": "pm_card_mx", "paymentMethodOptions": enabled}
    intent = await shop.graph.do("paymentIntentCreate", INSTALLMENTS, input=given)
    plan = {"type": "FIXED_COUNT", "interval": "MONTH"}
    async with shop.nothing_changes():
        wrong = {"card": {"installments": {"plan": plan | {"count": 12}}}}
        refusal = await shop.refuse("confirm", intent["id"], paymentMethodOptions=wrong)
        assert refusal["field"] == "paymentMethodOptions.card.installments.plan"
        assert refusal["message"] == "This payment cannot be paid by that plan, only in 3 or 6 or 9 months."
    right = {"card": {"installments": {"plan": plan | {"count": 6}}}}
    assert (await shop.do("confirm", intent["id"], paymentMethodOptions=right))["status"] == "SUCCEEDED"
    assert (await card_of(shop, intent["id"]))["installments"] == {"plan": {"count": 6}}


ITEM = {"productCode": "SHOE-1", "productDescription": "Shoes", "quantity": 2, "unitCost": 900, "taxAmount": 150}
LEVEL3 = {
    "merchantReference": "order-7",
    "customerReference": "po-9",
    "lineItems": [ITEM | {"discountAmount": 50}],
    "shippingAmount": 100,
}


@pytest.mark.parametrize("mutation", ["paymentIntentCreate", "chargeCreate"])
async def test_the_sold_items_stand_on_the_charge(shop: Shop, mutation: str) -> None:
    items = """level3 {
        merchantReference shippingAmount { amount } lineItems { productCode quantity unitCost { amount } }
    }"""
    given: dict[str, Any] = {"amount": 2000, "currency": "usd", "level3": LEVEL3}
    if mutation == "chargeCreate":
        charge = await shop.graph.do(mutation, items, input=given | {"source": "tok_visa"})
    else:
        given |= {"paymentMethod": "pm_card_visa", "confirm": True}
        charge = (await shop.graph.do(mutation, f"latestCharge {{ {items} }}", input=given))["latestCharge"]
    assert charge["level3"] == {
        "merchantReference": "order-7",
        "shippingAmount": {"amount": 100},
        "lineItems": [{"productCode": "SHOE-1", "quantity": 2, "unitCost": {"amount": 900}}],
    }
    async with shop.nothing_changes():
        source = {"source": "tok_visa"} if mutation == "chargeCreate" else {}
        refusal = await shop.graph.refuse(mutation, input=given | source | {"amount": 2001})
        assert refusal["field"] == "level3.lineItems"
        assert "add up to 2000" in refusal["message"]
        too_much = LEVEL3 | {"lineItems": [ITEM | {"discountAmount": 1801}]}
        refused = await shop.graph.refusals(mutation, input=given | source | {"level3": too_much})
        assert refused[0]["field"] == "level3.lineItems.0.discountAmount"
