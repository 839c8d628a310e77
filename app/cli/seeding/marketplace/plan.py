"""Who sells and who buys when: the marketplace's whole year beforehand, by chance that can be repeated."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from random import Random

from app.cli.seeding import stories
from app.cli.seeding.marketplace import sales, sellers
from app.cli.seeding.marketplace.sales import Sale, SalePlot
from app.cli.seeding.marketplace.sellers import Fate, Seller, Way, make_sellers
from app.cli.seeding.people import make_person
from app.cli.seeding.plan import DAYS, LAST_NEWCOMER, Deck, Deed, moment_of, visits_of
from app.cli.seeding.stories import Buyer
from app.domain.tx import Tx

DECKS: dict[Way, dict[SalePlot, int]] = {
    Way.DIRECT: {sales.sold: 20, sales.declined: 2, sales.refunded: 3, sales.disputed: 1},
    Way.DESTINATION: {
        sales.sold_on: 18,
        sales.sold_on_behalf: 4,
        sales.refunded_and_reversed: 3,
        sales.disputed_and_reversed: 1,
    },
    Way.SEPARATE: {sales.sold_together: 20, sales.partly_returned: 3, sales.awarded: 1},
}
"""How often each story happens among so many purchases, by the way in which the seller is paid."""
SETTLED = 5
"""Days after which a new seller sells."""
UNTIL_REJECTED = 140


def make_plan(number: int, customers: int, since: datetime, _: object = None) -> list[tuple[datetime, Deed]]:
    """All that begins in the year from `since`, in order. The same number gives the same year."""
    market = make_sellers(number)
    comings: list[tuple[float, Deed]] = [
        (each.joined, partial(sellers.open_up, seller=each, chance=Random(f"{number}:{each.name}"))) for each in market
    ]
    visits: list[tuple[float, Buyer, Seller | None]] = []
    for place in range(customers):
        chance = Random(f"{number}:buyer {place}")
        # The sellers are there first.
        joined = 20 + (LAST_NEWCOMER - 20) * (place + chance.random()) / customers
        # People of the United States, who pay as people do.
        person = replace(make_person(chance, 2 * place, since), is_business=False)
        buyer = Buyer(person)
        its = _pick(chance, market, joined, Way.DIRECT) if place % 3 == 0 else None
        comings.append((joined, partial(_join, buyer=buyer, chance=chance, seller=its)))
        visits += [(visit.day, buyer, its) for visit in visits_of(chance, buyer, joined, None)]
    visits.sort(key=lambda visit: visit[0])
    decks = {way: Deck(often, Random(f"{number}:{way}")) for way, often in DECKS.items()}
    for order_number, (day, buyer, its) in enumerate(visits, start=1001):
        chance = Random(f"{number}:sale {order_number}")
        way = Way.DIRECT if its is not None else chance.choice((Way.DESTINATION, Way.SEPARATE))
        seller = its or _pick(chance, market, day, way)
        other = _pick(chance, market, day, Way.SEPARATE)
        if seller is not None and other is not None:
            plot = decks[way].deal()
            comings.append((day, _begin(plot, Sale(buyer, seller, other, order_number, chance))))
    comings.sort(key=lambda coming: coming[0])
    return [(moment_of(number, since, day), deed) for day, deed in comings if day < DAYS]


def _begin(plot: SalePlot, sale: Sale) -> Deed:
    """The story of that sale, to be begun."""
    return lambda tx: plot(tx, sale)


def _pick(chance: Random, market: list[Seller], day: float, way: Way) -> Seller | None:
    """Someone who sells on that day."""
    found = [each for each in market if each.way is way and _sells(each, day)]
    return chance.choice(found) if found else None


def _sells(seller: Seller, day: float) -> bool:
    begun = seller.joined + SETTLED < day
    return begun and (
        seller.fate is Fate.SELLING or (seller.fate is Fate.REJECTED and day < seller.joined + UNTIL_REJECTED)
    )


async def _join(tx: Tx, buyer: Buyer, chance: Random, seller: Seller | None) -> None:
    """A new customer of the seller's, who is paid directly, or else of the platform's."""
    await stories.join(seller.on(tx) if seller is not None else tx, buyer, chance)
