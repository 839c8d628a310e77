"""The page of bounds names every limit with its default and a test that is there."""

import re

import pytest

from app.settings import PREFIX, Limits
from tests.shape.test_house import ROOT

PAGE, _, SUM = (ROOT / "docs" / "bounds.md").read_text().partition("## The sum")
LINES = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| ")]
ROWS = [cells for cells in LINES if cells[0] != "What is held"]


def test_every_limit_stands_on_the_page() -> None:
    named = {found for cells in ROWS for found in re.findall(r"`PAYGRAPH_([A-Z_]+)`", cells[2])}
    cure = "Give each limit a row of docs/bounds.md: what is held, its default, its variable, its test."
    assert named == {name.upper() for name in Limits.model_fields}, cure


@pytest.mark.parametrize("cells", [cells for cells in ROWS if PREFIX in cells[2]], ids=lambda cells: cells[2])
def test_the_default_is_the_limits(cells: list[str]) -> None:
    name = cells[2].strip("`").removeprefix(PREFIX).lower()
    said = re.match(r"[0-9,]+", cells[1])
    assert said is not None
    assert int(said[0].replace(",", "")) == Limits.model_fields[name].default


def test_the_tests_are_there() -> None:
    paths = {path for cells in ROWS for path in re.findall(r"`(tests/[^`]+)`", cells[3])}
    assert [path for path in sorted(paths) if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize("column", [1, 2])
def test_the_sum_is_right(column: int) -> None:
    """Of each client without a key; and of one key, in the second table's one column."""
    sums = []
    for table in SUM.split("\n\n"):
        rows = [[cell.strip().replace(",", "") for cell in line.strip("|").split("|")] for line in table.splitlines()]
        if rows and rows[-1][0] == "Together" and len(rows[0]) > column:
            *sizes, total = (int(cells[column] or 0) for cells in rows[2:])
            sums.append((sum(sizes), total))
    assert len(sums) == 3 - column
    assert all(found == total for found, total in sums)
