"""What the bank accounts and the cards that an account is paid out to have in common."""

from enum import StrEnum

from app.tables.columns import given
from app.tables.texts import CurrencyCode
from app.tables.values import Value

UNION = "external_account"
PATH = "/v1/accounts/{account}/external_accounts/{id}"
CREATED, DELETED, UPDATED = (f"account.external_account.{word}" for word in ("created", "deleted", "updated"))
EVENTS = {
    CREATED: "A bank account or debit card for payouts was added to an account.",
    DELETED: "A bank account or debit card for payouts was removed from an account.",
    UPDATED: "An account's bank account or debit card for payouts was updated.",
}


class ExternalAccountStatus(StrEnum):
    """The status of a bank account or card. Stripe's field is an open string."""

    ERRORED = "errored"
    """A payout failed, and no more are sent until the details change."""
    NEW = "new"
    """Nothing has happened yet that would say more."""
    VERIFICATION_FAILED = "verification_failed"
    """The owner could not be verified."""
    VERIFIED = "verified"
    """The bank account is verified."""


UNUSABLE = (ExternalAccountStatus.ERRORED, ExternalAccountStatus.VERIFICATION_FAILED)
"""With these no payout is sent."""


class ExternalAccountParams(Value):
    """What is given of bank accounts and cards alike."""

    currency: CurrencyCode | None = given(None, min_length=3, max_length=3)
    """Currency of the payouts to it: a three-letter ISO 4217 code. The default is the account's default currency."""
    token: str | None = given(None, max_length=5000)
    """Token of `tokenCreate`, which works once, or a test token such as `btok_us_verified` or
    `tok_visa_debit_us_transferSuccess`. It stands in place of the numbers."""
