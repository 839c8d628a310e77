"""Accounts: created ready for payments, in both modes at once, and updated by their owner."""

import re
from datetime import date
from typing import Annotated, Any

from babel.numbers import get_territory_currencies
from typing_extensions import Doc

from app.currencies import CURRENCIES
from app.domain import crud, validators
from app.domain.connect.account_settings import check_settings, first_settings, merged
from app.domain.merging import overlaid
from app.domain.real_time import real_now
from app.domain.tx import Tx
from app.errors import InvalidRequest
from app.ids import new_id
from app.money import parse_currency
from app.tables.connect.account import Account, AccountBusinessProfile, AccountController, AccountControllerType
from app.tables.connect.account_capabilities import (
    AccountCapabilities,
    AccountCapabilitiesParams,
    AccountCapabilitiesStatus,
)
from app.tables.connect.account_company import AccountCompany, AccountCompanyParams
from app.tables.connect.account_requirements import AccountRequirements
from app.tables.connect.account_settings import AccountSettingsParams
from app.tables.tenancy import Tenant

ACTIVE = AccountCapabilitiesStatus.ACTIVE
INACTIVE = AccountCapabilitiesStatus.INACTIVE

_MCC = re.compile(r"[0-9]{4}")
_AGREEMENTS = ("full", "recipient")
_LAID_OVER = ("business_profile", "groups", "tos_acceptance")
"""Hashes of which an update changes only the given fields."""


def new_account(*, name: str, country: str = "US", email: str | None = None) -> tuple[Account, Account]:
    """A merchant's account, as its rows in test and in live mode under one id, to be inserted together.

    The account can accept payments and receive payouts at once. `country`, a two-letter code, decides the currency.
    """
    id, now = new_id(Account.prefix), real_now()

    def row(livemode: bool) -> Account:
        return Account(
            id=id,
            **Tenant(id, livemode).columns,
            created=now,
            business_profile=AccountBusinessProfile(name=name),
            capabilities=AccountCapabilities(
                card_payments=ACTIVE, transfers=ACTIVE, us_bank_account_ach_payments=ACTIVE
            ),
            charges_enabled=True,
            controller=AccountController(type=AccountControllerType.ACCOUNT),
            country=country.upper(),
            default_currency=_currency_of(country.upper()),
            details_submitted=True,
            email=email,
            future_requirements=AccountRequirements(),
            payouts_enabled=True,
            requirements=AccountRequirements(),
            settings=first_settings(name),
        )

    return row(livemode=False), row(livemode=True)


def _currency_of(country: str) -> str:
    """The country's currency; `usd` if payments cannot be made in it."""
    tender = (code.lower() for code in get_territory_currencies(country))
    return next((code for code in tender if code in CURRENCIES), "usd")


async def update(
    tx: Tx,
    account: Account,
    *,
    capabilities: Annotated[
        AccountCapabilitiesParams | None, Doc("Capabilities that the account requests, or no longer requests.")
    ] = None,
    company: Annotated[AccountCompanyParams | None, Doc("Company that the account belongs to.")] = None,
    settings: Annotated[
        AccountSettingsParams | None, Doc("Settings of the account, such as branding and payouts.")
    ] = None,
    **values: Any,
) -> Account:
    """Update the caller's account. Omitted fields are unchanged, within hashes too; null clears a field."""
    _check(values)
    for name in _LAID_OVER:
        if values.get(name) is not None:
            values[name] = overlaid(type(values[name]), getattr(account, name), values[name])
    if settings is not None:
        values["settings"] = check_settings(merged(account.settings, settings))
    if company is not None:
        values["company"] = _company(account.company, company)
    if capabilities is not None:
        values["capabilities"] = _capabilities(account.capabilities, capabilities)
    return await crud.update(tx, account, values)


def _capabilities(old: AccountCapabilities, asked: AccountCapabilitiesParams) -> AccountCapabilities:
    """The capabilities with a request applied at once, as no further information is required."""
    changed = {
        name: ACTIVE if request.requested else INACTIVE
        for name, request in asked
        if request is not None and request.requested is not None
    }
    return old.model_copy(update=changed)


def _company(old: AccountCompany | None, given: AccountCompanyParams) -> AccountCompany:
    """The company; of the tax and VAT numbers, only whether they were provided."""
    company = overlaid(AccountCompany, old, given)
    provided = {
        f"{name}_provided": getattr(given, name) is not None for name in given.model_fields_set & {"tax_id", "vat_id"}
    }
    return company.model_copy(update=provided)


def _check(values: dict[str, Any]) -> None:
    """Raise InvalidRequest for values that an account cannot have; put currencies in lower case."""
    validators.email(values.get("email"))
    if values.get("default_currency") is not None:
        values["default_currency"] = parse_currency(values["default_currency"], field="default_currency")
    elif "default_currency" in values:
        raise InvalidRequest(
            "default_currency cannot be taken away, only changed.",
            code="parameter_invalid_empty",
            field="default_currency",
        )
    if values.get("business_profile") is not None:
        values["business_profile"] = _checked_profile(values["business_profile"])
    terms = values.get("tos_acceptance")
    if terms is not None:
        validators.ip(terms.ip, "tos_acceptance.ip")
        if terms.service_agreement not in (None, *_AGREEMENTS):
            raise InvalidRequest(
                f"tos_acceptance.service_agreement must be {' or '.join(_AGREEMENTS)}.",
                field="tos_acceptance.service_agreement",
            )


def _checked_profile(profile: AccountBusinessProfile) -> AccountBusinessProfile:
    if profile.mcc is not None and not _MCC.fullmatch(profile.mcc):
        raise InvalidRequest("business_profile.mcc must be four digits, such as 5734.", field="business_profile.mcc")
    validators.email(profile.support_email, "business_profile.support_email")
    validators.url(profile.support_url, "business_profile.support_url")
    validators.url(profile.url, "business_profile.url")
    changed: dict[str, Any] = {}
    if profile.annual_revenue is not None:
        _must_be_date(profile.annual_revenue.fiscal_year_end, "business_profile.annual_revenue.fiscal_year_end")
    for name in ("annual_revenue", "monthly_estimated_revenue"):
        revenue = getattr(profile, name)
        if revenue is not None:
            currency = parse_currency(revenue.currency, field=f"business_profile.{name}.currency")
            changed[name] = revenue.model_copy(update={"currency": currency})
    return profile.model_copy(update=changed)


def _must_be_date(text: str, field: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise InvalidRequest(f"'{text}' is not a date. Give {field} one as YYYY-MM-DD.", field=field) from None
