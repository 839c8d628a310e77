"""Finalization: numbers, the customer's balance, what is too little or too much, and what waits."""

from datetime import timedelta

from app.database import Database
from app.events.webhooks.courier import Courier
from tests.billing.invoices.biller import Biller, amounts
from tests.connect.test_connected import connect
from tests.graph import Graph
from tests.stories.shop import MONDAY, at
from tests.webhooks.conftest import courier as courier
from tests.webhooks.conftest import receiver as receiver
from tests.webhooks.conftest import time as time
from tests.webhooks.receiver import Receiver

SENT = {"collectionMethod": "SEND_INVOICE", "daysUntilDue": 10}


async def test_a_finalized_invoice_is_open_with_a_number_and_a_payment(biller: Biller) -> None:
    clock, customer = await biller.under_clock(invoicePrefix="ADA")
    draft = await biller.draft(customer, 1000)
    await biller.told()
    invoice = await biller.act("Finalize", draft["id"])
    assert (invoice["status"], invoice["number"], invoice["attempted"]) == ("OPEN", "ADA-0001", False)
    assert invoice["paymentIntent"]["status"] == "REQUIRES_PAYMENT_METHOD"
    assert invoice["statusTransitions"]["finalizedAt"] == invoice["effectiveAt"] == at(MONDAY)
    assert amounts(invoice, "amountDue", "amountRemaining", "endingBalance") == (1000, 1000, 0)
    assert await biller.told() == ["payment_intent.created", "invoice.finalized", "invoice.updated"]
    data = await biller.graph(
        "query ($id: ID!) { paymentIntent(id: $id) { amount { amount } invoice { id } customer { id } description } }",
        id=invoice["paymentIntent"]["id"],
    )
    assert data["paymentIntent"] == {
        "amount": {"amount": 1000},
        "invoice": {"id": invoice["id"]},
        "customer": {"id": customer},
        "description": "Payment for Invoice",
    }
    assert (await biller.bill(customer, 500))["number"] == "ADA-0002"
    assert await biller.refused("Finalize", invoice["id"]) == ("INVOICE_UNEXPECTED_STATE", "id")
    # It is not collected by itself.
    await biller.advance(clock, MONDAY + timedelta(days=30))
    assert (await biller.invoice(invoice["id"]))["status"] == "OPEN"


async def test_a_number_that_a_caller_took_is_passed_over(biller: Biller) -> None:
    customer = await biller.customer(invoicePrefix="ADA")
    await biller.draft(customer, 1000, number="ADA-0001")
    assert (await biller.bill(customer, 1000))["number"] == "ADA-0002"
    assert (await biller.bill(customer, 1000, number="2025/7"))["number"] == "2025/7"


async def test_an_account_can_number_all_invoices_in_one_sequence(biller: Biller) -> None:
    settings = {"invoiceNumbering": "ACCOUNT", "invoicePrefix": "R", "nextInvoiceSequence": 41}
    await biller.graph.do("billingSettingsUpdate", "invoiceNumbering", input=settings)
    numbers = [(await biller.bill(await biller.customer(), 1000))["number"] for _ in range(2)]
    assert numbers == ["R-0041", "R-0042"]


async def test_a_credit_balance_pays_first(biller: Biller) -> None:
    customer = await biller.payer(balance=-300)
    draft = await biller.draft(customer, 1000)
    assert amounts(draft, "total", "startingBalance", "amountDue", "endingBalance") == (1000, -300, 700, None)
    await biller.told()
    invoice = await biller.act("Finalize", draft["id"])
    assert amounts(invoice, "startingBalance", "endingBalance", "amountDue") == (-300, 0, 700)
    assert await biller.told() == [
        "customer.updated",
        "payment_intent.created",
        "invoice.finalized",
        "invoice.updated",
    ]
    data = await biller.graph("query ($id: ID!) { customer(id: $id) { balance { amount } } }", id=customer)
    assert data["customer"]["balance"] == {"amount": 0}


