"""Confirmation: the customer, or the merchant for the customer, agrees that the payment be collected now."""

from typing import Annotated, Any

from app.domain.core_resources.intents import acceptance, choosing, confirmation_tokens
from app.domain.core_resources.intents.confirmation_tokens import ConfirmationTokenId
from app.domain.core_resources.intents.params import (
    ConfirmMandateData,
    PaymentMethodData,
    ReturnUrl,
    UseStripeSdk,
)
from app.domain.core_resources.mandates import covering
from app.domain.core_resources.payments import amendments, charge_attempts, checks, merchants, options
from app.domain.core_resources.payments.params import (
    ErrorOnRequiresAction,
    MandateId,
    OffSession,
    PaymentMethodId,
    PaymentMethodOptions,
    Radar,
)
from app.domain.mistakes import Mistakes
from app.domain.payment_methods import payment_methods, tokens
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.columns import Of
from app.tables.core_resources.mandate import Mandate
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentCaptureMethod, PaymentIntentStatus
from app.tables.payment_methods.options import SetupFutureUsage
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.shapes.shipping import Shipping


async def confirm(
    tx: Tx,
    intent: PaymentIntent,
    *,
    capture_method: Annotated[PaymentIntentCaptureMethod | None, Of(PaymentIntent)] = None,
    confirmation_token: ConfirmationTokenId = None,
    error_on_requires_action: ErrorOnRequiresAction = False,
    mandate: MandateId = None,
    mandate_data: ConfirmMandateData = None,
    off_session: OffSession = False,
    payment_method: PaymentMethodId = None,
    payment_method_data: PaymentMethodData = None,
    payment_method_options: PaymentMethodOptions = None,
    payment_method_types: Annotated[list[str] | None, Of(PaymentIntent)] = None,
    radar_options: Radar = None,
    receipt_email: Annotated[str | None, Of(PaymentIntent)] = None,
    return_url: ReturnUrl = None,
    setup_future_usage: Annotated[SetupFutureUsage | None, Of(PaymentIntent)] = None,
    shipping: Annotated[Shipping | None, Of(PaymentIntent)] = None,
    use_stripe_sdk: UseStripeSdk = False,
) -> PaymentIntent:
    """Confirm a payment. The payment then succeeds, is authorized, is processing, requires an action, or fails."""
    tx.must(intent, PaymentIntentStatus.REQUIRES_ACTION, verb="confirm")
    given: dict[str, Any] = {
        "capture_method": capture_method,
        "payment_method_id": payment_method,
        "payment_method_types": payment_method_types,
        "receipt_email": receipt_email,
        "setup_future_usage": setup_future_usage,
        "shipping": shipping,
    }
    entered = await confirmation_tokens.enter(
        tx,
        confirmation_token,
        {name: value for name, value in given.items() if value is not None},
        intent=intent,
        pays=True,
        data=payment_method_data,
        mandate_data=mandate_data,
        return_url=return_url,
    )
    entered.used_by(intent)
    await amendments.amend(tx, intent, entered.values, data=payment_method_data, options_given=payment_method_options)
    await collect(
        tx,
        intent,
        error_on_requires_action=error_on_requires_action,
        mandate=mandate,
        mandate_data=entered.mandate_data,
        off_session=bool(off_session),
        radar_options=radar_options,
        return_url=entered.return_url,
        use_stripe_sdk=use_stripe_sdk,
    )
    return intent


async def collect(
    tx: Tx,
    intent: PaymentIntent,
    *,
    error_on_requires_action: bool,
    mandate: str | None,
    mandate_data: ConfirmMandateData,
    off_session: bool,
    radar_options: Radar,
    return_url: str | None,
    use_stripe_sdk: bool,
) -> None:
    """Try to collect the payment with its payment method. Raises InvalidRequest without a suitable one."""
    if mandate is not None:
        await tx.get(Mandate, mandate, field="mandate", lock=False)
    method = await tx.get(PaymentMethod, choosing.chosen(intent), field="payment_method", lock=False)
    if intent.cvc_token is not None or not options.only_pays(intent, method):
        method = await tx.get(PaymentMethod, method.id, field="payment_method")
    payment_methods.must_not_be_consumed(method, field="payment_method")
    intent.off_session = off_session
    intent.mandate_id = mandate
    intent.mandate_data = acceptance.as_given(tx, mandate_data) or intent.mandate_data
    intent.radar_options = radar_options or intent.radar_options
    intent.return_url = return_url or intent.return_url
    with Mistakes() as mistakes:
        _check_presence(intent, method, mistakes)
        with mistakes.noted():
            choosing.must_return(intent, method)
        checks.check_method(intent, method, await merchants.account_of(tx, intent.on_behalf_of_id))
    await covering.must_cover(tx, intent, method)
    if intent.cvc_token is not None:
        await tokens.recollect(tx, method, intent.cvc_token)
        intent.cvc_token = None
    await charge_attempts.attempt(
        tx, intent, method, error_on_requires_action=error_on_requires_action, use_stripe_sdk=use_stripe_sdk
    )


def _check_presence(intent: PaymentIntent, method: PaymentMethod, mistakes: Mistakes) -> None:
    """Note what contradicts the customer's presence or absence."""
    if intent.off_session and options.future_usage(intent, method) is not None:
        mistakes.add(
            InvalidRequest(
                "An absent customer cannot set up future payments: omit `off_session`, or remove `setup_future_usage` "
                "from the payment.",
                code=ErrorCode.PAYMENT_INTENT_INVALID_PARAMETER,
                field="off_session",
            )
        )
