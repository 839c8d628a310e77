"""Money sent back: in whole, in parts, too much, from a balance too low, failing on its way."""

import asyncio
from datetime import timedelta

import pytest

from app.domain.core_resources.payments import refunds
from app.errors import InvalidRequest, WrongState
from app.tables.core_resources.balance_transaction import BalanceTransaction
from app.tables.core_resources.refund import Refund, RefundReason, RefundStatus
from tests.core_resources.payments.conftest import MONDAY, Shop


async def test_a_whole_refund_of_pending_money_comes_out_of_what_is_pending(shop: Shop) -> None:
    intent = await shop.pay(receipt_email="a@example.com")
    await shop.events()
    refund = await shop.refund(intent, reason=RefundReason.REQUESTED_BY_CUSTOMER)
    assert await shop.events() == ["refund.created", "charge.refunded"]
    charge = await shop.latest_charge(intent)
    assert (refund.amount, refund.status, refund.reason) == (2000, "succeeded", "requested_by_customer")
    assert (refund.charge_id, refund.payment_intent_id) == (charge.id, intent.id)
    assert refund.receipt_number is None
    assert (charge.refunded, charge.amount_refunded) == (True, 2000)
    async with shop.tx() as tx:
        moved = await tx.get(BalanceTransaction, refund.balance_transaction_id or "")
    assert (moved.amount, moved.fee, moved.net, moved.status) == (-2000, 0, -2000, "pending")
    assert (moved.type, moved.reporting_category, moved.source_id) == ("refund", "refund", refund.id)
    assert moved.available_on.isoformat() == "2025-03-05T00:00:00+00:00"
    assert await shop.books() == {"pending:card": -88, "fees": 88, "world": 0}
    with pytest.raises(InvalidRequest) as refused:
        await shop.refund(intent)
    assert refused.value.code == "charge_already_refunded"


async def test_many_partial_refunds_and_never_too_much(shop: Shop) -> None:
    intent = await shop.pay()
    await shop.events()
    for amount, refunded in ((500, False), (700, False), (800, True)):
        await shop.refund(intent, amount=amount)
        assert await shop.events() == ["refund.created", "charge.refunded"]
        assert (await shop.latest_charge(intent)).refunded is refunded
        if not refunded:
            with pytest.raises(InvalidRequest) as refused:
                await shop.refund(intent, amount=1501)
            assert refused.value.field == "amount"
    assert await shop.events() == []
    assert await shop.books() == {"pending:card": -88, "fees": 88, "world": 0}


async def test_available_money_is_refunded_from_what_is_available(shop: Shop) -> None:
    await shop.pay(amount=10_000)
    intent = await shop.pay()
    await shop.wait(days=2)
    refund = await shop.refund(intent)
    async with shop.tx() as tx:
        moved = await tx.get(BalanceTransaction, refund.balance_transaction_id or "")
    assert (refund.status, moved.status, moved.available_on) == ("succeeded", "available", MONDAY + timedelta(days=2))
    assert await shop.balance() == {"usd": {"available:card": 9680 + 1912 - 2000, "pending:card": 0}}


async def test_a_card_refund_waits_for_a_balance_that_suffices(shop: Shop) -> None:
    intent = await shop.pay()
    await shop.wait(days=2)
    await shop.events()
    refund = await shop.refund(intent)
    assert await shop.events() == ["refund.created", "charge.refunded"]
    assert (refund.status, refund.balance_transaction_id) == ("pending", None)
    assert await shop.balance() == {"usd": {"available:card": 1912, "pending:card": 0}}

    await shop.pay("pm_card_bypassPending", amount=50)
    await shop.events()
    await shop.wait(minutes=1)
    assert await shop.events() == ["balance.available"]
    assert (await shop.again(refund)).status == "pending"

    await shop.pay("pm_card_bypassPending", amount=500)
    await shop.events()
    await shop.wait(minutes=1)
    assert await shop.events() == [
        "balance.available",
        "refund.updated",
        "charge.refund.updated",
        "refund.updated",
        "charge.refund.updated",
    ]
    refund = await shop.again(refund)
    assert (refund.status, refund.awaits_funds) == ("succeeded", False)
    assert refund.balance_transaction_id is not None


async def test_a_bank_refund_that_the_balance_does_not_suffice_for_is_refused(shop: Shop) -> None:
    intent = await shop.pay("pm_usBankAccount_success")
    await shop.wait(days=5)
    await shop.events()
    with pytest.raises(InvalidRequest) as refused:
        await shop.refund(intent)
    assert refused.value.code == "balance_insufficient"
    assert await shop.events() == []
    refund = await shop.refund(intent, amount=1900)
    assert (refund.status, refund.destination_details is not None) == ("pending", True)
    await shop.events()
    await shop.wait(minutes=1)
    assert await shop.events() == ["refund.updated", "charge.refund.updated"]
    assert (await shop.again(refund)).status == "succeeded"
    assert await shop.balance() == {"usd": {"available:bank_account": 84, "pending:bank_account": 0}}


