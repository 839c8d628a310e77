"""Updates of a setup before it succeeds."""

from typing import Any

from app.domain import crud
from app.domain.core_resources.intents import choosing
from app.domain.core_resources.intents.params import PaymentMethodData
from app.domain.core_resources.setups import checks, options, outcomes
from app.domain.core_resources.setups.params import PaymentMethodOptions
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.tables.core_resources.setup_intent import SetupIntent
from app.tables.core_resources.setup_intent_values import SetupIntentStatus

RESTARTS = {"customer_id", "payment_method_id", "payment_method_types"}
"""Columns whose change invalidates the customer's confirmation and authentication."""


async def amend(
    tx: Tx,
    intent: SetupIntent,
    values: dict[str, Any],
    *,
    configuration: str | None = None,
    data: PaymentMethodData = None,
    options_given: PaymentMethodOptions = None,
) -> None:
    """Apply a caller's values. The status then follows from whether there is a payment method."""
    with Mistakes() as mistakes:
        with mistakes.noted():
            checks.check_values(
                values,
                attach_to_self=values.get("attach_to_self", intent.attach_to_self),
                customer_id=values.get("customer_id", intent.customer_id),
            )
        with mistakes.noted():
            await choosing.check_customer(tx, values)
        await choosing.choose_method(tx, values, data)
    changed = {name for name, value in values.items() if getattr(intent, name, value) != value}
    await crud.amend(tx, intent, values)
    await choosing.follow_settings(tx, intent, values, configuration, checks.suits, changed=False)
    options.apply(intent, options_given)
    if changed & RESTARTS or data is not None or options_given is not None:
        await _restart(tx, intent)


async def _restart(tx: Tx, intent: SetupIntent) -> None:
    """Reset the confirmation: the setup waits for another."""
    await outcomes.abandon(tx, intent)
    ready = intent.payment_method_id is not None
    status = SetupIntentStatus.REQUIRES_CONFIRMATION if ready else SetupIntentStatus.REQUIRES_PAYMENT_METHOD
    if intent.status is not status:
        tx.move(intent, status, verb="update")
