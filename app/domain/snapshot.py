"""A row as event JSON: Stripe's own shape, so that Stripe's official libraries parse it.

For each class a function is written and compiled, once: the fields in their order, each with what makes it JSON.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import cache, partial
from itertools import compress
from operator import is_not, itemgetter
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from app import tables
from app.money import INT64_MAX
from app.tables.columns import ColumnMeta, computed, meta_of, shown_fields
from app.tables.resource import Resource
from app.tables.storage import without_none
from app.tables.tombstone import known_as
from app.tables.transient import Transient
from app.tables.values import Value

USED: dict[str, Any] = {"dict": dict, "int": int, "known_as": known_as, "list": list}
"""What the text of all such functions uses."""
Kind = type[Resource] | type[Value]
Body = dict[str, Any]
Rows = Callable[[type[Resource], str], Resource]
"""Finds the row of an id, for the objects that Stripe embeds."""
Whole = Callable[[type[Resource], str], Body]
"""Finds the JSON of such an object."""
Convert = Callable[[Any, Whole], Any]
Compiled = Callable[[BaseModel, Whole], Body]


@dataclass(frozen=True, slots=True)
class Member:
    """One field in JSON."""

    key: str
    name: str | None
    """The attribute in the class; None if it is always null for now, or computed."""
    convert: "Written | None" = None
    """What makes its value JSON, where it is not so already."""
    holder: str | None = None
    """The column whose value it is a field of, where that is shown inline."""
    branch: bool = False
    """Whether the field is omitted if null."""
    compute: Callable[[Any], Any] | None = None
    """What works it out from an instance."""
    columns: tuple[str, ...] = ()
    """The columns that it is made of."""


@dataclass(frozen=True, slots=True)
class Written:
    """How a value that is there becomes JSON, as an expression of Python's."""

    text: str
    """With `{value}` for the value, and `{used}` for what is used."""
    used: Any = None


def none_known(table: type[Resource], id: str) -> Any:
    raise LookupError(f"The {table.object_name} {id} is embedded in the JSON of a row, and was not read with it.")


def snapshot(row: Resource, rows: Rows = none_known) -> Body:
    """The row with ids for references, Unix seconds for moments, and minor units for money.

    `rows` finds what `embedded` names. Raises LookupError for an embedded object without it.
    """
    return body_of(row, Finding(rows))


@dataclass(frozen=True, slots=True)
class Finding:
    """Makes the JSON of embedded objects of the rows that something finds."""

    rows: Rows

    def __call__(self, table: type[Resource], id: str) -> Body:
        return body_of(self.rows(table, id), self)


def body_of(source: BaseModel, whole: Whole) -> Body:
    """The JSON of a row, or of an embedded value, given that of what it embeds."""
    return compiled(type(source))(source, whole)


@cache
def embeds(kind: Kind) -> bool:
    """Whether the JSON of rows, or of values, of that class embeds objects."""
    return bool(_leading(kind))


@cache
def leading_to(kind: Kind) -> Callable[[dict[str, Any]], Any] | None:
    """What tells whether rows of that class still embed the same objects: their values that lead to these. None where
    they embed none."""
    names = leading_names(kind)
    return itemgetter(*names) if names else None


def leading_names(kind: Kind) -> tuple[str, ...]:
    """The names of these values."""
    return tuple(name for name, _ in _leading(kind))


def embedded(source: BaseModel) -> Iterator[tuple[type[Resource], str]]:
    """Table and id of each object that the JSON of a row, or of a value, embeds."""
    for name, targets in _leading(type(source)):
        found = source.__dict__[name]
        if not found:
            continue
        for each in found if type(found) is list else (found,):
            if targets:
                yield target(targets, each), each
            else:
                yield from embedded(each)


def families_in(kind: Kind) -> frozenset[str]:
    """The families of all objects, at any depth, that the JSON of rows or of values of that class embeds or lists."""
    found: set[Kind] = set()
    todo = [kind]
    while todo:
        each = todo.pop()
        names = {name for many in getattr(each, "lists", {}).values() for name in many.tables}
        for name, targets in _leading(each):
            names.update(targets)
            if not targets and (inner := _bare(each.model_fields[name].annotation)) not in found:
                found.add(inner)
                todo.append(inner)
        new = {tables.by_name[name] for name in names} - found
        found |= new
        todo += new
    return frozenset(each.family for each in found if issubclass(each, Resource))


