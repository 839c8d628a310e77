"""The page about tests: its example of a fault does as it says."""

import asyncio
import re
from typing import Any

import pytest

from tests.graph import Graph
from tests.server.conftest import Live
from tests.shape.test_house import ROOT


async def test_the_example_runs_as_it_stands(servers: list[Live], shop: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "testing.md").read_text().partition("## Faults on demand")[2]
    example = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert example is not None
    monkeypatch.setenv("PAYGRAPH_URL", f"http://127.0.0.1:{servers[0].port}")
    monkeypatch.setenv("PAYGRAPH_KEY", shop.secret)
    names: dict[str, Any] = {}
    exec(compile(example[1], "docs/testing.md", "exec"), names)
    await asyncio.to_thread(names["test_a_lost_response_does_not_pay_twice"])
    assert (await shop("{ paymentIntents { totalCount } }"))["paymentIntents"]["totalCount"] == 1
