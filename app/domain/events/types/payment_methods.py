"""Events of payment methods, of the older sources, and of customers' cash balances."""

TYPES: dict[str, dict[str, str]] = {
    "cash_balance": {
        "cash_balance.funds_available": "A customer's cash balance holds money that no payment has taken up.",
    },
    "customer_cash_balance_transaction": {
        "customer_cash_balance_transaction.created": "Money came into a customer's cash balance, or left it.",
    },
    "payment_method": {
        "payment_method.attached": "A payment method was saved to a customer.",
        "payment_method.automatically_updated": "A card's network sent newer details of a saved card.",
        "payment_method.detached": "A payment method was taken off its customer.",
        "payment_method.updated": "A payment method was changed through the API.",
    },
    "payment_source": {
        "customer.source.created": "A card or another source was added to a customer.",
        "customer.source.deleted": "A card or another source was taken off a customer.",
        "customer.source.expiring": "A customer's card or source is in the last month in which it works.",
        "customer.source.updated": "Details of a customer's card or source changed.",
    },
    "source": {
        "source.canceled": "A source was canceled.",
        "source.chargeable": "A source can be charged from now on.",
        "source.failed": "A source could not be set up.",
        "source.refund_attributes_required": "Money can only be returned once the source's owner says where to.",
    },
    "source_mandate_notification": {
        "source.mandate_notification": "The owner of a source must be notified of a debit, and this is left to you.",
    },
    "source_transaction": {
        "source.transaction.created": "Money arrived at a source that receives transfers.",
        "source.transaction.updated": "A transfer to a source changed.",
    },
}
