"""The image and the files for CI services: what they say is what the server does. They are read, as no container runs
here, and their commands and variables are tried on a server of this machine."""

import json
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from app.settings import variables
from tests.cli.command import Server, serving, undisturbed_environment
from tests.shape.test_house import ROOT

CI = ROOT / "docs" / "ci"
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
INSTRUCTIONS = re.findall(r"^\s*([A-Z]+) +(.+)$", DOCKERFILE, re.MULTILINE)
IMAGE = dict(re.findall(r"(PAYGRAPH_[A-Z]+)=(\S+)", DOCKERFILE))


def read(file: Path) -> Any:
    return yaml.safe_load(file.read_text())


ACTIONS = read(CI / "github-actions.yml")["jobs"]["test"]
GITLAB = read(CI / "gitlab-ci.yml")["test"]
COMPOSE = read(CI / "compose.yaml")["services"]
SERVICES = {
    "github-actions": (ACTIONS["services"]["paygraph"]["env"], ACTIONS["env"]),
    "gitlab-ci": (GITLAB["services"][0]["variables"], GITLAB["variables"]),
    "compose": (COMPOSE["paygraph"]["environment"], COMPOSE["tests"]["environment"]),
}
"""By file, the variables of the server, and those of the tests."""


def only(instruction: str) -> str:
    (found,) = [str(value) for name, value in INSTRUCTIONS if name == instruction]
    return found


def test_the_image_copies_what_is_there() -> None:
    copied = [value.split()[:-1] for name, value in INSTRUCTIONS if name == "COPY" and not value.startswith("--from")]
    names = [name for each in copied for name in each]
    assert {"app", "schema", "migrations", "playground/dist"} <= {*names}
    assert [name for name in names if not (ROOT / name).exists()] == []


def test_the_image_runs_as_a_user_of_its_own_and_keeps_its_data_apart() -> None:
    assert only("USER") == "10001:10001"
    assert only("VOLUME") == IMAGE["PAYGRAPH_DATA"] == "/data"
    assert only("EXPOSE") == IMAGE["PAYGRAPH_PORT"]
    assert {*IMAGE} <= {*variables()}


@pytest.mark.parametrize("file", SERVICES)
def test_a_service_is_told_what_the_server_reads(file: str) -> None:
    served, tested = SERVICES[file]
    assert {*served} <= {*variables()}
    assert all(isinstance(value, str) for value in served.values())
    assert tested["PAYGRAPH_KEY"] == served["PAYGRAPH_DEMO_KEY"]
    assert tested["PAYGRAPH_URL"].endswith(f":{IMAGE['PAYGRAPH_PORT']}")
    assert served["PAYGRAPH_DEMO_KEY"] == SERVICES["compose"][0]["PAYGRAPH_DEMO_KEY"]


def test_services_keep_data_in_memory_and_are_waited_for() -> None:
    memory = f"{IMAGE['PAYGRAPH_DATA']}:uid=10001,gid=10001,mode=0700"
    options = shlex.split(ACTIONS["services"]["paygraph"]["options"])
    assert options[options.index("--tmpfs") + 1] == memory
    # The image has a health check, which the runner waits for.
    assert "--no-healthcheck" not in options
    paygraph, tests = COMPOSE["paygraph"], COMPOSE["tests"]
    assert paygraph["tmpfs"] == [memory]
    assert tests["depends_on"] == {"paygraph": {"condition": "service_healthy"}}
    assert paygraph["ports"] == ["127.0.0.1:8000:8000"]
    assert any("/readyz" in line for line in GITLAB["script"])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with what GitHub's service is told, and without `--empty`."""
    served, _ = SERVICES["github-actions"]
    with serving(tmp_path_factory.mktemp("served"), settings=served, empty=False) as server:
        yield server
        assert server.end(signal.SIGTERM) == 0


def test_the_server_says_first_that_it_is_ready_and_is_empty_and_has_the_key(server: Server) -> None:
    assert server.welcome.startswith(f"paygraph is ready at {server.address}\n")
    assert server.key == SERVICES["github-actions"][1]["PAYGRAPH_KEY"]
    answer = server.ask("{ customers { totalCount } sandboxes { totalCount } }").json()
    assert answer["data"] == {"customers": {"totalCount": 0}, "sandboxes": {"totalCount": 0}}


HEALTHCHECKS = {
    "image": json.loads(only("HEALTHCHECK").partition("CMD ")[2]),
    "compose": COMPOSE["paygraph"]["healthcheck"]["test"][1:],
}


@pytest.mark.parametrize("check", HEALTHCHECKS.values(), ids=HEALTHCHECKS)
def test_the_health_check_finds_a_server_that_is_ready_and_no_other(server: Server, check: list[str]) -> None:
    program, *arguments = check
    assert program == "python"
    for port, healthy in ((server.address.rpartition(":")[2], True), ("9", False)):
        command = [sys.executable, *(each.replace(IMAGE["PAYGRAPH_PORT"], port) for each in arguments)]
        environment = {**undisturbed_environment(), "PAYGRAPH_PORT": port}
        done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=30)
        assert (done.returncode == 0) == healthy, done.stderr
