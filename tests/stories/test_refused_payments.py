"""What Stripe refuses of payments, with the remedy, and what it accepts instead."""

from typing import Any

import pytest

from tests.stories.shop import MANDATE, MONDAY, Shop

CARD = {"amount": 2000, "currency": "usd", "paymentMethodTypes": ["card"]}
AUTOMATIC = {"enabled": True}


def told_by(refusal: dict[str, Any]) -> tuple[str, str]:
    return refusal["field"], refusal["code"]


async def test_a_card_payment_has_no_descriptor_of_its_own(shop: Shop) -> None:
    refusal = await shop.graph.refuse("paymentIntentCreate", input=CARD | {"statementDescriptor": "ROCKETS"})
    assert told_by(refusal) == ("statementDescriptor", "PARAMETER_INVALID")
    assert "`statementDescriptorSuffix`" in refusal["message"]
    charge = {"amount": 2000, "currency": "usd", "source": "tok_visa", "statementDescriptor": "ROCKETS"}
    assert told_by(await shop.graph.refuse("chargeCreate", input=charge)) == told_by(refusal)
    intent = await shop.intent(paymentMethodTypes=["card"])
    assert told_by(await shop.refuse("update", intent["id"], statementDescriptor="ROCKETS")) == told_by(refusal)
    held = await shop.pay(captureMethod="MANUAL")
    assert told_by(await shop.refuse("capture", held["id"], statementDescriptor="ROCKETS")) == told_by(refusal)
    grows = {"card": {"requestIncrementalAuthorization": "IF_AVAILABLE"}}
    held = await shop.pay(captureMethod="MANUAL", paymentMethodOptions=grows)
    increment = {"amount": 3000, "statementDescriptor": "ROCKETS"}
    assert told_by(await shop.refuse("incrementAuthorization", held["id"], **increment)) == told_by(refusal)


async def test_a_descriptor_is_for_what_else_can_pay(shop: Shop) -> None:
    """Where the types of payment method were not chosen, it depends on what pays."""
    intent = await shop.intent(statementDescriptor="ROCKETS")
    refusal = await shop.refuse("confirm", intent["id"], paymentMethod="pm_card_visa")
    assert told_by(refusal) == ("statementDescriptor", "PARAMETER_INVALID")
    await shop.do("confirm", intent["id"], paymentMethod="pm_usBankAccount_success", mandateData=MANDATE)
    data = await shop.graph(
        "query ($id: ID!) { paymentIntent(id: $id) { latestCharge { calculatedStatementDescriptor } } }",
        id=intent["id"],
    )
    assert data["paymentIntent"]["latestCharge"]["calculatedStatementDescriptor"] == "ROCKETS"


@pytest.mark.parametrize(
    ("suffix", "shown"),
    [("Shoes", "TEST SHOP* SHOES"), ("A" * 22, "TEST SHOP* AAAAAAAAAAA"), ("Order 4711", "TEST SHOP* ORDER 4711")],
)
async def test_a_suffix_is_cut_where_the_statement_ends(shop: Shop, suffix: str, shown: str) -> None:
    held = await shop.pay(captureMethod="MANUAL", statementDescriptorSuffix=suffix)
    again = await shop.pay(captureMethod="MANUAL")
    await shop.do("capture", again["id"], statementDescriptorSuffix=suffix)
    for intent in (held, again):
        data = await shop.graph(
            "query ($id: ID!) { paymentIntent(id: $id) { latestCharge { calculatedStatementDescriptor } } }",
            id=intent["id"],
        )
        assert data["paymentIntent"]["latestCharge"]["calculatedStatementDescriptor"] == shown
        assert len(shown) <= 22


@pytest.mark.parametrize(
    "asked",
    [
        {"setupFutureUsage": "OFF_SESSION"},
        {"setupFutureUsage": "ON_SESSION"},
        {"paymentMethodOptions": {"card": {"setupFutureUsage": "OFF_SESSION"}}},
    ],
)
async def test_an_absent_customer_sets_nothing_up(shop: Shop, asked: dict[str, Any]) -> None:
    customer = await shop.customer()
    absent = {"offSession": {"value": True}}
    async with shop.nothing_changes():
        given = CARD | asked | absent | {"customer": customer, "paymentMethod": "pm_card_visa", "confirm": True}
        assert told_by(await shop.graph.refuse("paymentIntentCreate", input=given)) == (
            "offSession",
            "PAYMENT_INTENT_INVALID_PARAMETER",
        )
    paid = await shop.pay(customer=customer, **asked)
    assert paid["status"] == "SUCCEEDED"


