"""What a resource costs the suite is added up by table, and printed."""

import pytest

from app import tables
from tests.cost import Cost, table_of


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ({"table": tables.by_name["payment_intent"], "other": "live"}, "payment_intent"),
        ({"resource": "charge"}, "charge"),
        ({"mutation": "paymentMethodAttach", "path": ["customer"]}, "payment_method"),
        ({"event": "charge.refund.updated"}, "refund"),
        ({"event": "balance.available"}, None),
        ({"name": "charge"}, None),
        ({}, None),
    ],
)
def test_a_test_is_of_the_table_that_a_parameter_names(parameters: dict[str, object], name: str | None) -> None:
    assert table_of(parameters) == name


def test_what_is_printed() -> None:
    cost = Cost()
    assert cost.lines() == []
    cost.add_test("tests/a.py::test_a[customer]", "customer", 1.5)
    cost.add_test("tests/b.py::test_b", None, 4)
    assert cost.lines() == [], "a run of one table says nothing of a resource"
    cost.add_test("tests/a.py::test_a[charge]", "charge", 3)
    cost.add_process(own=6, others=2)
    cost.add_process(own=5, others=1)
    assert cost.lines() == [
        "CPU: 14 s, of which 3 s in PostgreSQL and commands, and 4 s in tests of one table: 2.2 s for each of 2 tables "
        "(aim: 3 s).",
        "Dearest tables: charge 3.0 s, customer 1.5 s.",
        "Dearest tests: tests/a.py::test_a 4.5 s, tests/b.py::test_b 4.0 s.",
    ]
