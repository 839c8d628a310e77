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

engine = create_async_engine(
    os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+asyncpg://", 1), pool_size=10, max_overflow=0
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
            charge=ById(tables.Charge),
            balance_transaction=ById(tables.BalanceTransaction),
            product=ById(tables.Product),
            payment_intents=Pages(tables.PaymentIntent, "customer_id"),
            refunds=Pages(tables.Refund, "charge_id"),
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
class BalanceTransaction:
    id: strawberry.ID
    created: datetime
    status: str
    fee: Money = money("fee")
    net: Money = money("net")


@strawberry.type
class Refund:
    id: strawberry.ID
    status: str
    amount: Money = money("amount")
    balance_transaction: BalanceTransaction | None = loaded(
        "balance_transaction", lambda row: row.balance_transaction_id
    )


@strawberry.type
class RefundConnection:
    nodes: list[Refund]


@strawberry.type
class PaymentMethod:
    id: strawberry.ID
    type: str = upper("type")

    @strawberry.field
    def card(self, root: strawberry.Parent[tables.PaymentMethod]) -> Card | None:
        card = root.details.get("card")
        return Card(brand=card["brand"], last4=card["last4"]) if card else None


@strawberry.type
class Charge:
    id: strawberry.ID
    created: datetime
    paid: bool
    status: str = upper("status")
    amount_refunded: Money = money("amount_refunded")
    balance_transaction: BalanceTransaction | None = loaded(
        "balance_transaction", lambda row: row.balance_transaction_id
    )
    payment_method: PaymentMethod | None = loaded("payment_method", lambda row: row.payment_method_id)
    refunds: RefundConnection = paged("refunds", RefundConnection)


@strawberry.type
class PaymentIntent:
    id: strawberry.ID
    created: datetime
    livemode: bool
    currency: str
    description: str | None
    receipt_email: str | None
    client_secret: str
    statement_descriptor: str | None
    statement_descriptor_suffix: str | None
    canceled_at: datetime | None
    transfer_group: str | None
    payment_method_types: list[str]
    metadata: JSON = strawberry.field(resolver=lambda root: root.meta)
    status: str = upper("status")
    capture_method: str = upper("capture_method")
    confirmation_method: str = upper("confirmation_method")
    setup_future_usage: str | None = upper("setup_future_usage")
    amount: Money = money("amount")
    amount_received: Money = money("amount_received")
    amount_capturable: Money = money("amount_capturable")
    customer: "Customer | None" = loaded("customer", lambda row: row.customer_id)
    payment_method: PaymentMethod | None = loaded("payment_method", lambda row: row.payment_method_id)
    latest_charge: Charge | None = loaded("charge", lambda row: row.latest_charge_id)


@strawberry.type
class PaymentIntentConnection:
    nodes: list[PaymentIntent]


@strawberry.type
class Customer:
    id: strawberry.ID
    created: datetime
    name: str | None
    email: str | None
    phone: str | None
    payment_intents: PaymentIntentConnection = paged("payment_intents", PaymentIntentConnection)


@strawberry.type
class CustomerConnection:
    nodes: list[Customer]


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
class PriceConnection:
    nodes: list[Price]


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
    async def payment_intents(self, first: int) -> PaymentIntentConnection:
        return PaymentIntentConnection(nodes=await newest(tables.PaymentIntent, first))

    @strawberry.field
    async def customers(self, first: int) -> CustomerConnection:
        return CustomerConnection(nodes=await newest(tables.Customer, first))

    @strawberry.field
    async def prices(self, first: int) -> PriceConnection:
        return PriceConnection(nodes=await newest(tables.Price, first))


class Server(GraphQL[Context, None]):
    """The ASGI app, with a context of loaders for each request."""

    async def get_context(self, request: Any, response: Any) -> Context:
        return Context()


app = Server(strawberry.Schema(Query))