async def test_automatic_payment_methods_need_a_way_back(shop: Shop) -> None:
    given = {"amount": 2000, "currency": "usd", "paymentMethod": "pm_card_visa", "confirm": True}
    async with shop.nothing_changes():
        refusal = await shop.graph.refuse("paymentIntentCreate", input=given | {"automaticPaymentMethods": AUTOMATIC})
        assert told_by(refusal) == ("returnUrl", "PARAMETER_MISSING")
    never = AUTOMATIC | {"allowRedirects": "NEVER"}
    back = {"automaticPaymentMethods": AUTOMATIC, "returnUrl": "https://shop.example/back"}
    for enough in ({}, {"automaticPaymentMethods": never}, back, {"paymentMethodTypes": ["card"]}):
        assert (await shop.graph.do("paymentIntentCreate", "status", input=given | enough))["status"] == "SUCCEEDED"

    intent = await shop.intent(automaticPaymentMethods=AUTOMATIC)
    refusal = await shop.refuse("confirm", intent["id"], paymentMethod="pm_card_visa")
    assert told_by(refusal) == ("returnUrl", "PARAMETER_MISSING")
    await shop.do("update", intent["id"], paymentMethodTypes=["card"])
    assert (await shop.do("confirm", intent["id"], paymentMethod="pm_card_visa"))["status"] == "SUCCEEDED"


async def test_a_receipt_goes_elsewhere_only_while_it_matters(shop: Shop) -> None:
    email = {"receiptEmail": "ada@example.com"}
    waiting, held, paid = await shop.intent(), await shop.pay(captureMethod="MANUAL"), await shop.pay()
    for intent in (waiting, held, paid):
        await shop.do("update", intent["id"], **email)
    processing = await shop.pay("pm_usBankAccount_processing")
    canceled = await shop.do("cancel", waiting["id"])
    for intent in (processing, canceled):
        refusal = await shop.refuse("update", intent["id"], **email)
        assert refusal["code"] == "PAYMENT_INTENT_UNEXPECTED_STATE"
        await shop.do("update", intent["id"], description="Shoes")


ADDRESS = {"line1": "1 High Street", "country": "UK"}


@pytest.mark.parametrize(
    ("mutation", "given", "field", "code"),
    [
        ("paymentIntentCreate", CARD | {"receiptEmail": "nope"}, "receiptEmail", "EMAIL_INVALID"),
        ("paymentIntentCreate", CARD | {"receiptEmail": "a@b"}, "receiptEmail", "EMAIL_INVALID"),
        ("customerCreate", {"email": "a@b"}, "email", "EMAIL_INVALID"),
        ("customerCreate", {"email": "a@b..com"}, "email", "EMAIL_INVALID"),
        ("customerCreate", {"address": ADDRESS}, "address.country", "COUNTRY_CODE_INVALID"),
        (
            "customerCreate",
            {"shipping": {"name": "Ada", "address": ADDRESS | {"country": "JA"}}},
            "shipping.address.country",
            "COUNTRY_CODE_INVALID",
        ),
        (
            "paymentMethodCreate",
            {"type": "CARD", "card": {"token": "tok_visa"}, "billingDetails": {"email": "nope"}},
            "billingDetails.email",
            "EMAIL_INVALID",
        ),
        (
            "paymentMethodCreate",
            {"type": "CARD", "card": {"token": "tok_visa"}, "billingDetails": {"address": ADDRESS}},
            "billingDetails.address.country",
            "COUNTRY_CODE_INVALID",
        ),
    ],
)
async def test_what_is_no_email_and_no_country(
    shop: Shop, mutation: str, given: dict[str, Any], field: str, code: str
) -> None:
    assert told_by(await shop.graph.refuse(mutation, input=given)) == (field, code)


async def test_emails_are_checked_wherever_a_payment_takes_one(shop: Shop) -> None:
    intent, email = await shop.intent(paymentMethod="pm_card_visa"), {"receiptEmail": "nope"}
    for verb in ("update", "confirm"):
        assert told_by(await shop.refuse(verb, intent["id"], **email)) == ("receiptEmail", "EMAIL_INVALID")
    charge = await shop.graph.do(
        "chargeCreate", "id", input={"amount": 2000, "currency": "usd", "source": "tok_visa", "capture": False}
    )
    for mutation in ("chargeUpdate", "chargeCapture"):
        refusal = await shop.graph.refuse(mutation, id=charge["id"], input=email)
        assert told_by(refusal) == ("receiptEmail", "EMAIL_INVALID")
    refund = {"charge": charge["id"], "instructionsEmail": "nope"}
    assert told_by(await shop.graph.refuse("refundCreate", input=refund)) == ("instructionsEmail", "EMAIL_INVALID")


