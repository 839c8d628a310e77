"""What a connected account can do: accept payments, and be paid out."""

from app.domain.tx import Tx
from app.tables.connect.account import Account
from app.tables.connect.account_capabilities import AccountCapabilitiesStatus


async def enable(tx: Tx, account: Account) -> None:
    """Enable what a connected account's capabilities allow, and of payouts what has a destination. Nothing more is
    required of an account yet."""
    if account.platform_id is None:
        return
    active = {name for name, status in account.capabilities if status == AccountCapabilitiesStatus.ACTIVE}
    account.charges_enabled = any(name.endswith("_payments") for name in active)
    account.payouts_enabled = bool(active and await tx.listed(account, Account.external_accounts))
    account.details_submitted = True
