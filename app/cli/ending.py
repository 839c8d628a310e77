"""How a command ends that has something to put away: by Ctrl-C, `kill`, or a closed terminal."""

import logging
import signal
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

Found = TypeVar("Found")

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SOON = 0.01
"""Seconds after which what was raised in vain is raised again."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep Ctrl-C and the like until the block has ended: PostgreSQL is not left between two states."""
    kept: list[int] = []

    def keep(number: int, _frame: FrameType | None) -> None:
        kept.append(number)

    before = {number: signal.signal(number, keep) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    for late in kept:
        signal.raise_signal(late)


@contextmanager
def ended_by_signals(*, is_endless: bool = False) -> Iterator[None]:
    """Exit the block, and so stop what it started, when asked to end. What is endless has then done what it should,
    with status 0; all else was cut short, with the status that shells give it.

    Coroutines in the block are run by `interruptible`.
    """
    asked: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        _silence()
        raise SystemExit(0 if is_endless else 128 + number)

    def again(number: int, frame: FrameType | None) -> None:
        end(asked[-1] if asked else number, frame)

    def lost(unraisable: "sys.UnraisableHookArgs") -> None:
        # A signal can come in the middle of what raises nothing, such as the end of an object.
        if asked and isinstance(unraisable.exc_value, SystemExit):
            signal.setitimer(signal.ITIMER_REAL, SOON)
        else:
            told(unraisable)

    told, sys.unraisablehook = sys.unraisablehook, lost
    before = {number: signal.signal(number, end) for number in ENDING}
    before[signal.SIGALRM] = signal.signal(signal.SIGALRM, again)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
        sys.unraisablehook = told


def interruptible(work: Coroutine[Any, Any, Found]) -> Found:
    """Run a coroutine in an event loop of its own. When asked to end, it is cancelled; then what the signal does
    outside of the loop is done. What a handler raises between two steps of a loop would not always leave it."""
    import asyncio

    asked: list[int] = []

    async def cancellable() -> Found:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None

        def cancel(number: int) -> None:
            asked.append(number)
            _silence()
            task.cancel()

        for number in ENDING:
            loop.add_signal_handler(number, cancel, number)
        return await work

    before = {number: signal.getsignal(number) for number in ENDING}
    try:
        return asyncio.run(cancellable())
    except BaseException:
        if not asked:
            raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if asked:
            signal.raise_signal(asked[0])
    raise SystemExit(128 + asked[0])


def _silence() -> None:
    """What is cut off in the middle may complain of that."""
    logging.getLogger("asyncio").setLevel(logging.CRITICAL + 1)
