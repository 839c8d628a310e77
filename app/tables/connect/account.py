"""Account: the merchant. One row in each mode, under one id, which is also its `account_id`."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import amount, editable, given, kept
from app.tables.connect.account_capabilities import AccountCapabilities
from app.tables.connect.account_company import AccountCompany
from app.tables.connect.account_requirements import AccountRequirements
from app.tables.connect.account_settings import AccountSettings
from app.tables.resource import Resource, Tagged
from app.tables.shapes.address import Address
from app.tables.texts import CurrencyCode, Date, Email, IpAddress, MerchantCategoryCode, Url
from app.tables.values import Value


class AccountType(StrEnum):
    """How much of the account is its own to run."""

    CUSTOM = "custom"
    """A platform runs it."""
    EXPRESS = "express"
    """A platform runs it, with a small dashboard for its owner."""
    NONE = "none"
    """Its controller says who runs what."""
    STANDARD = "standard"
    """Its owner runs it."""


class AccountBusinessType(StrEnum):
    """What kind of business an account is."""

    COMPANY = "company"
    """A company."""
    GOVERNMENT_ENTITY = "government_entity"
    """Part of a government."""
    INDIVIDUAL = "individual"
    """One person."""
    NON_PROFIT = "non_profit"
    """An organization that makes no profit."""


class AccountControllerType(StrEnum):
    """Who runs an account."""

    ACCOUNT = "account"
    """The account itself."""
    APPLICATION = "application"
    """A platform."""


class AccountControllerFeesPayer(StrEnum):
    """Who pays the fees of an account's payments."""

    ACCOUNT = "account"
    """The account itself."""
    APPLICATION = "application"
    """Its platform."""
    APPLICATION_CUSTOM = "application_custom"
    """Its platform, as for a custom account."""
    APPLICATION_EXPRESS = "application_express"
    """Its platform, as for an express account."""


class AccountControllerLossesPayments(StrEnum):
    """Who bears a balance below zero that the account cannot make good."""

    APPLICATION = "application"
    """Its platform."""
    STRIPE = "stripe"
    """The payments provider."""


class AccountControllerRequirementCollection(StrEnum):
    """Who collects what an account must show."""

    APPLICATION = "application"
    """Its platform."""
    STRIPE = "stripe"
    """The payments provider."""


class AccountControllerStripeDashboardType(StrEnum):
    """Which dashboard an account's owner has."""

    EXPRESS = "express"
    """A small one, within the platform's own pages."""
    FULL = "full"
    """The whole one."""
    NONE = "none"
    """None."""


class AccountControllerFees(Value):
    """Who pays fees."""

    payer: AccountControllerFeesPayer = given()
    """Who pays the fees of the account's payments."""


class AccountControllerLosses(Value):
    """Who bears losses."""

    payments: AccountControllerLossesPayments = given()
    """Who bears a balance below zero that the account cannot make good."""


class AccountControllerStripeDashboard(Value):
    """What the account's owner sees."""

    type: AccountControllerStripeDashboardType = given()
    """Which dashboard the account's owner has."""


class AccountController(Value):
    """Who runs the account."""

    fees: AccountControllerFees | None = given(None)
    """Who pays fees."""
    is_controller: bool | None = given(None)
    """Whether it is the asking platform that runs the account."""
    losses: AccountControllerLosses | None = given(None)
    """Who bears losses."""
    requirement_collection: AccountControllerRequirementCollection | None = given(None)
    """Who collects what the account must show."""
    stripe_dashboard: AccountControllerStripeDashboard | None = given(None)
    """What the account's owner sees."""
    type: AccountControllerType = given()
    """Whether the account runs itself."""


class AccountBusinessProfileAnnualRevenue(Value):
    """What the business earned in its last fiscal year."""

    amount: int = amount(kind="given", ge=0)
    """How much."""
    currency: CurrencyCode = given(min_length=3, max_length=3)
    """In which currency: a three-letter ISO 4217 code."""
    fiscal_year_end: Date = given(min_length=10, max_length=10)
    """The last day of that year, as YYYY-MM-DD."""


