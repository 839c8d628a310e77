"""An account's settings, as shown and as given."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from app.tables.columns import given, ref
from app.tables.shapes.acceptance import Acceptance
from app.tables.texts import Color, StatementDescriptor, StatementDescriptorPrefix
from app.tables.values import Hash, Value


class AccountSettingsPayoutsScheduleInterval(StrEnum):
    """How often the available balance is paid out."""

    DAILY = "daily"
    """A payout every day."""
    MANUAL = "manual"
    """Payouts only on request through the API."""
    MONTHLY = "monthly"
    """A payout on one day of every month."""
    WEEKLY = "weekly"
    """A payout on one day of every week."""


class AccountSettingsPayoutsScheduleWeeklyAnchor(StrEnum):
    """The day of the week of a weekly payout."""

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


class AccountTermsAcceptance(Acceptance):
    """The acceptance of the terms of a service."""


class AccountSettingsBacsDebitPayments(Value):
    """Settings for Bacs Direct Debit payments."""

    display_name: str | None = given(None, max_length=5000)
    """The name shown to payers when they authorize a debit."""
    service_user_number: str | None = given(None)
    """The account's service user number (SUN) with Bacs."""


class AccountSettingsBranding(Value):
    """Settings for the look of pages and emails to customers."""

    icon_id: str | None = ref("file", default=None)
    """Icon of the account, at least 128 pixels wide and high, and square; null until it is set."""
    logo_id: str | None = ref("file", default=None)
    """Logo of the account, at least 128 pixels wide and high; null until it is set."""
    primary_color: Color | None = given(None, max_length=7)
    """Primary color of pages and emails, as `#` and six hexadecimal digits."""
    secondary_color: Color | None = given(None, max_length=7)
    """Color of buttons and links, as `#` and six hexadecimal digits."""


class AccountSettingsCardIssuing(Value):
    """Settings for the issuing of cards."""

    tos_acceptance: Hash[AccountTermsAcceptance] = given(AccountTermsAcceptance())
    """The acceptance of the terms of card issuing."""


class AccountSettingsCardPaymentsDeclineOn(Value):
    """Failed checks on which a charge is declined even though the issuer approved."""

    avs_failure: bool = given(False)
    """Whether to decline the charge when the postal code fails its check."""
    cvc_failure: bool = given(False)
    """Whether to decline the charge when the security code (CVC) fails its check."""


class AccountSettingsCardPayments(Value):
    """Settings for card payments."""

    decline_on: AccountSettingsCardPaymentsDeclineOn | None = given(None)
    """Failed checks on which a charge is declined even though the issuer approved."""
    statement_descriptor_prefix: StatementDescriptorPrefix | None = given(None, max_length=10)
    """Prefix of the card statement descriptor, for payments with a suffix."""
    statement_descriptor_prefix_kana: str | None = given(None, max_length=10)
    """Prefix of the card statement descriptor in katakana, for Japan."""
    statement_descriptor_prefix_kanji: str | None = given(None, max_length=10)
    """Prefix of the card statement descriptor in kanji, for Japan."""


class AccountSettingsDashboard(Value):
    """Settings for the account's dashboard."""

    display_name: str | None = given(None)
    """The account's name on the dashboard, also shown to customers on pages and emails."""
    timezone: str | None = given(None)
    """The account's time zone, such as `Europe/Berlin`."""


class AccountSettingsInvoices(Value):
    """Settings for the account's invoices."""

    default_account_tax_ids: list[str] | None = ref("tax_id", default=None)
    """The account's own tax IDs that new invoices show by default; null for none."""


class AccountSettingsPayments(Value):
    """Settings for payments with any payment method."""

    statement_descriptor: StatementDescriptor | None = given(None, max_length=22)
    """Default statement descriptor: 5 to 22 characters, at least one of them a letter."""
    statement_descriptor_kana: str | None = given(None, max_length=22)
    """Default statement descriptor in katakana, for Japan."""
    statement_descriptor_kanji: str | None = given(None, max_length=17)
    """Default statement descriptor in kanji, for Japan."""
    statement_descriptor_prefix_kana: str | None = given(None)
    """Prefix of the statement descriptor in katakana, for Japan."""
    statement_descriptor_prefix_kanji: str | None = given(None)
    """Prefix of the statement descriptor in kanji, for Japan."""


class AccountSettingsPayoutsSchedule(Value):
    """The schedule of payouts."""

    delay_days: int = given(2)
    """Days between a payment and its payout. The default is 2."""
    interval: str = given(AccountSettingsPayoutsScheduleInterval.DAILY.value)
    """How often the available balance is paid out: `daily`, `manual`, `monthly` or `weekly`. Stripe may add others."""
    monthly_anchor: int | None = given(None, ge=1, le=31)
    """Day of the month of a monthly payout; the last day in shorter months. Null for other intervals."""
    weekly_anchor: str | None = given(None)
    """Day of the week of a weekly payout, such as `monday`. Null for other intervals."""


