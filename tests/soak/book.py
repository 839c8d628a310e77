"""The book: what was sent and what the server answered; and, beside what is there afterwards, what was lost or doubled.

Answered is what a client may rely on: an object, the row of the request log, every event after the cursor it has seen,
a webhook for each event. What was never answered may have been done or not, but not twice.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

Value = TypeVar("Value", bound=Hashable)

ONCE = frozenset(("customer.created", "payment_intent.created", "payment_intent.succeeded", "charge.succeeded"))
"""Types of events that an object causes once in its life."""


@dataclass(frozen=True)
class Told:
    """An event as a webhook, or the list of events, tells it."""

    id: str
    type: str
    object: str


@dataclass
class Book:
    """What the soak's clients know. A write is known by its idempotency key."""

    sent: Counter[str] = field(default_factory=Counter)
    """Requests, by kind, without those sent again."""
    again: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By kind and code. A request that is sent again may be refused several times."""
    cut: Counter[str] = field(default_factory=Counter)
    """Connections lost, and answers that did not come in time."""
    unanswered: Counter[str] = field(default_factory=Counter)
    """What was given up."""
    writes: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The kind and the object's id of each write that was answered, by key."""
    requests: dict[str, str] = field(default_factory=dict)
    """The kind of each mutation that was answered, by the request's id."""
    seen: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """The cursors that each stream of events told, in order; the first is where it began."""
    hooks: dict[str, list[Told]] = field(default_factory=lambda: defaultdict(list))
    """What came to each webhook."""
    missed: list[str] = field(default_factory=list)
    """What was answered, and then not found while the soak ran."""


@dataclass
class Remains:
    """What is there afterwards."""

    objects: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """The id and the key of every object, by kind of write."""
    charges: list[tuple[str, str]] = field(default_factory=list)
    """The id and the payment of every charge that succeeded."""
    periods: list[tuple[str, str]] = field(default_factory=list)
    """The subscription of every renewal's invoice, and when the period begins that it bills."""
    requests: set[str] = field(default_factory=set)
    """Ids in the request log."""
    events: dict[int, Told] = field(default_factory=dict)
    """By cursor."""
    expected: dict[str, frozenset[str]] = field(default_factory=dict)
    """The types of events that each webhook must have been told."""
    ledger: dict[str, int] = field(default_factory=dict)
    """The sum of all entries, by currency."""


def lost(book: Book, there: Remains) -> list[str]:
    """What was answered and is not there, a line each."""
    found = [*book.missed]
    ids = {kind: {id for id, _ in objects} for kind, objects in there.objects.items()}
    for key, (kind, id) in book.writes.items():
        if kind in ids and id not in ids[kind]:
            found.append(f"{kind} {id}, answered to the key {key}, is not there")
    paid = {payment for _, payment in there.charges}
    for kind, id in book.writes.values():
        if kind == "payment" and id not in paid:
            found.append(f"payment {id} was answered, and no charge of it succeeded")
    for request, kind in book.requests.items():
        if request not in there.requests:
            found.append(f"the request log has no row of {request}, an answered {kind}")
    for name, cursors in book.seen.items():
        begin, told = cursors[0], set(cursors[1:])
        found += [
            f"{name} was not told event {number}" for number in there.events if number > begin and number not in told
        ]
        last = max(there.events, default=0)
        found += [
            f"{name} was told event {number}, which is not there"
            for number in sorted(told - there.events.keys())
            if number <= last
        ]
    for name, types in there.expected.items():
        told_ids = {each.id for each in book.hooks.get(name, [])}
        for number, event in there.events.items():
            if event.type in types and event.id not in told_ids:
                found.append(f"webhook {name} was not sent {event.type} {event.id} ({number})")
    return found


def doubled(book: Book, there: Remains) -> list[str]:
    """What was to happen once and happened twice, a line each."""
    found = [
        f"{count} objects of one {kind} with the key {key}"
        for kind, objects in there.objects.items()
        for key, count in repeated(key for _, key in objects if key)
    ]
    found += [
        f"payment {payment} was charged {count} times"
        for payment, count in repeated(payment for _, payment in there.charges)
    ]
    found += [
        f"subscription {subscription} was billed {count} times for the period from {begin}"
        for (subscription, begin), count in repeated(there.periods)
    ]
    found += [line for name, cursors in book.seen.items() for line in disorder(name, cursors)]
    for name, told in [*book.hooks.items(), ("the list of events", list(there.events.values()))]:
        found += [
            f"{name} has {count} events {type} of {object}"
            for (type, object), count in repeated((each.type, each.object) for each in set(told) if each.type in ONCE)
        ]
    return found


def repeated(values: Iterable[Value]) -> list[tuple[Value, int]]:
    """Those that are there more than once, and how often."""
    return [(value, count) for value, count in Counter(values).items() if count > 1]


def disorder(name: str, cursors: list[int]) -> list[str]:
    """Where a stream did not go on."""
    found, last = [], cursors[0]
    for number in cursors[1:]:
        if number <= last:
            found.append(f"{name} was told event {number} after event {last}")
        last = max(last, number)
    return found


def unbalanced(there: Remains) -> list[str]:
    """Currencies in which the ledger does not sum to zero."""
    return [f"the ledger sums to {amount} in {currency}" for currency, amount in there.ledger.items() if amount]
