"""Topup: funds that the account adds to its balance from its bank."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import amount as money
from app.tables.columns import editable, given, kept, ref
from app.tables.resource import Resource, Tagged
from app.tables.texts import CurrencyCode, TopupStatementDescriptor


class TopupStatus(StrEnum):
    """The status of a top-up."""

    CANCELED = "canceled"
    """The top-up was canceled before the funds arrived."""
    FAILED = "failed"
    """The bank did not send the funds."""
    PENDING = "pending"
    """The funds are on their way."""
    REVERSED = "reversed"
    """The bank took the funds back after they had arrived."""
    SUCCEEDED = "succeeded"
    """The funds are in the balance."""


class Topup(Tagged, Resource, table=True):
    """Funds that are debited from the account's bank and added to its balance."""

    prefix: ClassVar[str] = "tu_"
    unions: ClassVar[tuple[str, ...]] = ("balance_transaction_source",)
    # Stripe's field is deprecated, and null where a bank account is debited.
    awaited: ClassVar[tuple[str, ...]] = ("source",)
    outlives_clock: ClassVar[bool] = True
    events: ClassVar[dict[str, str]] = {
        "canceled": "A top-up was canceled.",
        "created": "A top-up was created.",
        "failed": "A top-up could not be completed.",
        "reversed": "The funds of a top-up were taken back.",
        "succeeded": "The funds of a top-up reached the balance.",
    }
    arrows: ClassVar[dict[str, set[str]]] = {
        TopupStatus.PENDING: {TopupStatus.SUCCEEDED, TopupStatus.FAILED, TopupStatus.CANCELED},
        TopupStatus.SUCCEEDED: {TopupStatus.REVERSED},
    }

    amount: int = money(kind="given", gt=0)
    """Amount that is added to the balance, in minor units of `currency`."""
    balance_transaction_id: str | None = ref("balance_transaction", kind="kept", default=None)
    """Balance transaction that adds the funds to the balance; null until they have arrived."""
    currency: CurrencyCode = given(min_length=3, max_length=3)
    """Currency of the top-up: a three-letter ISO 4217 code, in lower case."""
    description: str | None = editable(None, max_length=5000)
    """Description of the top-up, for the merchant's own use; null if there is none."""
    expected_availability_date: datetime | None = kept()
    """When the funds are expected to be available: midnight UTC of a business day; null if none arrive."""
    failure_code: str | None = kept(in_groups=True)
    """Code of the reason why the top-up failed, such as `insufficient_funds` or `no_account`; null otherwise."""
    failure_message: str | None = kept()
    """Reason why the top-up failed; null otherwise."""
    statement_descriptor: TopupStatementDescriptor | None = given(None, max_length=15)
    """Descriptor on the statement of the bank account that is debited; null if there is none."""
    status: TopupStatus = kept(TopupStatus.PENDING)
    """Status of the top-up."""
    transfer_group: str | None = given(None, max_length=5000, in_groups=True)
    """Text that groups the top-up with the transfers and payments that belong to it; null if there is none."""

    behaviour: str = kept("", hidden=True)
    """What the bank does with the top-up."""
