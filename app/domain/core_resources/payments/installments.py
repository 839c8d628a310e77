"""Installments: the plans by which the customer's card can pay, and the one that the customer chose."""

from app.domain.core_resources.payments import options
from app.domain.payment_methods.types.card import card_of
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.network.installments import months_offered
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_options import PaymentIntentPaymentMethodOptions
from app.tables.payment_methods.cards import InstallmentInterval, InstallmentPlan, InstallmentPlanType
from app.tables.payment_methods.method_type import Flow
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.card import CARD


async def offer(tx: Tx, intent: PaymentIntent) -> None:
    """Show the plans of the payment's card, if the payment has enabled installments and has a card.

    Raises InvalidRequest for a chosen plan that is not among them.
    """
    chosen = options.of_cards(intent)
    asked = chosen.installments
    if asked is None or intent.payment_method_id is None:
        return
    method = await tx.get(PaymentMethod, intent.payment_method_id, field="payment_method", lock=False)
    plans = _plans(intent, method) if asked.enabled or asked.plan is not None else None
    if asked.plan is not None and asked.plan not in (plans or ()):
        counts = " or ".join(str(plan.count) for plan in plans or ())
        raise InvalidRequest(
            f"This payment cannot be paid by that plan, only in {counts} months."
            if counts
            else "This payment cannot be paid in installments. They are for payments of 300 MXN and more by credit "
            "cards of Mexico.",
            code=ErrorCode.PAYMENT_INTENT_INVALID_PARAMETER,
            field="payment_method_options.card.installments.plan",
        )
    shown = asked.model_copy(update={"available_plans": plans, "enabled": plans is not None})
    card = chosen.model_copy(update={"installments": shown})
    assert intent.payment_method_options is not None
    others = {name: value for name, value in dict(intent.payment_method_options).items() if value is not None}
    intent.payment_method_options = PaymentIntentPaymentMethodOptions(**others | {CARD.name: card})


def _plans(intent: PaymentIntent, method: PaymentMethod) -> list[InstallmentPlan]:
    if method.method_type.flow is not Flow.CARD:
        return []
    card = card_of(method)
    return [
        InstallmentPlan(count=months, interval=InstallmentInterval.MONTH, type=InstallmentPlanType.FIXED_COUNT)
        for months in months_offered(card.country, card.funding, intent.currency, intent.amount)
    ]
