"""An account's settings: the defaults, merging and checks."""

import re
import unicodedata

from app.domain.merging import merge
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.connect.account_settings import (
    AccountSettings,
    AccountSettingsCardPayments,
    AccountSettingsCardPaymentsDeclineOn,
    AccountSettingsDashboard,
    AccountSettingsParams,
    AccountSettingsPayments,
    AccountSettingsPayouts,
    AccountSettingsPayoutsSchedule,
    AccountSettingsPayoutsScheduleInterval,
    PayoutsDelayDaysKeyword,
)
from app.tables.texts import DESCRIPTOR_LENGTH, PREFIX_LENGTH

NAMELESS = "PAYGRAPH"
"""The statement descriptor of an account whose name has no letter that statements allow."""

_ANCHORS: dict[str, str] = {
    AccountSettingsPayoutsScheduleInterval.MONTHLY: "monthly_anchor",
    AccountSettingsPayoutsScheduleInterval.WEEKLY: "weekly_anchor",
}


def first_settings(name: str) -> AccountSettings:
    """The settings of a new account of that name: paid out daily, two days after each payment."""
    descriptor = first_descriptor(name)
    return AccountSettings(
        card_payments=AccountSettingsCardPayments(
            decline_on=AccountSettingsCardPaymentsDeclineOn(), statement_descriptor_prefix=_prefix_of(descriptor)
        ),
        dashboard=AccountSettingsDashboard(display_name=name, timezone="Etc/UTC"),
        payments=AccountSettingsPayments(statement_descriptor=descriptor),
        payouts=AccountSettingsPayouts(),
    )


def first_descriptor(name: str) -> str:
    """The default statement descriptor: the name in capitals, as far as statements allow."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    kept = " ".join(re.sub(r"[^A-Z0-9 .,&/+-]", " ", plain).split())[:22].rstrip()
    if not any(letter.isalpha() for letter in kept):
        return NAMELESS
    return kept if len(kept) >= DESCRIPTOR_LENGTH[0] else f"{kept} SHOP"


def _prefix_of(descriptor: str) -> str:
    prefix = descriptor[: PREFIX_LENGTH[1]].rstrip()
    return prefix if any(letter.isalpha() for letter in prefix) else NAMELESS


def merged(old: AccountSettings, given: AccountSettingsParams) -> AccountSettings:
    """The settings with the caller's values merged in."""
    schedule = given.payouts and given.payouts.schedule
    if given.payouts is not None and schedule and schedule.delay_days is PayoutsDelayDaysKeyword.MINIMUM:
        schedule = schedule.model_copy(update={"delay_days": None})
        given = given.model_copy(update={"payouts": given.payouts.model_copy(update={"schedule": schedule})})
    return merge(AccountSettings, old, given)


def check_settings(settings: AccountSettings) -> AccountSettings:
    """The settings, complete. Raises InvalidRequest for invalid values."""
    if settings.payouts is None:
        return settings
    payouts = settings.payouts.model_copy(update={"schedule": _checked_schedule(settings.payouts.schedule)})
    return settings.model_copy(update={"payouts": payouts})


def _checked_schedule(schedule: AccountSettingsPayoutsSchedule) -> AccountSettingsPayoutsSchedule:
    """The schedule with only its own interval's anchor, which monthly and weekly payouts require."""
    needed = _ANCHORS.get(schedule.interval)
    if needed is not None and schedule[needed] is None:
        path = f"settings.payouts.schedule.{needed}"
        raise InvalidRequest(
            f"`{path}` is required if `interval` is {schedule.interval.upper()}.",
            code=ErrorCode.PARAMETER_MISSING,
            field=path,
        )
    return schedule.model_copy(update={anchor: None for anchor in _ANCHORS.values() if anchor != needed})
