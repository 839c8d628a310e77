"""The two accounts of a transfer: a platform, and one that is connected to the platform."""

from contextlib import suppress

from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, ResourceMissing
from app.tables.connect.account import Account, AccountControllerLossesPayments
from app.tables.connect.account_capabilities import AccountCapabilitiesStatus
from app.tables.connect.country_spec import CountrySpec
from app.tables.tenancy import Tenant

FIELD = "destination"


def is_liable(account: Account) -> bool:
    """Whether the account's platform is liable for what the account owes and cannot pay back."""
    losses = account.controller.losses if account.controller else None
    liable = AccountControllerLossesPayments.APPLICATION
    return account.platform_id is not None and losses is not None and losses.payments is liable


async def receiver(tx: Tx, id: str) -> Tx:
    """The transaction as the account has it that is to receive a transfer of the tenant's. Raises InvalidRequest, at
    `destination`, for an account that cannot."""
    account = await tx.account()
    if id == account.id:
        raise _invalid("An account cannot send a transfer to itself. Give another account as `destination`.")
    if account.platform_id is not None:
        if id != account.platform_id:
            raise ResourceMissing(FIELD, id, field=FIELD)
        if not is_liable(account):
            raise _invalid(
                "Only an account for whose losses the platform is liable can be debited by its platform. Send an "
                "invoice to this one."
            )
        return tx.on(tx.tenant._replace(account=id))
    return tx.on(Tenant.of(await connected(tx, id)))


async def connected(tx: Tx, id: str) -> Account:
    """An account that is connected to the tenant's, and can receive transfers. Raises InvalidRequest, at
    `destination`, for any other."""
    account = await tx.account()
    found = await tx.get(Account, id, field=FIELD, lock=False)
    if found.platform_id != account.id:
        raise _invalid("The account is not connected to yours. Give one that is as `destination`.")
    await _must_be_reached(tx, account, found)
    return found


async def _must_be_reached(tx: Tx, platform: Account, account: Account) -> None:
    """Raise InvalidRequest for a connected account that the platform may not send funds to."""
    if account.capabilities.transfers is not AccountCapabilitiesStatus.ACTIVE:
        raise _invalid(
            "The account needs the capability `transfers`, which is not active. Request it with `capabilities` of "
            "accountUpdate, and give what is required of the account.",
            code=ErrorCode.INSUFFICIENT_CAPABILITIES_FOR_TRANSFER,
        )
    with suppress(ResourceMissing):  # of some countries nothing is known
        spec = await tx.get(CountrySpec, platform.country or "", lock=False)
        if account.country not in spec.supported_transfer_countries:
            raise _invalid(
                f"Funds cannot be sent from an account in {platform.country} to one in {account.country}. "
                "`countrySpec` lists the countries that they can be sent to, as `supportedTransferCountries`.",
                code=ErrorCode.TRANSFERS_NOT_ALLOWED,
            )


def _invalid(message: str, code: ErrorCode = ErrorCode.ACCOUNT_INVALID) -> InvalidRequest:
    return InvalidRequest(message, code=code, field=FIELD)
