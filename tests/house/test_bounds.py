"""The page of bounds names every limit with its default and a test that is there."""

import re

import pytest

from app.settings import PREFIX, Limits
from tests.shape.test_house import ROOT

PAGE = (ROOT / "docs" / "bounds.md").read_text()
LINES = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| ")]
ROWS = [cells for cells in LINES if cells[0] != "What is held"]


def test_every_limit_stands_on_the_page() -> None:
    named = {found for cells in ROWS for found in re.findall(r"`PAYGRAPH_([A-Z_]+)`", cells[2])}
    assert named == {name.upper() for name in Limits.model_fields}


@pytest.mark.parametrize("cells", [cells for cells in ROWS if PREFIX in cells[2]], ids=lambda cells: cells[2])
def test_the_default_is_the_limits(cells: list[str]) -> None:
    name = cells[2].strip("`").removeprefix(PREFIX).lower()
    said = re.match(r"[0-9,]+", cells[1])
    assert said is not None
    assert int(said[0].replace(",", "")) == Limits.model_fields[name].default


def test_the_tests_are_there() -> None:
    paths = {path for cells in ROWS for path in re.findall(r"`(tests/[^`]+)`", cells[3])}
    assert [path for path in sorted(paths) if not (ROOT / path).is_file()] == []
