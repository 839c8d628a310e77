"""Credit notes of open invoices: less is to be paid, and a credit note that was a mistake is voided."""

from tests.billing.credit_notes.crediter import Crediter, sums
from tests.stories.shop import MANDATE


async def test_less_is_due_and_the_rest_is_paid(crediter: Crediter) -> None:
    invoice = await crediter.bill(await crediter.payer(), 2000)
    await crediter.told()
    note = await crediter.credit(invoice, amount=500)
    assert await crediter.told() == ["credit_note.created", "invoice.updated"]
    assert (note["type"], note["status"], note["total"]) == ("PRE_PAYMENT", "ISSUED", {"amount": 500})
    now = await crediter.invoice(invoice["id"])
    assert now["status"] == "OPEN"
    # 2000 - 500 = 1500; the total stays.
    assert sums(now, "total", "amountDue", "amountRemaining", "amountPaid") == [2000, 1500, 1500, 0]
    assert await crediter.credited(invoice) == (500, 0)
    paid = await crediter.act("Pay", invoice["id"])
    assert (paid["status"], sums(paid, "amountPaid", "amountRemaining")) == ("PAID", [1500, 0])
    intent = await crediter.intent_now(invoice["paymentIntent"]["id"])
    assert intent["amountReceived"] == {"amount": 1500}
    # 2000 - 500 before payment: 1500 can be credited after it.
    assert await crediter.cannot_credit(invoice, amount=1501, creditAmount=1501) == ("AMOUNT_TOO_LARGE", "amount")
    await crediter.credit(invoice, amount=1500, refundAmount=1500)
    assert await crediter.credited(invoice) == (500, 1500)


async def test_an_invoice_is_paid_once_nothing_is_due(crediter: Crediter) -> None:
    invoice = await crediter.bill(await crediter.payer(), 2000)
    await crediter.told()
    await crediter.credit(invoice, amount=2000)
    assert await crediter.told() == [
        "credit_note.created",
        "payment_intent.canceled",
        "invoice.paid",
        "invoice.payment_succeeded",
        "invoice.updated",
    ]
    now = await crediter.invoice(invoice["id"])
    assert (now["status"], sums(now, "amountDue", "amountPaid", "amountRemaining")) == ("PAID", [0, 0, 0])
    intent = await crediter.intent_now(invoice["paymentIntent"]["id"])
    assert (intent["status"], intent["cancellationReason"]) == ("CANCELED", "AUTOMATIC")


async def test_a_voided_credit_note_is_due_again(crediter: Crediter) -> None:
    invoice = await crediter.bill(await crediter.payer(), 2000)
    note = await crediter.credit(invoice, amount=500)
    await crediter.told()
    voided = await crediter.void(note)
    assert voided["status"] == "VOID"
    assert voided["voidedAt"] is not None
    assert await crediter.told() == ["credit_note.voided", "invoice.updated"]
    now = await crediter.invoice(invoice["id"])
    assert sums(now, "amountDue", "amountRemaining") == [2000, 2000]
    assert await crediter.credited(invoice) == (0, 0)
    refusal = await crediter.graph.refuse("creditNoteVoid", id=note["id"])
    assert refusal["code"] == "CREDIT_NOTE_UNEXPECTED_STATE"
    # Its number is not given again.
    second = await crediter.credit(invoice, amount=2000)
    assert second["number"] == f"{invoice['number']}-CN-02"


async def test_only_what_is_due_can_be_due_again(crediter: Crediter) -> None:
    invoice = await crediter.bill(await crediter.payer(), 2000)
    before = await crediter.credit(invoice, amount=500)
    await crediter.act("Pay", invoice["id"])
    after = await crediter.credit(invoice, amount=100, creditAmount=100)
    for note in (before, after):
        refusal = await crediter.graph.refuse("creditNoteVoid", id=note["id"])
        assert (refusal["code"], refusal["field"]) == ("CREDIT_NOTE_UNEXPECTED_STATE", "id")


async def test_what_is_left_can_be_charged(crediter: Crediter) -> None:
    invoice = await crediter.bill(await crediter.payer(), 2000)
    # 2000 - 1960 = 40, and a payment in dollars is at least 50.
    assert await crediter.cannot_credit(invoice, amount=1960) == ("AMOUNT_TOO_SMALL", "invoice")
    await crediter.credit(invoice, amount=1950)
    assert (await crediter.act("Pay", invoice["id"]))["amountPaid"] == {"amount": 50}


async def test_nothing_is_credited_while_a_debit_is_processed(crediter: Crediter) -> None:
    customer = await crediter.customer(testClock=await crediter.clock())
    method = await crediter.save(customer, "pm_usBankAccount_success")
    given = {"customer": customer, "paymentMethod": method, "confirm": True, "mandateData": MANDATE}
    await crediter.graph.do("setupIntentCreate", "id", input=given | {"paymentMethodTypes": ["us_bank_account"]})
    invoice = await crediter.bill(customer, 2000)
    waits = await crediter.act("Pay", invoice["id"])
    assert waits["paymentIntent"]["status"] == "PROCESSING"
    assert await crediter.cannot_credit(invoice, amount=500) == ("PAYMENT_INTENT_UNEXPECTED_STATE", "invoice")


async def test_nothing_was_paid_that_could_be_given_back(crediter: Crediter) -> None:
    invoice = await crediter.bill(await crediter.payer(), 2000)
    for field in ("refundAmount", "creditAmount", "outOfBandAmount"):
        assert await crediter.cannot_credit(invoice, **{"amount": 500, field: 500}) == ("PARAMETER_INVALID", field)


async def test_what_the_balance_paid_goes_back_to_it(crediter: Crediter) -> None:
    customer = await crediter.payer()
    await crediter.graph.do(
        "customerBalanceTransactionCreate", "id", input={"customer": customer, "amount": -500, "currency": "usd"}
    )
    invoice = await crediter.bill(customer, 2000)
    # The balance pays 500 of 2000: 1500 are due, and 100 of the rest are credited before the whole is.
    first = await crediter.credit(invoice, amount=100)
    assert first["customerBalanceTransaction"] is None
    # 1900 are left: 1400 that are due, and 500 that go back to the balance.
    second = await crediter.credit(invoice, amount=1900)
    assert second["customerBalanceTransaction"]["amount"] == {"amount": -500}
    assert await crediter.held(customer) == -500
    assert (await crediter.invoice(invoice["id"]))["status"] == "PAID"
