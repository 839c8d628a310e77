"""What a record of a log tells of its message, its arguments and its error."""

import logging
import traceback
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from app.cli import main
from app.errors import Misconfigured
from app.logs import DiscreetRecord, described, stand_in
from app.scrubbing import scrub_personal

SAID = "ada@example.com"


def told(logger: str, level: int, message: object, *arguments: Any, error: BaseException | None = None) -> str:
    """What a handler writes."""
    info = error and (type(error), error, error.__traceback__)
    return logging.Formatter().format(DiscreetRecord(logger, level, "here.py", 1, message, arguments, info))


@pytest.mark.parametrize(
    ("logger", "level", "message", "arguments", "shown"),
    [
        ("app.clock", logging.INFO, "%s has %d", ("evt_1", 3), "evt_1 has 3"),
        ("app.clock", logging.INFO, "%(who)s", ({"who": SAID},), "[redacted]"),
        ("app.clock", logging.ERROR, "%s: %s", ("a", KeyError(SAID)), "a: KeyError: [message withheld]"),
        ("app.clock", logging.ERROR, KeyError(SAID), (), "KeyError: [message withheld]"),
        ("app.clock", logging.INFO, "%s %r", ({"name": SAID}, None), "[dict] None"),
        ("app.clock", logging.INFO, "at %s", (datetime(2024, 1, 2, tzinfo=UTC),), "at 2024-01-02 00:00:00+00:00"),
        ("uvicorn.error", logging.INFO, "on %s:%d", ("127.0.0.1", 80), "on 127.0.0.1:80"),
        ("uvicorn.error", logging.INFO, '"%s"', ("/graphql?key=x",), '"/graphql?[redacted]"'),
        ("uvicorn.error", logging.DEBUG, "> %s: %s", ("name", b"Ada"), "> [str]: [bytes]"),
        ("uvicorn.error", logging.DEBUG, "Ada", (), "[message withheld]"),
        ("asyncio", logging.ERROR, f"Never retrieved\nfuture: {SAID}", (), "Never retrieved"),
        ("asyncio", logging.WARNING, "%s took %.1f", ("<Ada>", 1.5), "[str] took 1.5"),
        ("asyncio", logging.WARNING, "%d of %x", (object(), object()), "%d of %x"),
    ],
)
def test_messages(logger: str, level: int, message: object, arguments: tuple[Any, ...], shown: str) -> None:
    assert told(logger, level, message, *arguments) == shown


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (ValueError(SAID), "ValueError: [message withheld]"),
        (ValueError(), "ValueError"),
        (
            AttributeError("'Row' object has no attribute 'name'"),
            "AttributeError: 'Row' object has no attribute 'name'",
        ),
        (OSError(28, SAID), "OSError: [Errno 28] No space left on device"),
        (OSError(SAID), "OSError: [message withheld]"),
        (asyncpg.UniqueViolationError(SAID), "UniqueViolationError: SQLSTATE 23505"),
        (
            Misconfigured("The port '80' is taken. Choose another."),
            "Misconfigured: The port [redacted] is taken. Choose another.",
        ),
    ],
)
def test_errors(error: Exception, shown: str) -> None:
    assert described(error) == shown


def test_a_chain_of_errors_keeps_its_tracebacks_and_no_message() -> None:
    def fail() -> None:
        try:
            raise KeyError(SAID)
        except KeyError as cause:
            cause.add_note(SAID)
            raise ExceptionGroup(SAID, [ValueError(SAID)]) from cause

    with pytest.raises(ExceptionGroup) as caught:
        fail()
    text = told("app.server", logging.ERROR, "failed", error=caught.value)
    assert SAID not in text
    for line in (
        "KeyError: [message withheld]",
        "The above exception was the direct cause of the following exception:",
        "ExceptionGroup: 1 errors (1 sub-exception)",
        "ValueError: [message withheld]",
        "in fail",
    ):
        assert line in text


def test_a_traceback_that_is_a_message_keeps_its_code_alone() -> None:
    def fail() -> None:
        try:
            raise asyncpg.UniqueViolationError(f"duplicate\nDETAIL: {SAID}\n{SAID}\n    {SAID}")
        except asyncpg.UniqueViolationError as cause:
            raise Misconfigured("The port '80' is taken.") from cause

    try:
        fail()
    except Misconfigured:
        text = told("uvicorn.error", logging.ERROR, traceback.format_exc())
    assert SAID not in text
    lines = [line for line in text.splitlines() if line and not line.startswith(" ")]
    assert lines == [
        "Traceback (most recent call last):",
        "asyncpg.exceptions.UniqueViolationError: [message withheld]",
        "The above exception was the direct cause of the following exception:",
        "Traceback (most recent call last):",
        "app.errors.Misconfigured: The port [redacted] is taken.",
    ]
    assert "in fail" in text


def test_errors_in_a_circle_come_to_an_end() -> None:
    first, second = ValueError("1"), ValueError("2")
    first.__context__, second.__context__ = second, first
    assert str(stand_in(first)) == "[message withheld]"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://ada:hunter2@db/name", "postgresql://[redacted]@db/name"),
        ("to DE89 3704 0044 0532 0130 00 now", "to [redacted] now"),
        ("GET /links/0123456789abcdefghijklmnop HTTP", "GET /links/[redacted] HTTP"),
        ("mest_test_abc and req_8Dyqu5MAkf6qbFhJaLXDUPWJ", "[redacted] and req_8Dyqu5MAkf6qbFhJaLXDUPWJ"),
        ("Why? Because.", "Why? Because."),
    ],
)
def test_texts(text: str, shown: str) -> None:
    assert scrub_personal(text) == shown


@pytest.mark.parametrize("debug", ["", "1"])
def test_the_command_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], debug: str) -> None:
    def refused(**_: object) -> None:
        raise asyncpg.UniqueViolationError(f"Key (email)=({email}) already exists.")

    email = SAID
    monkeypatch.setattr(main, "app", refused)
    monkeypatch.setenv("PAYGRAPH_DEBUG", debug)
    with pytest.raises(SystemExit) as ended:
        main.main()
    said = capsys.readouterr().err
    assert ended.value.code == 1
    assert "UniqueViolationError: SQLSTATE 23505" in said
    assert ("in refused" in said) is bool(debug)
    assert SAID not in said
