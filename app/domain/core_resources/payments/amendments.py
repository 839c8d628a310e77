"""Updates of a payment before it is collected."""

from typing import Any

from app.domain import crud
from app.domain.core_resources.cash import payments, reconciliation
from app.domain.core_resources.intents import choosing, next_actions
from app.domain.core_resources.intents.params import PaymentMethodData
from app.domain.core_resources.payments import (
    application_fees,
    checks,
    destination_charges,
    installments,
    level3,
    options,
    vouchers,
)
from app.domain.core_resources.payments.params import PaymentMethodOptions
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.tables.core_resources.charge_values import ChargeLevel3Params
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentStatus

RESTARTS = {"amount", "currency", "payment_method_id", "payment_method_types", "capture_method"}
"""Columns whose change invalidates the customer's confirmation and authentication."""
DECIDING = {"amount", "capture_method", "currency", "customer_id", "setup_future_usage"}
"""Columns that decide which types of payment method suit the payment."""


async def amend(
    tx: Tx,
    intent: PaymentIntent,
    values: dict[str, Any],
    *,
    configuration: str | None = None,
    data: PaymentMethodData = None,
    options_given: PaymentMethodOptions = None,
) -> None:
    """Apply a caller's values. The status then follows from whether there is a payment method."""
    amount = values.get("amount", intent.amount)
    with Mistakes() as mistakes:
        with mistakes.noted():
            checks.check_values(
                values,
                amount=amount,
                currency=values.get("currency", intent.currency),
            )
        with mistakes.noted():
            fee, transfer = values.get("application_fee_amount"), values.get("transfer_data", intent.transfer_data)
            application_fees.must_be_allowed(tx, fee, transferred=transfer is not None)
        with mistakes.noted():
            fee = values.get("application_fee_amount", intent.application_fee_amount)
            destination_charges.fit(transfer, fee, amount)
        with mistakes.noted():
            await choosing.check_customer(tx, values)
        await choosing.choose_method(tx, values, data)
    changed = {name for name, value in values.items() if getattr(intent, name, value) != value}
    restarts = bool(changed & RESTARTS) or data is not None or options_given is not None
    if restarts or "customer_id" in changed:
        # While the payment still has the customer and the currency of what is returned.
        restarts = restarts or payments.waits_for_funds(intent)
        await reconciliation.release(tx, intent)
    await crud.amend(tx, intent, values)
    suits = checks.suiting(**{name: getattr(intent, name) for name in DECIDING})
    await choosing.follow_settings(tx, intent, values, configuration, suits, changed=bool(changed & DECIDING))
    options.apply(intent, options_given)
    await checks.check_descriptor(tx, intent)
    await installments.offer(tx, intent)
    if restarts:
        await restart(tx, intent)


def itemize(intent: PaymentIntent, given: ChargeLevel3Params | None) -> None:
    """Keep the sold items for the charge. Raises InvalidRequest unless they add up to the payment's amount, also where
    the amount has changed since they were given."""
    intent.level3 = given or intent.level3
    if intent.level3 is not None:
        level3.check(intent.level3, intent.amount)


async def restart(tx: Tx, intent: PaymentIntent) -> None:
    """Reset the confirmation: clear next_action and the authentication, and withdraw a voucher."""
    await vouchers.withdraw(tx, intent)
    next_actions.reset(intent)
    ready = intent.payment_method_id is not None
    status = PaymentIntentStatus.REQUIRES_CONFIRMATION if ready else PaymentIntentStatus.REQUIRES_PAYMENT_METHOD
    if intent.status is not status:
        tx.move(intent, status, verb="update")
