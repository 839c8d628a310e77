"""Account: the merchant. One row in each mode, under one id, which is also its `account_id`."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Index, text

from app.tables.columns import Many, amount, editable, given, kept, many, ref
from app.tables.connect.account_capabilities import AccountCapabilities
from app.tables.connect.account_company import AccountCompany
from app.tables.connect.account_requirements import AccountRequirements
from app.tables.connect.account_settings import AccountSettings
from app.tables.connect.external_account import UNION
from app.tables.resource import Resource, Tagged
from app.tables.shapes.address import Address
from app.tables.shapes.currency_amount import CurrencyAmount
from app.tables.texts import CountryCode, CurrencyCode, Date, Email, IpAddress, MerchantCategoryCode, Url
from app.tables.values import Value


class AccountType(StrEnum):
    """The type of an account, which decides who manages it."""

    CUSTOM = "custom"
    """A platform manages the account, and its owner has no dashboard."""
    EXPRESS = "express"
    """A platform manages the account, and its owner has a small dashboard."""
    NONE = "none"
    """The account's `controller` shows who manages what."""
    STANDARD = "standard"
    """The owner manages the account."""


class AccountBusinessType(StrEnum):
    """The legal type of the business behind an account."""

    COMPANY = "company"
    """A company, of one or more owners."""
    GOVERNMENT_ENTITY = "government_entity"
    """A government body or agency."""
    INDIVIDUAL = "individual"
    """A person who does business alone."""
    NON_PROFIT = "non_profit"
    """An organization that makes no profit."""


class AccountControllerType(StrEnum):
    """The party that controls an account."""

    ACCOUNT = "account"
    """The account controls itself."""
    APPLICATION = "application"
    """A platform controls the account."""


class AccountControllerFeesPayer(StrEnum):
    """The party that pays the processing fees of an account."""

    ACCOUNT = "account"
    """The account pays the fees."""
    APPLICATION = "application"
    """The platform pays the fees."""
    APPLICATION_CUSTOM = "application_custom"
    """The account pays the fees of payments and disputes, and the platform those of instant payouts: type CUSTOM."""
    APPLICATION_EXPRESS = "application_express"
    """The account pays the fees of payments and disputes, and the platform those of instant payouts: type EXPRESS."""


class AccountControllerLossesPayments(StrEnum):
    """The party that is liable for a negative balance that the account cannot pay back."""

    APPLICATION = "application"
    """The platform is liable."""
    STRIPE = "stripe"
    """The payments provider is liable."""


class AccountControllerRequirementCollection(StrEnum):
    """The party that collects required information from the account's owner."""

    APPLICATION = "application"
    """The platform collects the information."""
    STRIPE = "stripe"
    """The payments provider collects the information."""


class AccountControllerStripeDashboardType(StrEnum):
    """The dashboard that an account's owner can use."""

    EXPRESS = "express"
    """A small dashboard, embedded in the platform's pages."""
    FULL = "full"
    """The full dashboard, with all features."""
    NONE = "none"
    """The owner has no dashboard."""


class AccountControllerFees(Value):
    """The processing fees of an account, and who pays for them."""

    payer: AccountControllerFeesPayer = given()
    """The party that pays the processing fees of the account."""


class AccountControllerLosses(Value):
    """The liability for losses of an account."""

    payments: AccountControllerLossesPayments = given()
    """The party that is liable for a negative balance that the account cannot pay back."""


class AccountControllerStripeDashboard(Value):
    """The dashboard of an account's owner."""

    type: AccountControllerStripeDashboardType = given()
    """The dashboard that the account's owner can use."""


class AccountController(Value):
    """The party that controls an account, and its responsibilities."""

    fees: AccountControllerFees | None = given(None)
    """The processing fees, and who pays for them."""
    is_controller: bool | None = given(None)
    """Whether the platform that sends the request controls the account."""
    losses: AccountControllerLosses | None = given(None)
    """The liability for losses."""
    requirement_collection: AccountControllerRequirementCollection | None = given(None)
    """The party that collects required information from the account's owner."""
    stripe_dashboard: AccountControllerStripeDashboard | None = given(None)
    """The dashboard of the account's owner."""
    type: AccountControllerType = given()
    """The party that controls the account: a platform, or the account itself."""


