"""Connected accounts: created by a platform, rejected and deleted by it."""

from typing import Annotated, Any

from sqlalchemy import delete as remove
from sqlalchemy import func, select
from typing_extensions import Doc

from app.countries import COUNTRIES
from app.domain import crud, ledger
from app.domain.beginnings import beginnings
from app.domain.connect import accounts, applications, controllers
from app.domain.connect.changing import NOT_GIVEN, Owner, change
from app.domain.connect.requirements.following import follow, settle
from app.domain.core_resources.customer_keys import keys
from app.domain.notices import give_notice
from app.domain.tx import Tx
from app.domain.webhooks import routing
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown
from app.ids import new_id
from app.tables.access import CHANNEL
from app.tables.connect.account import (
    Account,
    AccountController,
    AccountControllerParams,
    AccountControllerType,
    AccountKind,
)
from app.tables.connect.account_requirements import AccountRequirements, AccountRequirementsDisabledReason
from app.tables.infrastructure import Wake
from app.tables.tenancy import Tenant, belongs

CONNECTED = "paygraph_connected"
"""On which is announced that an account is connected to a platform, or no longer is."""
REASONS = {
    "fraud": AccountRequirementsDisabledReason.REJECTED_FRAUD,
    "terms_of_service": AccountRequirementsDisabledReason.REJECTED_TERMS_OF_SERVICE,
    "other": AccountRequirementsDisabledReason.REJECTED_OTHER,
}
"""Why an account is rejected, and how its requirements say so."""


async def create(
    tx: Tx,
    *,
    account_token: accounts.AccountToken = None,
    capabilities: accounts.Capabilities = None,
    company: accounts.Company = None,
    controller: Annotated[
        AccountControllerParams | None,
        Doc("Responsibilities of the platform for the account; not together with `type`."),
    ] = None,
    country: Annotated[
        str | None,
        Doc("Country of the account: a two-letter ISO 3166-1 code. By default that of the platform."),
    ] = None,
    documents: accounts.Documents = None,
    external_account: accounts.ExternalAccount = NOT_GIVEN,
    individual: accounts.Individual = None,
    settings: accounts.Settings = None,
    type: Annotated[
        AccountKind | None, Doc("Type of the account, which sets the `controller`. The default is `STANDARD`.")
    ] = None,
    **values: Any,
) -> Account:
    """Create an account that is connected to yours. With the header `Stripe-Account: acct_…`, your key acts on it.
    Accounts have no accounts of their own."""
    platform = await tx.get(Account, tx.tenant.account, lock=False)
    country = (country or platform.country or "US").upper()
    _check(platform, country, controller, type)
    # Whatever happens in the account is sent on routes of the platform's.
    await routing.begin(tx)
    own = tx.on(Tenant(new_id(Account.prefix), tx.livemode))
    account = accounts.begun(own.tenant, name=None, country=country, email=None)
    account.platform_id = tx.tenant.account
    account.type, account.controller = controllers.of(type, controller)
    await announce(own, account)
    own.add(account)
    for first in beginnings():
        own.add(first(account))
    owner = Owner({name: value for name, value in values.items() if value is not None}, company, individual)
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
    await follow(own, account)
    for person in added:
        own.tell("created", person)
    if applications.is_authorizing(account):
        await applications.tell(tx, "authorized", account)
    return account


def _check(platform: Account, country: str, controller: AccountControllerParams | None, type: Any) -> None:
    """Refuse what no connected account can be."""
    if platform.platform_id is not None:
        raise InvalidRequest(
            "This account is connected to a platform, and has no connected accounts of its own. Create the account "
            "with the platform's key, without `Stripe-Account`.",
            code=ErrorCode.FEATURE_UNAVAILABLE,
        )
    if country not in COUNTRIES:
        raise InvalidRequest(
            "`country` is not the two-letter code of a country, such as 'US'.",
            code=ErrorCode.COUNTRY_CODE_INVALID,
            field="country",
        )
    if controller is not None and type is not None:
        raise InvalidRequest(
            "Give `type` or `controller`, not both: a type sets the controller.",
            code=ErrorCode.PARAMETER_INVALID,
            field="controller",
        )


