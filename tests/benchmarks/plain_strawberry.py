"""The plain server: Strawberry, SQLModel and aiodataloader as their documentation shows them, with nothing tuned."""

import os
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

import strawberry
from aiodataloader import DataLoader
from sqlalchemy import func
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from strawberry.asgi import GraphQL
from strawberry.scalars import JSON
from strawberry.types import Info

from tests.benchmarks import plain_tables as tables

PATIENCE = 600
"""Seconds that a request waits for a connection. The pools of the other servers, ten connections as well, wait for as
long as it takes; SQLAlchemy gives up after 30 seconds, in which this server does not answer many deep queries at once.
"""

engine = create_async_engine(
    os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+asyncpg://", 1),
    pool_size=10,
    max_overflow=0,
    pool_timeout=PATIENCE,
)


def ours(table: Any) -> Any:
    """One merchant's rows, in test mode."""
    return (table.account_id == os.environ["ACCOUNT"]) & ~table.livemode


class ById(DataLoader[str, Any]):
    """Rows of a table by their ids."""

    def __init__(self, table: type[tables.Row]) -> None:
        super().__init__()
        self.table = table

    async def batch_load_fn(self, keys: list[str]) -> list[Any]:
        async with AsyncSession(engine) as session:
            rows = await session.exec(select(self.table).where(ours(self.table), col(self.table.id).in_(keys)))
            found = {row.id: row for row in rows}
        return [found.get(key) for key in keys]


class Pages(DataLoader[tuple[str, int], Any]):
    """The newest rows of each parent."""

    def __init__(self, table: Any, column: str) -> None:
        super().__init__()
        self.table = table
        self.column = column

    async def batch_load_fn(self, keys: list[tuple[str, int]]) -> list[Any]:
        parent = getattr(self.table, self.column)
        newest = (self.table.created.desc(), self.table.id.desc())
        place = func.row_number().over(partition_by=parent, order_by=newest).label("place")
        ranked = select(self.table, place).where(ours(self.table), parent.in_([key for key, _ in keys])).subquery()
        row = aliased(self.table, ranked)
        most = max(first for _, first in keys)
        found = defaultdict(list)
        async with AsyncSession(engine) as session:
            statement = select(row).where(ranked.c.place <= most).order_by(ranked.c.place)
            for one in await session.exec(statement):
                found[getattr(one, self.column)].append(one)
        return [found[key][:first] for key, first in keys]


class Context(dict[str, Any]):
    """The loaders of one request."""

    def __init__(self) -> None:
        super().__init__(
            customer=ById(tables.Customer),
            payment_method=ById(tables.PaymentMethod),
            invoice=ById(tables.Invoice),
            price=ById(tables.Price),
            product=ById(tables.Product),
            subscriptions=Pages(tables.Subscription, "customer_id"),
            items=Pages(tables.SubscriptionItem, "subscription_id"),
            lines=Pages(tables.InvoiceLineItem, "invoice_id"),
        )


def loaded(name: str, key: Callable[[Any], Any]) -> Any:
    """A field that a loader answers, by the key that the row holds."""

    async def resolve(root: strawberry.Parent[Any], info: Info[Context, None]) -> Any:
        found = key(root)
        return await info.context[name].load(found) if found else None

    return strawberry.field(resolver=resolve)


def paged(name: str, connection: type[Any]) -> Any:
    """A field that a loader of pages answers."""

    async def resolve(root: strawberry.Parent[Any], info: Info[Context, None], first: int) -> Any:
        return connection(nodes=await info.context[name].load((root.id, first)))

    return strawberry.field(resolver=resolve)


def money(column: str) -> Any:
    """An amount with the currency of its row."""

    def resolve(root: strawberry.Parent[Any]) -> Any:
        return Money(amount=getattr(root, column), currency=root.currency)

    return strawberry.field(resolver=resolve)


def upper(column: str) -> Any:
    """A column of few words, as enums are written."""

    def resolve(root: strawberry.Parent[Any]) -> Any:
        value = getattr(root, column)
        return value and value.upper()

    return strawberry.field(resolver=resolve)


@strawberry.type
class Money:
    amount: int
    currency: str


@strawberry.type
class Card:
    brand: str
    last4: str


