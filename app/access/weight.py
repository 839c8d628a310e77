"""What the conditions of an operation weigh: `where`, `orderBy`, `query`, `testClock`, `accounts`, also as variables.

PostgreSQL and the statement's writer take time for each of their parts, so that these are counted before any is read.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from graphql import ListValueNode, ObjectValueNode, StringValueNode, ValueNode, VariableNode

CONDITIONS = frozenset(("where", "orderBy", "query", "testClock", "accounts"))
"""The arguments that are conditions."""
HUNDRED = 100
"""Characters of a text, of which only whole hundreds count: most weigh nothing, and so the same."""


class Weight(NamedTuple):
    """`parts` are objects, lists and values; `hundreds` those of characters in texts."""

    parts: int = 0
    hundreds: int = 0

    def plus(self, other: "Weight", most: int) -> "Weight":
        """Both, counted to `most`."""
        return Weight(min(self.parts + other.parts, most), min(self.hundreds + other.hundreds, most))

    @property
    def cost(self) -> int:
        """Points of cost."""
        return self.parts + self.hundreds


def of_json(value: object, most: int) -> Weight:
    """The weight of a variable's value. Counting stops once there are more than `most` parts."""
    parts = hundreds = 0
    todo: list[Any] = [value]
    while todo and parts <= most:
        each = todo.pop()
        parts += 1
        if isinstance(each, dict):
            todo.extend(each.values())
            hundreds += sum(len(name) // HUNDRED for name in each)
        elif isinstance(each, list):
            parts += max(0, len(each) - most)
            todo.extend(each[: most + 1])
        elif isinstance(each, str):
            hundreds += len(each) // HUNDRED
    return Weight(parts, hundreds)


def weighed(value: object, most: int, *, whole: bool) -> Weight:
    """The weight of a variable's value in a condition, or as the `whole`: then there is none if it is null."""
    return Weight() if whole and value is None else of_json(value, most)


def of_literal(value: ValueNode, variables: Mapping[str, Any], most: int) -> Weight:
    """The weight of an argument's value, with those of the variables in it. One that is omitted weighs as null does."""
    found = Weight()
    todo: list[ValueNode] = [value]
    while todo:
        each = todo.pop()
        if isinstance(each, VariableNode):
            given = variables.get(each.name.value)
            found = found.plus(weighed(given, most, whole=each is value), 10 * most)
            continue
        found = found.plus(Weight(1, len(each.value) // HUNDRED if isinstance(each, StringValueNode) else 0), 10 * most)
        if isinstance(each, ObjectValueNode):
            todo.extend(field.value for field in each.fields)
        elif isinstance(each, ListValueNode):
            todo.extend(each.values)
    return found


def variables_of(value: ValueNode) -> set[str]:
    """The names of the variables in an argument's value."""
    found: set[str] = set()
    todo: list[ValueNode] = [value]
    while todo:
        each = todo.pop()
        if isinstance(each, VariableNode):
            found.add(each.name.value)
        elif isinstance(each, ObjectValueNode):
            todo.extend(field.value for field in each.fields)
        elif isinstance(each, ListValueNode):
            todo.extend(each.values)
    return found
