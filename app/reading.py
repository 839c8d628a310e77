"""How much JSON one operation reads and writes, and all that run: known value by value, as it comes and is made.

Texts have limits of their own; embedded values and the bodies of events are what can be large many times over.
"""

from contextvars import ContextVar

import asyncpg

from app.errors import LimitExceeded, Unavailable


class Budget:
    """What one operation reads and writes, in bytes, out of what all together may: within the block, at whose end it is
    given back; or from `enter` to `pause`, until `release`.


    There may be another block after it, for parts of the answer that come later: these count with what came first
    towards what the operation may, but all together no longer hold that.
    """

    __slots__ = ("budgets", "read", "released", "token", "written")

    def __init__(self, budgets: "Budgets") -> None:
        self.budgets = budgets
        self.read = 0
        self.written = 0
        self.released = 0
        """Of both, what an earlier block held."""

    def __enter__(self) -> None:
        self.enter()

    def __exit__(self, *_: object) -> None:
        self.pause()
        self.release()

    def enter(self) -> None:
        """Count what is begun from here on."""
        self.token = current.set(self)

    def pause(self) -> None:
        """Until here."""
        current.reset(self.token)
        # It knows the context, which knows the budget.
        del self.token

    def release(self) -> None:
        """Give back what it holds: what was read and written is needed no more."""
        self.budgets.held -= self.read + self.written - self.released
        self.released = self.read + self.written

    def spend(self, size: int) -> None:
        """Count a value that is read. Raises LimitExceeded, and Unavailable where all together hold too much."""
        self.read += size
        self._hold(self.read, size)

    def write(self, size: int) -> None:
        """Count a part of the answer. Raises as `spend` does."""
        self.written += size
        self._hold(self.written, size)

    def _hold(self, sum: int, size: int) -> None:
        budgets = self.budgets
        budgets.held += size
        if sum > budgets.each:
            raise too_large(budgets.each)
        if budgets.held > budgets.all:
            raise Unavailable("Too many large answers are being made at the moment. Try again shortly.")


class Budgets:
    """Those of a process: `each` for an operation, and for `all` that run."""

    def __init__(self, *, each: int, all: int) -> None:
        self.each = each
        self.all = all
        self.held = 0

    def begin(self) -> Budget:
        """An operation's."""
        return Budget(self)


current: ContextVar[Budget | None] = ContextVar("current", default=None)


def too_large(most: int) -> LimitExceeded:
    """The refusal of an answer."""
    return LimitExceeded(
        f"The answer would be larger than {most:,} bytes, which is as many as max_answer_bytes allows. "
        "Ask for fewer objects, or for less of each.",
        limit="max_answer_bytes",
    )


class Counted(asyncpg.Connection):
    """A connection that counts the JSON that it reads, for whom it reads."""

    budget: Budget | None = None
    """The operation's that runs, where one does."""

    def count(self, data: bytes) -> bytes:
        """A value as it came."""
        if self.budget is not None:
            self.budget.spend(len(data))
        return data
