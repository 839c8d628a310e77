"""Prints at the end of the run of this folder how much of Stripe's API is here."""

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    passed = terminalreporter.stats.get("passed", ())
    if any(report.nodeid.startswith("tests/shape/test_counts.py") for report in passed):
        from tests.shape.counts import table  # only here, as it builds the schema

        terminalreporter.write_sep("-", "here, of what Stripe has")
        for line in table():
            terminalreporter.write_line(line)
