"""Accounts: created ready for payments, in both modes at once, and updated by their owner."""

from collections.abc import Sequence
from typing import Annotated, Any

from babel.numbers import get_territory_currencies
from typing_extensions import Doc

from app.currencies import CURRENCIES
from app.domain import crud
from app.domain.beginnings import beginnings
from app.domain.connect import account_files, destination, external_accounts
from app.domain.connect.account_settings import check_settings, first_settings, merged
from app.domain.connect.enabling import enable
from app.domain.core_resources.tax_ids import of_account
from app.domain.merging import merge
from app.domain.mistakes import Mistakes
from app.domain.payment_methods import accepting, configurations
from app.domain.real_time import real_now
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown
from app.ids import new_id
from app.sql import Part, insert
from app.tables.connect.account import Account, AccountBusinessProfile, AccountController, AccountControllerType
from app.tables.connect.account_capabilities import (
    AccountCapabilities,
    AccountCapabilitiesParams,
    AccountCapabilitiesStatus,
)
from app.tables.connect.account_company import AccountCompany, AccountCompanyParams
from app.tables.connect.account_documents import AccountDocuments
from app.tables.connect.account_external_account import AccountExternalAccountParams
from app.tables.connect.account_requirements import AccountRequirements
from app.tables.connect.account_settings import AccountSettingsParams
from app.tables.tenancy import Tenant

NOT_GIVEN = AccountExternalAccountParams()
ACTIVE = AccountCapabilitiesStatus.ACTIVE
INACTIVE = AccountCapabilitiesStatus.INACTIVE

_AGREEMENTS = ("full", "recipient")
_LAID_OVER = ("business_profile", "groups", "tos_acceptance")
"""Hashes of which an update changes only the given fields."""


def new_account(
    *, name: str, country: str = "US", email: str | None = None, id: str | None = None
) -> tuple[Account, Account]:
    """A merchant's account, as its rows in test and in live mode under one id, to be inserted together.

    The account can accept payments and receive payouts at once. `country`, a two-letter code, decides the currency.
    """
    id = id or new_id(Account.prefix)
    capabilities = {"transfers", *accepting.first_capabilities(country.upper())}

    def row(livemode: bool) -> Account:
        account = begun(Tenant(id, livemode), name=name, country=country, email=email)
        account.capabilities = AccountCapabilities.model_validate(dict.fromkeys(capabilities, ACTIVE))
        account.controller = AccountController(type=AccountControllerType.ACCOUNT)
        account.charges_enabled = account.details_submitted = account.payouts_enabled = True
        return account

    return row(livemode=False), row(livemode=True)


def opened(rows: Sequence[Account]) -> list[Part]:
    """What inserts a new account's rows, with all that it has from the start."""
    return [insert(rows), *(insert([first(each) for each in rows]) for first in beginnings())]


def begun(tenant: Tenant, *, name: str | None, country: str, email: str | None) -> Account:
    """The row of an account of which no more is known: it can do nothing yet."""
    return Account(
        id=tenant.account,
        **tenant.columns,
        created=real_now(),
        business_profile=AccountBusinessProfile(name=name),
        country=country.upper(),
        default_currency=_currency_of(country.upper()),
        email=email,
        future_requirements=AccountRequirements(),
        requirements=AccountRequirements(),
        settings=first_settings(name or ""),
    )


def _currency_of(country: str) -> str:
    """The country's currency; `usd` if payments cannot be made in it."""
    tender = (code.lower() for code in get_territory_currencies(country))
    return next((code for code in tender if code in CURRENCIES), "usd")


Capabilities = Annotated[
    AccountCapabilitiesParams | None, Doc("Capabilities that the account requests, or no longer requests.")
]
Company = Annotated[AccountCompanyParams | None, Doc("Company that the account belongs to.")]
Documents = Annotated[
    AccountDocuments | None, Doc("Documents that the account provides. They are checked, and never shown.")
]
ExternalAccount = Annotated[
    AccountExternalAccountParams | None,
    Doc(
        "Bank account or debit card that payouts are sent to from now on: the default one of its currency, in place of "
        "the former, which is deleted. Null removes all. Automatic payouts begin with the first."
    ),
]
Settings = Annotated[AccountSettingsParams | None, Doc("Settings of the account, such as branding and payouts.")]


