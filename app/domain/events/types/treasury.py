"""Events of treasury: financial accounts, and the money sent from and to them."""

TYPES: dict[str, dict[str, str]] = {
    "treasury.credit_reversal": {
        "treasury.credit_reversal.created": "The return of received money was begun.",
        "treasury.credit_reversal.posted": "Received money was returned.",
    },
    "treasury.debit_reversal": {
        "treasury.debit_reversal.completed": "The reversal of a debit was completed.",
        "treasury.debit_reversal.created": "The reversal of a debit was begun.",
        "treasury.debit_reversal.initial_credit_granted": "The money was lent back until a reversal is decided.",
    },
    "treasury.financial_account": {
        "treasury.financial_account.closed": "A financial account was closed.",
        "treasury.financial_account.created": "A financial account was opened.",
        "treasury.financial_account.features_status_updated": "A feature of a financial account changed its status.",
    },
    "treasury.inbound_transfer": {
        "treasury.inbound_transfer.canceled": "Pulling money into a financial account was called off.",
        "treasury.inbound_transfer.created": "Money began to be pulled into a financial account.",
        "treasury.inbound_transfer.failed": "Money could not be pulled into a financial account.",
        "treasury.inbound_transfer.succeeded": "Money was pulled into a financial account.",
    },
    "treasury.outbound_payment": {
        "treasury.outbound_payment.canceled": "A payment to someone else was called off.",
        "treasury.outbound_payment.created": "A payment to someone else was begun.",
        "treasury.outbound_payment.expected_arrival_date_updated": "A payment is now expected on another day.",
        "treasury.outbound_payment.failed": "A payment to someone else failed.",
        "treasury.outbound_payment.posted": "A payment to someone else left the financial account.",
        "treasury.outbound_payment.returned": "A payment to someone else came back.",
        "treasury.outbound_payment.tracking_details_updated": "A payment to someone else can be traced by new details.",
    },
    "treasury.outbound_transfer": {
        "treasury.outbound_transfer.canceled": "A transfer to an account of one's own was called off.",
        "treasury.outbound_transfer.created": "A transfer to an account of one's own was begun.",
        "treasury.outbound_transfer.expected_arrival_date_updated": "A transfer is now expected on another day.",
        "treasury.outbound_transfer.failed": "A transfer to an account of one's own failed.",
        "treasury.outbound_transfer.posted": "A transfer to an account of one's own left the financial account.",
        "treasury.outbound_transfer.returned": "A transfer to an account of one's own came back.",
        "treasury.outbound_transfer.tracking_details_updated": "A transfer can be traced by new details.",
    },
    "treasury.received_credit": {
        "treasury.received_credit.created": "Money arrived at a financial account.",
        "treasury.received_credit.failed": "Money sent to a financial account could not be taken in.",
        "treasury.received_credit.succeeded": "Money sent to a financial account was taken in.",
    },
    "treasury.received_debit": {
        "treasury.received_debit.created": "Someone else drew money from a financial account.",
    },
}