async def test_a_country_is_kept_in_upper_case(shop: Shop) -> None:
    address = ADDRESS | {"country": "gb"}
    customer = await shop.graph.do("customerCreate", "address { country }", input={"address": address})
    assert customer["address"] == {"country": "GB"}


async def test_a_customers_charge_is_by_a_card_of_theirs(shop: Shop) -> None:
    customer = await shop.customer()
    given = {"amount": 2000, "currency": "usd", "customer": customer}
    for source in ("tok_visa", "pm_card_visa"):
        refusal = await shop.graph.refuse("chargeCreate", input=given | {"source": source})
        assert told_by(refusal) == ("source", "RESOURCE_MISSING")
    loose = await shop.graph.do("paymentMethodCreate", "id", input={"type": "CARD", "card": {"token": "tok_visa"}})
    refusal = await shop.graph.refuse("chargeCreate", input=given | {"source": loose["id"]})
    assert told_by(refusal) == ("source", "RESOURCE_MISSING")
    assert told_by(await shop.graph.refuse("chargeCreate", input=given)) == ("source", "PARAMETER_MISSING")
    nobody = {"amount": 2000, "currency": "usd"}
    assert told_by(await shop.graph.refuse("chargeCreate", input=nobody)) == ("source", "PARAMETER_MISSING")

    await shop.graph.do("paymentMethodAttach", "id", id=loose["id"], input={"customer": customer})
    default = {"invoiceSettings": {"defaultPaymentMethod": loose["id"]}}
    await shop.graph.do("customerUpdate", "id", id=customer, input=default)
    for theirs in ({}, {"source": loose["id"]}):
        charge = await shop.graph.do(
            "chargeCreate", "status paymentMethod { id } customer { id }", input=given | theirs
        )
        assert charge == {"status": "SUCCEEDED", "paymentMethod": {"id": loose["id"]}, "customer": {"id": customer}}


async def test_a_debit_needs_a_mandate(shop: Shop) -> None:
    customer = await shop.customer()
    given = {"amount": 2000, "currency": "usd", "paymentMethod": "pm_usBankAccount_success", "confirm": True}
    refusal = await shop.graph.refuse("paymentIntentCreate", input=given)
    assert told_by(refusal) == ("mandateData", "PARAMETER_MISSING")
    intent = await shop.intent(customer=customer, paymentMethod="pm_usBankAccount_success")
    assert told_by(await shop.refuse("confirm", intent["id"])) == ("mandateData", "PARAMETER_MISSING")
    refusal = await shop.refuse("confirm", intent["id"], mandateData={})
    assert told_by(refusal) == ("mandateData.customerAcceptance", "PARAMETER_MISSING")
    accepted = {"customerAcceptance": {"type": "ONLINE", "online": {}}}
    paid = await shop.do("confirm", intent["id"], mandateData=accepted, setupFutureUsage="OFF_SESSION")
    assert (paid["status"], paid["customer"]) == ("PROCESSING", {"id": customer})
    later = given | {"customer": customer, "paymentMethod": paid["paymentMethod"]["id"]}
    later |= {"offSession": {"value": True}}
    assert (await shop.graph.do("paymentIntentCreate", "status", input=later))["status"] == "PROCESSING"


async def test_a_mandate_that_is_given_at_creation_is_whole(shop: Shop) -> None:
    given = {"amount": 2000, "currency": "usd", "paymentMethod": "pm_usBankAccount_success", "confirm": True}
    document = (
        "mutation ($input: PaymentIntentCreateInput!) { paymentIntentCreate(input: $input) { userErrors { field } } }"
    )
    error = await shop.graph.error(document, input=given | {"mandateData": {}})
    assert "customerAcceptance" in error["message"]


@pytest.mark.parametrize(
    ("method", "code", "field"),
    [
        ("pm_card_chargeDeclinedExpiredCard", "EXPIRED_CARD", "expMonth"),
        ("pm_card_chargeDeclinedIncorrectCvc", "INCORRECT_CVC", "cvc"),
        ("pm_card_chargeDeclined", "CARD_DECLINED", None),
    ],
)
async def test_a_decline_names_what_is_wrong_with_the_card(
    shop: Shop, method: str, code: str, field: str | None
) -> None:
    payload = await shop.try_to_pay(method)
    (refusal,) = payload["userErrors"]
    assert (refusal["code"], refusal["field"]) == (code, field)
    data = await shop.graph(
        "query ($id: ID!) { paymentIntent(id: $id) { lastPaymentError { code param } } }", id=payload["object"]["id"]
    )
    param = {"expMonth": "exp_month"}.get(field or "", field)
    assert data["paymentIntent"]["lastPaymentError"] == {"code": code, "param": param}


