"""The made-up tables. The third part of a module's name is its family, as in app/tables."""

from app.tables.resource import Resource
from tests.made_up.billing import Basket, BasketLine, BasketReturn, Bill, BillLine
from tests.made_up.connect import Coin, Wallet
from tests.made_up.core_resources import Parcel, Remittance, Trinket
from tests.made_up.payment_methods import Agreement
from tests.made_up.products import Booking, Voucher
from tests.made_up.tax import LevySettings, Purse, Ticket

TABLES: tuple[type[Resource], ...] = (
    Agreement,
    Basket,
    BasketLine,
    BasketReturn,
    Bill,
    BillLine,
    Booking,
    Coin,
    LevySettings,
    Parcel,
    Purse,
    Remittance,
    Ticket,
    Trinket,
    Voucher,
    Wallet,
)
