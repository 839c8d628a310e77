"""What logs hold: no secret, and nothing of a customer's, at any level and whichever library writes.

Every record is made discreet as it is made, so that no handler ever has more. The message of an error may repeat what
was sent or stored: of an error, logs have its type, its traceback, and those of its facts that are no one's data.
"""

import logging
import os
import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import PurePath
from typing import Any

from app.errors import Problem
from app.scrubbing import REDACTED, scrub_personal

OURS = frozenset({"app", "paygraph", "schema"})
"""The first words of our own loggers, whose messages are fixed sentences."""
SERVER = "uvicorn"
"""Its messages from INFO on say how the server fares. Below, and from other libraries, texts are data."""
WITHHELD = "[message withheld]"
LONGEST_CHAIN = 20

_SAYING_NO_VALUE = frozenset(
    {AttributeError, ImportError, ModuleNotFoundError, NameError, RecursionError, UnboundLocalError, ZeroDivisionError}
)
"""Errors of Python's whose messages are about code alone."""
_NAMES = ("schema_name", "table_name", "column_name", "constraint_name")
"""What PostgreSQL's errors name."""
TRACEBACK = "Traceback (most recent call last):"
_BETWEEN = (
    "The above exception was the direct cause of the following exception:",
    "During handling of the above exception, another exception occurred:",
)
_QUOTED = re.compile(r"(?<!\w)'[^'\n]*'(?!\w)|\"[^\"\n]*\"|“[^”\n]*”")


def keep_discreet() -> None:
    """Have every record of this process made by DiscreetRecord, from here on."""
    logging.setLogRecordFactory(DiscreetRecord)


class DiscreetRecord(logging.LogRecord):
    """A record of a log whose message, arguments and error hold no secret and no customer's data."""

    def __init__(
        self,
        name: str,
        level: int,
        pathname: str,
        lineno: int,
        msg: object,
        args: Any,
        exc_info: Any,
        func: str | None = None,
        sinfo: str | None = None,
        **kwargs: Any,
    ) -> None:
        logger = name.partition(".")[0]
        shows_texts = logger in OURS or (logger == SERVER and level >= logging.INFO)
        text = msg if isinstance(msg, str) else str(_shown(msg, shows_texts))
        if logger not in OURS and not args:
            # A library may have put texts into its message already, and on further lines what it is about.
            text = _beginning(text) if level >= logging.INFO else WITHHELD
        if args and len(args) == 1 and isinstance(args[0], Mapping):
            args = ({key: _shown(value, shows_texts) for key, value in args[0].items()},)
        elif args:
            args = tuple(_shown(value, shows_texts) for value in args)
        if exc_info and exc_info[1] is not None:
            error = stand_in(exc_info[1])
            exc_info = (type(error), error, exc_info[2])
        super().__init__(name, level, pathname, lineno, scrub_personal(text), args, exc_info, func, sinfo, **kwargs)

    def getMessage(self) -> str:  # noqa: N802 - logging's name
        """The message with its arguments, of which one may be a text in place of what the message expects."""
        try:
            return super().getMessage()
        except (TypeError, ValueError):
            return str(self.msg)


def _beginning(text: str) -> str:
    """The first line of a message; of a traceback, as Starlette gives that of an app that does not start, all code."""
    if not text.startswith(TRACEBACK):
        return text.partition("\n")[0]
    kept: list[str] = []
    code, is_told = 0, False
    for line in text.splitlines():
        if line == TRACEBACK or line in _BETWEEN:
            is_told = False
            kept.append(line)
        elif line.startswith('  File "'):
            # Its source follows, and perhaps marks below it.
            code = 2
            kept.append(line)
        elif code and line.startswith("    "):
            code -= 1
            kept.append(line)
        elif line and not line.startswith(" ") and not is_told:
            code, is_told = 0, True
            kind, _, message = line.partition(": ")
            told = _ours(message) if kind.startswith("app.errors.") else message and WITHHELD
            kept.append(f"{kind}: {told}" if told else kind)
    return "\n".join(kept)


def _shown(value: Any, shows_texts: bool) -> Any:
    """An argument of a message, or what may be told of it."""
    if value is None or isinstance(value, bool | int | float | date | timedelta):
        return value
    if isinstance(value, BaseException):
        return described(value)
    if shows_texts and isinstance(value, str | PurePath):
        return scrub_personal(str(value))
    return f"[{type(value).__name__}]"


def described(error: BaseException) -> str:
    """An error in a line: its type, and what may be told of it."""
    told = _facts(error)
    return f"{type(error).__name__}: {told}" if told else type(error).__name__


def stand_in(error: BaseException) -> BaseException:
    """An error that is formatted as this one with its causes and tracebacks, but for what may not be told."""
    return _stand_in(error, {})


def _stand_in(error: BaseException, made: dict[int, BaseException]) -> BaseException:
    if id(error) in made or len(made) >= LONGEST_CHAIN:
        return made.get(id(error)) or Exception("More errors came before.")
    found: BaseException
    if isinstance(error, BaseExceptionGroup):
        # Its parts first, as a group is made of them.
        parts = [_stand_in(part, made) for part in error.exceptions]
        found = BaseExceptionGroup(f"{len(parts)} errors", parts)
    else:
        found = _kind(type(error).__module__, type(error).__qualname__)(*filter(None, [_facts(error)]))
    made[id(error)] = found
    found.__traceback__ = error.__traceback__
    found.__cause__ = None if error.__cause__ is None else _stand_in(error.__cause__, made)
    found.__context__ = None if error.__context__ is None else _stand_in(error.__context__, made)
    found.__suppress_context__ = error.__suppress_context__
    return found


@cache
def _kind(module: str, name: str) -> type[Exception]:
    return type(name, (Exception,), {"__module__": module})


def _facts(error: BaseException) -> str:
    """What of an error's message may be told."""
    if isinstance(error, Problem):
        return _ours(error.message)
    if sqlstate := getattr(error, "sqlstate", None):
        named = [f"{name.partition('_')[0]} {found}" for name in _NAMES if (found := getattr(error, name, None))]
        return ", ".join([f"SQLSTATE {sqlstate}", *named])
    if isinstance(error, OSError) and isinstance(error.errno, int):
        return f"[Errno {error.errno}] {os.strerror(error.errno)}"
    if not error.args:
        return ""
    return scrub_personal(str(error)) if type(error) in _SAYING_NO_VALUE else WITHHELD


def _ours(message: str) -> str:
    """A sentence of our own, which has values in quotes."""
    return scrub_personal(_QUOTED.sub(REDACTED, message))