def transient_json(value: Transient, rows: Rows = none_known) -> Body:
    """The same of an object without a table."""
    return {"object": value.object_name} | snapshot(value, rows)  # type: ignore[arg-type]


@cache
def _leading(kind: Kind) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The fields that embed objects, each with the tables that it refers to: none where it embeds them within."""
    found = []
    for name, field in kind.model_fields.items():
        meta, inner = meta_of(field), _bare(field.annotation)
        if meta.embedded or (_is_value(inner) and _leading(inner)):
            found.append((name, meta.targets if meta.embedded else ()))
    return tuple(found)


def target(targets: tuple[str, ...], id: str) -> type[Resource]:
    """Which of some tables an id is of."""
    if len(targets) == 1:
        return tables.by_name[targets[0]]
    among = tuple(tables.by_name[name] for name in targets)
    return tables.table_of(id, among) or among[0]


@cache
def compiled(kind: Kind) -> Compiled:
    """The function that shows a table's rows, or values of an embedded class."""
    used: dict[str, Any] = {**USED}
    lines = ["def show(source, whole):", "    state = source.__dict__"]
    # The last of two of one name counts, where the first one stands.
    members = list(members_of(kind))
    holders = {each.holder: f"held{place}" for place, each in enumerate(members) if each.holder is not None}
    lines += [f"    {name} = state[{holder!r}].__dict__" for holder, name in holders.items()]
    pairs: list[str] = []
    if issubclass(kind, Resource):
        id = 'known_as(state["id"])' if kind.leaves_id else 'state["id"]'
        pairs += [] if kind.is_single else [f'"id": {id}']
        pairs.append(f'"object": {kind.object_name!r}')
    after: list[str] = []
    for place, member in enumerate(members):
        shown = expression(member, holders, f"used{place}", used)
        if not member.branch and not after:
            pairs.append(f"{member.key!r}: {shown}")
        else:
            given = f"    value{place} = {shown}"
            kept = f"body[{member.key!r}] = value{place}"
            after += [given, f"    if value{place} is not None: {kept}" if member.branch else f"    {kept}"]
    lines += [f"    body = {{{', '.join(pairs)}}}", *after, "    return body"]
    exec("\n".join(lines), used)  # noqa: S102 - a function of names that the tables declare
    show: Compiled = used["show"]
    return show


def expression(member: Member, holders: dict[str, str], name: str, used: dict[str, Any]) -> str:
    """What a member's value is, as Python, given where the fields of each holder are; what that uses is added, by the
    name."""
    if member.compute is not None:
        used[name], used["plain"] = member.compute, plain
        return f"plain({name}(source))"
    if member.name is None:
        return "None"
    stands = f"{'state' if member.holder is None else holders[member.holder]}[{member.name!r}]"
    if member.convert is None:
        return stands
    used[name] = member.convert.used
    return f"None if (value := {stands}) is None else {member.convert.text.format(value='value', used=name)}"


def members_of(kind: Kind) -> list[Member]:
    """What the JSON of a class has, in the order of Stripe's answers: by name, but for `id` and `object`, which come
    first."""
    members = [Member(name, None) for name in kind.awaited]
    if issubclass(kind, Resource):
        # Where they stand; what they hold is no part of the row.
        members += [Member(name, None) for name in kind.lists]
    for shown in shown_fields(kind):
        key, info, meta = shown.key, shown.info, shown.meta
        if meta.includable or meta.graph_only or (key == "id" and issubclass(kind, Resource)):
            continue
        holder = None if shown.column == key else shown.column
        written = _written(info.annotation, meta)
        members.append(Member(shown.name, key, written, holder, meta.branch, columns=(shown.column,)))
    members += [
        Member(name, None, compute=member.fget, columns=member.columns)
        for name, member in computed_fields(kind).items()
        if member.fget and not member.graph_only
    ]
    return sorted(members, key=lambda member: member.key)


