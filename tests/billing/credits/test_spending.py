"""Credits as invoices use them: in Stripe's order, down to nothing, and given back when an invoice is voided."""

from datetime import timedelta

import pytest

from app.domain.billing.credits import grants, spending
from app.domain.billing.engine.credits import Grant
from app.errors import InvalidRequest
from app.tables.billing.credit_balance_transaction import (
    BillingCreditBalanceTransaction,
    BillingCreditBalanceTransactionCreditType,
    BillingCreditBalanceTransactionDebitType,
)
from app.tables.billing.credit_grant import BillingCreditGrant
from app.tables.core_resources.customer import Customer
from tests.billing.credits.lives import PROMOTIONAL, bill, grant, movements, open_customer
from tests.merchant import NOON, Merchant

DAY = timedelta(days=1)
APPLIED = BillingCreditBalanceTransactionDebitType.CREDITS_APPLIED
EXPIRED = BillingCreditBalanceTransactionDebitType.CREDITS_EXPIRED
GRANTED = BillingCreditBalanceTransactionCreditType.CREDITS_GRANTED
VOIDED = BillingCreditBalanceTransactionCreditType.CREDITS_APPLICATION_INVOICE_VOIDED


def told(row: BillingCreditBalanceTransaction) -> tuple[str, str, int, str | None]:
    side = row.credit or row.debit
    assert side is not None
    return row.credit_grant_id, side.type, row.net, row.line


async def test_grants_are_used_in_stripes_order(merchant: Merchant) -> None:
    customer = await open_customer(merchant)
    soon, late = NOON + 5 * DAY, NOON + 9 * DAY
    async with merchant.begin(NOON) as tx:
        last = await grant(tx, customer, 10)
        paid = await grant(tx, customer, 20, expires_at=late)
        free = await grant(tx, customer, 30, PROMOTIONAL, expires_at=late)
        first = await grant(tx, customer, 40, expires_at=soon)
        early = await grant(tx, customer, 50, expires_at=late, effective_at=NOON - DAY)
        # Not yet, no longer, in another currency, another's.
        await grant(tx, customer, 60, effective_at=NOON + DAY)
        await grants.void(tx, await grant(tx, customer, 70))
        await grants.expire(tx, await grant(tx, customer, 80))
        await grant(tx, customer, 90, currency="eur")
        await grant(tx, tx.add(Customer()).id, 95)
    async with merchant.begin(NOON) as tx:
        expected = [first, free, early, paid, last]
        assert await spending.usable(tx, customer, "usd") == [Grant(each.id, each.value) for each in expected]


async def test_credits_pay_lines_and_are_used_up(merchant: Merchant) -> None:
    customer = await open_customer(merchant)
    async with merchant.begin() as tx:
        first = await grant(tx, customer, 100, PROMOTIONAL)
        second = await grant(tx, customer, 500)
    async with merchant.begin(NOON + DAY) as tx:
        made = await bill(tx, customer, "in_1", [70, 50])
    rows = await movements(merchant)
    assert [row.id for row in rows[2:]] == made
    assert [told(row) for row in rows[2:]] == [
        (first.id, APPLIED, -70, "line_0"),
        (first.id, APPLIED, -30, "line_1"),
        (second.id, APPLIED, -20, "line_1"),
    ]
    assert {row.invoice_id for row in rows[2:]} == {"in_1"}
    assert {row.effective_at for row in rows[2:]} == {NOON + DAY}
    async with merchant.begin(NOON + DAY) as tx:
        assert await spending.usable(tx, customer, "usd") == [Grant(second.id, 480)]
    with pytest.raises(InvalidRequest, match="are applied to an invoice"):
        async with merchant.begin(NOON + DAY) as tx:
            await grants.void(tx, await tx.get(BillingCreditGrant, second.id))


async def test_a_voided_invoice_gives_the_credits_back(merchant: Merchant) -> None:
    customer = await open_customer(merchant)
    async with merchant.begin() as tx:
        kept = await grant(tx, customer, 50, PROMOTIONAL)
        over = await grant(tx, customer, 100, expires_at=NOON + 2 * DAY)
        await bill(tx, customer, "in_0", [5])
    async with merchant.begin(NOON + DAY) as tx:
        await bill(tx, customer, "in_1", [80, 20, 30])
    async with merchant.begin(NOON + 3 * DAY) as tx:
        await grants.pass_expiry(tx, await tx.get(BillingCreditGrant, over.id))
        made = await spending.reinstate(tx, "in_1")
        assert await spending.usable(tx, customer, "usd") == [Grant(kept.id, 50)]
    rows = [row for row in await movements(merchant) if row.created > NOON + DAY]
    # The grant that expires is used first: 5 for the first invoice, 80 and 15 for the second; the other pays 5 and 30.
    assert [told(row) for row in rows] == [
        (kept.id, VOIDED, 30, "line_2"),
        (kept.id, VOIDED, 5, "line_1"),
        (over.id, VOIDED, 15, "line_1"),
        (over.id, EXPIRED, -15, None),
        (over.id, VOIDED, 80, "line_0"),
        (over.id, EXPIRED, -80, None),
    ]
    assert made == [row.id for row in rows if row.credit]
    async with merchant.begin(NOON + 3 * DAY) as tx:
        assert await spending.reinstate(tx, "in_1") == []
        await grants.void(tx, await tx.get(BillingCreditGrant, kept.id))


async def test_a_credit_note_gives_part_of_a_line_back(merchant: Merchant) -> None:
    customer = await open_customer(merchant)
    async with merchant.begin() as tx:
        first, second = await grant(tx, customer, 60), await grant(tx, customer, 60)
        await bill(tx, customer, "in_1", [80, 20])
        await spending.reinstate(tx, "in_1", {"line_0": 25, "line_9": 100})
        await spending.reinstate(tx, "in_1", {"line_0": 100})
        assert await spending.usable(tx, customer, "usd") == [Grant(first.id, 60), Grant(second.id, 40)]
    back = [told(row) for row in await movements(merchant) if row.credit and row.credit.type is VOIDED]
    assert back == [
        (second.id, VOIDED, 20, "line_0"),
        (first.id, VOIDED, 5, "line_0"),
        (first.id, VOIDED, 55, "line_0"),
    ]


async def test_credits_are_used_from_their_moment_even_before_the_job_has_run(merchant: Merchant) -> None:
    customer = await open_customer(merchant)
    async with merchant.begin() as tx:
        made = await grant(tx, customer, 60, effective_at=NOON + DAY, expires_at=NOON + 2 * DAY)
    async with merchant.begin(NOON + DAY) as tx:
        assert await bill(tx, customer, "in_1", [10]) != []
    async with merchant.begin(NOON + 2 * DAY) as tx:
        await grants.take_effect(tx, await tx.get(BillingCreditGrant, made.id))
        assert await bill(tx, customer, "in_2", [10]) == []
    assert [told(row)[1:] for row in await movements(merchant)] == [(GRANTED, 60, None), (APPLIED, -10, "line_0")]
