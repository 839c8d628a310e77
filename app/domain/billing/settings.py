"""An account's settings of billing."""

from app.domain.tx import Tx
from app.tables.billing.billing_settings import BillingSettings


async def settings_of(tx: Tx) -> BillingSettings:
    """The settings, to be read. What falls due together reads them once."""
    key = (BillingSettings, tx.tenant)
    if key not in tx.work.remembered:
        tx.work.remembered[key] = await tx.single(BillingSettings, lock=False)
    settings: BillingSettings = tx.work.remembered[key]
    return settings
