"""Mandates: made by a setup or a payment, active once their payment method is verified, and inactive in the end."""

import secrets

from app.domain.payment_methods.behaviour import behaviour_of
from app.domain.tx import Tx
from app.ids import new_id
from app.settings import public_url
from app.tables.core_resources.mandate import Mandate
from app.tables.core_resources.mandate_values import (
    MandateCustomerAcceptance,
    MandatePaymentMethodDetails,
    MandateSingleUse,
    MandateStatus,
    MandateType,
)
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.shapes.mandate_data import ConfirmCustomerAcceptanceParams, MandateAcceptanceType
from app.tables.values import Value


def make(
    tx: Tx,
    method: PaymentMethod,
    acceptance: ConfirmCustomerAcceptanceParams,
    *,
    status: MandateStatus,
    options: Value | None,
    single_use: MandateSingleUse | None = None,
    on_behalf_of: str | None = None,
) -> Mandate | None:
    """A mandate that the customer accepts: for any number of payments, or for the one of `single_use`. `options` are
    those of the payment or setup for the type of payment method. None for a type without mandates."""
    id = new_id(Mandate.prefix)
    url = f"{public_url()}/mandates/{id}/{secrets.token_urlsafe(16)}"
    details = behaviour_of(method.type).mandate_details(method, options, url=url)
    if details is None:
        return None
    accepted = {name: value for name, value in acceptance if value is not None}
    if acceptance.type is MandateAcceptanceType.OFFLINE:
        accepted["offline"] = {}
    return tx.add(
        Mandate(
            id=id,
            customer_acceptance=MandateCustomerAcceptance(**{"accepted_at": tx.now} | accepted),
            multi_use={} if single_use is None else None,
            on_behalf_of=on_behalf_of,
            payment_method_id=method.id,
            payment_method_details=MandatePaymentMethodDetails.of(method.type, details, type=method.type.value),
            single_use=single_use,
            status=status,
            type=MandateType.MULTI_USE if single_use is None else MandateType.SINGLE_USE,
        )
    )


def move(tx: Tx, mandate: Mandate, status: MandateStatus) -> None:
    """Make a mandate active or inactive."""
    tx.move(mandate, status, verb="update")
    tx.tell("updated", mandate)


async def end(tx: Tx, mandate_id: str | None) -> None:
    """End a mandate, if there is one and it has not ended: no later payment can use it."""
    mandate = None if mandate_id is None else await tx.get(Mandate, mandate_id)
    if mandate is not None and mandate.status is not MandateStatus.INACTIVE:
        move(tx, mandate, MandateStatus.INACTIVE)


async def end_all(tx: Tx, payment_method_id: str) -> None:
    """End every mandate of a payment method."""
    alive = (MandateStatus.PENDING, MandateStatus.ACTIVE)
    for mandate in await tx.find(Mandate, payment_method_id=payment_method_id, status=alive):
        move(tx, mandate, MandateStatus.INACTIVE)
