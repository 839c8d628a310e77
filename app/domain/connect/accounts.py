"""Accounts: created ready for payments, in both modes at once, and updated by their owner."""

from collections.abc import Sequence
from typing import Annotated, Any

from babel.numbers import get_territory_currencies
from typing_extensions import Doc

from app.currencies import CURRENCIES
from app.domain.beginnings import beginnings
from app.domain.connect.account_settings import first_settings
from app.domain.connect.changing import NOT_GIVEN, Owner, change
from app.domain.connect.requirements.following import settle
from app.domain.payment_methods import accepting
from app.domain.real_time import real_now
from app.domain.tx import Tx
from app.ids import new_id
from app.sql import Part, insert
from app.tables.connect.account import Account, AccountBusinessProfile, AccountController, AccountControllerType
from app.tables.connect.account_capabilities import (
    AccountCapabilities,
    AccountCapabilitiesParams,
    AccountCapabilitiesStatus,
)
from app.tables.connect.account_company import AccountCompanyParams
from app.tables.connect.account_documents import AccountDocuments
from app.tables.connect.account_external_account import AccountExternalAccountParams
from app.tables.connect.account_requirements import AccountRequirements
from app.tables.connect.account_settings import AccountSettingsParams
from app.tables.connect.capability import Capability, CapabilityStatus
from app.tables.core_resources.token_people import TokenIndividualParams
from app.tables.tenancy import Tenant

ACTIVE = AccountCapabilitiesStatus.ACTIVE


def new_account(
    *, name: str, country: str = "US", email: str | None = None, id: str | None = None
) -> tuple[Account, Account]:
    """A merchant's account, as its rows in test and in live mode under one id, to be inserted together.

    The account can accept payments and receive payouts at once. `country`, a two-letter code, decides the currency.
    """
    id = id or new_id(Account.prefix)
    capabilities = usual_capabilities(country.upper())

    def row(livemode: bool) -> Account:
        account = begun(Tenant(id, livemode), name=name, country=country, email=email)
        account.capabilities = AccountCapabilities.model_validate(dict.fromkeys(capabilities, ACTIVE))
        account.controller = AccountController(type=AccountControllerType.ACCOUNT)
        account.charges_enabled = account.details_submitted = account.payouts_enabled = True
        return account

    return row(livemode=False), row(livemode=True)


def usual_capabilities(country: str) -> list[str]:
    """The capabilities that an account of a country has without asking for them."""
    return sorted({"transfers", *accepting.first_capabilities(country)})


def opened(rows: Sequence[Account]) -> list[Part]:
    """What inserts a new account's rows, with all that it has from the start."""
    capabilities = [_had(each, name) for each in rows for name, status in each.capabilities if status is not None]
    return [insert(rows), insert(capabilities), *(insert([first(each) for each in rows]) for first in beginnings())]


def _had(account: Account, name: str) -> Capability:
    return Capability(
        id=name,
        **Tenant.of(account).columns,
        created=account.created,
        holder_id=account.id,
        requested=True,
        requested_at=account.created,
        status=CapabilityStatus.ACTIVE,
    )


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
AccountToken = Annotated[
    str | None,
    Doc(
        "Token of the type `account`, of `tokenCreate`: its details of the owner stand where the input gives none. It "
        "works once."
    ),
]
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
Individual = Annotated[
    TokenIndividualParams | None,
    Doc("The person who does business alone; only with the business type INDIVIDUAL. Omitted fields are unchanged."),
]
Settings = Annotated[AccountSettingsParams | None, Doc("Settings of the account, such as branding and payouts.")]


async def update(
    tx: Tx,
    account: Account,
    *,
    account_token: AccountToken = None,
    capabilities: Capabilities = None,
    company: Company = None,
    documents: Documents = None,
    external_account: ExternalAccount = NOT_GIVEN,
    individual: Individual = None,
    settings: Settings = None,
    **values: Any,
) -> Account:
    """Update the caller's account, or one that is connected to it. Omitted fields are unchanged, within hashes too;
    null clears a field."""
    own = tx.on(Tenant.of(account))
    owner = Owner(values, company, individual)
    if account_token is not None:
        owner = await owner.with_token(tx, account_token)
    added = await change(
        own,
        account,
        owner,
        capabilities=capabilities,
        documents=documents,
        external_account=external_account,
        settings=settings,
        caller=tx,
    )
    await settle(own, account)
    for person in added:
        own.tell("created", person)
    return account
