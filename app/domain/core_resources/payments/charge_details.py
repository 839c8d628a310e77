"""What a charge shows of its card or bank account, and of the answer that it got."""

import secrets
from dataclasses import asdict
from datetime import datetime

from app.domain.core_resources.payments.charge_request import ChargeRequest
from app.domain.payment_methods.instruments import shown_checks
from app.money import share
from app.network.authorization import Approved, Declined, Outcome
from app.network.three_d_secure import ThreeDSecure
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.charge_values import (
    ChargeCardExtendedAuthorization,
    ChargeCardExtendedAuthorizationStatus,
    ChargeCardFeatureStatus,
    ChargeCardIncrementalAuthorization,
    ChargeCardInstallments,
    ChargeCardMulticapture,
    ChargeCardNetworkToken,
    ChargeCardOvercapture,
    ChargeCardThreeDSecure,
    ChargeOutcome,
    ChargePaymentMethodDetails,
    ChargePaymentMethodDetailsCard,
    ChargePaymentMethodDetailsUsBankAccount,
)
from app.tables.core_resources.payment_intent_options import PaymentIntentRequestFeature
from app.tables.payment_methods.payment_method import PaymentMethod

OVERCAPTURE_PERCENT = 115
"""How much of an authorization can be captured where more than it was asked for: restaurants' tips, 15 % on top."""


def card_details(
    charge: Charge, request: ChargeRequest, answer: Approved | Declined, capture_before: datetime | None
) -> ChargePaymentMethodDetails:
    """The card as it was charged. `capture_before` is None for a payment that was refused."""
    card, options = request.method.card, request.options
    assert card is not None
    approved = isinstance(answer, Approved)
    return ChargePaymentMethodDetails(
        type=request.method.type.value,
        card=ChargePaymentMethodDetailsCard(
            amount_authorized=charge.amount if approved else None,
            authorization_code=f"{secrets.randbelow(10**6):06}" if approved else None,
            brand=card.brand,
            capture_before=None if request.capture else capture_before,
            checks=shown_checks(answer.checks),
            country=card.country,
            description=card.description,
            exp_month=card.exp_month,
            exp_year=card.exp_year,
            extended_authorization=ChargeCardExtendedAuthorization(
                status=ChargeCardExtendedAuthorizationStatus.ENABLED
                if _asked(options.request_extended_authorization)
                else ChargeCardExtendedAuthorizationStatus.DISABLED
            ),
            fingerprint=card.fingerprint,
            funding=card.funding,
            iin=card.iin,
            incremental_authorization=ChargeCardIncrementalAuthorization(
                status=_status(options.request_incremental_authorization)
            ),
            installments=ChargeCardInstallments(plan=options.installments.plan)
            if options.installments and options.installments.plan
            else None,
            issuer=card.issuer,
            last4=card.last4,
            moto=request.moto or None,
            multicapture=ChargeCardMulticapture(status=_status(options.request_multicapture)),
            network=(options.network and options.network.value)
            or (card.networks and card.networks.preferred)
            or card.brand,
            network_token=ChargeCardNetworkToken(used=False),
            network_transaction_id=f"{secrets.randbelow(10**15):015}" if approved else None,
            overcapture=ChargeCardOvercapture(
                maximum_amount_capturable=share(charge.amount, OVERCAPTURE_PERCENT, 100)
                if _asked(options.request_overcapture)
                else charge.amount,
                status=_status(options.request_overcapture),
            ),
            regulated_status=card.regulated_status,
            three_d_secure=request.three_d_secure or _authentication(answer.three_d_secure),
            wallet=card.wallet,
        ),
    )


def bank_details(method: PaymentMethod, reference: str | None) -> ChargePaymentMethodDetails:
    """The bank account as it was debited. `reference` is the trace number that both banks know the debit by."""
    account = method.us_bank_account
    assert account is not None
    return ChargePaymentMethodDetails(
        type=method.type.value,
        us_bank_account=ChargePaymentMethodDetailsUsBankAccount(
            account_holder_type=account.account_holder_type,
            account_type=account.account_type,
            bank_name=account.bank_name,
            fingerprint=account.fingerprint,
            last4=account.last4,
            payment_reference=reference,
            routing_number=account.routing_number,
        ),
    )


def shown_outcome(outcome: Outcome) -> ChargeOutcome:
    """The network's verdict as a charge shows it."""
    return ChargeOutcome(**asdict(outcome))


def _authentication(found: ThreeDSecure | None) -> ChargeCardThreeDSecure | None:
    if found is None:
        return None
    return ChargeCardThreeDSecure.model_validate(asdict(found) | {"transaction_id": secrets.token_hex(16)})


def _asked(request: PaymentIntentRequestFeature | None) -> bool:
    return request is PaymentIntentRequestFeature.IF_AVAILABLE


def _status(request: PaymentIntentRequestFeature | None) -> ChargeCardFeatureStatus:
    return ChargeCardFeatureStatus.AVAILABLE if _asked(request) else ChargeCardFeatureStatus.UNAVAILABLE
