"""An account's settings, and what of them its owner may change."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from app.tables.columns import given
from app.tables.texts import Color, StatementDescriptor, StatementDescriptorPrefix
from app.tables.values import Hash, Value


class AccountSettingsPayoutsScheduleInterval(StrEnum):
    """How often what is available is paid out."""

    DAILY = "daily"
    """Every day."""
    MANUAL = "manual"
    """Only when a payout is made by hand."""
    MONTHLY = "monthly"
    """On one day of every month."""
    WEEKLY = "weekly"
    """On one day of every week."""


class AccountSettingsPayoutsScheduleWeeklyAnchor(StrEnum):
    """The day of a weekly payout."""

    FRIDAY = "friday"
    """Fridays."""
    MONDAY = "monday"
    """Mondays."""
    SATURDAY = "saturday"
    """Saturdays."""
    SUNDAY = "sunday"
    """Sundays."""
    THURSDAY = "thursday"
    """Thursdays."""
    TUESDAY = "tuesday"
    """Tuesdays."""
    WEDNESDAY = "wednesday"
    """Wednesdays."""


class AccountTermsAcceptance(Value):
    """Who accepted the terms of a service, and when."""

    date: datetime | None = given(None)
    """When."""
    ip: str | None = given(None, max_length=45)
    """From which IP address."""
    user_agent: str | None = given(None, max_length=5000)
    """With which browser."""


class AccountSettingsBacsDebitPayments(Value):
    """How Bacs debits appear."""

    display_name: str | None = given(None, max_length=5000)
    """The name that payers see when they agree to a debit."""
    service_user_number: str | None = given(None)
    """The number by which Bacs knows the account."""


class AccountSettingsBranding(Value):
    """How pages and mails to customers look."""

    awaited: ClassVar[tuple[str, ...]] = ("icon", "logo")

    primary_color: Color | None = given(None, max_length=7)
    """The main colour, as `#` and six hexadecimal digits."""
    secondary_color: Color | None = given(None, max_length=7)
    """The colour that sets off buttons and links, as `#` and six hexadecimal digits."""


class AccountSettingsCardIssuing(Value):
    """How cards are issued."""

    tos_acceptance: Hash[AccountTermsAcceptance] = given(AccountTermsAcceptance())
    """Who accepted the terms of card issuing, and when."""


class AccountSettingsCardPaymentsDeclineOn(Value):
    """Which failed checks decline a card that its bank approved."""

    avs_failure: bool = given(False)
    """The postal code is wrong."""
    cvc_failure: bool = given(False)
    """The security code is wrong."""


class AccountSettingsCardPayments(Value):
    """How cards are charged."""

    decline_on: AccountSettingsCardPaymentsDeclineOn | None = given(None)
    """Which failed checks decline a card that its bank approved."""
    statement_descriptor_prefix: StatementDescriptorPrefix | None = given(None, max_length=10)
    """What card statements begin with when a payment brings a suffix of its own."""
    statement_descriptor_prefix_kana: str | None = given(None, max_length=10)
    """The same in katakana, for Japan."""
    statement_descriptor_prefix_kanji: str | None = given(None, max_length=10)
    """The same in kanji, for Japan."""


class AccountSettingsDashboard(Value):
    """How the account appears to its own people."""

    display_name: str | None = given(None)
    """Its name, which customers also see on pages and mails."""
    timezone: str | None = given(None)
    """Where its days begin and end, such as `Europe/Berlin`."""


class AccountSettingsPayments(Value):
    """How any payment appears on statements."""

    statement_descriptor: StatementDescriptor | None = given(None, max_length=22)
    """Descriptor on statements of payments without one of their own: 5 to 22 characters, at least one of them a
    letter."""
    statement_descriptor_kana: str | None = given(None, max_length=22)
    """Descriptor in katakana, for Japan."""
    statement_descriptor_kanji: str | None = given(None, max_length=17)
    """Descriptor in kanji, for Japan."""
    statement_descriptor_prefix_kana: str | None = given(None)
    """What statements in katakana begin with."""
    statement_descriptor_prefix_kanji: str | None = given(None)
    """What statements in kanji begin with."""


class AccountSettingsPayoutsSchedule(Value):
    """When what is available is paid out."""

    delay_days: int = given(2)
    """Days from a payment to its payout."""
    interval: str = given(AccountSettingsPayoutsScheduleInterval.DAILY.value)
    """How often money is paid out: `daily`, `manual`, `monthly` or `weekly`. Stripe may add others."""
    monthly_anchor: int | None = given(None, ge=1, le=31)
    """Day of the month, for a monthly interval; the last day of a month that is shorter."""
    weekly_anchor: str | None = given(None)
    """Day of the week, for a weekly interval, such as `monday`."""


class AccountSettingsPayouts(Value):
    """How money is paid out to the account's bank."""

    debit_negative_balances: bool = given(True)
    """Whether a balance below zero is made good from the account's bank."""
    schedule: AccountSettingsPayoutsSchedule = given(AccountSettingsPayoutsSchedule())
    """When."""
    statement_descriptor: StatementDescriptor | None = given(None, max_length=22)
    """Descriptor on the account's own bank statement."""


