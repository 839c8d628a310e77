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
    confirmation_method: str
    client_secret: str
    setup_future_usage: str | None
    statement_descriptor: str | None
    statement_descriptor_suffix: str | None
    canceled_at: datetime | None = at()
    transfer_group: str | None
    payment_method_types: list[str] = Field(sa_type=JSONB)
    meta: dict[str, str] = Field(sa_type=JSONB)
    amount: int
    amount_received: int
    amount_capturable: int
    customer_id: str | None
    payment_method_id: str | None
    latest_charge_id: str | None


class PaymentMethod(Row, table=True):
    __tablename__ = "payment_method"

    type: str
    details: dict[str, Any] = Field(sa_type=JSONB)


class Charge(Row, table=True):
    created: datetime = at()
    status: str
    paid: bool
    currency: str
    amount_refunded: int
    balance_transaction_id: str | None
    payment_method_id: str | None


class BalanceTransaction(Row, table=True):
    __tablename__ = "balance_transaction"

    created: datetime = at()
    status: str
    currency: str
    fee: int
    net: int


class Refund(Row, table=True):
    created: datetime = at()
    status: str
    currency: str
    amount: int
    charge_id: str | None
    balance_transaction_id: str | None


class Product(Row, table=True):
    name: str


class Price(Row, table=True):
    created: datetime = at()
    type: str
    currency: str
    unit_amount: int
    product_id: str
