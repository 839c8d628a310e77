"""What a charge shows of its payment method, and of the bank's answer."""

import secrets
from datetime import datetime
from typing import Any

from app.domain.core_resources.payments.charge_request import ChargeRequest
from app.domain.payment_methods.behaviour import like
from app.domain.payment_methods.types.card import card_of, network_of, shown_authentication, shown_checks
from app.money import share
from app.network.authorization import Approved, Declined, Outcome
from app.network.features import Feature, offered
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.charge_values import ChargeOutcome, ChargePaymentMethodDetails
from app.tables.payment_methods.method_type import Face
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.card import (
    CARD,
    ChargePaymentMethodDetailsCard,
    PaymentIntentPaymentMethodOptionsCard,
)
from app.tables.payment_methods.types.card.charge import (
    ChargeCardExtendedAuthorization,
    ChargeCardExtendedAuthorizationStatus,
    ChargeCardFeatureStatus,
    ChargeCardIncrementalAuthorization,
    ChargeCardInstallments,
    ChargeCardMulticapture,
    ChargeCardNetworkToken,
    ChargeCardOvercapture,
)
from app.tables.payment_methods.types.card.payment import CardRequestFeature

OVERCAPTURE_PERCENT = 115
"""Maximum capture of an authorization with overcapture, in percent: what Visa allows merchants of most categories."""

_AVAILABLE, _UNAVAILABLE = ChargeCardFeatureStatus.AVAILABLE, ChargeCardFeatureStatus.UNAVAILABLE


def card_details(
    charge: Charge, request: ChargeRequest, answer: Approved | Declined, capture_before: datetime | None
) -> ChargePaymentMethodDetails:
    """The card as it was charged. `capture_before` is None for a declined payment."""
    card, options = card_of(request.method), request.options
    approved = isinstance(answer, Approved)

    has = {feature: has_feature(request.method, options, feature) for feature in Feature}
    status = {feature: _AVAILABLE if there else _UNAVAILABLE for feature, there in has.items()}
    return ChargePaymentMethodDetails.of(
        CARD.name,
        like(
            ChargePaymentMethodDetailsCard,
            card,
            amount_authorized=charge.amount if approved else None,
            authorization_code=f"{secrets.randbelow(10**6):06}" if approved else None,
            capture_before=None if request.capture else capture_before,
            checks=shown_checks(answer.checks),
            extended_authorization=ChargeCardExtendedAuthorization(
                status=ChargeCardExtendedAuthorizationStatus.ENABLED
                if has[Feature.EXTENDED_AUTHORIZATION]
                else ChargeCardExtendedAuthorizationStatus.DISABLED
            ),
            incremental_authorization=ChargeCardIncrementalAuthorization(
                status=status[Feature.INCREMENTAL_AUTHORIZATION]
            ),
            installments=ChargeCardInstallments(plan=options.installments.plan)
            if options.installments and options.installments.plan
            else None,
            mandate_id=request.mandate_id,
            moto=request.moto or None,
            multicapture=ChargeCardMulticapture(status=status[Feature.MULTICAPTURE]),
            network=network_of(card, options),
            network_token=ChargeCardNetworkToken(used=False),
            network_transaction_id=f"{secrets.randbelow(10**15):015}" if approved else None,
            overcapture=ChargeCardOvercapture(
                maximum_amount_capturable=share(charge.amount, OVERCAPTURE_PERCENT, 100)
                if has[Feature.OVERCAPTURE]
                else charge.amount,
                status=status[Feature.OVERCAPTURE],
            ),
            three_d_secure=request.three_d_secure or shown_authentication(answer.three_d_secure),
        ),
        type=request.method.type.value,
    )


def has_feature(method: PaymentMethod, options: PaymentIntentPaymentMethodOptionsCard, feature: Feature) -> bool:
    """Whether the payment's authorization has the feature: it was requested, and the card and its network offer it."""
    asked = getattr(options, f"request_{feature.value}")
    network = network_of(card_of(method), options)
    return asked is CardRequestFeature.IF_AVAILABLE and offered(feature, network, method.behaviour)


def plain_details(method: PaymentMethod, **others: Any) -> ChargePaymentMethodDetails:
    """The payment method as it was charged: its stored details and `others`, such as the `payment_reference` by which
    both banks identify a debit, as far as charges show them."""
    stored = method.details.branch(method.type)
    shown = like(method.method_type.faces[Face.DETAILS], stored, **others)
    return ChargePaymentMethodDetails.of(method.type, shown, type=method.type.value)


def shown_outcome(outcome: Outcome) -> ChargeOutcome:
    """The network's answer as a charge shows it."""
    return ChargeOutcome(**vars(outcome))
