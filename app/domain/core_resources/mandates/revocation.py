"""Mandates end when their payment method is detached, and when its owner disputes a debit."""

from app.domain.core_resources.mandates import mandates
from app.domain.reactions import when
from app.domain.tx import Tx
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.event import Event
from app.tables.payment_methods.payment_method import PaymentMethod


@when("payment_method.detached")
async def detached(tx: Tx, event: Event) -> None:
    """End the mandates of a detached payment method."""
    await mandates.end_all(tx, event.object_id or "")


@when("charge.dispute.created")
async def disputed(tx: Tx, event: Event) -> None:
    """End the mandates of a payment method whose owner disputes a debit as not authorized."""
    charge = await tx.get(Charge, event.data.object["charge"], lock=False)
    if charge.payment_method_id is None:
        return
    method = await tx.get(PaymentMethod, charge.payment_method_id, lock=False, deleted=True)
    if method.method_type.needs_mandate:
        await mandates.end_all(tx, method.id)
