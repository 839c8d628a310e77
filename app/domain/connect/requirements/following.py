"""Following: whatever changes of an account, its persons or its bank accounts, what is due and what the account can do
follow from it."""

from datetime import timedelta

from app.domain import lists
from app.domain.connect.requirements import checks, showing
from app.domain.connect.requirements.state import Due, State
from app.domain.jobs import job
from app.domain.payment_methods import accepting, configurations
from app.domain.quiet import shown_columns
from app.domain.tx import Tx
from app.network.delays import HURRIED
from app.tables.connect.account import Account, AccountType
from app.tables.connect.account_capabilities import AccountCapabilities, AccountCapabilitiesStatus
from app.tables.connect.account_requirements import AccountRequirements
from app.tables.connect.account_requirements import AccountRequirementsDisabledReason as Disabled
from app.tables.connect.capability import (
    Capability,
    CapabilityRequirements,
    CapabilityRequirementsDisabledReason,
    CapabilityStatus,
)
from app.tables.connect.person import Person, PersonRequirements, PersonVerification
from app.tables.resource import Resource

REPEATED = timedelta(days=14)
"""How long an account that is enabled has to provide again what failed verification."""
TRANSFERS = "transfers"


async def follow(tx: Tx, account: Account) -> None:
    """Work out what is due of a locked account and what the account can do, and tell of its persons and capabilities
    that change with it. The account's own event is the caller's."""
    persons, capabilities = await _around(tx, account)
    if account.platform_id is None:
        _grant(account, capabilities)
    else:
        paid_out = bool(await tx.listed(account, Account.external_accounts))
        _open_standard(tx, account, persons, capabilities, paid_out=paid_out)
        requested = [each.id for each in capabilities if each.requested]
        _set_deadline(tx, account, State(account, persons, paid_out, requested, tx.real_now))
        state = State(account, persons, paid_out, requested, tx.real_now)
        for each in capabilities:
            _stand(each, state)
        _show(account, capabilities, state)
        for person in persons:
            due = state.due.of_person(person, state.head(person))
            person.requirements = showing.now_due(PersonRequirements, due, state)
            person.future_requirements = showing.due_later(PersonRequirements, due)
    for person in persons:
        _verify(person)
    await configurations.follow(tx, account)
    for person in persons:
        if is_seen_changed(tx, person):
            tx.tell("updated", person)
    for each in capabilities:
        # There is no event of a capability that is new but this one.
        if is_seen_changed(tx, each) or tx.work.is_new(each):
            tx.tell("updated", each)


def is_seen_changed(tx: Tx, row: Resource) -> bool:
    """Whether a row that there was is to be seen with a change."""
    return not shown_columns(type(row)).isdisjoint(tx.work.changed(row))


async def settle(tx: Tx, account: Account) -> None:
    """Follow a change of a locked account, or of what belongs to it, and tell of the account if it changes."""
    await follow(tx, account)
    # Its JSON has whoever does business alone, and where it is paid out to.
    individual = tx.work.rows.get((Person, account.individual_id or "", tx.tenant))
    shown = [account] if individual is None else [account, individual]
    if any(is_seen_changed(tx, row) for row in shown) or lists.changed(tx.work, account):
        tx.tell("updated", account)


async def state_of(tx: Tx, account: Account) -> State:
    """A locked account with what is around it."""
    persons, capabilities = await _around(tx, account)
    paid_out = bool(await tx.listed(account, Account.external_accounts))
    return State(account, persons, paid_out, [each.id for each in capabilities if each.requested], tx.real_now)


async def _around(tx: Tx, account: Account) -> tuple[list[Person], list[Capability]]:
    persons = await tx.find(Person, holder_id=account.id)
    return persons, await tx.find(Capability, holder_id=account.id)


def request(tx: Tx, account: Account, capabilities: list[Capability], name: str, requested: bool) -> Capability:
    """Request a capability, or request it no longer."""
    found = next((each for each in capabilities if each.id == name), None)
    if found is None:
        found = tx.add(Capability(id=name, holder_id=account.id))
        capabilities.append(found)
    if found.requested != requested:
        found.requested, found.requested_at = requested, tx.real_now if requested else None
    return found


def _open_standard(
    tx: Tx, account: Account, persons: list[Person], capabilities: list[Capability], *, paid_out: bool
) -> None:
    """What the owner of a standard account need not ask for comes with the last of what is due."""
    if account.type is not AccountType.STANDARD or capabilities:
        return
    if not State(account, persons, paid_out, [], tx.real_now).due.currently:
        for name in sorted({TRANSFERS, *accepting.first_capabilities(account.country or "US")}):
            request(tx, account, capabilities, name, requested=True)


def _grant(account: Account, capabilities: list[Capability]) -> None:
    """An account of its own is asked for nothing."""
    for each in capabilities:
        each.status = CapabilityStatus.ACTIVE if each.requested else CapabilityStatus.UNREQUESTED
    account.capabilities = _statuses(account, capabilities)


