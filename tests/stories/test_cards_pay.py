"""Cards that pay, cards that are declined, and a second card that pays after the first did not."""

import pytest

from tests.stories.shop import Shop

PAID = ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]
DECLINED = ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"]

DECLINES = [
    ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline", "issuer_declined", "generic_decline"),
    (
        "pm_card_visa_chargeDeclinedInsufficientFunds",
        "card_declined",
        "insufficient_funds",
        "issuer_declined",
        "insufficient_funds",
    ),
    ("pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card", "issuer_declined", "lost_card"),
    ("pm_card_visa_chargeDeclinedStolenCard", "card_declined", "stolen_card", "issuer_declined", "stolen_card"),
    ("pm_card_chargeDeclinedExpiredCard", "expired_card", None, "issuer_declined", "expired_card"),
    ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", None, "issuer_declined", "incorrect_cvc"),
    ("pm_card_chargeDeclinedProcessingError", "processing_error", None, "issuer_declined", "processing_error"),
    (
        "pm_card_visa_chargeDeclinedVelocityLimitExceeded",
        "card_declined",
        "card_velocity_exceeded",
        "issuer_declined",
        "card_velocity_exceeded",
    ),
    ("pm_card_chargeCustomerFail", "card_declined", "generic_decline", "issuer_declined", "generic_decline"),
    ("pm_card_radarBlock", "card_declined", "fraudulent", "blocked", "highest_risk_level"),
]
"""Payment method, code, decline code, and the charge's outcome: its type and reason."""

NUMBERS = [
    ("4000000000000002", "card_declined", "generic_decline"),
    ("4000000000009995", "card_declined", "insufficient_funds"),
    ("4000000000009987", "card_declined", "lost_card"),
    ("4000000000009979", "card_declined", "stolen_card"),
    ("4000000000000069", "expired_card", None),
    ("4000000000000127", "incorrect_cvc", None),
    ("4000000000000119", "processing_error", None),
    ("4000000000006975", "card_declined", "card_velocity_exceeded"),
    ("4000000000000341", "card_declined", "generic_decline"),
    ("4100000000000019", "card_declined", "fraudulent"),
]

INVALID = [
    ({"expMonth": 13}, "invalid_expiry_month"),
    ({"expYear": 2020}, "invalid_expiry_year"),
    ({"cvc": "12"}, "invalid_cvc"),
    ({"number": "4242424242424241"}, "incorrect_number"),
]


async def test_a_card_pays_at_once(shop: Shop) -> None:
    intent = await shop.pay()

    assert await shop.told() == PAID
    assert (intent["status"], intent["amountReceived"], intent["amountCapturable"]) == (
        "SUCCEEDED",
        {"amount": 2000},
        {"amount": 0},
    )
    assert (intent["nextAction"], intent["lastPaymentError"], intent["canceledAt"]) == (None, None, None)
    assert intent["charges"]["totalCount"] == 1
    charge = await shop.charge_of(intent)
    assert (charge["status"], charge["paid"], charge["captured"], charge["refunded"]) == (
        "SUCCEEDED",
        True,
        True,
        False,
    )
    moved = charge["balanceTransaction"]
    assert (moved["amount"], moved["fee"], moved["net"]) == ({"amount": 2000}, {"amount": 88}, {"amount": 1912})
    assert await shop.balance() == {"pending": {"usd": {"card": 1912}}}


@pytest.mark.parametrize(("method", "code", "decline_code", "type", "reason"), DECLINES)
async def test_a_declined_card_leaves_the_payment_open_for_another(
    shop: Shop, method: str, code: str, decline_code: str | None, type: str, reason: str
) -> None:
    payload = await shop.try_to_pay(method)

    (refusal,) = payload["userErrors"]
    assert (refusal["type"], refusal["code"], refusal["declineCode"]) == ("CARD_ERROR", code.upper(), decline_code)
    assert refusal["docUrl"] == f"https://docs.stripe.com/error-codes/{code.replace('_', '-')}"
    intent = payload["object"]
    assert intent["status"] == "REQUIRES_PAYMENT_METHOD"
    assert intent["paymentMethod"] is None
    assert (intent["amountReceived"], intent["amountCapturable"]) == ({"amount": 0}, {"amount": 0})
    error = intent["lastPaymentError"]
    assert (error["type"], error["code"], error["declineCode"]) == ("CARD_ERROR", code.upper(), decline_code)
    assert (error["message"], error["docUrl"]) == (refusal["message"], refusal["docUrl"])
    assert error["charge"]["id"] == intent["latestCharge"]["id"]
    assert error["paymentMethodType"] == "card"
    first = await shop.charge_of(intent)
    assert (first["status"], first["paid"], first["captured"]) == ("FAILED", False, False)
    assert (first["failureCode"], first["failureMessage"]) == (code, refusal["message"])
    assert (first["outcome"]["type"], first["outcome"]["reason"]) == (type, reason)
    assert first["balanceTransaction"] is None
    assert await shop.told() == DECLINED
    assert await shop.balance() == {}

    paid = await shop.do("confirm", intent["id"], paymentMethod="pm_card_mastercard")
    assert await shop.told() == ["charge.succeeded", "payment_intent.succeeded"]
    assert (paid["id"], paid["status"], paid["lastPaymentError"]) == (intent["id"], "SUCCEEDED", None)
    assert paid["latestCharge"]["id"] != first["id"]
    assert {(charge["id"], charge["status"]) for charge in paid["charges"]["nodes"]} == {
        (first["id"], "FAILED"),
        (paid["latestCharge"]["id"], "SUCCEEDED"),
    }
    assert (await shop.charge(first["id"]))["status"] == "FAILED"
    assert await shop.balance() == {"pending": {"usd": {"card": 1912}}}


