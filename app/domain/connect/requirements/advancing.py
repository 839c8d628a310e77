"""Requirements before their time: charges with test cards have what is eventually due of a connected account asked for
now. The account is the one that is charged on, or on behalf of. Source: Stripe's page on testing Connect.
"""

from app.domain.connect.requirements.following import REPEATED, fall_due, settle, state_of
from app.domain.core_resources.payments import merchants
from app.domain.reactions import when
from app.domain.tx import Tx
from app.network.behaviours import CARD_BEHAVIOURS, RequirementsHint
from app.tables.connect.account import Account
from app.tables.core_resources.event import Event
from app.tables.payment_methods.payment_method import PaymentMethod


@when("charge.succeeded")
async def ask_now(tx: Tx, event: Event) -> None:
    """Have more asked of the account that was paid, if the card is one that does this."""
    charge = event.data.object
    if not charge["payment_method"]:
        return
    method = await tx.get(PaymentMethod, charge["payment_method"], lock=False)
    behaviour = CARD_BEHAVIOURS.get(method.behaviour)
    if behaviour is None or behaviour.requirements is None:
        return
    merchant = merchants.of(tx, charge["on_behalf_of"])
    account = await merchant.get(Account, merchant.tenant.account)
    if account.platform_id is not None:
        await advance(merchant, account, behaviour.requirements)


async def advance(tx: Tx, account: Account, hint: RequirementsHint) -> None:
    """Ask for what is eventually due of a locked account, with time for it or without. There is no effect before the
    first requirements are met, nor where nothing more is due. What failed since then is due already, and its time is
    up with that of the rest."""
    state = await state_of(tx, account)
    paths = sorted({*state.late, *state.ahead})
    if not state.was_met or not paths:
        return
    account.advanced = paths
    account.payouts_blocked = hint is RequirementsHint.PAYOUTS
    if hint is not RequirementsHint.NEXT:
        account.deadline = tx.real_now
    elif account.deadline is None:
        account.deadline = tx.real_now + REPEATED
        tx.wake(account.deadline, fall_due, account)
    await settle(tx, account)