class AccountSettingsSepaDebitPayments(Value):
    """How SEPA debits appear."""

    creditor_id: str | None = given(None)
    """The creditor identifier that payers see."""


class AccountSettingsTreasury(Value):
    """How money is held in financial accounts."""

    tos_acceptance: AccountTermsAcceptance | None = given(None)
    """Who accepted the terms of treasury services, and when."""


class AccountSettings(Value):
    """How the account goes about its business."""

    awaited: ClassVar[tuple[str, ...]] = ("invoices",)

    bacs_debit_payments: Hash[AccountSettingsBacsDebitPayments] = given(AccountSettingsBacsDebitPayments())
    """How Bacs debits appear."""
    branding: AccountSettingsBranding = given(AccountSettingsBranding())
    """How pages and mails to customers look."""
    card_issuing: Hash[AccountSettingsCardIssuing] = given(AccountSettingsCardIssuing())
    """How cards are issued."""
    card_payments: AccountSettingsCardPayments = given(AccountSettingsCardPayments())
    """How cards are charged."""
    dashboard: AccountSettingsDashboard = given(AccountSettingsDashboard())
    """How the account appears to its own people."""
    payments: AccountSettingsPayments = given(AccountSettingsPayments())
    """How any payment appears on statements."""
    payouts: AccountSettingsPayouts | None = given(None)
    """How money is paid out to the account's bank."""
    sepa_debit_payments: Hash[AccountSettingsSepaDebitPayments] = given(AccountSettingsSepaDebitPayments())
    """How SEPA debits appear."""
    treasury: AccountSettingsTreasury | None = given(None)
    """How money is held in financial accounts."""


class AccountSettingsBacsDebitPaymentsParams(AccountSettingsBacsDebitPayments, without=("service_user_number",)):
    """How Bacs debits appear."""


class AccountSettingsPaymentsParams(
    AccountSettingsPayments, without=("statement_descriptor_prefix_kana", "statement_descriptor_prefix_kanji")
):
    """How any payment appears on statements."""


class PayoutsDelayDaysKeyword(StrEnum):
    """How long payouts are delayed, in place of a number of days."""

    MINIMUM = "minimum"
    """The fewest days that are possible for the account's country."""


class AccountSettingsPayoutsScheduleParams(Value, like=AccountSettingsPayoutsSchedule):
    """When available money is paid out. An anchor is given with its own interval alone."""

    delay_days: Annotated[int, Field(ge=2, le=31)] | PayoutsDelayDaysKeyword | None = given(None)
    """Days from a payment to its payout, or `MINIMUM` for the fewest that are possible."""
    interval: AccountSettingsPayoutsScheduleInterval | None = None
    monthly_anchor: int | None = None
    weekly_anchor: AccountSettingsPayoutsScheduleWeeklyAnchor | None = None


class AccountSettingsPayoutsParams(Value, like=AccountSettingsPayouts):
    """How money is paid out to the account's bank."""

    debit_negative_balances: bool | None = None
    schedule: AccountSettingsPayoutsScheduleParams | None = None
    statement_descriptor: str | None = None


class AccountSettingsParams(Value, like=AccountSettings):
    """How the account does business. What is omitted stays as it is."""

    bacs_debit_payments: AccountSettingsBacsDebitPaymentsParams | None = None
    branding: AccountSettingsBranding | None = None
    card_issuing: AccountSettingsCardIssuing | None = None
    card_payments: AccountSettingsCardPayments | None = None
    payments: AccountSettingsPaymentsParams | None = None
    payouts: AccountSettingsPayoutsParams | None = None
    treasury: AccountSettingsTreasury | None = None
