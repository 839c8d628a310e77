"""Fixtures that do not work at Stripe either, and so must not here: most were written without being tried."""

from typing import Literal, NamedTuple


class Ending(NamedTuple):
    """How such a fixture ends."""

    step: str
    """The last step that is tried."""
    how: Literal["unknown", "refused", "done"]
    """There is no such operation or param; it is refused; or the steps are all done, and the event does not come."""
    why: str


UNTRIED = Ending("payment_method", "refused", "a bank account needs its holder's name, and attaching it verification")
NO_PENDING = Ending("subscription_update", "refused", "the item is misspelt, and nothing asks for a pending update")
NEVER = {
    "billing.alert.triggered": Ending("billing_alert", "unknown", "a param has the name that it had in a preview"),
    "billing.credit_balance_transaction.created": Ending("price", "refused", "a price needs a product"),
    "billing.credit_grant.updated": Ending("credit_grant_updated", "unknown", "the name of a grant cannot be changed"),
    "charge.dispute.funds_reinstated": Ending("disputes_close", "done", "no funds were withdrawn for an inquiry"),
    "charge.dispute.funds_withdrawn": Ending("disputes_lose", "unknown", "no operation loses a dispute"),
    "charge.expired": Ending("expire_charge", "unknown", "no operation expires an authorization"),
    "charge.pending": UNTRIED,
    "customer.subscription.pending_update_applied": NO_PENDING,
    "customer.subscription.pending_update_expired": NO_PENDING,
    "customer.subscription.resumed": Ending(
        "subscription_resume", "refused", "the invoice of the period that begins must be paid, and nothing pays it"
    ),
    "customer.tax_id.deleted": Ending("tax_id", "unknown", "the path has a misprint"),
    "file.created": Ending("file", "refused", "text in place of a file is no file, and a file of text no evidence"),
    "invoice.finalization_failed": Ending("invoice_finalize", "done", "nothing is wrong with the draft"),
    "mandate.updated": UNTRIED,
    "payout.failed": Ending("payout", "unknown", "a payout's status is not for the caller to give"),
    "payout.reconciliation_completed": Ending(
        "payout_reconciliation_completed", "unknown", "nothing reconciles a payout"
    ),
    "price.deleted": Ending("price_updated", "done", "the price is only updated: no operation deletes one"),
    "refund.failed": Ending("refund", "done", "a refund that is refused, as it says, is not created and cannot fail"),
    "subscription_schedule.completed": Ending(
        "advance_test_clock", "done", "nothing pays for the subscription, and dunning ends within the month"
    ),
    "subscription_schedule.expiring": Ending("advance_test_clock", "done", "the end is then more than a week ahead"),
    "topup.failed": Ending("topup", "done", "nothing is wrong with the bank account"),
    "topup.reversed": Ending("topup_reversed", "unknown", "a top-up's status is not for the caller to give"),
}
