"""Mandate: a customer's authorization to debit a payment method."""

from datetime import datetime
from typing import Any, ClassVar

from app.tables.columns import REQUIRED, kept, ref
from app.tables.core_resources.mandate_values import (
    MandateCustomerAcceptance,
    MandatePaymentMethodDetails,
    MandateSingleUse,
    MandateStatus,
    MandateType,
)
from app.tables.resource import Resource


class Mandate(Resource, table=True):
    """A customer's authorization to debit a payment method, once or again."""

    prefix: ClassVar[str] = "mandate_"
    events: ClassVar[dict[str, str]] = {"updated": "A mandate changed, usually its status."}
    arrows: ClassVar[dict[str, set[str]]] = {
        MandateStatus.PENDING: {MandateStatus.ACTIVE, MandateStatus.INACTIVE},
        MandateStatus.ACTIVE: {MandateStatus.INACTIVE},
    }

    created: datetime = kept(graph_only=True)
    """When the mandate was created. Stripe's JSON of a mandate has no such field."""
    customer_acceptance: MandateCustomerAcceptance = kept(REQUIRED)
    """The customer's acceptance of the mandate."""
    multi_use: dict[str, Any] | None = kept(branch=True)
    """Empty object for a mandate of the type `MULTI_USE`, which covers any number of payments; null otherwise."""
    on_behalf_of: str | None = kept()
    """ID of the connected account that the mandate is for; null for your own."""
    payment_method_id: str = ref("payment_method", back="mandates", kind="kept")
    """The payment method that the mandate is for."""
    payment_method_details: MandatePaymentMethodDetails = kept(REQUIRED)
    """The details of the mandate that depend on the type of payment method."""
    single_use: MandateSingleUse | None = kept(branch=True)
    """The payment that a mandate of the type `SINGLE_USE` is for; null otherwise."""
    status: MandateStatus = kept(MandateStatus.ACTIVE)
    """The status of the mandate."""
    type: MandateType = kept(MandateType.MULTI_USE)
    """How often the mandate can be used."""