class AccountBusinessProfileAnnualRevenue(Value):
    """The revenue of a business in its last fiscal year."""

    amount: int = amount(kind="given", ge=0)
    """Revenue of the year, in minor units of `currency`."""
    currency: CurrencyCode = given(min_length=3, max_length=3)
    """Currency of the revenue: a three-letter ISO 4217 code."""
    fiscal_year_end: Date = given(min_length=10, max_length=10)
    """The last day of the fiscal year, as YYYY-MM-DD."""


class AccountBusinessProfile(Value):
    """The public profile of a business."""

    annual_revenue: AccountBusinessProfileAnnualRevenue | None = given(None)
    """The revenue of the business in its last fiscal year."""
    estimated_worker_count: int | None = given(None, ge=0)
    """Estimated number of people who work for the business."""
    mcc: MerchantCategoryCode | None = given(None, min_length=4, max_length=4)
    """Merchant category code (MCC) of the business: four digits that classify what is sold."""
    monthly_estimated_revenue: CurrencyAmount | None = given(None)
    """The revenue that the business expects in a month."""
    name: str | None = given(None, max_length=5000)
    """The name of the business, as customers know it."""
    product_description: str | None = given(None, max_length=40000)
    """A description of what the business sells, or of the service it provides."""
    support_address: Address | None = given(None)
    """Postal address for customers who need support."""
    support_email: Email | None = given(None, max_length=512)
    """Email address for customers who need support."""
    support_phone: str | None = given(None, max_length=20)
    """Phone number for customers who need support."""
    support_url: Url | None = given(None, max_length=5000)
    """Address of a web page for customers who need support."""
    url: Url | None = given(None, max_length=5000)
    """Address of the business's website."""


class AccountGroups(Value):
    """The groups of accounts that an account belongs to."""

    payments_pricing: str | None = given(None, max_length=5000)
    """The group whose pricing applies to the account's payments."""


class AccountTosAcceptance(Value):
    """The acceptance of the terms of service for an account."""

    date: datetime | None = given(None)
    """When the terms were accepted."""
    ip: IpAddress | None = given(None, max_length=45)
    """IP address from which the terms were accepted."""
    service_agreement: str | None = given(None, max_length=5000)
    """The agreement that was accepted: `full`, or `recipient` for an account that only receives payouts."""
    user_agent: str | None = given(None, max_length=5000)
    """User agent of the browser in which the terms were accepted."""


class AccountKind(StrEnum):
    """The type of an account to be created, which sets the `controller`."""

    CUSTOM = "custom"
    """The platform manages the account, pays its fees and losses, and collects what is required."""
    EXPRESS = "express"
    """The platform pays the account's fees and losses; its owner has a small dashboard, and gives what is required."""
    STANDARD = "standard"
    """The owner manages the account in a full dashboard, and pays its fees."""


class AccountFeesPayer(StrEnum):
    """The party that pays the processing fees of an account to be created."""

    ACCOUNT = "account"
    """The account pays the fees."""
    APPLICATION = "application"
    """The platform pays the fees."""


class AccountControllerFeesParams(Value):
    """Who pays the processing fees of an account to be created."""

    payer: AccountFeesPayer = given(AccountFeesPayer.ACCOUNT)
    """The party that pays the processing fees. The default is `ACCOUNT`."""


class AccountControllerLossesParams(Value):
    """Who is liable for losses of an account to be created."""

    payments: AccountControllerLossesPayments = given(AccountControllerLossesPayments.STRIPE)
    """The party that is liable for negative balances that the account cannot pay back. The default is `STRIPE`."""


class AccountControllerDashboardParams(Value):
    """The dashboard of an account to be created."""

    type: AccountControllerStripeDashboardType = given(AccountControllerStripeDashboardType.FULL)
    """The dashboard that the account's owner can use. The default is `FULL`."""


