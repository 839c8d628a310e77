"""Events of billing: invoices, subscriptions, quotes, credit notes, alerts, and the test clocks that move them."""

TYPES: dict[str, dict[str, str]] = {
    "billing.alert_triggered": {
        "billing.alert.triggered": "A customer's usage passed the threshold of an alert.",
    },
    "billing_portal.configuration": {
        "billing_portal.configuration.created": "A configuration of the customer portal was made.",
        "billing_portal.configuration.updated": "A configuration of the customer portal changed.",
    },
    "billing_portal.session": {
        "billing_portal.session.created": "A session of the customer portal was opened.",
    },
    "credit_note": {
        "credit_note.created": "A credit note was issued.",
        "credit_note.updated": "Something about a credit note changed.",
        "credit_note.voided": "A credit note was voided.",
    },
    "invoice": {
        "invoice.created": "A draft of an invoice was made.",
        "invoice.deleted": "A draft of an invoice was deleted.",
        "invoice.finalization_failed": "A draft could not be finalized; `last_finalization_error` says why.",
        "invoice.finalized": "A draft was finalized and is open for payment.",
        "invoice.marked_uncollectible": "An invoice was written off: nobody expects it to be paid.",
        "invoice.overdue": "An invoice has been unpaid for the chosen number of days after it was due.",
        "invoice.paid": "An invoice was paid, or marked as paid by other means.",
        "invoice.payment_action_required": "The customer has something to do before an invoice can be paid.",
        "invoice.payment_failed": "An attempt to pay an invoice failed, or nothing is saved to pay it with.",
        "invoice.payment_succeeded": "An attempt to pay an invoice went through.",
        "invoice.sent": "An invoice was sent to the customer by email.",
        "invoice.upcoming": "A subscription will be billed in the chosen number of days; the invoice has no id yet.",
        "invoice.updated": "Something about an invoice changed, its amounts included.",
        "invoice.voided": "An invoice was voided.",
        "invoice.will_be_due": "An invoice will be due in the chosen number of days.",
    },
    "invoiceitem": {
        "invoiceitem.created": "An invoice item was made.",
        "invoiceitem.deleted": "An invoice item was deleted.",
    },
    "plan": {
        "plan.created": "A plan was made.",
        "plan.deleted": "A plan was deleted.",
        "plan.updated": "Something about a plan changed.",
    },
    "quote": {
        "quote.accepted": "A customer accepted a quote.",
        "quote.canceled": "A quote was canceled.",
        "quote.created": "A quote was drawn up.",
        "quote.finalized": "A draft of a quote was finalized and is open for the customer to accept.",
        "quote.will_expire": "A quote can be accepted for the chosen number of days only.",
    },
    "subscription": {
        "customer.subscription.created": "A customer was subscribed.",
        "customer.subscription.deleted": "A subscription ended.",
        "customer.subscription.paused": "A trial ended with nothing to pay by, and the subscription now waits.",
        "customer.subscription.pending_update_applied": "A change took effect, as its invoice was paid.",
        "customer.subscription.pending_update_expired": "A change was dropped, as its invoice was not paid in time.",
        "customer.subscription.resumed": "A subscription whose status was paused runs again.",
        "customer.subscription.trial_will_end": "A trial ends in three days, or was just made to end at once.",
        "customer.subscription.updated": "A subscription changed: its items, its status, its period or its settings.",
    },
    "subscription_schedule": {
        "subscription_schedule.aborted": "A schedule stopped, as its unpaid subscription was canceled.",
        "subscription_schedule.canceled": "A schedule was canceled, and its subscription with it.",
        "subscription_schedule.completed": "The last phase of a schedule ended.",
        "subscription_schedule.created": "A schedule was made.",
        "subscription_schedule.expiring": "A schedule has seven days left.",
        "subscription_schedule.released": "A schedule let its subscription go on by itself.",
        "subscription_schedule.updated": "Something about a schedule changed.",
    },
    "tax_id": {
        "customer.tax_id.created": "A tax id was added to a customer.",
        "customer.tax_id.deleted": "A tax id was taken off a customer.",
        "customer.tax_id.updated": "A customer's tax id changed; for example, it was verified.",
    },
    "test_helpers.test_clock": {
        "test_helpers.test_clock.advancing": "A test clock began to move.",
        "test_helpers.test_clock.created": "A test clock was made.",
        "test_helpers.test_clock.deleted": "A test clock was deleted, with all that lived under it.",
        "test_helpers.test_clock.internal_failure": "Something that fell due could not be done; the clock stopped.",
        "test_helpers.test_clock.ready": "A test clock came to its new time and stands still.",
    },
}
