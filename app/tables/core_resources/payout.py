"""Payout: funds of an account's balance sent to its bank, or debited from there."""

from datetime import datetime
from typing import ClassVar

from app.tables.columns import amount as money
from app.tables.columns import given, kept, ref
from app.tables.core_resources.payout_values import (
    PayoutMethod,
    PayoutReconciliationStatus,
    PayoutSourceType,
    PayoutStatus,
    PayoutTraceId,
    PayoutType,
)
from app.tables.resource import Resource, Tagged
from app.tables.texts import CurrencyCode, StatementDescriptor


class Payout(Tagged, Resource, table=True):
    """A transfer from the account's balance to its bank account or debit card, or from there to the balance."""

    prefix: ClassVar[str] = "po_"
    unions: ClassVar[tuple[str, ...]] = ("balance_transaction_source",)
    outlives_clock: ClassVar[bool] = True
    events: ClassVar[dict[str, str]] = {
        "canceled": "A payout was canceled before it was sent.",
        "created": "A payout was created.",
        "failed": "A payout did not reach its bank account or card.",
        "paid": "A payout is expected to have arrived; it can still fail if the bank returns it.",
        "reconciliation_completed": "The balance transactions of an automatic payout can now be listed.",
        "updated": "A payout was updated.",
    }
    arrows: ClassVar[dict[str, set[str]]] = {
        PayoutStatus.PENDING: {PayoutStatus.IN_TRANSIT, PayoutStatus.CANCELED},
        PayoutStatus.IN_TRANSIT: {PayoutStatus.PAID, PayoutStatus.FAILED},
        PayoutStatus.PAID: {PayoutStatus.FAILED},
    }

    amount: int = money(kind="given", gt=0)
    """Amount that is sent to the bank, in minor units of `currency`; negative if it is debited from there."""
    application_fee_amount: int | None = money(None)
    """Amount that a platform takes of the payout as an application fee, in minor units; null if it takes none."""
    application_fee_id: str | None = ref("application_fee", kind="kept", default=None)
    """Application fee of the payout; null if there is none. Platforms take fees of charges, and none of payouts."""
    arrival_date: datetime = kept()
    """When the payout is expected to arrive: midnight UTC of a business day, for a standard payout."""
    automatic: bool = kept(False)
    """Whether the account's payout schedule created the payout."""
    balance_transaction_id: str | None = ref("balance_transaction", kind="kept", default=None)
    """Balance transaction that takes the payout out of the balance."""
    currency: CurrencyCode = given(min_length=3, max_length=3)
    """Currency of the payout: a three-letter ISO 4217 code, in lower case."""
    description: str | None = given(None, max_length=5000)
    """Description of the payout, for the merchant's own use; null if there is none."""
    destination_id: str | None = ref(union="external_account", back="payouts", kind="kept", default=None)
    """Bank account or card that the payout is sent to, or debited from."""
    failure_balance_transaction_id: str | None = ref("balance_transaction", kind="kept", default=None)
    """Balance transaction that returns the funds of a failed or canceled payout; null otherwise."""
    failure_code: str | None = kept(in_groups=True)
    """Code of the reason why the payout failed: `account_closed`, `account_frozen`, `bank_account_restricted`,
    `bank_ownership_changed`, `could_not_process`, `debit_not_authorized`, `declined`, `insufficient_funds`,
    `invalid_account_number`, `incorrect_account_holder_name`, `incorrect_account_holder_address`,
    `incorrect_account_holder_tax_id`, `invalid_currency`, `no_account` or `unsupported_card`. Null otherwise."""
    failure_message: str | None = kept()
    """Reason why the payout failed; null otherwise."""
    method: str = kept(PayoutMethod.STANDARD.value, in_groups=True)
    """How fast the payout is sent: `standard` or `instant`."""
    original_payout_id: str | None = ref("payout", kind="kept", default=None)
    """Payout that this one reverses; null for others."""
    reconciliation_status: PayoutReconciliationStatus = kept(PayoutReconciliationStatus.NOT_APPLICABLE)
    """Whether the balance transactions that an automatic payout pays out can be listed, with the payout's
    `balanceTransactions`."""
    reversed_by_id: str | None = ref("payout", kind="kept", default=None)
    """Payout that reverses this one; null if it was not reversed."""
    source_type: str = kept(PayoutSourceType.CARD.value, in_groups=True)
    """Part of the balance that the payout is taken from: `card`, `bank_account` or `fpx`."""
    statement_descriptor: StatementDescriptor | None = given(None, max_length=22)
    """Descriptor on the account's own bank statement; the default is that of the account's payout settings."""
    status: str = kept(PayoutStatus.PENDING.value, in_groups=True)
    """Status of the payout: `pending`, `in_transit`, `paid`, `failed` or `canceled`. A paid payout can still fail."""
    trace_id: PayoutTraceId | None = kept()
    """Number by which the receiving bank can trace the payout."""
    type: PayoutType = kept(PayoutType.BANK_ACCOUNT)
    """Type of the payout's destination."""

    behaviour: str = kept("", hidden=True)
    """What the destination does with the payout."""
    country: str = kept("", hidden=True)
    """Country of the destination."""
