"""Written Python: the body of one function as it grows, and the names that all functions of a program know."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any


@dataclass
class Namespace:
    """The names that written code knows."""

    names: dict[str, Any] = field(default_factory=dict)
    _known: dict[int, str] = field(default_factory=dict)

    def constant(self, value: object, hint: str) -> str:
        """A name for an object: the same one each time."""
        if id(value) not in self._known:
            name = f"{hint}_{len(self._known)}"
            self._known[id(value)] = name
            self.names[name] = value
        return self._known[id(value)]

    def define(self, name: str, text: str) -> Any:
        """Execute a function's text and return the function."""
        exec(compile(text, f"<{name}>", "exec"), self.names)  # noqa: S102
        return self.names[name]


class Body:
    """The lines of one function, from `depth` on, and the variables that they bind."""

    def __init__(self, namespace: Namespace, *, depth: int, numbers: "count[int] | None" = None) -> None:
        self.namespace = namespace
        self.lines: list[str] = []
        self._depth = depth
        self._numbers = count(1) if numbers is None else numbers

    def line(self, text: str) -> None:
        self.lines.append("    " * self._depth + text)

    @contextmanager
    def under(self, head: str) -> Iterator[None]:
        """Indent what is written within the block under the head."""
        self.line(head)
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    def fresh(self, hint: str) -> str:
        return f"{hint}{next(self._numbers)}"

    def bound(self, expression: str, hint: str) -> str:
        """A variable that holds the expression."""
        if expression.isidentifier():
            return expression
        name = self.fresh(hint)
        self.line(f"{name} = {expression}")
        return name

    def beside(self) -> "Body":
        """Lines that may be added to these; names do not collide."""
        return Body(self.namespace, depth=self._depth, numbers=self._numbers)
