"""The made-up family, as the graph shows it."""

from typing import Any

from app.domain import crud
from app.domain.tx import Tx
from schema.derive.operations import Exposed
from tests.made_up import billing, connect, payment_methods
from tests.made_up.billing import Basket, BasketLine, BasketReturn, Bill, BillLine
from tests.made_up.connect import Coin, GatePass, Wallet
from tests.made_up.core_resources import Parcel, Remittance, Trinket
from tests.made_up.payment_methods import Agreement
from tests.made_up.products import Booking, Voucher
from tests.made_up.tax import LevySettings, Purse, Ticket


async def voucher(tx: Tx, *, id: str | None = None, **values: Any) -> Voucher:
    """Create a voucher, under an id that the caller may choose."""
    return await crud.create(tx, Voucher, {**values, **({"id": id} if id else {})})


family = (
    Exposed(Agreement, create=payment_methods.create),
    Exposed(Voucher, create=voucher),
    Exposed(Booking, create=True),
    Exposed(Remittance, create=True),
    Exposed(Trinket, create=True),
    Exposed(Parcel, create=True),
    Exposed(LevySettings, update=True),
    Exposed(Purse, update=True),
    Exposed(GatePass, create=connect.create),
    Exposed(Basket, create=billing.create, update=billing.update, delete=True),
    Exposed(BasketLine, verbs=(billing.set_quantity,)),
    Exposed(BasketReturn),
    Exposed(Bill, create=billing.bill, previews=(billing.preview,)),
    Exposed(BillLine),
    Exposed(Wallet, create=True, update=True),
    Exposed(Coin, create=True, update=True),
    Exposed(Ticket, create=True, update=True, delete=True),
)
