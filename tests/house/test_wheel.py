"""The wheel has all that serving needs. `make test-wheel` installs it elsewhere, and serves."""

import zipfile
from pathlib import Path

from tests.house.wheel import ROOT, built


def test_the_wheel_has_the_page_its_examples_and_the_migrations(tmp_path: Path) -> None:
    with zipfile.ZipFile(built(tmp_path)) as opened:
        held = set(opened.namelist())
    wanted = {
        path.relative_to(ROOT).as_posix()
        for folder in ("playground/dist", "playground/examples", "migrations/versions", "app", "schema")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }
    assert len(wanted) > 300
    assert wanted - held == set()
    assert {name.partition("/")[0] for name in held if ".dist-info/" not in name} == {
        "app",
        "schema",
        "migrations",
        "playground",
    }
    assert [name for name in held if "node_modules" in name or name.startswith("playground/src")] == []
