"""Cancellation of a setup."""

from typing import Annotated

from app.domain.core_resources.setups import outcomes
from app.domain.tx import Tx
from app.tables.columns import Of
from app.tables.core_resources.setup_intent import SetupIntent
from app.tables.core_resources.setup_intent_values import SetupIntentCancellationReason, SetupIntentStatus


async def cancel(
    tx: Tx,
    intent: SetupIntent,
    *,
    cancellation_reason: Annotated[SetupIntentCancellationReason | None, Of(SetupIntent)] = None,
) -> SetupIntent:
    """Cancel a setup before it succeeds. It can then not be confirmed."""
    tx.must(intent, SetupIntentStatus.CANCELED, verb="cancel")
    await outcomes.abandon(tx, intent)
    intent.cancellation_reason = cancellation_reason
    tx.move(intent, SetupIntentStatus.CANCELED, verb="cancel")
    tx.tell("canceled", intent)
    return intent
