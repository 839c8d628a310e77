"""Invoices that fall due together: what they lead to is read together, and all of it is written at once."""

from datetime import timedelta

import pytest

from app.clock import worker
from app.database import counting
from app.domain.real_time import real_now
from tests.billing.invoices.biller import Biller

CARDS = {"paid": ("pm_card_visa", "PAID"), "declined": ("pm_card_chargeCustomerFail", "OPEN")}


@pytest.mark.parametrize("kind", CARDS)
async def test_more_of_them_cost_no_more_statements(biller: Biller, kind: str) -> None:
    card, status = CARDS[kind]
    vat, sent = await biller.tax("20"), []
    coupon = await biller.coupon(percentOff="10", duration="FOREVER")
    for size in (3, 12):
        made = []
        for _ in range(size):
            customer = await biller.payer(card, coupon=coupon)
            made.append((await biller.draft(customer, 1000, autoAdvance=True, defaultTaxRates=[vat]))["id"])
        with counting() as statements:
            await worker.run_due(biller.database, real_now() + timedelta(minutes=61))
        sent.append(len(statements))
        for id in made:
            invoice = await biller.invoice(id)
            assert (invoice["status"], invoice["amountDue"]["amount"]) == (status, 1080)
    assert sent[1] <= sent[0] + 3, sent
