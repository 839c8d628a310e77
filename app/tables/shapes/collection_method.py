"""How invoices are collected, by themselves or as a subscription or quote says."""

from enum import StrEnum


class CollectionMethod(StrEnum):
    """How invoices are collected."""

    CHARGE_AUTOMATICALLY = "charge_automatically"
    """The default payment method is charged for each invoice."""
    SEND_INVOICE = "send_invoice"
    """Each invoice is sent to the customer, who pays it by a due date."""
