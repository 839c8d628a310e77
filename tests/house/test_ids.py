"""Ids: their form, their order, and that no two are alike, whoever makes them."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from app.ids import ALPHABET, first_id, moment_of, new_id

MANY = 20_000


def test_ids_are_made_in_order_and_tell_their_moment() -> None:
    before = datetime.now(UTC)
    ids = [new_id("pi_") for _ in range(MANY)]
    assert ids == sorted(set(ids))
    assert {len(id) for id in ids} == {len("pi_") + 24}
    first, last = moment_of("pi_", ids[0]), moment_of("pi_", ids[-1])
    assert first is not None
    assert last is not None
    assert before - timedelta(microseconds=1) <= first < last
    assert first_id("pi_", first) <= ids[0] < first_id("pi_", first + timedelta(microseconds=1))


def test_all_digits_fall_alike() -> None:
    ends = "".join(new_id("")[9:] for _ in range(MANY))
    wanted = len(ends) / len(ALPHABET)
    # Six standard deviations, more or less: some chance in ten million.
    assert all(abs(ends.count(digit) - wanted) < 6 * wanted**0.5 for digit in ALPHABET)


def test_threads_never_make_the_same_end() -> None:
    with ThreadPoolExecutor(8) as pool:
        ends = list(pool.map(lambda _: new_id("")[9:], range(MANY)))
    assert len(set(ends)) == MANY


def test_a_process_that_was_forked_draws_anew() -> None:
    new_id("")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, "".join(new_id("")[9:] for _ in range(300)).encode())
        os._exit(0)
    os.waitpid(child, 0)
    told = os.read(reading, 300 * 15).decode()
    os.close(reading)
    os.close(writing)
    theirs = {told[start : start + 15] for start in range(0, len(told), 15)}
    ours = {new_id("")[9:] for _ in range(300)}
    assert (len(theirs), theirs & ours) == (300, set())
