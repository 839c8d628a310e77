"""The log must stay without errors, whatever comes."""

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def nothing_fails(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    failed = [each.getMessage() for each in caplog.get_records("call") if each.levelno >= logging.ERROR]
    assert failed == []