class AccountBusinessProfileMonthlyEstimatedRevenue(Value):
    """What the business expects to earn in a month."""

    amount: int = amount(kind="given", ge=0)
    """How much."""
    currency: CurrencyCode = given(min_length=3, max_length=3)
    """In which currency: a three-letter ISO 4217 code."""


class AccountBusinessProfile(Value):
    """The business, as customers meet it."""

    annual_revenue: AccountBusinessProfileAnnualRevenue | None = given(None)
    """What it earned in its last fiscal year."""
    estimated_worker_count: int | None = given(None, ge=0)
    """How many people work for it."""
    mcc: MerchantCategoryCode | None = given(None, min_length=4, max_length=4)
    """What it sells, as a merchant category code of four digits."""
    monthly_estimated_revenue: AccountBusinessProfileMonthlyEstimatedRevenue | None = given(None)
    """What it expects to earn in a month."""
    name: str | None = given(None, max_length=5000)
    """What customers know it by."""
    product_description: str | None = given(None, max_length=40000)
    """What it sells, in words."""
    support_address: Address | None = given(None)
    """Where customers can write to."""
    support_email: Email | None = given(None, max_length=512)
    """Where customers can send mail to."""
    support_phone: str | None = given(None, max_length=20)
    """Where customers can call."""
    support_url: Url | None = given(None, max_length=5000)
    """Where customers find help on the web."""
    url: Url | None = given(None, max_length=5000)
    """Its website."""


class AccountGroups(Value):
    """Which groups of accounts it belongs to."""

    payments_pricing: str | None = given(None, max_length=5000)
    """The group whose payments are priced together."""


class AccountTosAcceptance(Value):
    """Who accepted the terms of service for the account, and when."""

    date: datetime | None = given(None)
    """When."""
    ip: IpAddress | None = given(None, max_length=45)
    """From which IP address."""
    service_agreement: str | None = given(None, max_length=5000)
    """Which agreement: `full`, or `recipient` for one that is only paid out to."""
    user_agent: str | None = given(None, max_length=5000)
    """With which browser."""


class Account(Resource, Tagged, table=True):
    """A merchant: the business that is paid, its settings, and what it may do."""

    prefix: ClassVar[str] = "acct_"
    awaited: ClassVar[tuple[str, ...]] = ("external_accounts", "individual")
    events: ClassVar[dict[str, str]] = {
        "updated": "An account was updated: its details, status or requirements.",
    }

    livemode: bool = kept(False, hidden=True, primary_key=True)
    business_profile: AccountBusinessProfile | None = editable(None)
    """The business, as customers meet it."""
    business_type: AccountBusinessType | None = editable(None)
    """What kind of business it is."""
    capabilities: AccountCapabilities = kept(AccountCapabilities())
    """What it may do."""
    charges_enabled: bool = kept(False)
    """Whether it can take payments."""
    company: AccountCompany | None = kept()
    """The company behind it."""
    controller: AccountController | None = kept()
    """Who runs it."""
    country: str | None = given(None, min_length=2, max_length=2)
    """Where it is registered: a two-letter country code (ISO 3166-1 alpha-2)."""
    default_currency: CurrencyCode | None = editable(None, min_length=3, max_length=3)
    """The currency that it keeps its books in: a three-letter ISO 4217 code."""
    details_submitted: bool = kept(False)
    """Whether all that was asked for at the beginning was given."""
    email: Email | None = editable(None, max_length=512)
    """Where its owner is reached; customers don't see it."""
    future_requirements: AccountRequirements | None = kept()
    """What it will have to show once rules change that are already known."""
    groups: AccountGroups | None = editable(None)
    """Which groups of accounts it belongs to."""
    payouts_enabled: bool = kept(False)
    """Whether money can be paid out to it."""
    requirements: AccountRequirements | None = kept()
    """What it has yet to show."""
    settings: AccountSettings = kept(AccountSettings())
    """How it goes about its business."""
    tos_acceptance: AccountTosAcceptance | None = editable(None)
    """Who accepted the terms of service for it, and when."""
    type: AccountType = kept(AccountType.STANDARD)
    """How much of it is its own to run."""
