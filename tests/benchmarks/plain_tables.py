"""The tables of the plain server: the columns that it needs of paygraph's own, in plain SQLModel."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel


def at() -> Any:
    return Field(sa_type=DateTime(timezone=True))


class Row(SQLModel):
    """What they all have."""

    id: str = Field(primary_key=True)
    account_id: str
    livemode: bool


class Customer(Row, table=True):
    created: datetime = at()
    name: str | None
    email: str | None
    phone: str | None


class PaymentIntent(Row, table=True):
    __tablename__ = "payment_intent"

    created: datetime = at()
    status: str
    currency: str
    description: str | None
    receipt_email: str | None
    capture_method: str
    client_secret: str
    amount: int
    amount_received: int


class PaymentMethod(Row, table=True):
    __tablename__ = "payment_method"

    type: str
    details: dict[str, Any] = Field(sa_type=JSONB)


class Subscription(Row, table=True):
    created: datetime = at()
    status: str
    currency: str
    current_period_start: datetime = at()
    current_period_end: datetime = at()
    customer_id: str
    default_payment_method_id: str | None
    latest_invoice_id: str | None


class SubscriptionItem(Row, table=True):
    __tablename__ = "subscription_item"

    created: datetime = at()
    quantity: int | None
    subscription_id: str
    price_id: str


class Invoice(Row, table=True):
    created: datetime = at()
    status: str
    currency: str
    number: str | None
    description: str | None
    account_name: str | None
    customer_email: str | None
    customer_name: str | None
    collection_method: str
    billing_reason: str | None
    attempted: bool
    attempt_count: int
    period_start: datetime = at()
    period_end: datetime = at()
    meta: dict[str, str] = Field(sa_type=JSONB)
    amount_due: int
    amount_paid: int
    total: int
    customer_id: str | None


class InvoiceLineItem(Row, table=True):
    __tablename__ = "invoice_line_item"

    created: datetime = at()
    description: str | None
    quantity: int | None
    currency: str
    amount: int
    invoice_id: str | None
    price_id: str | None


class Product(Row, table=True):
    name: str


class Price(Row, table=True):
    created: datetime = at()
    type: str
    currency: str
    unit_amount: int
    product_id: str
