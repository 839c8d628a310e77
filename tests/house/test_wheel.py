"""The wheel has all that serving needs, and an installation of it serves from any folder."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("app", "schema", "migrations", "playground", "pyproject.toml", "README.md", "LICENSE")
BUILD = "import sys; from setuptools.build_meta import build_wheel; print(build_wheel(sys.argv[1]))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of what is committed, or is about to be: built of a copy, as building leaves files behind."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", *PARTS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            os.link(ROOT / name, source / name)
    built = subprocess.run(
        [sys.executable, "-c", BUILD, str(out)], cwd=source, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    return out / built.stdout.split()[-1]


def test_the_wheel_has_the_page_its_examples_and_the_migrations(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
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


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Iterator[str]:
    """The address of `paygraph serve` of what the wheel holds, started in an empty folder."""
    site, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(site)
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    # The dependencies are this environment's; without -P the folder of the sources would come first.
    start = f"import sys; sys.path.insert(0, {str(site)!r}); from app.cli.entry import main; main()"
    command = [sys.executable, "-P", "-c", start, "serve", "--port", "0", "--data", str(tmp_path / "data")]
    with subprocess.Popen(command, cwd=empty, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()
            process.communicate(timeout=30)
    assert list(empty.iterdir()) == []


def test_what_the_wheel_holds_serves_from_an_empty_folder(installed: str) -> None:
    page = httpx.get(installed)
    assert page.status_code == 200
    assert "/playground/assets/" in page.text
    script = page.text.partition('src="/playground/')[2].partition('"')[0]
    assert httpx.get(f"{installed}/playground/{script}").status_code == 200
    key = httpx.get(f"{installed}/playground/config.json").json()["demoKey"]
    answer = httpx.post(
        f"{installed}/graphql",
        json={"query": "{ customers { totalCount } }"},
        headers={"Authorization": f"Bearer {key}"},
    )
    assert answer.json()["data"] == {"customers": {"totalCount": 0}}
