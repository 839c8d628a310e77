"""An account's settings: the defaults, merging and checks."""

import re
import unicodedata

from app.domain import validators
from app.domain.merging import overlaid
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

_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
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
    return kept if len(kept) >= validators.DESCRIPTOR_LENGTH[0] else f"{kept} SHOP"


def _prefix_of(descriptor: str) -> str:
    prefix = descriptor[: validators.PREFIX_LENGTH[1]].rstrip()
    return prefix if any(letter.isalpha() for letter in prefix) else NAMELESS


def merged(old: AccountSettings, given: AccountSettingsParams) -> AccountSettings:
    """The settings with the caller's values merged in."""
    schedule = given.payouts and given.payouts.schedule
    if given.payouts is not None and schedule and schedule.delay_days is PayoutsDelayDaysKeyword.MINIMUM:
        schedule = schedule.model_copy(update={"delay_days": None})
        given = given.model_copy(update={"payouts": given.payouts.model_copy(update={"schedule": schedule})})
    return overlaid(AccountSettings, old, given)


def check_settings(settings: AccountSettings) -> AccountSettings:
    """The settings, complete. Raises InvalidRequest for invalid values."""
    payments, cards = settings.payments, settings.card_payments
    validators.statement_descriptor(payments.statement_descriptor, "settings.payments.statement_descriptor")
    validators.statement_descriptor(
        cards.statement_descriptor_prefix,
        "settings.card_payments.statement_descriptor_prefix",
        length=validators.PREFIX_LENGTH,
    )
    for name in ("primary_color", "secondary_color"):
        color = settings.branding[name]
        if color is not None and not _COLOR.fullmatch(color):
            raise InvalidRequest(
                f"settings.branding.{name} must be # and six hexadecimal digits, such as #635bff.",
                field=f"settings.branding.{name}",
            )
    if settings.payouts is None:
        return settings
    validators.statement_descriptor(settings.payouts.statement_descriptor, "settings.payouts.statement_descriptor")
    payouts = settings.payouts.model_copy(update={"schedule": _checked_schedule(settings.payouts.schedule)})
    return settings.model_copy(update={"payouts": payouts})


def _checked_schedule(schedule: AccountSettingsPayoutsSchedule) -> AccountSettingsPayoutsSchedule:
    """The schedule with the anchor of its interval alone; one is needed where payouts are monthly or weekly."""
    needed = _ANCHORS.get(schedule.interval)
    if needed is not None and schedule[needed] is None:
        path = f"settings.payouts.schedule.{needed}"
        raise InvalidRequest(
            f"{path} is needed where the interval is {schedule.interval}.", code="parameter_missing", field=path
        )
    return schedule.model_copy(update={anchor: None for anchor in _ANCHORS.values() if anchor != needed})
