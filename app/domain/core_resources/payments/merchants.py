"""The merchant of a payment: whose country, currency, fees and name on statements a charge has."""

from app.domain.exchange import Exchange, exchange
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.connect.account import Account
from app.tables.connect.account_capabilities import AccountCapabilitiesStatus
from app.tables.core_resources.charge import Charge

FIELD = "on_behalf_of"


def of(tx: Tx, on_behalf_of: str | None) -> Tx:
    """The transaction as the merchant has it: the tenant, or the connected account that a payment is on behalf of."""
    return tx if on_behalf_of is None else tx.on(tx.tenant._replace(account=on_behalf_of))


async def account_of(tx: Tx, on_behalf_of: str | None) -> Account:
    """The merchant's account."""
    return await of(tx, on_behalf_of).account()


async def settling(tx: Tx, charge: Charge) -> Exchange:
    """How the charge's currency settles now: in the merchant's."""
    return await exchange(of(tx, charge.on_behalf_of_id), charge.currency)


async def check(tx: Tx, on_behalf_of: str | None) -> None:
    """Raise InvalidRequest unless the caller can be paid on behalf of the account."""
    if on_behalf_of is None:
        return
    account = await tx.get(Account, on_behalf_of, field=FIELD, lock=False)
    if account.platform_id != tx.tenant.account:
        raise InvalidRequest(
            "`on_behalf_of` is an account that is connected to yours. Omit it for your own payments.",
            code=ErrorCode.ACCOUNT_INVALID,
            field=FIELD,
        )
    if account.capabilities.card_payments is not AccountCapabilitiesStatus.ACTIVE:
        raise InvalidRequest(
            "The account needs the capability `card_payments`, which is not active, to be paid on behalf of. Request "
            "it with `capabilities` of accountUpdate.",
            code=ErrorCode.ACCOUNT_INVALID,
            field=FIELD,
        )
