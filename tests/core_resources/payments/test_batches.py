"""Payments that fall due together: what they lead to is read together, and all of it is written at once."""

from datetime import timedelta

import pytest

from app.clock import worker
from app.database import counting
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentCaptureMethod
from tests.core_resources.payments.conftest import MONDAY, Shop
from tests.records import records

HELD = {"capture_method": PaymentIntentCaptureMethod.MANUAL}
KINDS = {
    "holds that expire": ("pm_card_visa", HELD, "canceled", 8),
    "debits that settle": ("pm_usBankAccount_success", {}, "succeeded", 8),
    "debits that fail": ("pm_usBankAccount_accountClosed", {}, "requires_payment_method", 8),
}


@pytest.mark.parametrize("kind", KINDS)
async def test_more_of_them_cost_no_more_statements(shop: Shop, kind: str) -> None:
    method, options, status, days = KINDS[kind]
    sent = []
    for size in (3, 25):
        made = [await shop.pay(method, **options) for _ in range(size)]
        shop.now += timedelta(days=days)
        with counting() as statements:
            await worker.run_due(shop.database, shop.now)
        sent.append(len(statements))
        for intent in made:
            assert (await shop.again(intent)).status == status
    # What a balance is announced by, and made available, may fall due in a batch of its own, of one or of many.
    # Each debit without a customer uses its bank account up: one statement ends the mandates of the account.
    ending = 22 if kind == "debits that settle" else 0
    assert sent[1] <= sent[0] + 3 + ending, sent
    for table in (PaymentIntent, Charge):
        assert len(await records(shop.database, table)) == 28
    assert shop.now > MONDAY
