"""Events of the core resources: payments, their refunds and disputes, customers, and the money that moves."""

TYPES: dict[str, dict[str, str]] = {
    "balance": {
        "balance.available": "Money that was pending can now be used. Not told of money that leaves.",
    },
    "charge": {
        "charge.captured": "The money of an authorized charge was captured.",
        "charge.expired": "An authorization ran out before anyone captured it.",
        "charge.failed": "A charge was declined, or failed on the way.",
        "charge.pending": "A charge was begun by a method whose answer comes later.",
        "charge.refunded": "Part or all of a charge was given back.",
        "charge.succeeded": "A charge went through.",
        "charge.updated": "A charge's description or metadata changed, or its capture was completed later on.",
    },
    "customer": {
        "customer.created": "A customer was made.",
        "customer.deleted": "A customer was deleted.",
        "customer.updated": "Something about a customer changed.",
    },
    "dispute": {
        "charge.dispute.closed": "A dispute was decided: won, lost, or closed as a warning only.",
        "charge.dispute.created": "A cardholder disputed a charge with their bank.",
        "charge.dispute.funds_reinstated": "After a dispute was closed, disputed money came back, all of it or a part.",
        "charge.dispute.funds_withdrawn": "The disputed money was taken off the balance.",
        "charge.dispute.updated": "A dispute changed, as a rule because evidence was added.",
    },
    "file": {
        "file.created": "A file was made for the account, such as a report that had been asked for.",
    },
    "mandate": {
        "mandate.updated": "A mandate changed, as a rule its status.",
    },
    "payment_intent": {
        "payment_intent.amount_capturable_updated": "There is authorized money to capture, or its amount changed.",
        "payment_intent.canceled": "A payment intent was canceled.",
        "payment_intent.created": "A payment intent was made.",
        "payment_intent.partially_funded": "A customer's cash balance paid a part, and less remains to be paid.",
        "payment_intent.payment_failed": "An attempt to pay failed, or its payment method could not be set up.",
        "payment_intent.processing": "A payment was handed to a method whose answer comes later.",
        "payment_intent.requires_action": "The customer has something to do before the payment can go on.",
        "payment_intent.succeeded": "A payment was completed.",
    },
    "payout": {
        "payout.canceled": "A payout was called back before it left.",
        "payout.created": "A payout was begun.",
        "payout.failed": "A payout did not reach its bank account or card.",
        "payout.paid": "A payout should have arrived by now. It may still be returned, and then fails.",
        "payout.reconciliation_completed": "What an automatic payout is made of can be listed.",
        "payout.updated": "Something about a payout changed.",
    },
    "refund": {
        "charge.refund.updated": "A refund of a charge changed; told for some payment methods only.",
        "refund.created": "A refund was begun.",
        "refund.failed": "A refund could not be delivered.",
        "refund.updated": "Something about a refund changed.",
    },
    "setup_intent": {
        "setup_intent.canceled": "A setup intent was canceled.",
        "setup_intent.created": "A setup intent was made.",
        "setup_intent.requires_action": "The customer has something to do before the setup can go on.",
        "setup_intent.setup_failed": "An attempt to set up a payment method failed.",
        "setup_intent.succeeded": "A payment method was set up for later use.",
    },
    "radar.early_fraud_warning": {
        "radar.early_fraud_warning.created": "A card's issuer warned that a charge may be fraud.",
        "radar.early_fraud_warning.updated": "A fraud warning changed; for example, it is too late to act on it.",
    },
    "review": {
        "review.closed": "A review ended: the payment was approved, refunded, refunded as fraud, or disputed.",
        "review.opened": "A payment was set aside for a person to review.",
    },
    "topup": {
        "topup.canceled": "A top-up was canceled.",
        "topup.created": "A top-up was begun.",
        "topup.failed": "A top-up did not come through.",
        "topup.reversed": "The money of a top-up was taken back.",
        "topup.succeeded": "The money of a top-up reached the balance.",
    },
}
