"""Events of what stands around payments: identity, bank links, reports, readers, carbon removal."""

TYPES: dict[str, dict[str, str]] = {
    "climate.order": {
        "climate.order.canceled": "An order of carbon removal was canceled.",
        "climate.order.created": "Carbon removal was ordered.",
        "climate.order.delayed": "An order of carbon removal will be delivered later than was planned.",
        "climate.order.delivered": "An order of carbon removal was delivered.",
        "climate.order.product_substituted": "An order of carbon removal will be filled with another product.",
    },
    "climate.product": {
        "climate.product.created": "A carbon removal product came on offer.",
        "climate.product.pricing_updated": "The price of a carbon removal product changed.",
    },
    "financial_connections.account": {
        "financial_connections.account.created": "A bank account was linked.",
        "financial_connections.account.deactivated": "A linked bank account stopped giving data.",
        "financial_connections.account.disconnected": "A linked bank account was disconnected for good.",
        "financial_connections.account.reactivated": "A linked bank account gives data again.",
        "financial_connections.account.refreshed_balance": "Asking a bank for a balance ended, either way.",
        "financial_connections.account.refreshed_ownership": "Asking a bank for the owners ended, either way.",
        "financial_connections.account.refreshed_transactions": "Asking a bank for transactions ended, either way.",
    },
    "identity.verification_session": {
        "identity.verification_session.canceled": "A verification was canceled.",
        "identity.verification_session.created": "A verification was begun.",
        "identity.verification_session.processing": "What a person sent in is being checked.",
        "identity.verification_session.redacted": "The data collected for a verification were erased.",
        "identity.verification_session.requires_input": "A person has data to send in, at first or once more.",
        "identity.verification_session.verified": "Every check of a verification passed.",
    },
    "reporting.report_run": {
        "reporting.report_run.failed": "A report could not be made.",
        "reporting.report_run.succeeded": "A report is ready as a file.",
    },
    "reporting.report_type": {
        "reporting.report_type.updated": "A kind of report changed; as a rule, a further day's data came in.",
    },
    "scheduled_query_run": {
        "sigma.scheduled_query_run.created": "A scheduled query ended, with or without a result.",
    },
    "terminal.reader": {
        "terminal.reader.action_failed": "A reader could not do what it was sent.",
        "terminal.reader.action_succeeded": "A reader did what it was sent.",
    },
}
