"""The account's own tax IDs, which its invoices show."""

from collections.abc import Sequence

from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.tax_id import TaxId
from app.tables.connect.account import Account


async def check(tx: Tx, ids: Sequence[str], field: str, mistakes: Mistakes) -> None:
    """Note each tax ID that is not the account's own. `field` is the path of the list."""
    for place, id in enumerate(ids):
        with mistakes.noted():
            where = f"{field}.{place}"
            if (await tx.get(TaxId, id, field=where, lock=False)).customer_id is not None:
                raise InvalidRequest(
                    f"`{where}` must be one of the account's own: {id} is a customer's.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field=where,
                )


async def defaults(tx: Tx) -> list[str] | None:
    """The tax IDs of invoices that say nothing of them; None for none."""
    return (await tx.account()).settings.invoices.default_account_tax_ids


async def forget(tx: Tx, tax_id: TaxId) -> None:
    """One of the account's own is being deleted: new invoices do not show it any more."""
    account = await tx.get(Account, tx.tenant.account)
    settings = account.settings
    former = settings.invoices.default_account_tax_ids or []
    if tax_id.id in former:
        ids = [id for id in former if id != tax_id.id] or None
        invoices = settings.invoices.model_copy(update={"default_account_tax_ids": ids})
        account.settings = settings.model_copy(update={"invoices": invoices})
        tx.tell("updated", account)