async def reject(
    tx: Tx,
    account: Account,
    *,
    reason: Annotated[str, Doc("Why the account is rejected: `fraud`, `terms_of_service` or `other`.")],
) -> Account:
    """Reject an account that is connected to yours: it can neither accept payments nor be paid out any more."""
    _must_be_connected(tx, account, "rejected")
    if reason not in REASONS:
        raise InvalidRequest(
            f"`reason` is {', '.join(map(shown, REASONS))}.", code=ErrorCode.PARAMETER_INVALID, field="reason"
        )
    own = tx.on(Tenant.of(account))
    requirements = account.requirements or AccountRequirements()
    account.requirements = requirements.model_copy(update={"disabled_reason": REASONS[reason]})
    await settle(own, account)
    return account


async def delete(tx: Tx, account: Account) -> Account:
    """Delete an account that is connected to yours: keys no longer open it, and nothing falls due there any more. In
    live mode its balances must be zero."""
    _must_be_connected(tx, account, "deleted")
    own = tx.on(Tenant.of(account))
    if tx.livemode and not await ledger.is_empty(own):
        raise InvalidRequest(
            "The account's balances are not zero. Pay them out, or settle them, before you delete the account.",
            code=ErrorCode.ACCOUNT_INVALID,
            field="id",
        )
    await keys.revoke(own)
    await _part(tx, own, account)
    await tx.execute(remove(Wake.__table__).where(*belongs(Wake.__table__.c, own.tenant)))
    return await crud.delete(own, account)


async def deauthorize(tx: Tx, account: Account) -> Account:
    """Part with an account whose owner has the full dashboard: it stays as it is, and is no longer connected to yours.
    Your keys no longer act on it, and you hear of it no more. Stripe has this for OAuth alone."""
    _must_be_connected(tx, account, "deauthorized")
    if not applications.is_authorizing(account):
        raise InvalidRequest(
            "Only the owner of an account with the full dashboard authorizes a platform. Reject this account, or "
            "delete it.",
            code=ErrorCode.ACCOUNT_INVALID,
            field="id",
        )
    own = tx.on(Tenant.of(account))
    await _part(tx, own, account)
    account.platform_id = None
    account.controller = AccountController(type=AccountControllerType.ACCOUNT)
    own.tell("updated", account)
    return account


async def _part(tx: Tx, own: Tx, account: Account) -> None:
    """End what connects an account to the tenant's."""
    await _look_again(own)
    await announce(own, account)
    await routing.part(own, tx)
    if applications.is_authorizing(account):
        await applications.tell(tx, "deauthorized", account)


async def announce(tx: Tx, account: Account) -> None:
    """Have all processes know, once it is committed, that an account is connected to a platform, or no longer is."""
    await tx.execute(select(func.pg_notify(CONNECTED, f"{account.platform_id}:{account.id}:{tx.tenant.mode}")))


async def close_all(tx: Tx) -> list[Tx]:
    """Have no key open an account that is connected to the tenant's any more, in its mode; the transaction as each of
    them has it."""
    account = Account.__table__.c
    of_platform = select(account.id).where(account.platform_id == tx.tenant.account, account.livemode == tx.livemode)
    closed = [tx.on(tx.tenant._replace(account=row[0])) for row in await tx.rows(of_platform.order_by(account.id))]
    for each in closed:
        await _close(each)
    return closed


async def _close(tx: Tx) -> None:
    await keys.revoke(tx)
    await _look_again(tx)


async def _look_again(tx: Tx) -> None:
    """Have all processes see, once it is committed, which keys still act on the account."""
    await give_notice(tx, CHANNEL, tx.tenant.account)


def _must_be_connected(tx: Tx, account: Account, done: str) -> None:
    if account.platform_id != tx.tenant.account:
        raise InvalidRequest(
            f"Your own account cannot be {done}: give the id of an account that is connected to it.",
            code=ErrorCode.ACCOUNT_INVALID,
            field="id",
        )
