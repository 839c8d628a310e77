"""A look-up is shared by all who need it at once, and no caller is given one that began before its call."""

import asyncio

import pytest

from app.single_flight import SingleFlight


class Search:
    """Answers with its number, once it is let."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.let = asyncio.Event()
        self.has_begun = asyncio.Event()

    async def find(self, question: str) -> int:
        self.begun.append(question)
        number = len(self.begun)
        self.has_begun.set()
        await self.let.wait()
        if question == "wrong":
            raise ValueError(question)
        return number


async def test_all_who_ask_at_once_share_an_answer() -> None:
    search = Search()
    search.let.set()
    flight = SingleFlight(search.find)
    assert await asyncio.gather(*(flight.get("a") for _ in range(100)), flight.get("b")) == [1] * 100 + [2]
    assert search.begun == ["a", "b"]
    assert await flight.get("a") == 3


async def test_nobody_is_given_what_was_begun_before_they_asked() -> None:
    search = Search()
    flight = SingleFlight(search.find)
    early = asyncio.ensure_future(flight.get("a"))
    await search.has_begun.wait()
    search.has_begun.clear()
    late = [asyncio.ensure_future(flight.get("a")) for _ in range(3)]
    other = asyncio.ensure_future(flight.get("b"))
    await search.has_begun.wait()
    search.let.set()
    assert await early == 1
    assert await asyncio.gather(other, *late) == [2, 3, 3, 3]
    assert search.begun == ["a", "b", "a"]


async def test_a_failure_reaches_all_who_asked_and_none_after() -> None:
    search = Search()
    search.let.set()
    flight = SingleFlight(search.find)
    found = await asyncio.gather(*(flight.get("wrong") for _ in range(3)), return_exceptions=True)
    assert [str(error) for error in found] == ["wrong"] * 3
    assert search.begun == ["wrong"]
    with pytest.raises(ValueError, match="wrong"):
        await flight.get("wrong")
    assert search.begun == ["wrong"] * 2


async def test_who_leaves_takes_the_answer_from_nobody() -> None:
    search = Search()
    flight = SingleFlight(search.find)
    first, second = (asyncio.ensure_future(flight.get("a")) for _ in range(2))
    await search.has_begun.wait()
    first.cancel()
    search.let.set()
    assert await second == 1
    assert first.cancelled()
