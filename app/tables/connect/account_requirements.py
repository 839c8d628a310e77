"""Account requirements: information that an account must provide to keep its capabilities enabled."""

from datetime import datetime
from enum import StrEnum

from app.tables.columns import given
from app.tables.shapes.requirements import AccountRequirementsAlternatives, AccountRequirementsErrors
from app.tables.values import Value


class AccountRequirementsDisabledReason(StrEnum):
    """The reason why an account, or one of its capabilities, is disabled."""

    ACTION_REQUIRED_REQUESTED_CAPABILITIES = "action_required.requested_capabilities"
    """A requested capability requires information from the account."""
    LISTED = "listed"
    """The account might be on a prohibited persons or companies list."""
    OTHER = "other"
    """The account is disabled for another reason."""
    PLATFORM_PAUSED = "platform_paused"
    """The account is paused by its platform."""
    REJECTED_FRAUD = "rejected.fraud"
    """The account is rejected due to suspected fraud."""
    REJECTED_INCOMPLETE_VERIFICATION = "rejected.incomplete_verification"
    """The account is rejected because verification was not completed in time."""
    REJECTED_LISTED = "rejected.listed"
    """The account is rejected because it is on a prohibited persons or companies list."""
    REJECTED_OTHER = "rejected.other"
    """The account is rejected for another reason."""
    REJECTED_PLATFORM_FRAUD = "rejected.platform_fraud"
    """The account is rejected by its platform due to suspected fraud."""
    REJECTED_PLATFORM_OTHER = "rejected.platform_other"
    """The account is rejected by its platform for another reason."""
    REJECTED_PLATFORM_TERMS_OF_SERVICE = "rejected.platform_terms_of_service"
    """The account is rejected by its platform for a violation of the platform's terms of service."""
    REJECTED_TERMS_OF_SERVICE = "rejected.terms_of_service"
    """The account is rejected for a violation of the terms of service."""
    REQUIREMENTS_PAST_DUE = "requirements.past_due"
    """Required information was not provided by the deadline."""
    REQUIREMENTS_PENDING_VERIFICATION = "requirements.pending_verification"
    """Provided information is being verified."""
    UNDER_REVIEW = "under_review"
    """The account is under review."""


class AccountRequirements(Value):
    """Information that the account still has to provide."""

    alternatives: list[AccountRequirementsAlternatives] = given([])
    """Alternative fields that satisfy requirements in place of the original fields."""
    current_deadline: datetime | None = given(None)
    """Deadline for the currently due fields; null if the account has no deadline."""
    currently_due: list[str] = given([])
    """Fields that must be provided by the current deadline to keep the account enabled."""
    disabled_reason: AccountRequirementsDisabledReason | None = given(None)
    """Reason why the account is disabled; null if the account is enabled."""
    errors: list[AccountRequirementsErrors] = given([])
    """Requirements whose provided information was rejected and must be provided again."""
    eventually_due: list[str] = given([])
    """Fields that must be provided once the account reaches higher volumes."""
    past_due: list[str] = given([])
    """Fields that were not provided by the deadline."""
    pending_verification: list[str] = given([])
    """Fields whose provided information is being verified."""
