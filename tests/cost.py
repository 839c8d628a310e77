"""A plugin of pytest that prints what a resource costs the suite, in seconds of CPU: in the tests of one table alone,
and in all tests.

A test is of a table if one of its parameters is the `table`, its name as `resource`, a `mutation` of it or an `event`
about it. Fixtures that many tests share are no test's own. What PostgreSQL and commands take counts in the whole alone.
"""

import os
import time
from collections import defaultdict
from collections.abc import Generator, Mapping
from contextlib import suppress
from typing import Any

import psutil
import pytest
from pydantic.alias_generators import to_snake

from app import tables
from app.cli.remote import resource_of
from app.domain.events.catalogue import catalogue
from app.postgres import EmbeddedPostgres

AIM = 3
"""Seconds of CPU that the tests of one table may take."""
SHOWN = 5
"""How many of the dearest are named."""
PROPERTY = "cpu"
"""Under which a test's seconds come from the process that ran it, and a process's at its end."""

begun = pytest.StashKey[float]()
shared = pytest.StashKey[float]()
elsewhere = pytest.StashKey[float]()


def table_of(parameters: dict[str, Any]) -> str | None:
    """The name of the only table that a test of these parameters is about."""
    match parameters:
        case {"table": table}:
            return str(table.__tablename__)
        case {"resource": str(resource)}:
            return resource
        case {"mutation": str(mutation)}:
            return to_snake(resource_of(mutation))
        case {"event": str(event)}:
            about = catalogue[event].object
            return next((name for name, table in tables.by_name.items() if table.object_name == about), None)
    return None


class Cost:
    """What tests and processes took, as far as this process heard of it."""

    def __init__(self) -> None:
        self.all = self.elsewhere = 0.0
        self.by_table: defaultdict[str, float] = defaultdict(float)
        self.by_test: defaultdict[str, float] = defaultdict(float)

    def add_test(self, name: str, table: str | None, seconds: float) -> None:
        self.by_test[name.partition("[")[0]] += seconds
        if table is not None:
            self.by_table[table] += seconds

    def add_process(self, own: float, others: float) -> None:
        self.all += own + others
        self.elsewhere += others

    def lines(self) -> list[str]:
        """What is printed; nothing where fewer than two tables had tests, as in a run of a file."""
        if len(self.by_table) < 2:
            return []
        alone, many = sum(self.by_table.values()), len(self.by_table)
        return [
            f"CPU: {self.all:.0f} s, of which {self.elsewhere:.0f} s in PostgreSQL and commands, and {alone:.0f} s in "
            f"tests of one table: {alone / many:.1f} s for each of {many} tables (aim: {AIM} s).",
            f"Dearest tables: {_dearest(self.by_table)}.",
            f"Dearest tests: {_dearest(self.by_test)}.",
        ]


def _dearest(seconds: Mapping[str, float]) -> str:
    most = sorted(seconds, key=lambda name: -seconds[name])[:SHOWN]
    return ", ".join(f"{name} {seconds[name]:.1f} s" for name in most)


def of_postgres(server: EmbeddedPostgres) -> float:
    """The seconds that a server took so far, with those of its processes that ended."""
    pid = server._server_pid()
    if pid is None:
        return 0.0
    process = psutil.Process(pid)
    times = [process.cpu_times()]
    for each in process.children():
        # One may end while they are looked at.
        with suppress(psutil.NoSuchProcess):
            times.append(each.cpu_times())
    ended: float = times[0].children_user + times[0].children_system
    return ended + float(sum(each.user + each.system for each in times))


class Meter:
    """Measures the tests of this process, and on the way out the process."""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        item.stash[begun], item.config.stash[shared] = time.process_time(), 0.0
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
    ) -> Generator[None, Any, Any]:
        before = time.process_time()
        try:
            return (yield)
        finally:
            if fixturedef.scope != "function":
                request.config.stash[shared] += time.process_time() - before

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if call.when == "teardown":
            took = time.process_time() - item.stash[begun] - item.config.stash[shared]
            parameters = item.callspec.params if hasattr(item, "callspec") else {}
            report.user_properties.append((PROPERTY, (table_of(parameters), took)))
        return report


class Bill:
    """Adds up what the processes measured, and prints it."""

    def __init__(self) -> None:
        self.cost = Cost()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties:
            if name == PROPERTY and report.when == "teardown":
                measured: Any = value
                self.cost.add_test(report.nodeid, *measured)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        if PROPERTY in getattr(node, "workeroutput", {}):
            self.cost.add_process(*node.workeroutput[PROPERTY])

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
        if not config.pluginmanager.hasplugin("dsession"):
            self.cost.add_process(*_of_this_process(config))
        for line in self.cost.lines():
            terminalreporter.write_line(line)


def _of_this_process(config: pytest.Config) -> tuple[float, float]:
    """The seconds of CPU of this process, and of those that it started."""
    times = os.times()
    return time.process_time(), times.children_user + times.children_system + config.stash.get(elsewhere, 0.0)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Meter())
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Bill())


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[PROPERTY] = _of_this_process(session.config)
