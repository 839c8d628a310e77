"""What errors tell, and never tell; and money as people read it."""

import re
from typing import Any

import pytest

from app.database import Database
from schema.derive import loaders
from tests.graph import Graph

APOLOGY = "Something went wrong on our side. Quote the request id when you report it."


async def test_nothing_of_the_inside_leaks_when_reading(
    graph: Graph, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("SELECT secret FROM inside WHERE password = 'hunter2'")

    monkeypatch.setattr(loaders.Loaders, "rows", broken)
    response = await graph.post({"query": '{ customer(id: "cus_0001") { id } balance { livemode } }'})
    body = response.json()
    (error,) = body["errors"]
    assert error == {
        "message": APOLOGY,
        "locations": [{"line": 1, "column": 3}],
        "path": ["customer"],
        "extensions": {"code": "INTERNAL_ERROR", "status": 500, "requestId": response.headers["request-id"]},
    }
    assert body["data"] == {"customer": None, "balance": {"livemode": False}}, "the rest is answered all the same"
    assert "hunter2" not in response.text
    (record,) = [record for record in caplog.records if record.name == "paygraph.server"]
    assert record.getMessage() == f"{response.headers['request-id']} failed in query at customer: RuntimeError"
    assert "RuntimeError: SELECT" not in caplog.text
    assert "RuntimeError: [message withheld]" in caplog.text


async def test_nothing_of_the_inside_leaks_when_writing(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.domain.tx import Tx

    def broken(*_: Any, **__: Any) -> Any:
        raise KeyError("inside")

    monkeypatch.setattr(Tx, "tell", broken)
    document = "mutation { customerCreate { customer { id } userErrors { message } } }"
    response = await graph.post({"query": document})
    assert "inside" not in response.text
    (error,) = response.json()["errors"]
    assert (error["message"], error["extensions"]["code"]) == (APOLOGY, "INTERNAL_ERROR")
    monkeypatch.undo()
    assert (await graph("{ customers { totalCount } }")) == {"customers": {"totalCount": 0}}


async def test_a_statement_that_fails_says_nothing_of_sql(
    graph: Graph, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from schema.derive.reading import Reader, Template

    async def broken(self: Reader, template: Template, values: Any) -> Any:
        from sqlalchemy import text

        return await self._database.fetch(text("SELECT * FROM no_such_table"), template.record)

    monkeypatch.setattr(Reader, "run", broken)
    response = await graph.post({"query": "{ customers { nodes { id } } }"})
    assert not re.search("no_such_table|asyncpg|relation|SELECT", response.text)
    assert response.json()["errors"][0]["extensions"]["code"] == "INTERNAL_ERROR"


async def test_money(graph: Graph) -> None:
    price = await graph.do(
        "priceCreate",
        """unitAmount {
            amount currency decimal formatted
            german: formatted(locale: "de-DE") japanese: formatted(locale: "ja") unset: formatted(locale: null)
        }""",
        input={"currency": "USD", "unitAmount": 123456, "productData": {"name": "Seat"}},
    )
    assert price["unitAmount"] == {
        "amount": 123456,
        "currency": "usd",
        "decimal": "1234.56",
        "formatted": "$1,234.56",
        "german": "1.234,56\xa0$",
        "japanese": "$1,234.56",
        "unset": "$1,234.56",
    }


async def test_money_without_decimals(graph: Graph) -> None:
    price = await graph.do(
        "priceCreate",
        "unitAmount { amount decimal formatted }",
        input={"currency": "jpy", "unitAmount": 500, "productData": {"name": "Seat"}},
    )
    assert price["unitAmount"] == {"amount": 500, "decimal": "500", "formatted": "¥500"}


@pytest.mark.parametrize("locale", ["xx", "nonsense", "../etc", "", "de-DE-x-y-z-1234567890123456789"])
async def test_a_locale_that_is_none(graph: Graph, locale: str) -> None:
    await graph.do("customerCreate", "id", input={"balance": 100})
    document = "query($locale: String) { customers { nodes { balance { amount formatted(locale: $locale) } } } }"
    error = await graph.error(document, locale=locale)
    assert graph.last["data"] == {"customers": {"nodes": [{"balance": {"amount": 100, "formatted": None}}]}}
    assert error["path"] == ["customers", "nodes", 0, "balance", "formatted"]
    assert error["locations"] == [{"line": 1, "column": 63}]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_REQUEST", "locale")
    assert "is not a locale that is known here" in error["message"]