async def test_a_balance_that_covers_all_pays_at_once(biller: Biller) -> None:
    customer = await biller.payer(balance=-5000)
    draft = await biller.draft(customer, 1200)
    await biller.told()
    invoice = await biller.act("Finalize", draft["id"])
    assert (invoice["status"], invoice["paid"], invoice["paymentIntent"]) == ("PAID", True, None)
    assert amounts(invoice, "amountDue", "amountPaid", "endingBalance") == (0, 0, -3800)
    assert await biller.told() == [
        "customer.updated",
        "invoice.finalized",
        "invoice.updated",
        "invoice.paid",
        "invoice.payment_succeeded",
        "invoice.updated",
    ]


async def test_what_is_owed_is_added(biller: Biller) -> None:
    invoice = await biller.bill(await biller.payer(balance=400), 1000)
    assert amounts(invoice, "total", "amountDue", "endingBalance") == (1000, 1400, 0)


async def test_a_credit_goes_to_the_balance(biller: Biller) -> None:
    invoice = await biller.bill(await biller.payer(), 500, -2000)
    assert invoice["status"] == "PAID"
    assert amounts(invoice, "total", "amountDue", "startingBalance", "endingBalance") == (-1500, 0, 0, -1500)


async def test_too_little_to_be_charged_is_owed_with_the_next(biller: Biller) -> None:
    customer = await biller.payer()
    invoice = await biller.bill(customer, 49)
    assert invoice["status"] == "PAID"
    assert amounts(invoice, "total", "amountDue", "amountPaid", "endingBalance") == (49, 0, 0, 49)
    assert amounts(await biller.bill(customer, 1000), "amountDue") == (1049,)


async def test_too_much_to_be_charged_is_not_finalized(biller: Biller) -> None:
    draft = await biller.draft(await biller.payer(), 99_999_999, 1)
    await biller.told()
    assert await biller.refused("Finalize", draft["id"]) == ("AMOUNT_TOO_LARGE", "id")
    failed = await biller.invoice(draft["id"])
    assert (failed["status"], failed["lastFinalizationError"]["code"]) == ("DRAFT", "AMOUNT_TOO_LARGE")
    assert await biller.told() == ["invoice.finalization_failed"]
    await biller.act("RemoveLines", draft["id"], lines=[{"id": draft["lines"]["nodes"][1]["id"], "behavior": "DELETE"}])
    assert (await biller.act("Finalize", draft["id"]))["lastFinalizationError"] is None


async def test_automatic_tax_waits_for_a_location(biller: Biller) -> None:
    clock, customer = await biller.under_clock()
    draft = await biller.draft(customer, 1000, autoAdvance=True, automaticTax={"enabled": True})
    happened = await biller.advance(clock, MONDAY + timedelta(hours=1))
    assert [type for type, _ in happened][1:-1] == ["invoice.finalization_failed"]
    failed = await biller.invoice(draft["id"])
    assert failed["lastFinalizationError"]["code"] == "CUSTOMER_TAX_LOCATION_INVALID"
    assert (failed["autoAdvance"], failed["automaticallyFinalizesAt"]) == (False, None)
    address = {"address": {"country": "US", "state": "NY"}}
    await biller.graph.do("customerUpdate", "id", id=customer, input=address)
    assert (await biller.act("Finalize", draft["id"]))["status"] == "OPEN"


async def test_no_suitable_payment_method_fails_finalization(biller: Biller) -> None:
    draft = await biller.draft(await biller.payer(), 1000)
    configurations = "{ paymentMethodConfigurations { nodes { id } } }"
    (each,) = (await biller.graph(configurations))["paymentMethodConfigurations"]["nodes"]
    kinds = ("card", "link", "usBankAccount", "klarna", "customerBalance", "cashapp", "amazonPay")
    off = {kind: {"displayPreference": {"preference": "OFF"}} for kind in kinds}
    document = 'query { __type(name: "PaymentMethodConfigurationUpdateInput") { inputFields { name } } }'
    known = {field["name"] for field in (await biller.graph(document))["__type"]["inputFields"]}
    given = {kind: value for kind, value in off.items() if kind in known}
    await biller.graph.do("paymentMethodConfigurationUpdate", "id", id=each["id"], input=given)
    assert await biller.refused("Finalize", draft["id"]) == ("INVOICE_NO_PAYMENT_METHOD_TYPES", "id")


