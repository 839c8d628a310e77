"""Who sells on the marketplace: connected accounts of every type, each with the way in which it is paid."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from random import Random
from typing import Any

from app.cli.seeding.people import FIRST_NAMES, LAST_NAMES, UNITED_STATES, make_address, plain
from app.cli.seeding.stories import Story
from app.domain.connect import connected
from app.domain.tx import Tx
from app.network.banks import TEST_ROUTING_NUMBER
from app.network.identity import AT_ONCE, DOB_AT_ONCE
from app.tables.connect.account import (
    Account,
    AccountBusinessProfile,
    AccountBusinessType,
    AccountKind,
    AccountTosAcceptance,
)
from app.tables.connect.account_capabilities import AccountCapabilitiesParams
from app.tables.connect.account_external_account import AccountExternalAccountParams
from app.tables.connect.account_settings import (
    AccountSettingsParams,
    AccountSettingsPayoutsParams,
    AccountSettingsPayoutsScheduleInterval,
    AccountSettingsPayoutsScheduleParams,
    AccountSettingsPayoutsScheduleWeeklyAnchor,
)
from app.tables.core_resources.token_people import TokenIndividualParams, TokenIndividualRelationshipParams
from app.tables.shapes.address import Address
from app.tables.shapes.date_of_birth import DateOfBirthParams
from app.tables.tenancy import Tenant

SELLERS = 20
CRAFTS = (
    *("Ceramics", "Leather", "Candles", "Letterpress", "Woodwork", "Textiles", "Jewelry", "Knives", "Soap", "Glass"),
    *("Baskets", "Toys", "Lamps", "Paper", "Brushes", "Rugs", "Prints", "Instruments", "Kites", "Bookbinding"),
)
PRICES = (1900, 2400, 3200, 4800, 7500, 12500)
"""What a maker's things cost, in US cents."""
WEEKLY = AccountSettingsParams(
    payouts=AccountSettingsPayoutsParams(
        schedule=AccountSettingsPayoutsScheduleParams(
            interval=AccountSettingsPayoutsScheduleInterval.WEEKLY,
            weekly_anchor=AccountSettingsPayoutsScheduleWeeklyAnchor.FRIDAY,
        )
    )
)


class Way(StrEnum):
    """How a seller is paid."""

    DIRECT = "direct"
    """Charges of the seller's own, with a fee for the platform."""
    DESTINATION = "destination"
    """Charges of the platform's that are passed on."""
    SEPARATE = "separate"
    """Charges of the platform's, and transfers beside them."""

    @property
    def kind(self) -> AccountKind:
        """The type of account that is paid so."""
        return {
            Way.DIRECT: AccountKind.STANDARD,
            Way.DESTINATION: AccountKind.EXPRESS,
            Way.SEPARATE: AccountKind.CUSTOM,
        }[self]


class Fate(StrEnum):
    """What becomes of a seller."""

    SELLING = "selling"
    UNFINISHED = "unfinished"
    """The account is never completed, so that its requirements are due."""
    REJECTED = "rejected"
    """The platform finds out that nothing is delivered."""


@dataclass
class Seller:
    """A seller in the making: who they are, and the id of their account once they have joined."""

    first_name: str
    last_name: str
    craft: str
    address: Address
    way: Way
    fate: Fate
    joined: float
    """The day of the year, counted from its beginning."""
    id: str = ""

    @property
    def name(self) -> str:
        return f"{self.last_name} {self.craft}"

    def on(self, tx: Tx) -> Tx:
        """The platform's transaction as the seller's account has it."""
        return tx.on(Tenant(self.id, tx.livemode))

    @contextmanager
    def acting(self, tx: Tx) -> Iterator[Tx]:
        """The same while the platform's key acts on the account."""
        tx.work.platform = tx.tenant.account
        try:
            yield self.on(tx)
        finally:
            tx.work.platform = None


def make_sellers(number: int, sellers: int = SELLERS) -> list[Seller]:
    """The sellers, in the order in which they join: all within the first four months."""
    found = []
    for place in range(sellers):
        chance = Random(f"{number}:seller {place}")
        fate = {sellers - 1: Fate.UNFINISHED, sellers - 2: Fate.REJECTED}.get(place, Fate.SELLING)
        seller = Seller(
            first_name=chance.choice(FIRST_NAMES),
            last_name=chance.choice(LAST_NAMES),
            craft=CRAFTS[place % len(CRAFTS)],
            address=make_address(chance, UNITED_STATES),
            way=list(Way)[place % len(Way)] if fate is Fate.SELLING else Way.DESTINATION,
            fate=fate,
            joined=120 * (place + chance.random()) / sellers,
        )
        found.append(seller)
    return found


async def open_up(tx: Tx, seller: Seller, chance: Random) -> Story:
    """The seller's account, complete and verified unless its fate is another."""
    host = f"{plain(seller.name)}.example"
    email = f"{plain(seller.first_name)}@{host}"
    complete = seller.fate is not Fate.UNFINISHED
    values: dict[str, Any] = {
        "external_account": AccountExternalAccountParams(
            object="bank_account", routing_number=TEST_ROUTING_NUMBER, account_number="000123456789"
        ),
        "individual": _owner(seller, email, chance),
        "tos_acceptance": AccountTosAcceptance(date=tx.now, ip="203.0.113.7"),
    }
    account = await connected.create(
        tx,
        type=seller.way.kind,
        country="US",
        email=email,
        business_type=AccountBusinessType.INDIVIDUAL,
        business_profile=AccountBusinessProfile(
            name=seller.name,
            mcc="5970",
            product_description=f"{seller.craft} made by hand",
            url=f"https://{host}",
            support_email=email,
            support_phone="+15555550123",
        ),
        capabilities=AccountCapabilitiesParams.model_validate(
            {"card_payments": {"requested": True}, "transfers": {"requested": True}}
        ),
        settings=WEEKLY,
        meta={"craft": seller.craft},
        **(values if complete else {}),
    )
    seller.id = account.id
    if seller.fate is Fate.REJECTED:
        tx = yield timedelta(days=150)
        await connected.reject(tx, await seller.on(tx).get(Account, seller.id), reason="fraud")


def _owner(seller: Seller, email: str, chance: Random) -> TokenIndividualParams:
    year, month, day = DOB_AT_ONCE
    return TokenIndividualParams(
        address=seller.address,
        dob=DateOfBirthParams(day=day, month=month, year=year),
        email=email,
        first_name=seller.first_name,
        id_number=AT_ONCE,
        last_name=seller.last_name,
        phone=f"+1{chance.randrange(2_000_000_000, 9_999_999_999)}",
        relationship=TokenIndividualRelationshipParams(title="Owner"),
    )