@strawberry.type
class PaymentMethod:
    id: strawberry.ID
    type: str = upper("type")

    @strawberry.field
    def card(self, root: strawberry.Parent[tables.PaymentMethod]) -> Card | None:
        card = root.details.get("card")
        return Card(brand=card["brand"], last4=card["last4"]) if card else None


@strawberry.type
class PaymentIntent:
    id: strawberry.ID
    created: datetime
    description: str | None
    receipt_email: str | None
    client_secret: str
    status: str = upper("status")
    capture_method: str = upper("capture_method")
    amount: Money = money("amount")
    amount_received: Money = money("amount_received")


@strawberry.type
class Product:
    id: strawberry.ID
    name: str


@strawberry.type
class Price:
    id: strawberry.ID
    type: str = upper("type")
    unit_amount: Money = money("unit_amount")
    product: Product | None = loaded("product", lambda row: row.product_id)


@strawberry.type
class SubscriptionItem:
    id: strawberry.ID
    quantity: int | None
    price: Price | None = loaded("price", lambda row: row.price_id)


@strawberry.type
class SubscriptionItemConnection:
    nodes: list[SubscriptionItem]


@strawberry.type
class InvoiceLineItem:
    id: strawberry.ID
    description: str | None
    quantity: int | None
    amount: Money = money("amount")
    price: Price | None = loaded("price", lambda row: row.price_id)


@strawberry.type
class InvoiceLineItemConnection:
    nodes: list[InvoiceLineItem]


@strawberry.type
class Invoice:
    id: strawberry.ID
    created: datetime
    livemode: bool
    currency: str
    number: str | None
    description: str | None
    account_name: str | None
    customer_email: str | None
    customer_name: str | None
    attempted: bool
    attempt_count: int
    period_start: datetime
    period_end: datetime
    metadata: JSON = strawberry.field(resolver=lambda root: root.meta)
    status: str = upper("status")
    collection_method: str = upper("collection_method")
    billing_reason: str | None = upper("billing_reason")
    amount_due: Money = money("amount_due")
    amount_paid: Money = money("amount_paid")
    total: Money = money("total")
    customer: "Customer | None" = loaded("customer", lambda row: row.customer_id)
    lines: InvoiceLineItemConnection = paged("lines", InvoiceLineItemConnection)


@strawberry.type
class InvoiceConnection:
    nodes: list[Invoice]


@strawberry.type
class Subscription:
    id: strawberry.ID
    created: datetime
    currency: str
    current_period_start: datetime
    current_period_end: datetime
    status: str = upper("status")
    default_payment_method: PaymentMethod | None = loaded("payment_method", lambda row: row.default_payment_method_id)
    latest_invoice: Invoice | None = loaded("invoice", lambda row: row.latest_invoice_id)
    items: SubscriptionItemConnection = paged("items", SubscriptionItemConnection)


@strawberry.type
class SubscriptionConnection:
    nodes: list[Subscription]


@strawberry.type
class Customer:
    id: strawberry.ID
    created: datetime
    name: str | None
    email: str | None
    phone: str | None
    subscriptions: SubscriptionConnection = paged("subscriptions", SubscriptionConnection)


@strawberry.type
class CustomerConnection:
    nodes: list[Customer]


async def newest(table: Any, first: int) -> Any:
    async with AsyncSession(engine) as session:
        statement = select(table).where(ours(table)).order_by(table.created.desc(), table.id.desc()).limit(first)
        return (await session.exec(statement)).all()


@strawberry.type
class Query:
    @strawberry.field
    async def payment_intent(self, id: strawberry.ID) -> PaymentIntent | None:
        async with AsyncSession(engine) as session:
            statement = select(tables.PaymentIntent).where(ours(tables.PaymentIntent), tables.PaymentIntent.id == id)
            return (await session.exec(statement)).first()  # type: ignore[return-value]

    @strawberry.field
    async def invoices(self, first: int) -> InvoiceConnection:
        return InvoiceConnection(nodes=await newest(tables.Invoice, first))

    @strawberry.field
    async def customers(self, first: int) -> CustomerConnection:
        return CustomerConnection(nodes=await newest(tables.Customer, first))


class Server(GraphQL[Context, None]):
    """The ASGI app, with a context of loaders for each request."""

    async def get_context(self, request: Any, response: Any) -> Context:
        return Context()


app = Server(strawberry.Schema(Query))
