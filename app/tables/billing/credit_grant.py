"""BillingCreditGrant: credits that pay what a customer is billed for usage."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from app.tables.billing.credit_amount import BillingCreditAmount
from app.tables.columns import REQUIRED, editable, given, kept, ref
from app.tables.resource import Resource, Tagged
from app.tables.values import Value


class BillingCreditGrantCategory(StrEnum):
    """How a customer came by billing credits."""

    PAID = "paid"
    """The customer paid for the credits."""
    PROMOTIONAL = "promotional"
    """The merchant gave the credits for free."""


class BillingCreditPriceType(StrEnum):
    """The type of the prices that billing credits can pay for."""

    METERED = "metered"
    """Prices by usage, which a meter measures."""


class BillingCreditScope(Value):
    """The prices that billing credits can pay for."""

    price_type: BillingCreditPriceType = given()
    """The type of the prices that the credits can pay for."""


class BillingCreditGrantApplicabilityConfig(Value):
    """What the credits of a grant can pay for."""

    scope: BillingCreditScope = given()
    """The prices that the credits can pay for."""


class BillingCreditGrant(Tagged, Resource, table=True):
    """Credits that a customer was given or has bought in advance. Invoices use them for lines billed by usage.

    The credits pay from `effectiveAt` to `expiresAt`. Those of several grants are used in this order: the grant that
    expires first, promotional before paid, the grant that took effect first, the oldest.
    """

    prefix: ClassVar[str] = "credgr_"
    object_name: ClassVar[str] = "billing.credit_grant"
    path: ClassVar[str] = "/v1/billing/credit_grants/{id}"

    amount: BillingCreditAmount = kept(REQUIRED)
    """The credits that were granted."""
    applicability_config: BillingCreditGrantApplicabilityConfig = given()
    """What the credits can pay for."""
    category: BillingCreditGrantCategory = given()
    """How the customer came by the credits. Promotional credits are used before paid ones."""
    clock_id: str | None = ref("test_clock", back="credit_grants", kind="kept", default=None, name="test_clock")
    """The test clock of the grant's customer; null for a customer in real time."""
    customer_id: str = ref("customer", back="credit_grants")
    """The customer who has the credits."""
    effective_at: datetime | None = given(None)
    """When the credits can first be used. The default is the moment of creation."""
    expires_at: datetime | None = editable(None)
    """When the credits expire; null for credits that never do."""
    name: str | None = given(None, max_length=5000)
    """Name of the grant, for the merchant's own use; null without one."""
    updated: datetime = kept()
    """When the grant was last updated."""
    voided_at: datetime | None = kept()
    """When the grant was voided; null unless it was."""

    remaining: int | None = kept(hidden=True)
    """What is left of the credits, in minor units: the sum of the grant's transactions. None until they take effect."""

    @property
    def value(self) -> int:
        """What was granted, in minor units."""
        return self.amount.monetary.value if self.amount.monetary else 0

    @property
    def currency(self) -> str:
        """The currency of the credits."""
        return self.amount.monetary.currency if self.amount.monetary else ""

    def expired(self, now: datetime) -> bool:
        """Whether the credits can no longer be used because of their age."""
        return self.expires_at is not None and self.expires_at <= now

    def usable(self, now: datetime) -> int:
        """What can be used now, in minor units."""
        pending = self.effective_at is not None and self.effective_at > now
        if pending or self.voided_at is not None or self.expired(now):
            return 0
        return self.value if self.remaining is None else self.remaining
