"""The requirements of an account, of a person and of a capability, as Stripe shows what is due."""

from datetime import UTC, datetime
from typing import TypeVar

from app.domain.connect.requirements import rules
from app.domain.connect.requirements.asked import business_of
from app.domain.connect.requirements.state import Due, State
from app.tables.connect.account_requirements import AccountRequirements
from app.tables.connect.capability import CapabilityRequirements
from app.tables.connect.person import PersonRequirements
from app.tables.docs import docs_of
from app.tables.shapes.requirements import (
    AccountRequirementsAlternatives,
    AccountRequirementsErrors,
    AccountRequirementsErrorsCode,
)

Shown = TypeVar("Shown", AccountRequirements, CapabilityRequirements, PersonRequirements)
EFFECTIVE = datetime(2030, 1, 1, tzinfo=UTC)
"""When announced rules take effect, in all countries that have some."""


def now_due(kind: type[Shown], due: Due, state: State) -> Shown:
    """What is due now."""
    found = kind(
        alternatives=_alternatives(due, state),
        currently_due=due.currently,
        errors=[error(path, code) for path, code in sorted(due.failed.items())],
        eventually_due=due.eventually,
        past_due=due.past,
        pending_verification=due.pending,
    )
    deadline = state.account.deadline
    if not isinstance(found, PersonRequirements) and deadline is not None and deadline > state.now:
        found = found.model_copy(update={"current_deadline": deadline})
    return found


def due_later(kind: type[Shown], due: Due) -> Shown:
    """What is due once announced rules take effect."""
    found = kind(currently_due=due.coming, eventually_due=due.coming_eventually)
    if due.coming_eventually and not isinstance(found, PersonRequirements):
        found = found.model_copy(update={"current_deadline": EFFECTIVE})
    return found


def error(path: str, code: str) -> AccountRequirementsErrors:
    """What is wrong with what was given, in a sentence, and how to go on."""
    member = AccountRequirementsErrorsCode(code)
    reason = " ".join(docs_of(AccountRequirementsErrorsCode)[member.name].split())
    return AccountRequirementsErrors(code=member, reason=f"{reason} Provide it again.", requirement=path)


def _alternatives(due: Due, state: State) -> list[AccountRequirementsAlternatives]:
    country = state.account.country or "US"
    if business_of(state.account) == rules.INDIVIDUAL and not due.currently:
        return []
    return [
        AccountRequirementsAlternatives(alternative_fields_due=[instead], original_fields_due=[path])
        for path, instead in sorted(rules.ALTERNATIVES.get(country, {}).items())
        if path in due.currently
    ]
