"""Writes the Python that makes results: one function for each frontier, with a plain loop and dict displays in it.

Every function takes a list of sources and does all that needs no waiting: it builds the objects, and hands to `todo`
what remains to be fetched for them. `run.broken` is set where a null stands that may not be; see `failures`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from graphql import (
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
)

from app.tables.resource import Resource
from schema.derive import kinds
from schema.derive.reach import has_keys
from schema.derive.rows import checked_id
from schema.derive.types import with_currency
from schema.execute import values
from schema.execute.access import WRITE, Access, PartsAccess
from schema.execute.body import Body
from schema.execute.failures import FieldError
from schema.execute.field_kinds import Typename, field_kind
from schema.execute.keys import keys, one_key, parent_key
from schema.execute.plan import Field, Part, Selection
from schema.execute.run import Step

FEW = 8
"""Parts of an object in JSON that are read one by one. Each costs PostgreSQL about as much as the whole's text, and the
whole costs a client more than all of them."""
OF_LEAVES = Typename | kinds.Constant | kinds.Column


class Steps(Protocol):
    """Gives the steps that fetch what an object waits for."""

    across: bool
    """Whether the operation reads across accounts."""

    def of(self, field: Field) -> Step:
        """The step that fetches the field's value."""

    def narrowing(self, field: Field) -> Step:
        """The step that finds out the type of a value that is there."""

    def joined(self, field: Field, access: Access, column: str, targets: tuple[type[Resource], ...]) -> Access | None:
        """How the row is read that a column leads to, where it is read together with its holder."""

    def spliced(self, field: Field, access: Access, column: str, targets: tuple[type[Resource], ...]) -> str | None:
        """An expression for the text of what a column leads to, where that is made before its holder."""

    def postponed(self, part: Part, table: type[Resource] | None) -> Step:
        """The step that notes that a part of an object comes later, by what the object can then be read by."""


Later = Callable[[str, str], None]
"""Writes what comes once a value's container is there: given the container's variable, and the key or index in it."""


@dataclass(frozen=True)
class Piece:
    """A value as an expression, and what goes with it."""

    expression: str
    must: str | None = None
    """What must not be null, where that matters."""
    later: tuple[Later, ...] = ()