def _set_deadline(tx: Tx, account: Account, state: State) -> None:
    """What is due again of an account that is enabled has time; of one that is not, none."""
    account.advanced = [path for path in account.advanced if path in state.late]
    if not state.late:
        account.deadline, account.payouts_blocked = None, False
    elif account.deadline is None:
        account.deadline = tx.real_now + REPEATED if account.charges_enabled else tx.real_now
        if account.deadline > tx.real_now:
            tx.wake(account.deadline, fall_due, account)


def _stand(capability: Capability, state: State) -> None:
    """What is due for a capability, and its status."""
    if not capability.requested:
        capability.status = CapabilityStatus.UNREQUESTED
        capability.requirements = capability.future_requirements = CapabilityRequirements()
        return
    due = state.due_for(capability.id)
    requirements = showing.now_due(CapabilityRequirements, due, state)
    capability.status, reason = _status(due, state, was=capability.status)
    capability.requirements = requirements.model_copy(update={"disabled_reason": reason})
    capability.future_requirements = showing.due_later(CapabilityRequirements, due)


def _status(
    due: Due, state: State, *, was: CapabilityStatus
) -> tuple[CapabilityStatus, CapabilityRequirementsDisabledReason | None]:
    if is_rejected(state.account):
        return CapabilityStatus.INACTIVE, CapabilityRequirementsDisabledReason.REJECTED_OTHER
    if state.is_listed:
        return CapabilityStatus.INACTIVE, CapabilityRequirementsDisabledReason.OTHER
    if state.is_inactive:
        return CapabilityStatus.INACTIVE, CapabilityRequirementsDisabledReason.PAUSED_INACTIVITY
    if state.keeps_inactive(due):
        return CapabilityStatus.INACTIVE, CapabilityRequirementsDisabledReason.REQUIREMENTS_FIELDS_NEEDED
    # What is given again later on is checked while the capability stays active.
    is_checked = state.blocked and was is not CapabilityStatus.ACTIVE
    return (CapabilityStatus.PENDING if is_checked else CapabilityStatus.ACTIVE), None


def _show(account: Account, capabilities: list[Capability], state: State) -> None:
    account.capabilities = _statuses(account, capabilities)
    active = {each.id for each in capabilities if each.status is CapabilityStatus.ACTIVE}
    due = state.due
    account.charges_enabled = any(name != TRANSFERS for name in active) or (
        TRANSFERS in active and [*state.requested] == [TRANSFERS]
    )
    moves = TRANSFERS in active if TRANSFERS in state.requested else bool(active)
    is_checked = bool(due.pending) and not account.payouts_enabled
    account.payouts_enabled = moves and state.paid_out and not due.past and not is_checked
    if state.is_submitted:
        account.details_submitted = True
    reason: Disabled | None = None
    if is_rejected(account):
        assert account.requirements is not None
        reason = account.requirements.disabled_reason
    elif state.is_listed:
        reason = Disabled.LISTED
    elif due.past:
        reason = Disabled.REQUIREMENTS_PAST_DUE
    elif due.pending and not (account.charges_enabled and account.payouts_enabled):
        reason = Disabled.REQUIREMENTS_PENDING_VERIFICATION
    shown = showing.now_due(AccountRequirements, due, state)
    account.requirements = shown.model_copy(update={"disabled_reason": reason})
    account.future_requirements = showing.due_later(AccountRequirements, due)


def _statuses(account: Account, capabilities: list[Capability]) -> AccountCapabilities:
    """The status of each capability that was ever requested."""
    by_name = {
        each.id: AccountCapabilitiesStatus(each.status)
        if each.status in (CapabilityStatus.ACTIVE, CapabilityStatus.PENDING)
        else AccountCapabilitiesStatus.INACTIVE
        for each in capabilities
    }
    return account.capabilities.model_copy(update=by_name)


def is_rejected(account: Account) -> bool:
    """Whether the account's platform rejected it."""
    reason = account.requirements.disabled_reason if account.requirements else None
    return reason is not None and reason.startswith("rejected.")


def _verify(person: Person) -> None:
    """How far the verification of a person has come."""
    verification = person.verification or PersonVerification()
    if not checks.is_known(person):
        status = "unverified"
    elif checks.verifies(person.checking):
        status = "pending"
    else:
        failed = not checks.UNVERIFIED.isdisjoint(person.failed)
        status = "unverified" if failed else "verified"
    keyed = "failed_keyed_identity" if "birth" in person.failed else None
    details = "The person could not be identified by what was entered. Provide a document." if keyed else None
    person.verification = verification.model_copy(update={"status": status, "details": details, "details_code": keyed})


def have_checked(tx: Tx, account: Account) -> None:
    """Have what is being checked of an account and its persons end in a while."""
    tx.unwake(verify, account)
    tx.wake(tx.real_now + HURRIED, verify, account)


@job("account.verify", Account)
async def verify(tx: Tx, account: Account) -> None:
    """What was being checked is verified, or is due again."""
    checks.finish(account)
    for person in await tx.find(Person, holder_id=account.id):
        checks.finish(person)
    await settle(tx, account)


@job("account.fall_due", Account)
async def fall_due(tx: Tx, account: Account) -> None:
    """What was not provided by the deadline is past due."""
    if account.deadline is not None and account.deadline <= tx.real_now:
        await settle(tx, account)