async def update(
    tx: Tx,
    account: Account,
    *,
    capabilities: Capabilities = None,
    company: Company = None,
    documents: Documents = None,
    external_account: ExternalAccount = NOT_GIVEN,
    settings: Settings = None,
    **values: Any,
) -> Account:
    """Update the caller's account, or one that is connected to it. Omitted fields are unchanged, within hashes too;
    null clears a field."""
    own = tx.on(Tenant.of(account))
    await change(
        own,
        account,
        values,
        capabilities=capabilities,
        company=company,
        documents=documents,
        external_account=external_account,
        settings=settings,
        caller=tx,
    )
    if own.changed(account):
        own.tell("updated", account)
    return account


async def change(
    tx: Tx,
    account: Account,
    values: dict[str, Any],
    *,
    capabilities: AccountCapabilitiesParams | None,
    company: AccountCompanyParams | None,
    documents: AccountDocuments | None,
    external_account: AccountExternalAccountParams | None,
    settings: AccountSettingsParams | None,
    caller: Tx,
) -> None:
    """Change a row of the tenant to the caller's values, `values` by column; `caller` has the tokens that they name.
    Raises InvalidRequest for all mistakes."""
    paid_out_to = None
    with Mistakes() as mistakes:
        _check(values, mistakes)
        if settings is not None:
            with mistakes.noted():
                values["settings"] = check_settings(merged(account.settings, settings))
            if settings.invoices is not None:
                own = settings.invoices.default_account_tax_ids or ()
                await of_account.check(tx, own, "settings.invoices.default_account_tax_ids", mistakes)
            if settings.branding is not None:
                await account_files.check_branding(tx, settings.branding, mistakes)
        if company is not None and company.verification is not None:
            await account_files.check_verification(tx, company.verification, mistakes)
        if documents is not None:
            await account_files.check_documents(tx, documents, mistakes)
        if external_account is not NOT_GIVEN and external_account is not None:
            with mistakes.noted():
                paid_out_to = await destination.made(caller, account, external_account)
    for name in _LAID_OVER:
        if values.get(name) is not None:
            values[name] = merge(type(values[name]), getattr(account, name), values[name])
    if company is not None:
        values["company"] = _company(account.company, company)
    if capabilities is not None:
        granted = INACTIVE if is_rejected(account) else ACTIVE
        values["capabilities"] = _capabilities(account.capabilities, capabilities, granted)
        account.capabilities = values["capabilities"]
        await configurations.follow(tx, account)
    if external_account is not NOT_GIVEN:
        await external_accounts.replace(tx, account, paid_out_to)
    await crud.amend(tx, account, values)
    await enable(tx, account)


def is_rejected(account: Account) -> bool:
    """Whether the account's platform rejected it."""
    reason = account.requirements.disabled_reason if account.requirements else None
    return reason is not None and reason.startswith("rejected.")


def _capabilities(
    old: AccountCapabilities, asked: AccountCapabilitiesParams, granted: AccountCapabilitiesStatus
) -> AccountCapabilities:
    """The capabilities with a request applied at once, as no further information is required."""
    changed = {
        name: granted if request.requested else INACTIVE
        for name, request in asked
        if request is not None and request.requested is not None
    }
    return old.model_copy(update=changed)


def _company(old: AccountCompany | None, given: AccountCompanyParams) -> AccountCompany:
    """The company; of the tax and VAT numbers, only whether they were provided."""
    company = merge(AccountCompany, old, given)
    provided = {
        f"{name}_provided": getattr(given, name) is not None for name in given.model_fields_set & {"tax_id", "vat_id"}
    }
    return company.model_copy(update=provided)


def _check(values: dict[str, Any], mistakes: Mistakes) -> None:
    """Note values that an account cannot have."""
    if values.get("default_currency", "") is None:
        mistakes.add(
            InvalidRequest(
                "`default_currency` cannot be removed, only changed.",
                code=ErrorCode.PARAMETER_INVALID_EMPTY,
                field="default_currency",
            )
        )
    terms = values.get("tos_acceptance")
    if terms is not None and terms.service_agreement not in (None, *_AGREEMENTS):
        mistakes.add(
            InvalidRequest(
                f"`tos_acceptance.service_agreement` must be {' or '.join(map(shown, _AGREEMENTS))}.",
                code=ErrorCode.PARAMETER_INVALID,
                field="tos_acceptance.service_agreement",
            )
        )
