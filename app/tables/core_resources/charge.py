"""Charge: one attempt to move money from a customer, and what came of it."""

from enum import StrEnum
from typing import ClassVar

from app.tables.columns import amount as money
from app.tables.columns import editable, given, kept, ref
from app.tables.core_resources.charge_values import (
    ChargeFraudDetails,
    ChargeLevel3,
    ChargeOutcome,
    ChargePaymentMethodDetails,
)
from app.tables.resource import Resource, Tagged
from app.tables.shapes.billing_details import BillingDetails
from app.tables.shapes.radar_options import RadarOptions
from app.tables.shapes.shipping import Shipping
from app.tables.texts import CurrencyCode, StatementDescriptor


class ChargeStatus(StrEnum):
    """What came of the attempt."""

    FAILED = "failed"
    """It was refused."""
    PENDING = "pending"
    """The bank has yet to answer."""
    SUCCEEDED = "succeeded"
    """It was granted."""


class Charge(Tagged, Resource, table=True):
    """One attempt to move money from a card or a bank account."""

    prefix: ClassVar[str] = "ch_"
    unions: ClassVar[tuple[str, ...]] = ("balance_transaction_source",)
    awaited: ClassVar[tuple[str, ...]] = (
        "application",
        "application_fee",
        "application_fee_amount",
        "invoice",
        "on_behalf_of",
        "review",
        "source",
        "source_transfer",
        "transfer",
        "transfer_data",
    )
    events: ClassVar[dict[str, str]] = {
        "captured": "The funds of an authorized charge were captured.",
        "expired": "An authorization expired before it was captured.",
        "failed": "A charge was declined or failed later.",
        "pending": "A charge was created with a payment method whose result comes later.",
        "refunded": "A charge was refunded, fully or in part.",
        "succeeded": "A charge completed and was successful.",
        "updated": "A charge's description or metadata changed, or its capture was completed.",
    }
    arrows: ClassVar[dict[str, set[str]]] = {
        ChargeStatus.PENDING: {ChargeStatus.SUCCEEDED, ChargeStatus.FAILED},
    }

    amount: int = money(kind="given", gt=0)
    """What was asked for, in minor units of `currency`."""
    amount_captured: int = money(0)
    """How much of it was captured, in minor units."""
    amount_refunded: int = money(0)
    """How much of it went back, in minor units; the part of an authorization that was never captured counts."""
    authorization_code: str | None = kept()
    """The issuer's code of the authorization."""
    balance_transaction_id: str | None = ref("balance_transaction", kind="kept", default=None)
    """The movement by which the money came into the balance; null until it is captured."""
    billing_details: BillingDetails = kept(BillingDetails())
    """Who pays, as the payment method said at the time."""
    calculated_statement_descriptor: str | None = kept()
    """The words on the customer's card statement."""
    captured: bool = kept(False)
    """Whether the money was taken, and not only authorized."""
    currency: CurrencyCode = given(min_length=3, max_length=3)
    """Three-letter currency code (ISO 4217), lower case."""
    customer_id: str | None = ref("customer", back="charges", kind="editable", default=None)
    """The customer who pays."""
    description: str | None = editable(None, max_length=5000)
    """What it is for."""
    disputed: bool = kept(False)
    """Whether the customer contests it with their bank."""
    failure_balance_transaction_id: str | None = ref("balance_transaction", kind="kept", default=None)
    """The movement by which the money of a payment that failed late went back."""
    failure_code: str | None = kept()
    """Why it was refused, as an error code."""
    failure_message: str | None = kept()
    """Why it was refused, in a sentence for the customer."""
    fraud_details: ChargeFraudDetails | None = kept(ChargeFraudDetails())
    """Who thinks what about fraud."""
    level3: ChargeLevel3 | None = kept()
    """What was sold, line by line, as networks want it for companies' cards."""
    outcome: ChargeOutcome | None = kept()
    """How it was judged."""
    paid: bool = kept(False)
    """Whether it was granted, captured or not."""
    payment_intent_id: str | None = ref("payment_intent", back="charges", kind="kept", default=None)
    """The payment that it is an attempt of."""
    payment_method_id: str | None = ref("payment_method", back="charges", kind="kept", default=None)
    """What was charged."""
    payment_method_details: ChargePaymentMethodDetails | None = kept()
    """What was charged, as it was at the time."""
    radar_options: RadarOptions = given(RadarOptions())
    """What helps to judge the risk of fraud."""
    receipt_email: str | None = editable(None, max_length=800)
    """Where the receipt is sent. In test mode nothing is sent."""
    receipt_number: str | None = kept()
    """The number on the receipt; null without a `receipt_email`."""
    receipt_url: str | None = kept()
    """Where the receipt can be seen. It tells the latest state, refunds included."""
    refunded: bool = kept(False)
    """Whether all of it went back."""
    shipping: Shipping | None = editable(None)
    """Where the goods go."""
    statement_descriptor: StatementDescriptor | None = given(None)
    """Words for the statement of methods other than cards: 5 to 22 characters."""
    statement_descriptor_suffix: str | None = given(None)
    """Words that follow the account's own on a card statement."""
    status: ChargeStatus = kept(ChargeStatus.PENDING)
    """What came of it."""
    transfer_group: str | None = editable(None, max_length=5000)
    """Names the payments and transfers that belong together."""

    amount_released: int = kept(0, hidden=True)
    """How much of the authorization was let go uncaptured, in minor units; `amount_refunded` includes it."""
