"""Who comes when, and what becomes of what they order: the whole year beforehand, by chance that can be repeated."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Generic, TypeVar

from app.cli.seeding import catalogue, memberships, offices, returns, stories, ways
from app.cli.seeding.papers import Papers
from app.cli.seeding.people import make_person
from app.cli.seeding.stories import Buyer, Order, Plot, Story
from app.domain.tx import Tx

Deed = Callable[[Tx], Story | Awaitable[None]]
"""Something that happens, or that begins to."""

DAYS = 365
TIMES_A_DAY = 4
"""How many moments of a day things happen at: what happens at one moment shares a transaction."""
LAST_NEWCOMER = 355

EVERYWHERE: dict[Plot, int] = {
    stories.paid: 26,
    stories.declined_then_paid: 4,
    stories.declined: 3,
    stories.authenticated: 3,
    stories.authentication_failed: 2,
    stories.authentication_left: 1,
    stories.authenticated_then_declined: 1,
    stories.abandoned: 1,
    stories.captured: 3,
    stories.captured_in_part: 2,
    stories.captured_with_more: 1,
    stories.called_off: 2,
    stories.expired: 2,
    returns.refunded: 3,
    returns.refunded_in_parts: 3,
    returns.refund_failed: 1,
    returns.refund_delayed: 1,
    stories.risky: 1,
    returns.disputed: 1,
}
"""How often each story happens among so many purchases."""
UNITED_STATES = EVERYWHERE | {
    stories.paid: 12,
    ways.by_link: 3,
    ways.by_klarna: 2,
    ways.by_transfer: 1,
    stories.debited: 4,
    stories.debit_returned: 2,
    stories.debit_unanswered: 1,
    returns.debit_refunded: 1,
}
EUROZONE = EVERYWHERE | {
    stories.paid: 17,
    ways.by_sepa_debit: 3,
    ways.by_klarna: 4,
    ways.klarna_failed: 1,
    ways.by_link: 1,
}
NETHERLANDS = EUROZONE | {
    stories.paid: 4,
    ways.by_ideal: 18,
    ways.saved_by_ideal: 5,
}
MEXICO = EVERYWHERE | {stories.paid: 18, ways.by_voucher: 8}
DECKS: dict[str, dict[Plot, int]] = {
    "US": UNITED_STATES,
    "DE": EUROZONE,
    "FR": EUROZONE,
    "NL": NETHERLANDS,
    "MX": MEXICO,
}
"""The stories of a country, where they are others than everywhere."""
MEMBERS: dict[Plot, int] = {
    memberships.kept: 4,
    memberships.by_the_year: 1,
    memberships.with_code: 2,
    memberships.tried_and_kept: 2,
    memberships.tried_and_left: 1,
    memberships.changed: 2,
    memberships.paused: 1,
    memberships.card_replaced: 2,
    memberships.card_failed: 1,
    memberships.ended: 2,
    memberships.ended_at_once: 1,
}
"""What becomes of memberships."""
OFFICES: dict[Plot, int] = {
    offices.by_the_seat: 1,
    offices.by_the_cup: 1,
    offices.quoted: 1,
    offices.quoted_in_vain: 1,
    offices.hosting: 1,
}
"""What offices have the roastery do for them, all of it billed."""
BILLED = {1: "members", 4: "members", 0: "offices"}
"""Of six customers, who are members (from anywhere), and who are offices (in the United States)."""
BILLED_DECKS = {"members": MEMBERS, "offices": OFFICES}


Kind = TypeVar("Kind")


@dataclass
class Deck(Generic[Kind]):
    """Stories that are dealt without repetition until each came as often as it should, and then again."""

    often: Mapping[Kind, int]
    chance: Random

    def __post_init__(self) -> None:
        self.left: list[Kind] = []

    def deal(self) -> Kind:
        """What becomes of the next purchase."""
        if not self.left:
            self.left = [plot for plot, times in self.often.items() for _ in range(times)]
            self.chance.shuffle(self.left)
        return self.left.pop()


@dataclass(frozen=True)
class Visit:
    """A customer orders something on a day of the year, counted from its beginning. `deck` names the deck that decides
    how, where it is not the country's."""

    day: float
    buyer: Buyer
    deck: str | None = None


def make_plan(
    number: int, customers: int, since: datetime, papers: Papers | None = None
) -> list[tuple[datetime, Deed]]:
    """All that begins in the year from `since`, in order. The same number gives the same year."""
    comings: list[tuple[float, Deed]] = [(0.0, catalogue.stock)]
    visits: list[Visit] = []
    for place in range(customers):
        chance = Random(f"{number}:{place}")
        # More and more of them come as word gets around.
        joined = LAST_NEWCOMER * ((place + chance.random()) / customers) ** 0.75
        buyer = Buyer(make_person(chance, place, since))
        comings.append((joined, partial(stories.join, buyer=buyer, chance=chance)))
        billed = BILLED.get(place % 6)
        theirs = list(visits_of(chance, buyer, joined, billed))
        visits += theirs
        gone = max(visit.day for visit in theirs) + 45
        if billed is None and gone < DAYS and chance.random() < 0.4:
            comings.append((gone, partial(stories.left, buyer=buyer)))
    visits.sort(key=lambda visit: visit.day)
    decks: dict[str, Deck[Plot]] = {}
    for order_number, visit in enumerate(visits, start=1001):
        name = visit.deck or visit.buyer.person.country.code
        often = BILLED_DECKS.get(name) or DECKS.get(name, EVERYWHERE)
        deck = decks.setdefault(name, Deck(often, Random(f"{number}:{name}")))
        order = Order(visit.buyer, order_number, Random(f"{number}:order {order_number}"), papers)
        comings.append((visit.day, beginning(deck.deal(), order)))
    comings.sort(key=lambda coming: coming[0])
    return [(moment_of(number, since, day), deed) for day, deed in comings]


def beginning(plot: Plot, order: Order) -> Deed:
    """The story of that order, to be begun."""
    return lambda tx: plot(tx, order)


def visits_of(chance: Random, buyer: Buyer, joined: float, billed: str | None) -> Iterator[Visit]:
    """All that one customer orders, while they stay. Who is billed orders less besides."""
    day, end = joined, min(DAYS, joined + 30 + chance.expovariate(1 / 500))
    pause = 36 if billed is None else 75
    if billed is not None:
        yield Visit(day, buyer, billed)
        day += 1 + chance.expovariate(1 / pause)
    while day < end:
        yield Visit(day, buyer)
        day += 1 + chance.expovariate(1 / pause)


def moment_of(number: int, since: datetime, day: float) -> datetime:
    """The nearest moment at which things happen on that day."""
    slot = int(day * TIMES_A_DAY)
    width = timedelta(days=1) / TIMES_A_DAY
    jitter = timedelta(seconds=Random(f"{number}:{slot}").randrange(int(width.total_seconds())))
    return since + slot * width + jitter
