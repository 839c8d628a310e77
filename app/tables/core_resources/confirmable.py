"""What payment intents and setup intents keep of their confirmation."""

from typing import ClassVar

from app.tables.columns import kept
from app.tables.record import Record
from app.tables.shapes.mandate_data import ConfirmCustomerAcceptanceParams, ConfirmMandateDataParams
from app.tables.texts import ReturnUrl


class Confirmable(Record):
    """An intent that is confirmed, and continues once the customer has taken its next action."""

    noun: ClassVar[str]
    """What it is in sentences: "payment" or "setup"."""

    authenticated: bool = kept(False, hidden=True)
    """Whether the customer completed the last `next_action`, for use by the next attempt."""
    authentication_token: str | None = kept(hidden=True)
    """Token in the address of the page for the pending `next_action`; grants access to it."""
    mandate_data: ConfirmMandateDataParams | None = kept(hidden=True)
    """The customer's authorization (mandate) to debit their account."""
    microdeposit_attempts: int = kept(0, hidden=True)
    """Number of failed attempts to verify microdeposits."""
    moto: bool = kept(False, hidden=True)
    """Whether the card details came by mail or telephone."""
    requires_return_url: bool = kept(False, hidden=True)
    """Whether a confirmation requires `return_url`: the caller asked for automatic payment methods with redirects."""
    return_url: ReturnUrl | None = kept(hidden=True)
    """Address that the page redirects the customer to."""

    @property
    def accepted(self) -> ConfirmCustomerAcceptanceParams | None:
        """The customer's acceptance of a mandate; None without one."""
        return None if self.mandate_data is None else self.mandate_data.customer_acceptance
