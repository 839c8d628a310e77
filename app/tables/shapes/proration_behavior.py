"""How a change of a subscription within a period is billed."""

from enum import StrEnum


class ProrationBehavior(StrEnum):
    """How a change of a subscription within a billing period is billed."""

    ALWAYS_INVOICE = "always_invoice"
    """Prorations are created, and invoiced immediately."""
    CREATE_PRORATIONS = "create_prorations"
    """Prorations are created, and billed with the next invoice."""
    NONE = "none"
    """Nothing is credited or charged for the change."""