class AccountSettingsPayouts(Value):
    """Settings for payouts to the account's bank."""

    debit_negative_balances: bool = given(True)
    """Whether a negative balance is debited from the account's bank."""
    schedule: AccountSettingsPayoutsSchedule = given(AccountSettingsPayoutsSchedule())
    """The schedule of payouts."""
    statement_descriptor: StatementDescriptor | None = given(None, max_length=22)
    """Descriptor of payouts on the account's own bank statement."""


class AccountSettingsSepaDebitPayments(Value):
    """Settings for SEPA Direct Debit payments."""

    creditor_id: str | None = given(None)
    """The SEPA creditor identifier, shown to payers."""


class AccountSettingsTreasury(Value):
    """Settings for financial accounts (Treasury)."""

    tos_acceptance: AccountTermsAcceptance | None = given(None)
    """The acceptance of the terms of Treasury services."""


class AccountSettings(Value):
    """Settings for payments, payouts and branding."""

    bacs_debit_payments: Hash[AccountSettingsBacsDebitPayments] = given(AccountSettingsBacsDebitPayments())
    """Settings for Bacs Direct Debit payments."""
    branding: AccountSettingsBranding = given(AccountSettingsBranding())
    """Settings for the look of pages and emails to customers."""
    card_issuing: Hash[AccountSettingsCardIssuing] = given(AccountSettingsCardIssuing())
    """Settings for the issuing of cards."""
    card_payments: AccountSettingsCardPayments = given(AccountSettingsCardPayments())
    """Settings for card payments."""
    dashboard: AccountSettingsDashboard = given(AccountSettingsDashboard())
    """Settings for the account's dashboard."""
    invoices: Hash[AccountSettingsInvoices] = given(AccountSettingsInvoices())
    """Settings for the account's invoices."""
    payments: AccountSettingsPayments = given(AccountSettingsPayments())
    """Settings for payments with any payment method."""
    payouts: AccountSettingsPayouts | None = given(None)
    """Settings for payouts to the account's bank."""
    sepa_debit_payments: Hash[AccountSettingsSepaDebitPayments] = given(AccountSettingsSepaDebitPayments())
    """Settings for SEPA Direct Debit payments."""
    treasury: AccountSettingsTreasury | None = given(None)
    """Settings for financial accounts (Treasury)."""


class AccountSettingsBacsDebitPaymentsParams(AccountSettingsBacsDebitPayments, without=("service_user_number",)):
    """Settings for Bacs Direct Debit payments."""


class AccountSettingsPaymentsParams(
    AccountSettingsPayments, without=("statement_descriptor_prefix_kana", "statement_descriptor_prefix_kanji")
):
    """Settings for payments with any payment method."""


class PayoutsDelayDaysKeyword(StrEnum):
    """The delay of payouts, in place of a number of days."""

    MINIMUM = "minimum"
    """The fewest days that the account's country allows."""


class AccountSettingsPayoutsScheduleParams(Value, like=AccountSettingsPayoutsSchedule):
    """The schedule of payouts. An anchor can only be set with its own interval."""

    delay_days: Annotated[int, Field(ge=2, le=31)] | PayoutsDelayDaysKeyword | None = given(None)
    """Days between a payment and its payout, or `MINIMUM` for the fewest that are possible."""
    interval: AccountSettingsPayoutsScheduleInterval | None = None
    monthly_anchor: int | None = None
    weekly_anchor: AccountSettingsPayoutsScheduleWeeklyAnchor | None = None


class AccountSettingsPayoutsParams(Value, like=AccountSettingsPayouts):
    """Settings for payouts to the account's bank."""

    debit_negative_balances: bool | None = None
    schedule: AccountSettingsPayoutsScheduleParams | None = None
    statement_descriptor: str | None = None


class AccountSettingsParams(Value, like=AccountSettings):
    """Settings for payments, payouts and branding. Omitted settings do not change."""

    bacs_debit_payments: AccountSettingsBacsDebitPaymentsParams | None = None
    branding: AccountSettingsBranding | None = None
    card_issuing: AccountSettingsCardIssuing | None = None
    card_payments: AccountSettingsCardPayments | None = None
    invoices: AccountSettingsInvoices | None = None
    payments: AccountSettingsPaymentsParams | None = None
    payouts: AccountSettingsPayoutsParams | None = None
    treasury: AccountSettingsTreasury | None = None
