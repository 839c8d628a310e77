"""How large an answer is: known while its rows are read, and of all that are made at once."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import orjson
import pytest

from app.database import Database
from app.reading import Budgets, current
from app.server.main import build
from app.settings import Limits, Settings
from tests.graph import Graph, new_caller

EVENTS = "query ($first: Int!) { events(first: $first) { nodes { id data { object } } } }"
NAMES = "query ($first: Int!) { customers(first: $first) { nodes { name } } }"


@pytest.fixture
async def bounded(database: Database) -> AsyncIterator[Graph]:
    """A server whose answers have at most 20,000 bytes, and a business on it."""
    limits = Limits(max_answer_bytes=20_000, reading_bytes=1_000_000, requests_per_second=1e6, burst=1_000_000)
    app = build(Settings(database_url=database.url, worker=False, limits=limits))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://paygraph.test") as client:
            graph = await new_caller(client, database)
            for place in range(20):
                await graph.do("customerCreate", "id", input={"name": f"{place} {'x' * 200}", "description": "d" * 300})
            yield graph


async def test_json_is_counted_as_it_comes(bounded: Graph) -> None:
    assert len((await bounded(EVENTS, first=2))["events"]["nodes"]) == 2
    error = await bounded.error(EVENTS, first=20)
    assert error["extensions"]["code"] == "LIMIT_EXCEEDED"
    assert error["extensions"]["limit"] == "max_answer_bytes"
    assert error["message"] == (
        "The answer would be larger than 20,000 bytes, which is as many as max_answer_bytes allows. "
        "Ask for fewer objects, or for less of each."
    )
    assert len((await bounded(NAMES, first=20))["customers"]["nodes"]) == 20


async def test_texts_are_counted_once_they_are_written(bounded: Graph) -> None:
    shown = " ".join(f"a{place}: description" for place in range(10))
    document = f"query ($first: Int!) {{ customers(first: $first) {{ nodes {{ {shown} }} }} }}"
    assert len((await bounded(document, first=4))["customers"]["nodes"]) == 4
    error = await bounded.error(document, first=20)
    assert (error["extensions"]["code"], error["extensions"]["limit"]) == ("LIMIT_EXCEEDED", "max_answer_bytes")
    assert "data" not in bounded.last


async def test_an_answer_is_counted_while_it_is_made(bounded: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing much larger than the limit is ever put together, however often its parts are shown."""
    largest = 0
    dumps = orjson.dumps

    def noting(*arguments: Any, **options: Any) -> bytes:
        nonlocal largest
        made = dumps(*arguments, **options)
        largest = max(largest, len(made))
        return made

    monkeypatch.setattr(orjson, "dumps", noting)
    owner = await bounded.do("customerCreate", "id", input={"metadata": dict.fromkeys("abcdef", "x" * 400)})
    for _ in range(5):
        await bounded.do("paymentIntentCreate", "id", input={"amount": 100, "currency": "usd", "customer": owner["id"]})
    many = " ".join(f"a{place}: metadata b{place}: description" for place in range(20))
    alone = " ".join(f"c{place}: paymentIntents {{ totalCount }} d{place}: metadata" for place in range(10))
    for document in (
        f"{{ customers(first: 20) {{ nodes {{ {many} }} }} }}",
        f"{{ customers(first: 20) {{ nodes {{ {alone} }} }} }}",
        f"{{ paymentIntents(first: 20) {{ nodes {{ customer {{ {many} }} }} }} }}",
        f"{{ events(first: 3) {{ nodes {{ {' '.join(f'a{place}: data {{ object }}' for place in range(40))} }} }} }}",
        f"{{ paymentIntents(first: 20) {{ nodes {{ customer {{ {many} paymentIntents {{ totalCount }} }} }} }} }}",
    ):
        error = await bounded.error(document)
        assert (error["extensions"]["code"], error["extensions"]["limit"]) == ("LIMIT_EXCEEDED", "max_answer_bytes")
    assert largest < 20_000


async def test_all_together_have_a_bound_too() -> None:
    budgets = Budgets(each=100, all=150)
    with budgets.begin():
        first = current.get()
        assert first is not None
        first.spend(90)
        with budgets.begin():
            second = current.get()
            assert second is not None
            second.spend(60)
            with pytest.raises(Exception, match="Too many large answers") as refused:
                second.write(1)
            assert refused.value.code == "SERVICE_UNAVAILABLE"  # type: ignore[attr-defined]
        first.spend(10)
        with pytest.raises(Exception, match="max_answer_bytes"):
            first.spend(1)
    assert budgets.held == 0
    assert current.get() is None