async def test_a_pending_card_refund_arrives_later(shop: Shop) -> None:
    intent = await shop.pay("pm_card_pendingRefund")
    refund = await shop.refund(intent)
    assert refund.status == "pending"
    assert refund.balance_transaction_id is not None
    await shop.events()
    await shop.wait(minutes=1)
    events = await shop.event_rows()
    assert [event.type for event in events] == ["refund.updated", "charge.refund.updated"]
    assert events[0].data.previous_attributes is not None
    assert events[0].data.previous_attributes["status"] == "pending"


async def test_the_money_of_a_failed_refund_comes_back(shop: Shop) -> None:
    intent = await shop.pay("pm_card_refundFail")
    refund = await shop.refund(intent)
    assert refund.status == "succeeded"
    await shop.events()
    await shop.wait(minutes=1)
    assert await shop.events() == ["refund.failed", "refund.updated", "charge.refund.updated", "charge.updated"]
    refund, charge = await shop.again(refund), await shop.latest_charge(intent)
    assert (refund.status, refund.failure_reason) == ("failed", "expired_or_canceled_card")
    assert (charge.refunded, charge.amount_refunded) == (False, 0)
    async with shop.tx() as tx:
        moved = await tx.get(BalanceTransaction, refund.failure_balance_transaction_id or "")
    assert (moved.amount, moved.type, moved.reporting_category) == (2000, "refund_failure", "refund_failure")
    assert await shop.books() == {"pending:card": 1912, "fees": 88, "world": -2000}


async def test_what_cannot_be_refunded(shop: Shop) -> None:
    waiting = await shop.intent()
    with pytest.raises(InvalidRequest) as refused:
        await shop.refund(waiting)
    assert refused.value.code == "payment_intent_unexpected_state"
    debit = await shop.pay("pm_usBankAccount_success")
    with pytest.raises(InvalidRequest) as refused:
        await shop.refund(debit)
    assert refused.value.code == "charge_not_refundable"
    async with shop.tx() as tx:
        with pytest.raises(InvalidRequest) as refused:
            await refunds.create(tx)
    assert refused.value.code == "parameter_missing"
    paid = await shop.pay()
    with pytest.raises(InvalidRequest) as refused:
        await shop.refund(paid, reason=RefundReason.EXPIRED_UNCAPTURED_CHARGE)
    assert refused.value.field == "reason"


async def test_only_metadata_changes(shop: Shop) -> None:
    refund = await shop.refund(await shop.pay(), meta={"case": "1"})
    await shop.events()
    refund = await shop.do(refunds.update, refund, meta={"case": "2"})
    assert refund.meta == {"case": "2"}
    assert await shop.events() == ["refund.updated", "charge.refund.updated"]
    await shop.do(refunds.update, refund, meta={"case": "2"})
    assert await shop.events() == []


async def test_a_refund_that_waits_for_the_customer_is_called_off_or_expires(shop: Shop) -> None:
    intent = await shop.pay(amount=3000)
    for verb, amount, status in ((refunds.cancel, 1000, "canceled"), (refunds.expire, 2000, "failed")):
        refund = await shop.refund(intent, amount=amount)
        with pytest.raises((InvalidRequest, WrongState)):
            await shop.do(verb, refund)
        async with shop.tx() as tx:
            waiting = await tx.get(Refund, refund.id)
            waiting.status = RefundStatus.REQUIRES_ACTION.value
        refund = await shop.do(verb, refund)
        assert refund.status == status
        assert (await shop.latest_charge(intent)).amount_refunded == 0
    assert await shop.books() == {"pending:card": 2883, "fees": 117, "world": -3000}


async def test_two_refunds_at_once_never_send_back_too_much(shop: Shop) -> None:
    intent = await shop.pay()
    await shop.events()
    results = await asyncio.gather(*(shop.refund(intent) for _ in range(4)), return_exceptions=True)
    refused = [result for result in results if isinstance(result, InvalidRequest)]
    assert [refusal.code for refusal in refused] == ["charge_already_refunded"] * 3
    assert await shop.events() == ["refund.created", "charge.refunded"]
    assert await shop.books() == {"pending:card": -88, "fees": 88, "world": 0}


async def test_two_refunds_at_once_never_take_what_is_not_there(shop: Shop) -> None:
    first, second = await shop.pay("pm_card_bypassPending"), await shop.pay("pm_card_bypassPending")
    results = await asyncio.gather(shop.refund(first), shop.refund(second))
    assert sorted(refund.status for refund in results) == ["pending", "succeeded"]
    assert await shop.balance() == {"usd": {"available:card": 1824}}
