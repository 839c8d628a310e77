"""The pytest plugin: a server for the run, and a sandbox for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .sandbox import Clock, Sandbox
from .server import Server, end, shared

_FOLDER = pytest.StashKey[Path]()


@pytest.fixture(scope="session")
def paygraph_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The server that PAYGRAPH_URL names, or one that is started for the run; processes of pytest-xdist share it."""
    folder = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        folder = folder.parent
    request.config.stash[_FOLDER] = folder
    return shared(folder)


@pytest.fixture
def paygraph(request: pytest.FixtureRequest, paygraph_server: Server) -> Iterator[Sandbox]:
    """A sandbox that no other test meets, called with a document and its variables; deleted when the test ends. The
    marker `paygraph` gives it fields of `sandboxCreate`'s input."""
    given = {"name": request.node.nodeid[-200:], "expiresIn": 3600}
    # Of several, that of the test itself comes first.
    for marker in reversed(list(request.node.iter_markers("paygraph"))):
        given |= marker.kwargs
    with Sandbox.create(paygraph_server.url, paygraph_server.key, **given) as sandbox:
        yield sandbox


@pytest.fixture
def paygraph_clock(paygraph: Sandbox) -> Clock:
    """A test clock of the test's sandbox."""
    return paygraph.clock()


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line(
        "markers", 'paygraph(**input): what the test\'s sandbox is created with, such as seed={"name": "SHOP"}'
    )


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server that was started for the run, once no process needs it."""
    if hasattr(config, "workerinput"):
        return
    factory = getattr(config, "_tmp_path_factory", None)
    # Where processes test side by side, this one has asked for no server.
    folder = config.stash.get(_FOLDER, None) or getattr(factory, "_basetemp", None)
    if folder is not None:
        end(folder)
