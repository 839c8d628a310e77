"""Capability: a feature that an account requests, such as accepting cards, and what it still requires."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import given, kept, ref
from app.tables.connect.account_capabilities import AccountCapabilities
from app.tables.resource import Resource
from app.tables.shapes.requirements import AccountRequirementsAlternatives, AccountRequirementsErrors
from app.tables.values import Value


class CapabilityRequirementsDisabledReason(StrEnum):
    """The reason why a capability is disabled."""

    OTHER = "other"
    """The capability is disabled for another reason."""
    PAUSED_INACTIVITY = "paused.inactivity"
    """The capability is paused because it was not used."""
    PENDING_ONBOARDING = "pending.onboarding"
    """The account has not been onboarded for the capability."""
    PENDING_REVIEW = "pending.review"
    """The capability is under review."""
    PLATFORM_DISABLED = "platform_disabled"
    """The platform disabled the capability."""
    PLATFORM_PAUSED = "platform_paused"
    """The platform paused the capability."""
    REJECTED_INACTIVITY = "rejected.inactivity"
    """The capability is rejected because it was not used."""
    REJECTED_OTHER = "rejected.other"
    """The capability is rejected for another reason."""
    REJECTED_UNSUPPORTED_BUSINESS = "rejected.unsupported_business"
    """The capability is rejected because the business is not supported."""
    REQUIREMENTS_FIELDS_NEEDED = "requirements.fields_needed"
    """The capability requires information that was not provided."""


class CapabilityStatus(StrEnum):
    """The status of a capability."""

    ACTIVE = "active"
    """The account can use the capability."""
    DISABLED = "disabled"
    """The capability is disabled, and cannot be requested."""
    INACTIVE = "inactive"
    """The account cannot use the capability until its requirements are met."""
    PENDING = "pending"
    """What the capability requires is being verified."""
    UNREQUESTED = "unrequested"
    """The account does not request the capability."""


class CapabilityRequirements(Value):
    """Information that must be provided for a capability. Paths begin at the account, such as `individual.dob.day`."""

    alternatives: list[AccountRequirementsAlternatives] = given([])
    """Alternative fields that satisfy requirements in place of the original fields."""
    current_deadline: datetime | None = given(None)
    """Deadline for the currently due fields; null if there is no deadline."""
    currently_due: list[str] = given([])
    """Fields that must be provided by the current deadline to keep the capability enabled."""
    disabled_reason: CapabilityRequirementsDisabledReason | None = given(None)
    """Reason why the capability is disabled; null if the capability is enabled."""
    errors: list[AccountRequirementsErrors] = given([])
    """Requirements whose provided information was rejected and must be provided again."""
    eventually_due: list[str] = given([])
    """Fields that must be provided once the account reaches higher volumes."""
    past_due: list[str] = given([])
    """Fields that were not provided by the deadline."""
    pending_verification: list[str] = given([])
    """Fields whose provided information is being verified."""


class Capability(Resource, table=True):
    """A feature that an account requests, such as accepting cards, and what it still requires."""

    prefix: ClassVar[str] = ""
    id_prefixes: ClassVar[tuple[str, ...]] = ()
    # The names of capabilities, which other accounts have too.
    id_codes: ClassVar[Collection[str]] = frozenset(AccountCapabilities.model_fields)
    plural: ClassVar[str] = "capabilities"
    path: ClassVar[str] = "/v1/accounts/{account}/capabilities/{id}"
    in_real_time: ClassVar[bool] = True
    events: ClassVar[dict[str, str]] = {
        "updated": "A capability of an account was updated: its status, or what it requires.",
    }

    id: str = kept("", primary_key=True)
    """Name of the capability, such as `card_payments`, which is unique within an account."""
    # Stripe's capabilities have neither.
    livemode: bool = kept(False, graph_only=True, primary_key=True)
    """Whether the object exists in live mode (true) or in test mode (false)."""
    created: datetime = kept(graph_only=True)
    """When the capability was first requested."""
    holder_id: str = ref("account", back="capabilities_list", kind="kept", default="", name="account")
    """Account that has the capability."""
    future_requirements: CapabilityRequirements | None = kept(CapabilityRequirements())
    """Information that must be provided once announced rules take effect."""
    requested: bool = kept(False)
    """Whether the account requests the capability."""
    requested_at: datetime | None = kept()
    """When the capability was last requested; null if it is not."""
    requirements: CapabilityRequirements | None = kept(CapabilityRequirements())
    """Information that must be provided to use the capability."""
    status: CapabilityStatus = kept(CapabilityStatus.UNREQUESTED)
    """Status of the capability."""