@pytest.mark.parametrize(("number", "code", "decline_code"), NUMBERS)
async def test_a_typed_number_declines_as_its_name_does(
    shop: Shop, number: str, code: str, decline_code: str | None
) -> None:
    card = {"number": number, "expMonth": 12, "expYear": 2040, "cvc": "123"}
    given = {"paymentMethod": None, "paymentMethodData": {"type": "CARD", "card": card}}
    payload = await shop.try_to_pay("", **given)
    (refusal,) = payload["userErrors"]
    assert (refusal["code"], refusal["declineCode"]) == (code.upper(), decline_code)
    assert payload["object"]["status"] == "REQUIRES_PAYMENT_METHOD"
    assert await shop.told() == DECLINED


@pytest.mark.parametrize(("wrong", "code"), INVALID)
async def test_a_card_that_cannot_be_one_is_refused_before_anything_is_made(
    shop: Shop, wrong: dict[str, object], code: str
) -> None:
    card = {"number": "4242424242424242", "expMonth": 12, "expYear": 2040, "cvc": "123"} | wrong
    async with shop.nothing_changes():
        refusal = await shop.graph.refuse("paymentMethodCreate", input={"type": "CARD", "card": card})
        assert (refusal["type"], refusal["code"]) == ("CARD_ERROR", code.upper())
    assert (await shop.graph("{ paymentMethods { totalCount } }"))["paymentMethods"]["totalCount"] == 0


async def test_a_card_kept_with_a_customer_can_still_fail_when_charged(shop: Shop) -> None:
    customer = await shop.customer()
    method = await shop.graph.do(
        "paymentMethodAttach", "id", id=await named(shop, "4000000000000341"), input={"customer": customer}
    )
    assert await shop.told() == ["customer.created", "payment_method.attached"]
    payload = await shop.try_to_pay(method["id"], customer=customer)
    assert payload["userErrors"][0]["code"] == "CARD_DECLINED"
    assert await shop.told() == DECLINED


async def test_a_declined_card_is_not_kept_with_a_customer(shop: Shop) -> None:
    customer = await shop.customer()
    method = await named(shop, "4000000000000002")
    async with shop.nothing_changes():
        refusal = await shop.graph.refuse("paymentMethodAttach", id=method, input={"customer": customer})
        assert (refusal["type"], refusal["code"], refusal["declineCode"]) == (
            "CARD_ERROR",
            "CARD_DECLINED",
            "generic_decline",
        )
    methods = await shop.graph("query ($id: ID!) { customer(id: $id) { paymentMethods { totalCount } } }", id=customer)
    assert methods["customer"]["paymentMethods"]["totalCount"] == 0


@pytest.mark.parametrize("brand", ["visa", "visa_debit", "mastercard", "amex", "discover", "diners", "jcb", "unionpay"])
async def test_every_brand_pays(shop: Shop, brand: str) -> None:
    assert (await shop.pay(f"pm_card_{brand}"))["status"] == "SUCCEEDED"
    assert await shop.told() == PAID


async def test_cards_with_failing_checks_pay_unless_a_rule_forbids_it(shop: Shop) -> None:
    for name, risk in (("cvcCheckFail", "normal"), ("avsFail", "normal"), ("riskLevelElevated", "elevated")):
        intent = await shop.pay(f"pm_card_{name}")
        assert intent["status"] == "SUCCEEDED"
        assert (await shop.charge_of(intent))["outcome"]["riskLevel"] == risk


async def test_a_paid_payment_cannot_be_paid_again(shop: Shop) -> None:
    intent = await shop.pay()
    async with shop.nothing_changes():
        refusal = await shop.refuse("confirm", intent["id"], paymentMethod="pm_card_visa")
        assert (refusal["type"], refusal["code"]) == ("INVALID_REQUEST_ERROR", "PAYMENT_INTENT_UNEXPECTED_STATE")
    assert (await shop.intent_now(intent["id"]))["charges"]["totalCount"] == 1


async def named(shop: Shop, number: str) -> str:
    """A payment method of a card's number; its id."""
    card = {"number": number, "expMonth": 12, "expYear": 2040, "cvc": "123"}
    id: str = (await shop.graph.do("paymentMethodCreate", "id", input={"type": "CARD", "card": card}))["id"]
    return id
