"""An account's settings, and what of them its owner may change."""

from datetime import datetime
from enum import StrEnum

from app.tables.columns import given
from app.tables.texts import Color, StatementDescriptor, StatementDescriptorPrefix
from app.tables.values import Value


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

    primary_color: Color | None = given(None, max_length=7)
    """The main colour, as `#` and six hexadecimal digits."""
    secondary_color: Color | None = given(None, max_length=7)
    """The colour that sets off buttons and links, as `#` and six hexadecimal digits."""


class AccountSettingsCardIssuing(Value):
    """How cards are issued."""

    tos_acceptance: AccountTermsAcceptance | None = given(None)
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

    statement_descriptor: str | None = given(None)
    """What statements say unless a payment says otherwise."""
    statement_descriptor_kana: str | None = given(None)
    """The same in katakana, for Japan."""
    statement_descriptor_kanji: str | None = given(None)
    """The same in kanji, for Japan."""
    statement_descriptor_prefix_kana: str | None = given(None)
    """What statements in katakana begin with."""
    statement_descriptor_prefix_kanji: str | None = given(None)
    """What statements in kanji begin with."""


class AccountSettingsPayoutsSchedule(Value):
    """When what is available is paid out."""

    delay_days: int = given(2)
    """Days from a payment to its payout."""
    interval: AccountSettingsPayoutsScheduleInterval = given(AccountSettingsPayoutsScheduleInterval.DAILY)
    """How often."""
    monthly_anchor: int | None = given(None)
    """Which day of the month, when it is monthly."""
    weekly_anchor: AccountSettingsPayoutsScheduleWeeklyAnchor | None = given(None)
    """Which day of the week, when it is weekly."""


class AccountSettingsPayouts(Value):
    """How money is paid out to the account's bank."""

    debit_negative_balances: bool = given(True)
    """Whether a balance below zero is made good from the account's bank."""
    schedule: AccountSettingsPayoutsSchedule = given(AccountSettingsPayoutsSchedule())
    """When."""
    statement_descriptor: str | None = given(None)
    """What the account's own bank statement says of it."""


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

    bacs_debit_payments: AccountSettingsBacsDebitPayments | None = given(None)
    """How Bacs debits appear."""
    branding: AccountSettingsBranding = given(AccountSettingsBranding())
    """How pages and mails to customers look."""
    card_issuing: AccountSettingsCardIssuing | None = given(None)
    """How cards are issued."""
    card_payments: AccountSettingsCardPayments = given(AccountSettingsCardPayments())
    """How cards are charged."""
    dashboard: AccountSettingsDashboard = given(AccountSettingsDashboard())
    """How the account appears to its own people."""
    payments: AccountSettingsPayments = given(AccountSettingsPayments())
    """How any payment appears on statements."""
    payouts: AccountSettingsPayouts | None = given(None)
    """How money is paid out to the account's bank."""
    sepa_debit_payments: AccountSettingsSepaDebitPayments | None = given(None)
    """How SEPA debits appear."""
    treasury: AccountSettingsTreasury | None = given(None)
    """How money is held in financial accounts."""


class AccountSettingsBacsDebitPaymentsParams(Value):
    """How Bacs debits appear."""

    display_name: str | None = given(None, max_length=5000)
    """The name that payers see when they agree to a debit."""


class AccountSettingsPaymentsParams(Value):
    """How any payment appears on statements."""

    statement_descriptor: StatementDescriptor | None = given(None, max_length=22)
    """What statements say unless a payment says otherwise: 5 to 22 characters, at least one of them a letter."""
    statement_descriptor_kana: str | None = given(None, max_length=22)
    """The same in katakana, for Japan."""
    statement_descriptor_kanji: str | None = given(None, max_length=17)
    """The same in kanji, for Japan."""


class AccountSettingsPayoutsScheduleParams(Value):
    """When what is available is paid out. Anchors go with their own interval alone."""

    delay_days: int | None = given(None, ge=2, le=31)
    """Days from a payment to its payout; null for as few as there can be."""
    interval: AccountSettingsPayoutsScheduleInterval | None = given(None)
    """How often."""
    monthly_anchor: int | None = given(None, ge=1, le=31)
    """Which day of the month, when it is monthly; the last one where the month is shorter."""
    weekly_anchor: AccountSettingsPayoutsScheduleWeeklyAnchor | None = given(None)
    """Which day of the week, when it is weekly."""


class AccountSettingsPayoutsParams(Value):
    """How money is paid out to the account's bank."""

    debit_negative_balances: bool | None = given(None)
    """Whether a balance below zero is made good from the account's bank."""
    schedule: AccountSettingsPayoutsScheduleParams | None = given(None)
    """When."""
    statement_descriptor: StatementDescriptor | None = given(None, max_length=22)
    """What the account's own bank statement says of it."""


class AccountSettingsParams(Value):
    """How the account goes about its business. What is left out stays as it is."""

    bacs_debit_payments: AccountSettingsBacsDebitPaymentsParams | None = given(None)
    """How Bacs debits appear."""
    branding: AccountSettingsBranding | None = given(None)
    """How pages and mails to customers look."""
    card_issuing: AccountSettingsCardIssuing | None = given(None)
    """How cards are issued."""
    card_payments: AccountSettingsCardPayments | None = given(None)
    """How cards are charged."""
    payments: AccountSettingsPaymentsParams | None = given(None)
    """How any payment appears on statements."""
    payouts: AccountSettingsPayoutsParams | None = given(None)
    """How money is paid out to the account's bank."""
    treasury: AccountSettingsTreasury | None = given(None)
    """How money is held in financial accounts."""