def computed_fields(kind: type) -> dict[str, computed]:
    """The declared properties of a table, by name, those of its bases first."""
    found: dict[str, computed] = {}
    for base in reversed(kind.__mro__):
        found |= {name: member for name, member in vars(base).items() if isinstance(member, computed)}
    return found


def _written(annotation: Any, meta: ColumnMeta) -> Written | None:
    if meta.embedded:
        many = get_origin(without_none(annotation)[0]) is list
        whole = "whole({used}({value}), {value})"
        used = partial(target, meta.targets)
        return Written("[whole({used}(each), each) for each in {value}]", used) if many else Written(whole, used)
    return Written("{used}({value})", number) if meta.number else written(annotation)


def written(annotation: Any) -> Written | None:
    """What makes a value of that annotation JSON; None for one that is JSON as it is."""
    bare, _ = without_none(annotation)
    if get_origin(bare) is list:
        inner = get_args(bare)[0]
        if _is_value(inner) and inner.keyed_by is not None:
            return Written("{used}({value}, whole)", _map_by(inner.keyed_by, inner.keyed_value))
        each = written(inner)
        if each is None:
            return Written("list({value})")
        return Written(f"[{each.text.format(value='each', used='{used}')} for each in {{value}}]", each.used)
    if isinstance(bare, type):
        if issubclass(bare, Enum):
            # A column may hold the plain text of a member, which is equal to the member and so found as well.
            return Written("{used}({value}, {value})", {member: member.value for member in bare}.get)
        if issubclass(bare, str | int):
            return None
        if issubclass(bare, datetime):
            return Written("int({value}.timestamp())")
        if issubclass(bare, Transient):
            # As of any other object that another one leads to.
            return Written("{value}.id")
        if issubclass(bare, Value):
            return Written("{used}({value}, whole)", body_of)
    if get_origin(bare) is dict and get_args(bare) == (str, str):
        return Written("dict({value})")
    return Written("{used}({value})", plain)


PLAIN = frozenset({str, int, bool, float})


def plain(value: Any) -> Any:
    """A value as JSON holds it, whatever it is, but for one that embeds objects."""
    if value is None or type(value) in PLAIN:
        return value
    match value:
        case Enum():
            return value.value
        case datetime():
            return _seconds(value)
        case Decimal():
            return format(value.normalize(), "f")
        case Value():
            return body_of(value, none_known)
        case list() | tuple():
            return [plain(item) for item in value]
        case dict():
            return {key: plain(item) for key, item in value.items()}
    return value


def number(value: Decimal) -> int | float:
    """A decimal as a JSON number. Never for money, whose decimals are strings in Stripe's JSON. One beyond 2^53, which
    JavaScript does not know to its last digit, loses its last digits here."""
    return int(value) if value == value.to_integral_value() and abs(value) <= INT64_MAX else float(value)


def _map_by(key: str, only: str | None) -> Convert:
    """What makes a map of a list of values: by one of their fields, which is then no field of theirs. With `only`, that
    field is all that the map holds."""

    def convert(values: Any, whole: Whole) -> Body:
        shown = [body_of(each, whole) for each in values]
        return {each.pop(key): each if only is None else each[only] for each in shown}

    return convert


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _bare(annotation: Any) -> Any:
    """The annotation without `| None`; of a list, that of its items."""
    bare, _ = without_none(annotation)
    return _bare(get_args(bare)[0]) if get_origin(bare) is list else bare


def _is_value(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Value)


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The previous values of what differs: an event's `previous_attributes`. Nested hashes have only what differs."""
    former: dict[str, Any] = {}
    for key in replaced(before, after):
        old, new = before[key], after.get(key)
        if old != new:
            former[key] = changes(old, new) if isinstance(old, dict) and isinstance(new, dict) else old
    if before.keys() != after.keys():
        former |= {key: None for key, new in after.items() if new is not None and key not in before}
    return former


def replaced(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The keys of a dict whose values are not the very same objects in another one, which may still be equal."""
    keys = [*before]
    if keys == [*after]:
        # Most dicts that are compared have the same keys in the same order.
        return [*compress(keys, map(is_not, before.values(), after.values()))]
    return [key for key in keys if before[key] is not after.get(key)]
