"""Billing, made up: baskets, whose lines stand inside them; and bills, which are previewed."""

from datetime import timedelta
from typing import Annotated, Any, ClassVar

from typing_extensions import Doc

from app.domain import crud
from app.domain.jobs import job
from app.domain.tx import Tx
from app.tables.columns import Many, Rows, amount, computed, editable, given, kept, many, ref
from app.tables.core_resources.customer import Customer
from app.tables.products.price import Price
from app.tables.resource import Resource, Tagged
from tests.made_up.core_resources import Trinket


class Basket(Resource, Tagged, table=True):
    """What is in it."""

    prefix: ClassVar[str] = "bsk_"
    events: ClassVar[dict[str, str]] = {"created": "It was made.", "updated": "It changed.", "deleted": "It is gone."}
    lines: ClassVar[Many] = many("basket_line", by="basket_id", url="/v1/baskets/{id}/lines", most=2, counted=True)
    returns: ClassVar[Many] = many("basket_return", by="basket_id", url="/v1/basket_returns?basket={id}", most=None)

    name: str | None = editable(None)
    """What it is called."""


class BasketLine(Resource, table=True):
    """A line of a basket."""

    prefix: ClassVar[str] = "bkl_"

    basket_id: str = ref("basket", back="lines")
    """The basket that it is a line of."""
    currency: str = given("usd", min_length=3, max_length=3)
    """The currency of the price."""
    price: int = amount(kind="given", ge=0)
    """What one costs."""
    product_id: str | None = ref("product", embedded=True, default=None)
    """What is bought."""
    quantity: int = editable(1, ge=1, le=100)
    """How many."""


class BasketReturn(Resource, table=True):
    """Something that was sent back."""

    prefix: ClassVar[str] = "bkr_"

    basket_id: str = ref("basket", back="returns")
    """The basket that it is of."""
    reason: str | None = kept()
    """Why it was sent back."""


Lines = list[dict[str, Any]]


async def create(
    tx: Tx,
    *,
    lines: Annotated[Lines, Rows("basket_line", without=("basket_id",)), Doc("What is in it.")],
    **values: Any,
) -> Basket:
    """Create a basket with its lines."""
    basket = await crud.build(tx, Basket, values)
    for line in lines:
        await crud.build(tx, BasketLine, {**line, "basket_id": basket.id})
    tx.tell("created", basket)
    return basket


async def update(
    tx: Tx,
    basket: Basket,
    *,
    lines: Annotated[
        Lines | None, Rows("basket_line", without=("basket_id",), amending=True), Doc("What changes of the lines.")
    ] = None,
    **values: Any,
) -> Basket:
    """Update a basket, and its lines."""
    await crud.amend(tx, basket, values)
    for given_line in lines or ():
        line = dict(given_line)
        id, deleted = line.pop("id", None), line.pop("deleted", False)
        if id is None:
            await crud.build(tx, BasketLine, {**line, "basket_id": basket.id})
            continue
        row = await tx.get(BasketLine, id, field="lines")
        if deleted:
            tx.delete(row)
        else:
            await crud.amend(tx, row, line)
    if tx.changed(basket):
        tx.tell("updated", basket)
    return basket


async def set_quantity(tx: Tx, line: BasketLine, *, quantity: Annotated[int, Doc("How many.")]) -> BasketLine:
    """Change a line by itself."""
    basket = await tx.get(Basket, line.basket_id)
    line.quantity = quantity
    tx.tell("updated", basket)
    return line


@job("basket.double", Basket)
async def double(tx: Tx, basket: Basket) -> None:
    """Take twice as much of everything."""
    if basket.name == "broken":
        tx.add(BasketLine(basket_id=basket.id, price=1))
        raise RuntimeError("cannot be doubled")
    for line in await tx.listed(basket, Basket.lines):
        line.quantity *= 2
    tx.tell("updated", basket)


class Bill(Resource, Tagged, table=True):
    """What a customer is to pay."""

    prefix: ClassVar[str] = "bil_"
    events: ClassVar[dict[str, str]] = {"created": "It was made.", "upcoming": "It will be made soon."}
    lines: ClassVar[Many] = many("bill_line", by="bill_id", url="/v1/bills/{id}/lines", most=2, counted=True)

    customer_id: str = ref("customer", back="bills")
    """Who is to pay."""
    currency: str = given("usd")
    """The currency of the total."""
    total: int = amount(0)
    """What is to be paid."""

    @computed("total")
    def is_free(self) -> bool:
        """Whether nothing is to be paid."""
        return self.total == 0


class BillLine(Resource, table=True):
    """A line of a bill."""

    prefix: ClassVar[str] = "bll_"

    bill_id: str = ref("bill", back="lines")
    """The bill that it is a line of."""
    gift_id: str | None = ref("trinket", kind="kept", default=None)
    """What comes with it."""
    price_id: str = ref("price")
    """The price of it."""
    quantity: int = given(1, ge=1)
    """How many."""


BILLED = Rows("bill_line", without=("bill_id",))


async def bill(tx: Tx, *, lines: Annotated[Lines, BILLED, Doc("What is billed.")], **values: Any) -> Bill:
    """Make a bill."""
    made = await build_bill(tx, lines, values)
    tx.wake(tx.now + timedelta(hours=1), remind, made)
    tx.tell("created", made)
    return made


async def preview(tx: Tx, *, lines: Annotated[Lines, BILLED, Doc("What is billed.")], **values: Any) -> Bill:
    """Preview a bill: what it would be, were it made now."""
    return await bill(tx, lines=lines, **values)


async def build_bill(tx: Tx, lines: Lines, values: dict[str, Any]) -> Bill:
    """A bill and its lines, each with a gift."""
    made = await crud.build(tx, Bill, values)
    customer = await tx.get(Customer, made.customer_id)
    customer.phone = "billed"
    for each in lines:
        line = await crud.build(tx, BillLine, {**each, "bill_id": made.id})
        price = await tx.get(Price, line.price_id, lock=False)
        made.total += (price.unit_amount or 0) * line.quantity
        line.gift_id = tx.add(Trinket(name=f"with {line.quantity}")).id
    return made


async def announce(tx: Tx, customer: str, prices: list[str]) -> None:
    """Say what the next bill will be."""
    with tx.unsaved():
        made = await build_bill(tx, [{"price_id": price} for price in prices], {"customer_id": customer})
        tx.wake(tx.now, remind, made)
    tx.tell("upcoming", made)


@job("bill.remind", Bill)
async def remind(tx: Tx, bill: Bill) -> None:
    """Say it again."""
    tx.tell("created", bill)
