"""The end of an invoice that is not paid; and invoices that are sent, around their due date."""

from datetime import timedelta

from tests.billing.invoices.biller import Biller, amounts
from tests.stories.shop import MONDAY, at

DAY = timedelta(days=1)


async def balance_of(biller: Biller, customer: str) -> int:
    data = await biller.graph("query ($id: ID!) { customer(id: $id) { balance { amount } } }", id=customer)
    amount: int = data["customer"]["balance"]["amount"]
    return amount


async def test_a_void_invoice_gives_back_what_it_took_of_the_balance(biller: Biller) -> None:
    customer = await biller.payer(balance=-300)
    invoice = await biller.bill(customer, 1000)
    assert await balance_of(biller, customer) == 0
    await biller.told()
    void = await biller.act("Void", invoice["id"])
    assert (void["status"], void["number"], void["paymentIntent"]["status"]) == ("VOID", invoice["number"], "CANCELED")
    assert amounts(void, "total", "amountDue") == (1000, 700)
    assert void["statusTransitions"]["voidedAt"] is not None
    assert await balance_of(biller, customer) == -300
    assert await biller.told() == [
        "payment_intent.canceled",
        "customer.updated",
        "invoice.voided",
        "invoice.updated",
    ]
    for verb in ("Pay", "Void", "MarkUncollectible", "Finalize"):
        assert await biller.refused(verb, invoice["id"]) == ("INVOICE_UNEXPECTED_STATE", "id")


async def test_a_draft_and_a_paid_invoice_are_not_void(biller: Biller) -> None:
    draft = await biller.draft(await biller.payer(), 1000)
    assert await biller.refused("Void", draft["id"]) == ("INVOICE_UNEXPECTED_STATE", "id")
    await biller.act("Pay", draft["id"])
    assert await biller.refused("Void", draft["id"]) == ("INVOICE_UNEXPECTED_STATE", "id")


async def test_an_uncollectible_invoice_can_still_be_paid_or_void(biller: Biller) -> None:
    customer = await biller.payer()
    first, second = [await biller.bill(customer, 1000) for _ in range(2)]
    await biller.told()
    given_up = await biller.act("MarkUncollectible", first["id"])
    assert given_up["status"] == "UNCOLLECTIBLE"
    assert given_up["statusTransitions"]["markedUncollectibleAt"] is not None
    assert await biller.told() == ["invoice.marked_uncollectible", "invoice.updated"]
    assert (await biller.act("Pay", first["id"]))["status"] == "PAID"
    await biller.act("MarkUncollectible", second["id"])
    assert (await biller.act("Void", second["id"]))["status"] == "VOID"


async def test_an_invoice_that_is_sent_has_events_around_its_due_date(biller: Biller) -> None:
    clock, customer = await biller.under_clock(None)
    draft = await biller.draft(customer, 1000, collectionMethod="SEND_INVOICE", daysUntilDue=10)
    assert draft["dueDate"] == at(MONDAY + 10 * DAY)
    await biller.told()
    sent = await biller.act("Send", draft["id"])
    assert (sent["status"], sent["nextPaymentAttempt"]) == ("OPEN", None)
    assert await biller.told() == [
        "payment_intent.created",
        "invoice.finalized",
        "invoice.updated",
        "invoice.sent",
    ]
    happened = await biller.advance(clock, MONDAY + 20 * DAY)
    assert happened[1:-1] == [
        ("invoice.will_be_due", at(MONDAY + 7 * DAY)),
        ("customer.updated", at(MONDAY + 10 * DAY)),
        ("invoice.overdue", at(MONDAY + 11 * DAY)),
    ]
    assert (await biller.invoice(draft["id"]))["status"] == "OPEN"


async def test_nothing_is_told_of_the_due_date_once_an_invoice_is_paid(biller: Biller) -> None:
    clock, customer = await biller.under_clock(None)
    invoice = await biller.bill(customer, 1000, collectionMethod="SEND_INVOICE", daysUntilDue=10)
    await biller.act("Pay", invoice["id"], paidOutOfBand=True)
    assert len(await biller.advance(clock, MONDAY + 20 * DAY)) == 2


async def test_settings_decide_when_it_is_told(biller: Biller) -> None:
    settings = {"daysBeforeDue": 5, "daysAfterDue": None}
    await biller.graph.do("billingSettingsUpdate", "daysBeforeDue", input=settings)
    clock, customer = await biller.under_clock(None)
    await biller.bill(customer, 1000, collectionMethod="SEND_INVOICE", daysUntilDue=10)
    happened = await biller.advance(clock, MONDAY + 20 * DAY)
    assert happened[1:-1] == [
        ("invoice.will_be_due", at(MONDAY + 5 * DAY)),
        ("customer.updated", at(MONDAY + 10 * DAY)),
    ]


async def test_an_invoice_that_advances_is_sent_by_itself(biller: Biller) -> None:
    clock, customer = await biller.under_clock(None)
    draft = await biller.draft(customer, 1000, collectionMethod="SEND_INVOICE", daysUntilDue=10, autoAdvance=True)
    assert draft["nextPaymentAttempt"] is None
    happened = await biller.advance(clock, MONDAY + timedelta(hours=1))
    assert [type for type, _ in happened][1:-1] == [
        "payment_intent.created",
        "invoice.finalized",
        "invoice.updated",
        "invoice.sent",
    ]


async def test_only_an_invoice_that_is_not_charged_is_sent(biller: Biller) -> None:
    invoice = await biller.bill(await biller.payer(), 1000)
    assert await biller.refused("Send", invoice["id"]) == ("PARAMETER_INVALID", "id")
