"""A row as event JSON once more: of what was shown of it before, only what has changed since is made again.

Most events of a row differ from the one before in a few of its many fields.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.domain.snapshot import USED, Body, Whole, body_of, expression, leading_names, members_of, replaced
from app.tables.resource import Resource

State = dict[str, Any]
Make = Callable[[Body, Resource, Whole], None]
"""Sets one field of the JSON."""


@dataclass(frozen=True, slots=True)
class Fields:
    """What makes the fields of a table's JSON."""

    by_column: dict[str, tuple[Make, ...]]
    """By a column, those that it is shown in."""
    anyway: tuple[Make, ...]
    """Those that show other rows too, which may have changed while this one has not."""


def again(row: Resource, state: State, body: Body, whole: Whole) -> Body:
    """The JSON of a row, of which `body` is the JSON in that `state`: the same object, where it would be equal."""
    fields = fields_of(type(row))
    # Values are replaced and never changed in place.
    changed = replaced(state, row.__dict__)
    if fields is None or "id" in changed:
        return body_of(row, whole)
    if not changed and not fields.anyway:
        return body
    made = dict(body)
    for make in dict.fromkeys(make for name in changed for make in fields.by_column.get(name, ())):
        make(made, row, whole)
    for make in fields.anyway:
        make(made, row, whole)
    return made


@cache
def fields_of(table: type[Resource]) -> Fields | None:
    """The fields of a table's JSON; None for a table whose JSON omits fields that are null."""
    # The last of two of one name counts.
    members = {member.key: member for member in members_of(table)}.values()
    if any(member.branch for member in members):
        return None
    leading = set(leading_names(table))
    by_column: dict[str, tuple[Make, ...]] = {}
    anyway: list[Make] = []
    for member in members:
        if member.name is None and member.compute is None:
            continue
        used = {**USED}
        holders = {} if member.holder is None else {member.holder: f"state[{member.holder!r}].__dict__"}
        shown = expression(member, holders, "used", used)
        lines = ["def make(body, source, whole):", "    state = source.__dict__", f"    body[{member.key!r}] = {shown}"]
        exec("\n".join(lines), used)  # noqa: S102 - a function of names that the tables declare
        make: Make = used["make"]
        if not member.columns or not leading.isdisjoint(member.columns):
            anyway.append(make)
            continue
        for column in member.columns:
            by_column[column] = (*by_column.get(column, ()), make)
    return Fields(by_column, tuple(anyway))
