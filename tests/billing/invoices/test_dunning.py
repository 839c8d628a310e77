"""Dunning: further attempts by the account's schedule, and what follows the last."""

from datetime import datetime, timedelta

from tests.billing.invoices.biller import Biller
from tests.stories.shop import MONDAY, at

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIRST = MONDAY + HOUR
"""When an invoice that advances is first collected."""
FAILED = ["charge.failed", "payment_intent.payment_failed", "invoice.payment_failed", "invoice.updated"]


async def failing(biller: Biller) -> tuple[str, str, str]:
    """A clock, a customer whose card declines every charge, and an invoice that advances."""
    clock, customer = await biller.under_clock("pm_card_chargeCustomerFail")
    invoice = await biller.draft(customer, 1000, autoAdvance=True)
    return clock, customer, invoice["id"]


async def move(biller: Biller, clock: str, to: datetime) -> list[str]:
    """What happens until then, but for the clock."""
    happened = await biller.advance(clock, to)
    return [type for type, _ in happened if not type.startswith("test_helpers")]


async def test_an_invoice_is_tried_after_three_five_and_seven_days(biller: Biller) -> None:
    clock, _, id = await failing(biller)
    assert (await move(biller, clock, FIRST))[-5:] == [*FAILED[:2], "customer.updated", *FAILED[2:]]
    due = FIRST
    for attempts, days in ((1, 3), (2, 5), (3, 7)):
        invoice = await biller.invoice(id)
        due += days * DAY
        assert (invoice["attemptCount"], invoice["nextPaymentAttempt"]) == (attempts, at(due))
        assert await move(biller, clock, due - HOUR) == []
        assert await move(biller, clock, due) == FAILED
    invoice = await biller.invoice(id)
    assert (invoice["attemptCount"], invoice["nextPaymentAttempt"], invoice["status"]) == (4, None, "OPEN")
    assert await move(biller, clock, due + 60 * DAY) == []


async def test_a_new_card_pays_at_the_next_attempt(biller: Biller) -> None:
    clock, customer, id = await failing(biller)
    await move(biller, clock, FIRST)
    await biller.save(customer, "pm_card_visa")
    happened = await move(biller, clock, FIRST + 3 * DAY)
    assert happened == [
        "charge.succeeded",
        "payment_intent.succeeded",
        "invoice.paid",
        "invoice.payment_succeeded",
        "invoice.updated",
        "customer.updated",
    ]
    paid = await biller.invoice(id)
    assert (paid["status"], paid["attemptCount"], paid["nextPaymentAttempt"]) == ("PAID", 2, None)
    assert await move(biller, clock, FIRST + 60 * DAY) == ["balance.available"]


async def test_a_card_that_is_declined_for_good_is_not_charged_again(biller: Biller) -> None:
    clock, customer = await biller.under_clock("pm_card_riskLevelHighest")
    id = (await biller.draft(customer, 1000, autoAdvance=True))["id"]
    assert (await move(biller, clock, FIRST))[-5:] == [*FAILED[:2], "customer.updated", *FAILED[2:]]
    # Attempts go on being planned, and fail without a charge.
    assert (await biller.invoice(id))["nextPaymentAttempt"] == at(FIRST + 3 * DAY)
    assert await move(biller, clock, FIRST + 3 * DAY) == FAILED[2:]
    invoice = await biller.invoice(id)
    assert (invoice["attemptCount"], invoice["nextPaymentAttempt"]) == (2, at(FIRST + 8 * DAY))
    await biller.save(customer, "pm_card_visa")
    await move(biller, clock, FIRST + 8 * DAY)
    assert (await biller.invoice(id))["status"] == "PAID"


async def test_settings_decide_when_and_what_comes_last(biller: Biller) -> None:
    settings = {"retryDays": [2], "invoiceAfterRetries": "MARK_UNCOLLECTIBLE"}
    await biller.graph.do("billingSettingsUpdate", "retryDays", input=settings)
    clock, _, id = await failing(biller)
    await move(biller, clock, FIRST)
    happened = await move(biller, clock, FIRST + 2 * DAY)
    assert happened == [*FAILED, "invoice.marked_uncollectible", "invoice.updated"]
    assert (await biller.invoice(id))["status"] == "UNCOLLECTIBLE"
    assert (await biller.act("Pay", id, paymentMethod="pm_card_visa"))["status"] == "PAID"


async def test_nothing_to_charge_is_a_failed_attempt(biller: Biller) -> None:
    clock, customer = await biller.under_clock(None)
    id = (await biller.draft(customer, 1000, autoAdvance=True))["id"]
    happened = await move(biller, clock, FIRST)
    assert happened[-3:] == ["customer.updated", "invoice.payment_failed", "invoice.updated"]
    invoice = await biller.invoice(id)
    assert (invoice["attemptCount"], invoice["nextPaymentAttempt"]) == (1, at(FIRST + 3 * DAY))


async def test_an_attempt_on_request_does_not_move_the_schedule(biller: Biller) -> None:
    clock, _, id = await failing(biller)
    await move(biller, clock, FIRST)
    await biller.graph.attempt("invoicePay", "id", id=id)
    invoice = await biller.invoice(id)
    assert (invoice["attemptCount"], invoice["nextPaymentAttempt"]) == (1, at(FIRST + 3 * DAY))


async def test_an_authentication_is_waited_for_and_asked_for_again(biller: Biller) -> None:
    clock, customer = await biller.under_clock("pm_card_authenticationRequired")
    id = (await biller.draft(customer, 1000, autoAdvance=True))["id"]
    asked = ["payment_intent.requires_action", "invoice.payment_action_required", "invoice.updated"]
    assert (await move(biller, clock, FIRST))[-3:] == asked
    assert (await biller.invoice(id))["nextPaymentAttempt"] == at(FIRST + 3 * DAY)
    assert await move(biller, clock, FIRST + 3 * DAY) == asked
    assert (await biller.invoice(id))["attemptCount"] == 2


async def test_an_invoice_that_stops_to_advance_is_not_tried_again(biller: Biller) -> None:
    clock, _, id = await failing(biller)
    await move(biller, clock, FIRST)
    changed = await biller.act("Update", id, autoAdvance=False)
    assert changed["nextPaymentAttempt"] is None
    await biller.told()
    assert await move(biller, clock, FIRST + 60 * DAY) == []


async def test_an_invoice_finalized_on_request_is_collected_an_hour_later_if_it_advances(biller: Biller) -> None:
    clock, customer = await biller.under_clock()
    id = (await biller.draft(customer, 1000))["id"]
    invoice = await biller.act("Finalize", id, autoAdvance=True)
    assert (invoice["autoAdvance"], invoice["nextPaymentAttempt"]) == (True, at(FIRST))
    await move(biller, clock, FIRST)
    assert (await biller.invoice(id))["status"] == "PAID"


async def test_one_jump_and_many_come_to_the_same(biller: Biller) -> None:
    clock, _, first = await failing(biller)
    other, _, second = await failing(biller)
    end = FIRST + 40 * DAY
    await move(biller, clock, end)
    now = MONDAY
    while now < end:
        now += 30 * HOUR
        await move(biller, other, min(now, end))
    fields = ("status", "attemptCount", "nextPaymentAttempt", "statusTransitions")
    one, many = await biller.invoice(first), await biller.invoice(second)
    assert [one[name] for name in fields] == [many[name] for name in fields]
