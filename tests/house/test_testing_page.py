"""docs/testing.md shows what is there: each block of JSON, YAML or a program is part of the file named above it."""

import re

import pytest

from tests.shape.test_house import ROOT

PAGE = (ROOT / "docs" / "testing.md").read_text()
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
BLOCKS = [(PAGE[: found.start()], found[1], found[2]) for found in BLOCK.finditer(PAGE)]
NAMED = re.compile(r"\]\(\.\./([\w./-]+\.\w+)\)")
LOOKED_AT = ("json", "yaml", "js")


def test_every_block_is_found() -> None:
    assert len(BLOCKS) == PAGE.count("```") / 2
    assert {*LOOKED_AT} <= {language for _, language, _ in BLOCKS}


@pytest.mark.parametrize(("above", "language", "code"), [each for each in BLOCKS if each[1] in LOOKED_AT])
def test_a_block_is_part_of_its_file(above: str, language: str, code: str) -> None:
    *_, file = NAMED.findall(above)
    assert f"\n{code}" in f"\n{(ROOT / file).read_text()}"
