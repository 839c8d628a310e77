"""What the creation of a payment and of a setup have in common."""

import secrets
from collections.abc import Callable
from typing import Any

from app.domain import crud
from app.domain.core_resources.intents import choosing, confirmation_tokens
from app.domain.core_resources.intents.confirmation_tokens import Entered
from app.domain.core_resources.intents.intent import AnyIntent
from app.domain.core_resources.intents.params import MandateData, PaymentMethodData
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx


async def enter(
    tx: Tx,
    values: dict[str, Any],
    *,
    confirmation_token: str | None,
    configuration: str | None,
    data: PaymentMethodData,
    mandate_data: MandateData,
    pays: bool,
    return_url: str | None,
    suiting: Callable[..., choosing.Suits],
) -> Entered:
    """What an intent is created with: the given values by column, those of the confirmation token, its payment method
    and the types that it allows. `suiting` says which types suit an intent of such values. Raises InvalidRequest."""
    with Mistakes() as mistakes:
        with mistakes.noted():
            # First, so that all that follows lives under the customer's clock.
            await choosing.check_customer(tx, values)
        entered = await confirmation_tokens.enter(
            tx,
            confirmation_token,
            values,
            intent=None,
            pays=pays,
            data=data,
            mandate_data=mandate_data,
            return_url=return_url,
        )
        with mistakes.noted():
            await choosing.choose_types(tx, entered.values, configuration, suiting(**entered.values))
        await choosing.choose_method(tx, entered.values, data)
    return entered


async def build(tx: Tx, kind: type[AnyIntent], entered: Entered) -> AnyIntent:
    """The new intent, with its client secret. The caller emits the event, once the row is complete."""
    intent = await crud.build(tx, kind, entered.values)
    intent.client_secret = f"{intent.id}_secret_{secrets.token_hex(12)}"
    return intent
