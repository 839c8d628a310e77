"""paygraph as `uvx paygraph` and `pipx run paygraph` run it: the wheel in a fresh environment, far from the sources."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from app import DATE, VERSION, about
from tests.cli.command import undisturbed_environment
from tests.house.wheel import ROOT, built


@dataclass(frozen=True)
class Installed:
    """An environment that has paygraph and nothing else, and an empty folder to work in."""

    command: Path
    folder: Path

    def environment(self) -> dict[str, str]:
        inherited = undisturbed_environment()
        # The sources must not be found, nor another environment's packages.
        for name in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"):
            inherited.pop(name, None)
        return inherited

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """A command to its end: its status, what it printed, and what it complained of."""
        done = subprocess.run(
            [self.command, *arguments],
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel with the dependencies that are pinned, by uv where there is one, else by pip."""
    place = tmp_path_factory.mktemp("installed")
    python = str(place / "venv" / "bin" / "python")
    if uv := shutil.which("uv"):
        _run(uv, "venv", "--quiet", "--python", sys.executable, str(place / "venv"))
        install = [uv, "pip", "install", "--quiet", "--python", python]
    else:
        _run(sys.executable, "-m", "venv", str(place / "venv"))
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run(*install, "--require-hashes", "-r", str(ROOT / "requirements.txt"))
    _run(*install, "--no-deps", str(built(tmp_path_factory.mktemp("built"))))
    (place / "empty").mkdir()
    return Installed(place / "venv" / "bin" / "paygraph", place / "empty")


def _run(*command: str) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"UV_LINK_MODE": "copy"}
    )
    assert done.returncode == 0, done.stdout + done.stderr


@dataclass(frozen=True)
class Served:
    """A server of what is installed, and the folder of its data."""

    url: str
    data: Path


@pytest.fixture(scope="module")
def served(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = tmp_path_factory.mktemp("data")
    command = [str(installed.command), "serve", "--port", "0", "--data", str(data), "--empty"]
    with subprocess.Popen(
        command, cwd=installed.folder, env=installed.environment(), stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield Served(process.stdout.readline().split()[-1], data)
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)
            assert process.returncode == 0
        finally:
            process.kill()
    assert list(installed.folder.iterdir()) == []


def test_it_tells_its_version(installed: Installed) -> None:
    status, out, err = installed.run("--version")
    assert (status, err) == (0, "")
    assert out.startswith(f"paygraph {VERSION} of {DATE}, ")


def test_it_serves_the_graph_and_the_page(served: Served) -> None:
    assert httpx.get(f"{served.url}/healthz").json() == {"status": "ok", **about()}
    page = httpx.get(served.url)
    assert page.status_code == 200
    assert "/playground/assets/" in page.text
    script = page.text.partition('src="/playground/')[2].partition('"')[0]
    assert httpx.get(f"{served.url}/playground/{script}").status_code == 200
    key = httpx.get(f"{served.url}/playground/config.json").json()["demoKey"]
    answer = httpx.post(
        f"{served.url}/graphql",
        json={"query": "{ account { id } }"},
        headers={"Authorization": f"Bearer {key}"},
    )
    assert answer.json()["data"]["account"]["id"].startswith("acct_")


def test_its_commands_meet_the_server(installed: Installed, served: Served) -> None:
    status, out, err = installed.run("trigger", "invoice.paid", "--data", str(served.data))
    assert (status, err) == (0, "")
    assert [line.split()[1] for line in out.splitlines() if line.startswith("→")] == ["invoice.paid"]
    status, key, err = installed.run("keys", "create", "--data", str(served.data))
    assert (status, err) == (0, "")
    answer = httpx.post(
        f"{served.url}/graphql",
        json={"query": "{ invoices { nodes { status } } }"},
        headers={"Authorization": f"Bearer {key.strip()}"},
    )
    assert answer.json()["data"] == {"invoices": {"nodes": [{"status": "PAID"}]}}


def test_what_needs_the_sources_says_so(installed: Installed) -> None:
    status, out, err = installed.run("new", "resource", "gift_card", "--family", "products")
    assert (status, out) == (1, "")
    assert err == "`paygraph new` writes into a clone of the sources, and this paygraph is installed without them.\n"
