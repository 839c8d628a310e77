"""docs/frontend.md shows nothing but code that runs: each block is part of the file of the starter named above it."""

import json
import re

import pytest

from tests.clients.conftest import ROOT

PAGE = (ROOT / "docs" / "frontend.md").read_text()
STARTER = ROOT / "tests" / "clients" / "starter"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
BLOCKS = [(PAGE[: found.start()], found[1], found[2]) for found in BLOCK.finditer(PAGE)]
NAMED = re.compile(r"\]\(\.\./tests/clients/starter/([\w./-]+)\)")
SCRIPTS = {*json.loads((STARTER / "package.json").read_text())["scripts"], "ci"}


def test_every_block_is_looked_at() -> None:
    assert len(BLOCKS) == PAGE.count("```") / 2


@pytest.mark.parametrize(("above", "language", "code"), BLOCKS, ids=range(len(BLOCKS)))
def test_a_block_is_part_of_what_runs(above: str, language: str, code: str) -> None:
    if language == "sh":
        run = {*re.findall(r"npm (?:run )?([\w:-]+)", code)}
        assert run
        assert run <= SCRIPTS
    else:
        *_, file = NAMED.findall(above)
        assert f"\n{code}" in f"\n{(STARTER / file).read_text()}"