class AccountControllerParams(Value):
    """The responsibilities of the platform for an account to be created, in place of a `type`."""

    fees: AccountControllerFeesParams = given(AccountControllerFeesParams())
    """Who pays the processing fees. By default the account does."""
    losses: AccountControllerLossesParams = given(AccountControllerLossesParams())
    """Who is liable for losses. By default the payments provider is."""
    requirement_collection: AccountControllerRequirementCollection = given(
        AccountControllerRequirementCollection.STRIPE
    )
    """The party that collects required information from the account's owner. The default is `STRIPE`."""
    stripe_dashboard: AccountControllerDashboardParams = given(AccountControllerDashboardParams())
    """The dashboard of the account's owner. By default the full one."""


class Account(Resource, Tagged, table=True):
    """A merchant's account: the business, its settings and its capabilities."""

    __table_args__ = (
        Index(
            "account_platform",
            "platform_id",
            "livemode",
            "created",
            "id",
            postgresql_where=text("platform_id IS NOT NULL"),
        ),
    )
    prefix: ClassVar[str] = "acct_"
    shared_with: ClassVar[str | None] = "platform_id"
    deletable: ClassVar[bool] = True
    events: ClassVar[dict[str, str]] = {
        "updated": "An account was updated: its details, status or requirements.",
    }
    external_accounts: ClassVar[Many] = many(
        union=UNION, by="holder_id", url="/v1/accounts/{id}/external_accounts", counted=True
    )

    livemode: bool = kept(False, hidden=True, primary_key=True)
    business_profile: AccountBusinessProfile | None = editable(None)
    """The public profile of the business."""
    business_type: AccountBusinessType | None = editable(None)
    """The legal type of the business."""
    capabilities: AccountCapabilities = kept(AccountCapabilities())
    """The features that the account can use, each with its status."""
    charges_enabled: bool = kept(False)
    """Whether the account can process charges."""
    company: AccountCompany | None = kept()
    """The company behind the account; null for an individual."""
    controller: AccountController | None = kept()
    """The party that controls the account, and its responsibilities."""
    country: CountryCode | None = given(None, in_groups=True)
    """Country in which the account is registered: a two-letter ISO 3166-1 code."""
    default_currency: CurrencyCode | None = editable(None, min_length=3, max_length=3)
    """Default currency of the account: a three-letter ISO 4217 code."""
    details_submitted: bool = kept(False)
    """Whether all information required at onboarding was submitted."""
    email: Email | None = editable(None, max_length=512)
    """Email address of the account's owner; not shown to customers."""
    future_requirements: AccountRequirements | None = kept()
    """Information that the account must provide once announced rules take effect."""
    groups: AccountGroups | None = editable(None)
    """The groups of accounts that the account belongs to."""
    individual_id: str | None = ref("person", kind="kept", default=None, embedded=True)
    """The person who does business alone; null unless the business type is INDIVIDUAL."""
    payouts_enabled: bool = kept(False)
    """Whether the account can receive payouts."""
    requirements: AccountRequirements | None = kept()
    """Information that the account must still provide."""
    settings: AccountSettings = kept(AccountSettings())
    """Settings for payments, payouts and branding."""
    tos_acceptance: AccountTosAcceptance | None = editable(None)
    """The acceptance of the terms of service for the account."""
    type: AccountType = kept(AccountType.STANDARD)
    """The type of the account, which decides who manages it."""

    platform_id: str | None = kept(hidden=True)
    """The platform that the account is connected to."""
    provided: list[str] = kept([], hidden=True)
    """Paths of what was provided and is never shown, such as `documents.company_license.files`."""
    checking: dict[str, str] = kept({}, hidden=True)
    """What is being verified, each with the code that it will fail with, or an empty text."""
    failed: dict[str, str] = kept({}, hidden=True)
    """What failed verification and was not given again, each with its code."""
    advanced: list[str] = kept([], hidden=True)
    """Paths that became due before their time."""
    deadline: datetime | None = kept(hidden=True)
    """When what failed, or became due before its time, must have been provided; null where nothing has."""
    payouts_blocked: bool = kept(False, hidden=True)
    """Whether what became due before its time keeps the account from being paid out, rather than from being paid."""
    volumes: dict[str, int] = kept({}, hidden=True)
    """What was paid by `charges`, and paid out by `payouts`, while more was eventually due: in minor units of
    `default_currency`."""
    first_paid: datetime | None = kept(hidden=True)
    """When the account was first paid while more was eventually due; null before that."""
