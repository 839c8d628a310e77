"""Payment: on request, by other means, in the browser, and what each attempt comes to."""

from datetime import timedelta

from tests.billing.invoices.biller import Biller, amounts
from tests.stories.shop import MANDATE, MONDAY

PAID = [
    "charge.succeeded",
    "payment_intent.succeeded",
    "invoice.paid",
    "invoice.payment_succeeded",
    "invoice.updated",
]
FAILED = [
    "charge.failed",
    "payment_intent.payment_failed",
    "customer.updated",
    "invoice.payment_failed",
    "invoice.updated",
]


async def test_an_open_invoice_is_paid_with_the_customers_default(biller: Biller) -> None:
    invoice = await biller.bill(await biller.payer(), 1000)
    await biller.told()
    paid = await biller.act("Pay", invoice["id"])
    assert (paid["status"], paid["paid"], paid["attempted"], paid["attemptCount"]) == ("PAID", True, True, 1)
    assert amounts(paid, "amountPaid", "amountRemaining") == (1000, 0)
    assert (paid["charge"]["status"], paid["paymentIntent"]["status"]) == ("SUCCEEDED", "SUCCEEDED")
    assert paid["statusTransitions"]["paidAt"] is not None
    assert await biller.told() == PAID
    data = await biller.graph("query ($id: ID!) { charge(id: $id) { invoice { id } } }", id=paid["charge"]["id"])
    assert data["charge"]["invoice"] == {"id": invoice["id"]}
    assert await biller.balance() == {"pending": {"usd": {"card": 941}}}
    assert await biller.refused("Pay", invoice["id"]) == ("INVOICE_UNEXPECTED_STATE", "id")


async def test_the_invoices_own_payment_method_comes_first(biller: Biller) -> None:
    customer = await biller.payer("pm_card_chargeCustomerFail")
    good = (await biller.graph.do("paymentMethodAttach", "id", id="pm_card_visa", input={"customer": customer}))["id"]
    invoice = await biller.bill(customer, 1000, defaultPaymentMethod=good)
    assert (await biller.act("Pay", invoice["id"]))["status"] == "PAID"


async def test_a_draft_is_finalized_and_paid(biller: Biller) -> None:
    draft = await biller.draft(await biller.payer(), 1000)
    assert (await biller.act("Pay", draft["id"]))["status"] == "PAID"


async def test_a_decline_is_a_fact_and_another_card_pays(biller: Biller) -> None:
    customer = await biller.payer("pm_card_chargeCustomerFail")
    invoice = await biller.bill(customer, 1000)
    await biller.told()
    payload = await biller.graph.attempt("invoicePay", "id status attemptCount attempted", id=invoice["id"])
    (refusal,) = payload["userErrors"]
    assert (refusal["type"], refusal["code"]) == ("CARD_ERROR", "CARD_DECLINED")
    assert payload["object"] == {"id": invoice["id"], "status": "OPEN", "attemptCount": 1, "attempted": True}
    assert await biller.told() == FAILED
    data = await biller.graph("query ($id: ID!) { customer(id: $id) { delinquent } }", id=customer)
    assert data["customer"]["delinquent"] is True
    paid = await biller.act("Pay", invoice["id"], paymentMethod="pm_card_visa")
    assert (paid["status"], paid["attemptCount"]) == ("PAID", 1)
    assert await biller.told() == [*PAID, "customer.updated"]


async def test_without_a_payment_method_nothing_is_attempted(biller: Biller) -> None:
    invoice = await biller.bill(await biller.payer(None), 1000)
    await biller.told()
    assert await biller.refused("Pay", invoice["id"]) == ("RESOURCE_MISSING", "paymentMethod")
    assert await biller.told() == []


async def test_another_customers_card_pays_nothing(biller: Biller) -> None:
    invoice = await biller.bill(await biller.payer(), 1000)
    other = await biller.save(await biller.customer(), "pm_card_visa")
    assert await biller.refused("Pay", invoice["id"], paymentMethod=other) == ("PARAMETER_INVALID", "paymentMethod")


async def test_paid_by_other_means(biller: Biller) -> None:
    invoice = await biller.bill(await biller.payer(), 1000)
    await biller.told()
    paid = await biller.act("Pay", invoice["id"], paidOutOfBand=True)
    assert (paid["status"], paid["paidOutOfBand"], paid["charge"]) == ("PAID", True, None)
    assert amounts(paid, "amountPaid", "amountRemaining") == (1000, 0)
    assert await biller.told() == ["payment_intent.canceled", "invoice.paid", "invoice.updated"]
    assert await biller.balance() == {}


