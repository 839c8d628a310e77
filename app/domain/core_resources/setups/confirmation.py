"""Confirmation: the customer agrees that the payment method be set up now."""

from typing import Any

from app.domain.core_resources.intents import acceptance, choosing, confirmation_tokens
from app.domain.core_resources.intents.confirmation_tokens import ConfirmationTokenId
from app.domain.core_resources.intents.params import ConfirmMandateData, PaymentMethodData, ReturnUrl, UseStripeSdk
from app.domain.core_resources.payments import merchants
from app.domain.core_resources.setups import amendments, attempts, checks
from app.domain.core_resources.setups.params import PaymentMethodId, PaymentMethodOptions
from app.domain.mistakes import Mistakes
from app.domain.payment_methods import payment_methods
from app.domain.tx import Tx
from app.tables.core_resources.setup_intent import SetupIntent
from app.tables.core_resources.setup_intent_values import SetupIntentStatus
from app.tables.payment_methods.payment_method import PaymentMethod


async def confirm(
    tx: Tx,
    intent: SetupIntent,
    *,
    confirmation_token: ConfirmationTokenId = None,
    mandate_data: ConfirmMandateData = None,
    payment_method: PaymentMethodId = None,
    payment_method_data: PaymentMethodData = None,
    payment_method_options: PaymentMethodOptions = None,
    return_url: ReturnUrl = None,
    use_stripe_sdk: UseStripeSdk = False,
) -> SetupIntent:
    """Confirm a setup. The setup then succeeds, requires an action, or fails."""
    tx.must(intent, SetupIntentStatus.REQUIRES_ACTION, verb="confirm")
    values: dict[str, Any] = {} if payment_method is None else {"payment_method_id": payment_method}
    entered = await confirmation_tokens.enter(
        tx,
        confirmation_token,
        values,
        intent=intent,
        pays=False,
        data=payment_method_data,
        mandate_data=mandate_data,
        return_url=return_url,
    )
    entered.used_by(intent)
    await amendments.amend(tx, intent, entered.values, data=payment_method_data, options_given=payment_method_options)
    await set_up(
        tx,
        intent,
        mandate_data=entered.mandate_data,
        return_url=entered.return_url,
        use_stripe_sdk=use_stripe_sdk,
    )
    return intent


async def set_up(
    tx: Tx, intent: SetupIntent, *, mandate_data: ConfirmMandateData, return_url: str | None, use_stripe_sdk: bool
) -> None:
    """Try to set the setup's payment method up. Raises InvalidRequest without a suitable one."""
    method = await tx.get(PaymentMethod, choosing.chosen(intent), field="payment_method")
    payment_methods.must_not_be_consumed(method, field="payment_method")
    intent.mandate_data = acceptance.as_given(tx, mandate_data) or intent.mandate_data
    intent.return_url = return_url or intent.return_url
    with Mistakes() as mistakes:
        with mistakes.noted():
            choosing.must_return(intent, method)
        checks.check_method(intent, method, await merchants.account_of(tx, intent.on_behalf_of_id))
        checks.check_mandate(intent, method)
    await attempts.begin(tx, intent, method, use_stripe_sdk=use_stripe_sdk)