class Writer:
    """Writes the body of one function."""

    null = "None"
    """What stands for no value."""

    def __init__(self, body: Body, steps: Steps) -> None:
        self.body = body
        self.makes = steps
        self.steps: dict[str, str] = {}
        self.constant = body.namespace.constant
        self.line, self.under, self.fresh, self.bound = body.line, body.under, body.fresh, body.bound

    def prologue(self) -> list[str]:
        """The lists of what waits for each step."""
        return [f"    into_{step}, from_{step} = [], []" for step in self.steps.values()]

    def epilogue(self) -> list[str]:
        """Leaving them with `todo`."""
        return [f"    if into_{each}: todo.add({step}, into_{each}, from_{each})" for step, each in self.steps.items()]

    def object(self, selection: Selection, access: Access) -> str:
        """Write an object; the variable that holds it."""
        pieces = self.pieces(selection, access)
        made = self.fresh("made")
        self.line(f"{made} = {self.display((key, piece.expression) for key, piece in pieces)}")
        self.leave(made, pieces)
        self.postpone(made, selection, access)
        return made

    def pieces(self, selection: Selection, access: Access) -> list[tuple[str, Piece]]:
        """The fields of an object, each by its key."""
        pieces = [(each.key, self.piece(each, access)) for each in selection.fields]
        self.check([piece.must for _, piece in pieces])
        return pieces

    def always(self, selection: Selection, access: Access) -> str:
        """An object that is there whenever its holder is."""
        return self.object(selection, access)

    def keyed(self, id: str, access: Access, targets: tuple[type[Resource], ...], keyed: Any) -> str:
        """What an object, or several, that a source leads to is found by: its id, or across accounts its key."""
        if not self.makes.across or not any(map(has_keys, targets)):
            return id
        return f"{self.constant(keyed, keyed.__name__)}(run, {access.account()}, {id})"

    def found_by(self, kind: kinds.Relations | kinds.Connection | kinds.UnionConnection, access: Access) -> str:
        """What a list of objects, or the pages under a source, are found by."""
        if isinstance(kind, kinds.Relations):
            return self.keyed(access.read(kind.column), access, kind.targets, keys)
        if kind.column is None:
            return "None"
        id = access.read("id")
        return f"{self.constant(parent_key, 'parent_key')}(run, {access.account()}, {id})" if self.makes.across else id

    def postpone(self, made: str, selection: Selection, access: Access) -> None:
        """Note what of an object comes later."""
        for part in selection.parts:
            source, table = access.again()
            if table is not None:
                source = self.keyed(source, access, (table,), one_key)
            self.wait(self.step(self.makes.postponed(part, table)), made, source)

    def display(self, entries: Iterable[tuple[str, str]]) -> str:
        """An object with these expressions."""
        return f"{{{', '.join(f'{key!r}: {expression}' for key, expression in entries)}}}"

    def leave(self, made: str, pieces: Iterable[tuple[str, Piece]]) -> None:
        """Note what an object still waits for."""
        for key, piece in pieces:
            for later in piece.later:
                later(made, repr(key))

    def check(self, musts: list[str | None]) -> None:
        """Note when one of these is null."""
        if wanted := [f"{must} is None" for must in dict.fromkeys(musts) if must is not None]:
            self.line(f"if {' or '.join(wanted)}: run.broken = True")

    def piece(self, field: Field, access: Access) -> Piece:
        """One field of an object."""
        kind = field_kind(field.definition)
        match kind:
            case Typename():
                return Piece(repr(field.parent.name))
            case kinds.Constant(value):
                return Piece(repr(value))
            case kinds.Column(column):
                if is_of_leaves(field.type) and (text := access.text(column)):
                    return self.remembered(field, text)
                shown = access.shown(column, field.type)
                return self.complete(field.type, shown, field, access, sure=access.sure(column))
            case kinds.Embedded(column, currency):
                value = access.read(column)
                if currency is not None:
                    value = f"{self.constant(with_currency, 'with_currency')}({value}, {access.read(currency)})"
                return self.complete(field.type, value, field, access)
            case kinds.Amount(column, currency):
                return self.money(field, column, currency, access)
            case kinds.Computed(columns, function):
                return self.computed(field, columns, function, access)
            case kinds.Worked(columns, function):
                return self.worked(field, columns, function, access)
            case kinds.Relation(column, targets):
                joined = self.makes.joined(field, access, column, targets)
                return self.relation(field, kind, access) if joined is None else self.inlined(field, joined)
            case kinds.Relations() | kinds.Connection() | kinds.UnionConnection():
                return self.deferred(field, self.found_by(kind, access))
            case _:
                access.whole()
                return self.deferred(field, access.source)

    def money(self, field: Field, column: str, currency: str, access: Access) -> Piece:
        """Two columns as Money."""
        amount = self.bound(access.read(column), "amount")
        in_currency, certain = access.read(currency), ["amount"]
        if access.sure(currency):
            certain.append("currency")
        else:
            in_currency = f"({in_currency} or 'usd')"
        parts = PartsAccess({"amount": amount, "currency": in_currency}, access, certain=certain)
        if access.sure(column):
            return Piece(self.always(field.selection(object_of(field)), parts))
        made = self.fresh("money")
        self.line(f"{made} = {self.null}")
        with self.under(f"if {amount} is not None:"):
            self.line(f"{made} = {self.object(field.selection(object_of(field)), parts)}")
        return Piece(made, made if field.required else None)

    def computed(self, field: Field, columns: tuple[str, ...], function: Any, access: Access) -> Piece:
        for column in columns:
            access.read(column)
        call = f"{self.constant(function, 'function')}({access.source})"
        return self.complete(field.type, call, field, access, anything=True)

    def worked(self, field: Field, columns: tuple[str, ...], function: Any, access: Access) -> Piece:
        given = ", ".join(access.read(column) for column in columns)
        name = self.constant(function, "function")
        if field.definition.args:
            call = f"{self.constant(values.work, 'work')}(run, {self.constant(field, 'field')}, {name}, {given})"
        else:
            call = f"{name}({given})"
        return self.complete(field.type, call, field, access, anything=True)

    def relation(self, field: Field, kind: kinds.Relation, access: Access) -> Piece:
        """The object whose id a column holds, to be fetched."""
        value = access.read(kind.column)
        if not access.typed:
            value = f"{self.constant(checked_id, 'checked_id')}({value}, {kind.column!r})"
        id = self.bound(self.keyed(value, access, kind.targets, one_key), "id")

        def later(container: str, _: str) -> None:
            with self.under(f"if {id} is not None:"):
                self.wait(self.step(self.makes.of(field)), container, id)

        return Piece("None", id if field.required else None, (later,))

    def inlined(self, field: Field, joined: Access) -> Piece:
        """The object of a row that is joined, if there is one."""
        made = self.fresh("joined")
        self.line(f"{made} = {self.null}")
        with self.under(f"if {joined.read('id')} is not None:"):
            self.line(f"{made} = {self.object(field.selection(object_of(field)), joined)}")
        return Piece(made, made if field.required else None)

    def deferred(self, field: Field, source: str) -> Piece:
        """What a step finds out from the source."""
        step = self.makes.of(field)
        return Piece("None", None, (lambda container, _: self.wait(self.step(step), container, source),))

    def step(self, step: Step) -> str:
        """The number of a step's lists."""
        return self.steps.setdefault(self.constant(step, "step"), str(len(self.steps)))

    def wait(self, step: str, container: str, source: str) -> None:
        self.line(f"into_{step}.append({container}); from_{step}.append({source})")

    def complete(
        self,
        type_: GraphQLOutputType,
        value: str,
        field: Field,
        access: Access,
        *,
        anything: bool | None = None,
        sure: bool = False,
    ) -> Piece:
        """A value by its type, as the specification completes it; with `sure`, one that is not null."""
        anything = access.anything if anything is None else anything
        if isinstance(type_, GraphQLNonNull):
            inner = self.complete(type_.of_type, value, field, access, anything=anything, sure=sure)
            if inner.must is not None or (sure and is_leaf_type(type_.of_type)):
                return inner
            name = self.bound(inner.expression, "value")
            return Piece(name, name, inner.later)
        if is_leaf_type(type_):
            call = f"{self.constant(values.leaf, 'leaf')}(run, {self.constant(type_, type_.name)}, "
            return Piece(f"{call}{value})" if anything else access.leaf(type_, self.bound(value, "value"), sure=sure))
        if isinstance(type_, GraphQLList):
            return Piece(self.list(type_.of_type, value, field, access, anything=anything))
        if not isinstance(type_, GraphQLObjectType) or (anything and type_.is_type_of is not None):
            return self.narrowed(field, self.bound(value, "value"))
        return Piece(self.inner(field.selection(type_), value, access, anything=anything))

    def list(self, item: GraphQLOutputType, value: str, field: Field, access: Access, *, anything: bool) -> str:
        """A list, item by item."""
        if anything:
            listed = self.constant(values.listed, "listed")
            items = self.bound(f"{listed}(run, {self.constant(field, 'field')}, {value})", "items")
        else:
            items = self.bound(value, "items")
            self.line(f"if {items} is not None: {self.constant(values.checked_list, 'checked_list')}({items})")
        found = self.fresh("list")
        self.line(f"{found} = {items}")
        with self.under(f"if {items}.__class__ is list:"):
            self.line(f"{found} = []")
            each = self.fresh("item")
            with self.under(f"for {each} in {items}:"):
                piece = self.complete(item, each, field, access.within(each), anything=anything)
                expression = self.bound(piece.expression, "value")
                self.check([piece.must])
                self.line(f"{found}.append({expression})")
                for later in piece.later:
                    later(found, f"len({found}) - 1")
        return found

    def remembered(self, field: Field, text: str) -> Piece:
        """A list in JSON, made of its text once."""
        made = self.fresh("list")
        self.line(f"{made} = None")
        with self.under(f"if {text} is not None and {text} != 'null':"):
            self.line(f"{made} = {WRITE}({self.lists(field)}[{text}])")
        return Piece(made, made if field.required else None)

    def lists(self, field: Field) -> str:
        """What is remembered of a field's lists from one run to another."""
        return self.constant(values.Lists(get_nullable_type(field.type)), "lists")  # type: ignore[arg-type]

    def inner(self, selection: Selection, value: str, access: Access, *, anything: bool) -> str:
        """An object within its source."""
        value = self.bound(value, "value")
        made = self.fresh("inner")
        self.line(f"{made} = {value}")
        unless_failed = f" and {value}.__class__ is not {self.constant(FieldError, 'FieldError')}" if anything else ""
        with self.under(f"if {value} is not None{unless_failed}:"):
            self.line(f"{made} = {self.object(selection, access.within(value))}")
        return made

    def narrowed(self, field: Field, value: str) -> Piece:
        """An object whose type shows only when it is there."""
        step = self.makes.narrowing(field)
        failed = self.constant(FieldError, "FieldError")

        def later(container: str, key: str) -> None:
            with self.under(f"if {value} is not None and {value}.__class__ is not {failed}:"):
                self.wait(self.step(step), container, f"({key}, {value})")

        return Piece(f"({value} if {value}.__class__ is {failed} else None)", value, (later,))


def object_of(field: Field) -> GraphQLObjectType:
    """The object type that a field shows, or shows a list of."""
    named = get_named_type(field.type)
    assert isinstance(named, GraphQLObjectType)
    return named


def is_of_leaves(type_: GraphQLOutputType) -> bool:
    """Whether it is a list of scalars or enums."""
    bare = get_nullable_type(type_)
    return isinstance(bare, GraphQLList) and is_leaf_type(get_nullable_type(bare.of_type))


def is_of_few_leaves(field: Field) -> bool:
    """Whether it shows one object, and of it only a few scalars and enums."""
    type_ = get_nullable_type(field.type)
    if not isinstance(type_, GraphQLObjectType):
        return False
    shown = field.selection(type_).fields
    leaves = (is_leaf_type(get_nullable_type(each.type)) for each in shown)
    return (
        len(shown) <= FEW and all(leaves) and all(isinstance(field_kind(each.definition), OF_LEAVES) for each in shown)
    )
