"""The account of a soak finds what was lost and what was doubled, and nothing where all is well."""

import json
from copy import deepcopy

import pytest
from graphql import parse, validate

from schema.root import build
from tests.soak import afterwards, business, figures, hostile, streams
from tests.soak.book import Book, Remains, Told, doubled, lost, unbalanced
from tests.soak.client import written

EVENTS = {
    4: Told("evt_a", "customer.created", "cus_1"),
    5: Told("evt_b", "payment_intent.succeeded", "pi_1"),
    6: Told("evt_c", "customer.updated", "cus_1"),
}


@pytest.fixture
def book() -> Book:
    book = Book(writes={"one": ("customer", "cus_1"), "two": ("payment", "pi_1")}, requests={"req_1": "customer"})
    book.seen["socket"] = [3, 4, 5, 6]
    book.seen["late"] = [5, 6]
    book.hooks["quick"] = [EVENTS[4], EVENTS[5], EVENTS[4]]
    return book


@pytest.fixture
def there() -> Remains:
    return Remains(
        objects={"customer": [("cus_1", "one"), ("cus_0", "")], "payment": [("pi_1", "two")]},
        charges=[("ch_1", "pi_1")],
        periods=[("sub_1", "2025-01-01"), ("sub_1", "2025-02-01"), ("sub_2", "2025-01-01")],
        requests={"req_1", "req_2"},
        events=deepcopy(EVENTS),
        expected={"quick": frozenset(("customer.created", "payment_intent.succeeded"))},
        ledger={"usd": 0, "jpy": 0},
    )


def test_where_all_is_well_nothing_is_found(book: Book, there: Remains) -> None:
    assert (lost(book, there), doubled(book, there), unbalanced(there)) == ([], [], [])


def test_what_was_lost_is_found(book: Book, there: Remains) -> None:
    there.objects["customer"].remove(("cus_1", "one"))
    there.charges.clear()
    there.requests.clear()
    book.seen["socket"].remove(5)
    book.hooks["quick"].remove(EVENTS[5])
    book.missed.append("customer cus_9 was not found")
    assert lost(book, there) == [
        "customer cus_9 was not found",
        "customer cus_1, answered to the key one, is not there",
        "payment pi_1 was answered, and no charge of it succeeded",
        "the request log has no row of req_1, an answered customer",
        "socket was not told event 5",
        "webhook quick was not sent payment_intent.succeeded evt_b (5)",
    ]


def test_an_event_that_only_a_stream_knows_is_lost(book: Book, there: Remains) -> None:
    del there.events[5]
    assert lost(book, there) == ["socket was told event 5, which is not there"]


def test_what_was_doubled_is_found(book: Book, there: Remains) -> None:
    there.objects["payment"].append(("pi_2", "two"))
    there.charges.append(("ch_2", "pi_1"))
    there.periods.append(("sub_1", "2025-02-01"))
    book.seen["socket"].append(5)
    book.hooks["quick"].append(Told("evt_z", "customer.created", "cus_1"))
    there.events[7] = Told("evt_y", "payment_intent.succeeded", "pi_1")
    assert doubled(book, there) == [
        "2 objects of one payment with the key two",
        "payment pi_1 was charged 2 times",
        "subscription sub_1 was billed 2 times for the period from 2025-02-01",
        "socket was told event 5 after event 6",
        "quick has 2 events customer.created of cus_1",
        "the list of events has 2 events payment_intent.succeeded of pi_1",
    ]


def test_a_ledger_that_does_not_sum_to_zero_is_found(there: Remains) -> None:
    there.ledger["usd"] = 7
    assert unbalanced(there) == ["the ledger sums to 7 in usd"]


def test_the_documents_fit_the_graph() -> None:
    schema = build()._schema
    given = {"input": 0}
    documents = [
        *business.READS,
        streams.FOLLOW,
        hostile.LARGE,
        figures.SUBSCRIBE,
        *(written(mutation, "id", given) for mutation in ("customerCreate", "paymentIntentCreate", "refundCreate")),
        *(written(mutation, "id", given) for mutation in ("priceCreate", "fileCreate", "subscriptionCreate")),
        *(written(mutation, "id", given) for mutation in ("testClockCreate", "webhookEndpointCreate")),
        written("testClockAdvance", "id status", {"id": 0, **given}),
        *(afterwards.document(*each) for each in afterwards.LISTS),
        afterwards.UNSENT,
    ]
    assert [error.message for document in documents for error in validate(schema, parse(document))] == []


def test_a_frame_is_masked() -> None:
    for size in (5, 300, 70_000):
        payload = json.dumps("x" * size).encode()
        sent = hostile.frame(payload)
        mask, body = sent[-len(payload) - 4 : -len(payload)], sent[-len(payload) :]
        assert bytes(byte ^ mask[place % 4] for place, byte in enumerate(body)) == payload
