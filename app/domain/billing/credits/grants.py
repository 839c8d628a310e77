"""Credit grants: created, updated, expired and voided; they take effect and expire by the clock."""

from datetime import datetime
from typing import Annotated, Any

from typing_extensions import Doc

from app.domain import crud
from app.domain.billing.credits import movements
from app.domain.jobs import job
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.credit_amount import BillingCreditAmount, BillingCreditAmountParams
from app.tables.billing.credit_balance_transaction import (
    BillingCreditBalanceTransactionCreditType,
    BillingCreditBalanceTransactionDebitType,
)
from app.tables.billing.credit_grant import BillingCreditGrant

MOST_UNUSED = 20
"""How many grants with credits a customer can have, as at Stripe."""


async def create(
    tx: Tx, *, amount: Annotated[BillingCreditAmountParams, Doc("The credits to grant.")], **values: Any
) -> BillingCreditGrant:
    """Grant billing credits to a customer."""
    with Mistakes() as mistakes:
        await crud.check_references(tx, BillingCreditGrant, values, mistakes)
        # Only now is it known whose time it is.
        effective_at = values.get("effective_at") or tx.now
        if amount.monetary is None:
            mistakes.add(
                InvalidRequest(
                    "`amount.type` MONETARY needs `amount.monetary`.",
                    code=ErrorCode.PARAMETER_MISSING,
                    field="amount.monetary",
                )
            )
        with mistakes.noted():
            _must_expire_later(tx, values.get("expires_at"), effective_at)
    await _must_be_few(tx, values["customer_id"])
    assert amount.monetary is not None
    granted = BillingCreditAmount.of(amount.monetary.value, amount.monetary.currency)
    grant = await crud.build(
        tx, BillingCreditGrant, {**values, "amount": granted, "effective_at": effective_at, "updated": tx.now}
    )
    if effective_at <= tx.now:
        await take_effect(tx, grant)
    else:
        tx.wake(effective_at, take_effect, grant)
    if grant.expires_at is not None:
        tx.wake(grant.expires_at, pass_expiry, grant)
    return grant


async def update(tx: Tx, grant: BillingCreditGrant, **values: Any) -> BillingCreditGrant:
    """Update a credit grant: when the credits expire, and the metadata."""
    if "expires_at" in values:
        _must_be_in_force(tx, grant, "update")
        _must_expire_later(tx, values["expires_at"], grant.effective_at)
    await crud.amend(tx, grant, values)
    if "expires_at" in values:
        tx.unwake(pass_expiry, grant)
        if grant.expires_at is not None:
            tx.wake(grant.expires_at, pass_expiry, grant)
    grant.updated = tx.now
    return grant


async def expire(tx: Tx, grant: BillingCreditGrant) -> BillingCreditGrant:
    """Let a credit grant expire now. What is left of the credits can no longer be used."""
    _must_be_in_force(tx, grant, "expire")
    grant.expires_at = grant.updated = tx.now
    await pass_expiry(tx, grant)
    tx.unwake(pass_expiry, grant)
    tx.unwake(take_effect, grant)
    return grant


async def void(tx: Tx, grant: BillingCreditGrant) -> BillingCreditGrant:
    """Void a credit grant of which no credits are applied to an invoice."""
    _must_be_in_force(tx, grant, "void")
    if grant.remaining not in (None, grant.value):
        raise InvalidRequest(
            "Credits of this grant are applied to an invoice, so the grant cannot be voided. Let it expire.",
            code=ErrorCode.STATUS_TRANSITION_INVALID,
            field="id",
        )
    movements.take_rest(tx, grant, BillingCreditBalanceTransactionDebitType.CREDITS_VOIDED)
    grant.voided_at = grant.updated = tx.now
    tx.unwake(pass_expiry, grant)
    tx.unwake(take_effect, grant)
    return grant


@job("billing_credit_grant.take_effect", BillingCreditGrant)
async def take_effect(tx: Tx, grant: BillingCreditGrant) -> None:
    """The moment from which the credits can be used has come."""
    if grant.remaining is None and grant.voided_at is None and not grant.expired(tx.now):
        granted = BillingCreditBalanceTransactionCreditType.CREDITS_GRANTED
        movements.add(tx, grant, grant.value, granted, effective_at=grant.effective_at)


@job("billing_credit_grant.expire", BillingCreditGrant)
async def pass_expiry(tx: Tx, grant: BillingCreditGrant) -> None:
    """The credits have expired."""
    if grant.expired(tx.now):
        expired = BillingCreditBalanceTransactionDebitType.CREDITS_EXPIRED
        movements.take_rest(tx, grant, expired, effective_at=grant.expires_at)


def _must_be_in_force(tx: Tx, grant: BillingCreditGrant, verb: str) -> None:
    if grant.voided_at is not None or grant.expired(tx.now):
        raise InvalidRequest(
            f"This credit grant {'was voided' if grant.voided_at else 'has expired'}, and you cannot {verb} it.",
            code=ErrorCode.STATUS_TRANSITION_INVALID,
            field="id",
        )


def _must_expire_later(tx: Tx, expires_at: datetime | None, effective_at: datetime | None) -> None:
    """Raise InvalidRequest for credits that would expire before they can be used."""
    earliest = max(tx.now, effective_at or tx.now)
    if expires_at is not None and expires_at <= earliest:
        raise InvalidRequest(
            f"`expires_at` must be later than {earliest.isoformat()}, from when on the credits can be used; it was "
            f"{expires_at.isoformat()}.",
            code=ErrorCode.PARAMETER_INVALID,
            field="expires_at",
        )


async def _must_be_few(tx: Tx, customer: str) -> None:
    """Raise InvalidRequest for a customer who has many grants with credits already."""
    every = await tx.find(BillingCreditGrant, customer_id=customer, lock=False)
    unused = [each for each in every if each.voided_at is None and not each.expired(tx.now) and each.remaining != 0]
    if len(unused) >= MOST_UNUSED:
        raise InvalidRequest(
            f"The customer already has {len(unused)} grants whose credits are not used up, which is the most. Void one "
            "or let one expire.",
            code=ErrorCode.RESOURCE_LIMIT_EXCEEDED,
            field="customer",
        )