async def test_a_declined_cards_checks_stand_on_both(shop: Shop) -> None:
    checks = "checks { cvcCheck addressLine1Check }"
    card = {"number": "4000000000000127", "expMonth": 12, "expYear": 2050, "cvc": "123"}
    given = {"type": "CARD", "card": card, "billingDetails": {"address": {"line1": "1 High Street", "country": "US"}}}
    method = await shop.graph.do("paymentMethodCreate", f"id card {{ {checks} }}", input=given)
    assert method["card"]["checks"] == {"cvcCheck": "unchecked", "addressLine1Check": "unchecked"}
    payload = await shop.try_to_pay(method["id"])
    data = await shop.graph(
        f"""query ($method: ID!, $charge: ID!) {{
            paymentMethod(id: $method) {{ card {{ {checks} }} }}
            charge(id: $charge) {{ paymentMethodDetails {{ card {{ {checks} }} }} }}
        }}""",
        method=method["id"],
        charge=payload["object"]["latestCharge"]["id"],
    )
    answered = {"cvcCheck": "fail", "addressLine1Check": "pass"}
    assert data["paymentMethod"]["card"]["checks"] == answered
    assert data["charge"]["paymentMethodDetails"]["card"]["checks"] == answered


async def test_no_receipt_has_a_number_that_was_not_sent(shop: Shop) -> None:
    paid = await shop.pay(receiptEmail="ada@example.com")
    refund = await shop.graph.do("refundCreate", "receiptNumber", input={"paymentIntent": paid["id"]})
    assert refund["receiptNumber"] is None


TRACE = "id destinationDetails { type card { type reference referenceStatus referenceType } }"


async def test_a_refunds_reference_is_known_later(shop: Shop) -> None:
    clock = await shop.clock()
    paid = await shop.pay(customer=await shop.customer(testClock=clock))
    refund = await shop.graph.do("refundCreate", TRACE, input={"paymentIntent": paid["id"], "amount": 500})
    pending = {"type": "refund", "reference": None, "referenceStatus": "pending"}
    card = refund["destinationDetails"]["card"]
    assert card == pending | {"type": "REFUND", "referenceType": "acquirer_reference_number"}
    await shop.told()
    await shop.advance(clock, MONDAY.replace(day=4))
    told = [event for event in await shop.told_whole() if event["type"].endswith("refund.updated")]
    assert [event["type"] for event in told] == ["refund.updated", "charge.refund.updated"]
    before = told[0]["data"]["previousAttributes"]["destination_details"]
    assert before == {"card": {"reference": None, "reference_status": "pending"}}
    data = await shop.graph(f"query ($id: ID!) {{ refund(id: $id) {{ {TRACE} }} }}", id=refund["id"])
    card = data["refund"]["destinationDetails"]["card"]
    assert (card["referenceStatus"], len(card["reference"])) == ("available", 23)


async def test_a_refund_for_fraud_reports_the_charge(shop: Shop) -> None:
    report = "query ($id: ID!) { charge(id: $id) { fraudDetails { userReport } } }"
    paid = await shop.pay()
    charge = paid["latestCharge"]["id"]
    await shop.refund(paid, amount=500, reason="DUPLICATE")
    assert (await shop.graph(report, id=charge))["charge"]["fraudDetails"] == {"userReport": None}
    await shop.told()
    await shop.refund(paid, amount=500, reason="FRAUDULENT")
    assert (await shop.graph(report, id=charge))["charge"]["fraudDetails"] == {"userReport": "fraudulent"}
    told = await shop.told_whole()
    assert told[-1]["type"] == "charge.refunded"
    assert told[-1]["data"]["object"]["fraud_details"]["user_report"] == "fraudulent"


async def test_a_refund_of_a_reported_charge_is_for_fraud(shop: Shop) -> None:
    paid = await shop.pay()
    reported = {"fraudDetails": {"userReport": "FRAUDULENT"}}
    await shop.graph.do("chargeUpdate", "id", id=paid["latestCharge"]["id"], input=reported)
    assert (await shop.refund(paid, amount=500))["reason"] == "FRAUDULENT"
    assert (await shop.refund(paid, amount=500, reason="DUPLICATE"))["reason"] == "DUPLICATE"
