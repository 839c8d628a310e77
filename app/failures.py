"""Failures: how what nobody foresaw is logged. Each is one line; the traceback follows it once for all of its kind."""

import logging
import time
import traceback

from app.errors import Problem

AGAIN_SECONDS = 3600.0
"""After so long the traceback of a kind is logged again, should earlier logs be gone."""
MOST_KINDS = 1_000
"""Kinds that are remembered; the oldest are forgotten first."""

Kind = tuple[type[BaseException], str, int | None]
_shown: dict[Kind, tuple[float, str]] = {}
"""When the traceback of each kind was logged, and in which words."""


def log_failure(
    logger: logging.Logger, said: str, error: BaseException, *, level: int = logging.ERROR, name: str | None = None
) -> None:
    """Log that something failed: `said` is the beginning of a sentence, such as "req_1 failed at customer".

    What an error of ours says is told. Of others it is the type, as their messages may hold what callers sent: these
    are in the traceback alone. `name` is what a later failure of the kind refers to in place of a traceback.
    """
    if isinstance(error, Problem):
        logger.log(level, "%s: %s", said, error.message)
        return
    kind, now = kind_of(error), time.monotonic()
    since, before = _shown.get(kind, (None, ""))
    if since is not None and now - since < AGAIN_SECONDS:
        logger.log(level, "%s: %s, as before%s", said, type(error).__name__, before)
        return
    _shown.pop(kind, None)
    _shown[kind] = now, f" ({name})" if name else ""
    if len(_shown) > MOST_KINDS:
        del _shown[next(iter(_shown))]
    logger.log(level, "%s: %s", said, type(error).__name__, exc_info=error)


def kind_of(error: BaseException) -> Kind:
    """Equal for errors of one type that come from one place."""
    places = list(traceback.walk_tb(error.__traceback__))
    if not places:
        return type(error), "", None
    frame, line = places[-1]
    return type(error), frame.f_code.co_filename, line


def forget() -> None:
    """Have the next failure of each kind logged with its traceback again."""
    _shown.clear()
