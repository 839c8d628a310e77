"""The cost of an operation is counted once for each size, and again whenever a variable says otherwise."""

import gc
from typing import Any

import pytest
from graphql import parse

from app.access import cost_cache
from app.access.cost import measure
from app.access.cost_cache import CostCache
from app.errors import LimitExceeded
from app.settings import Limits
from schema.root import build

SCHEMA = build()._schema
LIMITS = Limits()
DOCUMENT = """
    query($n: Int, $ids: [ID!]!, $deep: Boolean = true, $name: String) {
      customers(first: $n, where: {name: {eq: $name}}) { nodes { paymentIntents @include(if: $deep) { nodes { id } } } }
      nodes(ids: $ids) { id }
    }
"""


def test_the_same_as_counted_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = []

    def counting(*given: Any) -> Any:
        counted.append(given)
        return measure(*given)

    monkeypatch.setattr(cost_cache, "measure", counting)
    costs, ast = CostCache(SCHEMA, LIMITS), parse(DOCUMENT)
    operation: Any = ast.definitions[0]
    given: list[dict[str, Any]] = [
        {"n": 5, "ids": ["a"]},
        {"n": 5, "ids": ["b"], "name": "Ada"},
        {"n": 6, "ids": ["a"]},
        {"n": 6, "ids": ["a", "b"]},
        {"n": 1, "ids": ["a"], "deep": False},
        {"n": True, "ids": ["a"], "deep": False},
        {"n": 1.0, "ids": ["a"], "deep": False},
        {"ids": ["a"]},
        {"n": None, "ids": ["a"]},
        {"n": "5", "ids": "a", "deep": {}},
    ]
    for variables in given * 2:
        found = costs.measure(ast, operation, variables)
        assert found == measure(SCHEMA, ast, operation, variables, LIMITS), variables
    assert len(counted) < len(given), "the name of a customer costs nothing"


def test_nothing_stays_of_a_document_that_no_one_holds() -> None:
    costs = CostCache(SCHEMA, LIMITS)
    for _ in range(3):
        ast = parse(DOCUMENT)
        costs.measure(ast, ast.definitions[0], {"n": 1, "ids": []})  # type: ignore[arg-type]
    del ast
    gc.collect()
    assert costs._kept._kept == {}


def test_a_refusal_is_not_remembered_as_a_measure() -> None:
    costs, ast = CostCache(SCHEMA, LIMITS), parse(DOCUMENT)
    operation: Any = ast.definitions[0]
    for _ in range(2):
        with pytest.raises(LimitExceeded):
            costs.measure(ast, operation, {"n": 101, "ids": []})
    assert costs.measure(ast, operation, {"n": 1, "ids": []}).nodes > 0
