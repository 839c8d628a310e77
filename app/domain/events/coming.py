"""Types of event that nothing emits yet, by family and object. A type moves to its table with what emits it."""

from app.tables.families import Family

COMING: dict[Family, dict[str, dict[str, str]]] = {
    Family.PAYMENT_METHODS: {
        "payment_source": {
            "customer.source.created": "A card or another source was added to a customer.",
            "customer.source.deleted": "A card or another source was removed from a customer.",
            "customer.source.expiring": "A customer's card or source expires this month.",
            "customer.source.updated": "A customer's card or source was updated.",
        },
        "source": {
            "canceled": "A source was canceled.",
            "chargeable": "A source can now be charged.",
            "failed": "A source could not be set up.",
            "refund_attributes_required": "A refund needs details from the owner of the source.",
        },
        "source_mandate_notification": {
            "source.mandate_notification": "You must notify the owner of a source of a debit.",
        },
        "source_transaction": {
            "source.transaction.created": "A source that receives transfers received funds.",
            "source.transaction.updated": "A transfer to a source was updated.",
        },
    },
    Family.CHECKOUT: {
        "checkout.session": {
            "async_payment_failed": "A payment by a delayed payment method failed after checkout.",
            "async_payment_succeeded": "A payment by a delayed payment method succeeded after checkout.",
            "completed": "A customer completed a checkout.",
            "expired": "A checkout session expired, by time or by request.",
        },
        "payment_link": {
            "created": "A payment link was created.",
            "updated": "A payment link was updated.",
        },
    },
    Family.FRAUD: {
        "radar.early_fraud_warning": {
            "created": "A card's issuer warned that a charge may be fraud.",
            "updated": "A fraud warning was updated; for example, it is no longer actionable.",
        },
        "review": {
            "closed": "A review was closed: the payment was approved, refunded, or disputed.",
            "opened": "A payment was placed in manual review.",
        },
    },
    Family.ISSUING: {
        "issuing.authorization": {
            "issuing_authorization.created": "A purchase with an issued card was approved or declined.",
            "issuing_authorization.request": "A purchase with an issued card needs your approval immediately.",
            "issuing_authorization.updated": "An authorization was updated.",
        },
        "issuing.card": {
            "issuing_card.created": "An issued card was created.",
            "issuing_card.updated": "An issued card was updated.",
        },
        "issuing.cardholder": {
            "issuing_cardholder.created": "A cardholder was added.",
            "issuing_cardholder.updated": "A cardholder was updated.",
        },
        "issuing.dispute": {
            "issuing_dispute.closed": "A dispute about a purchase was won, lost, or expired.",
            "issuing_dispute.created": "A dispute about a purchase was created.",
            "issuing_dispute.funds_reinstated": "The funds of a disputed purchase were returned.",
            "issuing_dispute.funds_rescinded": "Funds returned by a dispute were withdrawn again.",
            "issuing_dispute.submitted": "A dispute about a purchase was sent to the card's network.",
            "issuing_dispute.updated": "A dispute was updated.",
        },
        "issuing.personalization_design": {
            "issuing_personalization_design.activated": "A card design was activated and can be used.",
            "issuing_personalization_design.deactivated": "A card design was deactivated and cannot be used.",
            "issuing_personalization_design.rejected": "A card design was rejected in review.",
            "issuing_personalization_design.updated": "A card design was updated.",
        },
        "issuing.token": {
            "issuing_token.created": "An issued card was added to a digital wallet.",
            "issuing_token.updated": "An issued card's wallet token was updated.",
        },
        "issuing.transaction": {
            "issuing_transaction.created": "Funds moved for an issued card: a purchase was captured or refunded.",
            "issuing_transaction.purchase_details_receipt_updated": "A merchant sent the receipt of a purchase.",
            "issuing_transaction.updated": "An issued card's transaction was updated.",
        },
    },
    Family.TERMINAL: {
        "terminal.reader": {
            "action_failed": "An action sent to a reader failed.",
            "action_succeeded": "An action sent to a reader succeeded.",
        },
    },
    Family.TREASURY: {
        "treasury.credit_reversal": {
            "created": "A reversal of a received credit was created.",
            "posted": "A reversal of a received credit was posted.",
        },
        "treasury.debit_reversal": {
            "completed": "A reversal of a received debit was completed.",
            "created": "A reversal of a received debit was created.",
            "initial_credit_granted": "A credit was granted until a debit reversal is decided.",
        },
        "treasury.financial_account": {
            "closed": "A financial account was closed.",
            "created": "A financial account was opened.",
            "features_status_updated": "A feature of a financial account changed its status.",
        },
        "treasury.inbound_transfer": {
            "canceled": "A transfer into a financial account was canceled.",
            "created": "A transfer into a financial account was created.",
            "failed": "A transfer into a financial account failed.",
            "succeeded": "A transfer into a financial account succeeded.",
        },
        "treasury.outbound_payment": {
            "canceled": "A payment to someone else was canceled.",
            "created": "A payment to someone else was created.",
            "expected_arrival_date_updated": "The expected arrival date of an outbound payment was updated.",
            "failed": "A payment to someone else failed.",
            "posted": "A payment to someone else left the financial account.",
            "returned": "A payment to someone else was returned.",
            "tracking_details_updated": "The tracking details of an outbound payment were updated.",
        },
        "treasury.outbound_transfer": {
            "canceled": "A transfer to one's own account was canceled.",
            "created": "A transfer to one's own account was created.",
            "expected_arrival_date_updated": "The expected arrival date of an outbound transfer was updated.",
            "failed": "A transfer to one's own account failed.",
            "posted": "A transfer to one's own account left the financial account.",
            "returned": "A transfer to one's own account was returned.",
            "tracking_details_updated": "The tracking details of an outbound transfer were updated.",
        },
        "treasury.received_credit": {
            "created": "Funds were sent to a financial account.",
            "failed": "Funds sent to a financial account could not be accepted.",
            "succeeded": "Funds sent to a financial account were accepted.",
        },
        "treasury.received_debit": {"created": "Another party debited a financial account."},
    },
    Family.ENTITLEMENTS: {
        "entitlements.active_entitlement_summary": {"updated": "A customer gained features, or lost some."},
    },
    Family.SIGMA: {
        "scheduled_query_run": {
            "sigma.scheduled_query_run.created": "A scheduled query ended, with or without a result.",
        },
    },
    Family.REPORTING: {
        "reporting.report_run": {
            "failed": "A report run could not be completed.",
            "succeeded": "A report is ready as a file.",
        },
        "reporting.report_type": {"updated": "A report type was updated, usually because new data became available."},
    },
    Family.FINANCIAL_CONNECTIONS: {
        "financial_connections.account": {
            "created": "A bank account was linked.",
            "deactivated": "A linked bank account was deactivated and gives no more data.",
            "disconnected": "A linked bank account was disconnected for good.",
            "reactivated": "A linked bank account was reactivated and gives data again.",
            "refreshed_balance": "A refresh of an account's balance ended, successfully or not.",
            "refreshed_ownership": "A refresh of an account's owners ended, successfully or not.",
            "refreshed_transactions": "A refresh of an account's transactions ended, successfully or not.",
        },
    },
    Family.TAX: {
        "tax.settings": {"updated": "The account's tax settings were updated."},
    },
    Family.IDENTITY: {
        "identity.verification_session": {
            "canceled": "A verification was canceled.",
            "created": "A verification was created.",
            "processing": "A person's submitted data is being checked.",
            "redacted": "The data collected for a verification was redacted.",
            "requires_input": "A verification needs input from the person.",
            "verified": "Every check of a verification passed.",
        },
    },
    Family.CLIMATE: {
        "climate.order": {
            "canceled": "An order of carbon removal was canceled.",
            "created": "Carbon removal was ordered.",
            "delayed": "An order of carbon removal will be delivered later than planned.",
            "delivered": "An order of carbon removal was delivered.",
            "product_substituted": "An order of carbon removal will be filled with another product.",
        },
        "climate.product": {
            "created": "A carbon removal product became available.",
            "pricing_updated": "The price of a carbon removal product was updated.",
        },
    },
}
"""As `events` of a table: the sentence of each word, which follows the object's name unless it has a dot."""