async def test_a_coupon_for_one_invoice_is_over_with_it(biller: Biller) -> None:
    coupon = await biller.coupon(percentOff="25", duration="ONCE")
    customer = await biller.payer(coupon=coupon)
    draft = await biller.draft(customer, 1000)
    await biller.told()
    invoice = await biller.act("Finalize", draft["id"])
    assert amounts(invoice, "amountDue") == (750,)
    assert [each["coupon"]["id"] for each in invoice["discounts"]] == [coupon]
    assert (await biller.told())[:2] == ["customer.discount.deleted", "customer.updated"]
    assert amounts(await biller.bill(customer, 1000), "amountDue") == (1000,)


async def test_the_customer_is_kept_as_they_were(biller: Biller) -> None:
    customer = await biller.payer(name="Ada", email="ada@example.com")
    invoice = await biller.bill(customer, 1000)
    await biller.graph.do("customerUpdate", "id", id=customer, input={"name": "Grace"})
    data = await biller.graph(
        "query ($id: ID!) { invoice(id: $id) { customerName customerEmail accountCountry } }", id=invoice["id"]
    )
    assert data["invoice"] == {"customerName": "Ada", "customerEmail": "ada@example.com", "accountCountry": "US"}


async def test_finalization_waits_for_webhooks_at_most_three_days(biller: Biller) -> None:
    given = {"url": "https://shop.example/hooks", "enabledEvents": ["invoice.created"]}
    await biller.graph.do("webhookEndpointCreate", "id", input=given)
    customer = await biller.payer()
    draft = await biller.draft(customer, 1000, autoAdvance=True)
    assert draft["webhooksDeliveredAt"] is None
    for hours in (2, 4):
        await biller.run_due(hours=hours)
        assert (await biller.invoice(draft["id"]))["status"] == "DRAFT"
    await biller.run_due(hours=73)
    assert (await biller.invoice(draft["id"]))["status"] == "PAID"


async def test_finalization_waits_for_the_webhooks_of_the_accounts_platform(
    graph: Graph, database: Database, courier: Courier, receiver: Receiver
) -> None:
    given = {"url": receiver.url(), "enabledEvents": ["invoice.created"]}
    await graph.do("webhookEndpointCreate", "id", input=given | {"connect": True})
    seller = Biller(graph.on(await connect(graph)), database)
    draft = await seller.draft(await seller.payer(), 1000, autoAdvance=True)
    assert draft["webhooksDeliveredAt"] is None
    await seller.run_due(hours=2)
    waiting = await seller.invoice(draft["id"])
    assert (waiting["status"], waiting["webhooksDeliveredAt"]) == ("DRAFT", None)
    assert await courier.deliver_due() == 1
    assert [each.json["data"]["object"]["id"] for each in receiver.received] == [draft["id"]]
    await seller.run_due(hours=4)
    heard = await seller.invoice(draft["id"])
    assert (heard["status"], heard["webhooksDeliveredAt"] is None) == ("PAID", False)


async def test_finalization_waits_for_no_webhook_about_other_accounts(graph: Graph, database: Database) -> None:
    given = {"url": "https://shop.example/hooks", "enabledEvents": ["invoice.created"]}
    await graph.do("webhookEndpointCreate", "id", input=given | {"connect": True})
    own = Biller(graph, database)
    draft = await own.draft(await own.payer(), 1000, autoAdvance=True)
    assert draft["webhooksDeliveredAt"] is not None
    await own.run_due(hours=2)
    assert (await own.invoice(draft["id"]))["status"] == "PAID"
