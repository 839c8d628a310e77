"""Asking together: few searches for many, and none that began before it was asked for."""

import asyncio

import pytest

from app.together import Together


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
    together = Together(search.find)
    assert await asyncio.gather(*(together.ask("a") for _ in range(100)), together.ask("b")) == [1] * 100 + [2]
    assert search.begun == ["a", "b"]
    assert await together.ask("a") == 3


async def test_nobody_is_given_what_was_begun_before_they_asked() -> None:
    search = Search()
    together = Together(search.find)
    early = asyncio.ensure_future(together.ask("a"))
    await search.has_begun.wait()
    search.has_begun.clear()
    late = [asyncio.ensure_future(together.ask("a")) for _ in range(3)]
    other = asyncio.ensure_future(together.ask("b"))
    await search.has_begun.wait()
    search.let.set()
    assert await early == 1
    assert await asyncio.gather(other, *late) == [2, 3, 3, 3]
    assert search.begun == ["a", "b", "a"]


async def test_a_failure_reaches_all_who_asked_and_none_after() -> None:
    search = Search()
    search.let.set()
    together = Together(search.find)
    found = await asyncio.gather(*(together.ask("wrong") for _ in range(3)), return_exceptions=True)
    assert [str(error) for error in found] == ["wrong"] * 3
    assert search.begun == ["wrong"]
    with pytest.raises(ValueError, match="wrong"):
        await together.ask("wrong")
    assert search.begun == ["wrong"] * 2


async def test_who_leaves_takes_the_answer_from_nobody() -> None:
    search = Search()
    together = Together(search.find)
    first, second = (asyncio.ensure_future(together.ask("a")) for _ in range(2))
    await search.has_begun.wait()
    first.cancel()
    search.let.set()
    assert await second == 1
    assert first.cancelled()