async def test_a_bank_that_wants_the_customer_keeps_the_invoice_open(biller: Biller) -> None:
    invoice = await biller.bill(await biller.payer("pm_card_authenticationRequired"), 1000)
    await biller.told()
    payload = await biller.graph.attempt(
        "invoicePay", "status paymentIntent { id status } attemptCount", id=invoice["id"]
    )
    assert [each["code"] for each in payload["userErrors"]] == ["INVOICE_PAYMENT_INTENT_REQUIRES_ACTION"]
    assert (payload["object"]["status"], payload["object"]["paymentIntent"]["status"]) == ("OPEN", "REQUIRES_ACTION")
    assert await biller.told() == [
        "payment_intent.requires_action",
        "invoice.payment_action_required",
        "invoice.updated",
    ]
    await biller.graph.do("paymentIntentCompleteAuthentication", "id", id=payload["object"]["paymentIntent"]["id"])
    assert (await biller.invoice(invoice["id"]))["status"] == "PAID"
    assert await biller.told() == PAID


async def test_the_customer_who_fails_to_authenticate_can_try_again(biller: Biller) -> None:
    invoice = await biller.bill(await biller.payer("pm_card_authenticationRequired"), 1000)
    payload = await biller.graph.attempt("invoicePay", "paymentIntent { id }", id=invoice["id"])
    await biller.told()
    intent = payload["object"]["paymentIntent"]["id"]
    await biller.graph.do("paymentIntentFailAuthentication", "id", id=intent)
    assert await biller.told() == [
        "payment_intent.payment_failed",
        "customer.updated",
        "invoice.payment_failed",
        "invoice.updated",
    ]
    await biller.graph.do("paymentIntentConfirm", "id", id=intent, input={"paymentMethod": "pm_card_visa"})
    assert (await biller.invoice(invoice["id"]))["status"] == "PAID"


async def test_a_customer_pays_in_the_browser(biller: Biller) -> None:
    invoice = await biller.bill(await biller.payer(None), 1000)
    await biller.told()
    await biller.graph.do(
        "paymentIntentConfirm", "id", id=invoice["paymentIntent"]["id"], input={"paymentMethod": "pm_card_visa"}
    )
    paid = await biller.invoice(invoice["id"])
    assert (paid["status"], amounts(paid, "amountPaid")) == ("PAID", (1000,))
    assert paid["charge"]["status"] == "SUCCEEDED"
    assert await biller.told() == PAID


async def test_a_debit_is_paid_when_the_bank_has_answered(biller: Biller) -> None:
    clock = await biller.clock()
    customer = await biller.customer(testClock=clock)
    method = await biller.graph.do(
        "paymentMethodAttach", "id", id="pm_usBankAccount_success", input={"customer": customer}
    )
    setup = {"customer": customer, "paymentMethod": method["id"], "confirm": True, "mandateData": MANDATE}
    given = {**setup, "paymentMethodTypes": ["us_bank_account"]}
    mandate = (await biller.graph.do("setupIntentCreate", "mandate { id }", input=given))["mandate"]
    assert mandate is not None
    invoice = await biller.bill(customer, 1000, defaultPaymentMethod=method["id"])
    await biller.told()
    waits = await biller.act("Pay", invoice["id"])
    assert (waits["status"], waits["paymentIntent"]["status"], waits["attempted"]) == ("OPEN", "PROCESSING", True)
    assert await biller.told() == ["charge.pending", "payment_intent.processing", "invoice.updated"]
    assert await biller.refused("Pay", invoice["id"]) == ("PAYMENT_INTENT_UNEXPECTED_STATE", "id")
    await biller.advance(clock, MONDAY + timedelta(days=14))
    assert (await biller.invoice(invoice["id"]))["status"] == "PAID"


async def test_a_refund_does_not_unpay(biller: Biller) -> None:
    invoice = await biller.bill(await biller.payer(), 1000)
    paid = await biller.act("Pay", invoice["id"])
    await biller.graph.do("refundCreate", "id", input={"paymentIntent": paid["paymentIntent"]["id"]})
    assert (await biller.invoice(invoice["id"]))["status"] == "PAID"


async def test_settings_of_the_payment_reach_it(biller: Biller) -> None:
    options = {"card": {"requestThreeDSecure": "ANY"}}
    settings = {"paymentMethodTypes": ["CARD"], "paymentMethodOptions": options}
    invoice = await biller.bill(await biller.payer(), 1000, paymentSettings=settings, statementDescriptor="RIDES 7")
    data = await biller.graph(
        "query ($id: ID!) { paymentIntent(id: $id) { paymentMethodTypes statementDescriptor "
        "paymentMethodOptions { card { requestThreeDSecure } } } }",
        id=invoice["paymentIntent"]["id"],
    )
    assert data["paymentIntent"] == {
        "paymentMethodTypes": ["card"],
        "statementDescriptor": "RIDES 7",
        "paymentMethodOptions": {"card": {"requestThreeDSecure": "ANY"}},
    }
