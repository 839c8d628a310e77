"""Writes the Python that makes results: one function for each frontier, with a plain loop and dict displays in it.

Every function takes a list of sources and does all that needs no waiting: it builds the objects, and leaves with `todo`
what remains to be fetched for them. `run.broken` is set where a null stands that may not be; see `failures`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import orjson
from graphql import (
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
)
from orjson import Fragment

from app.tables.resource import Resource
from schema.derive import kinds
from schema.derive.types import with_currency
from schema.execute import values
from schema.execute.access import Access, OfParts
from schema.execute.body import Body
from schema.execute.failures import Failed
from schema.execute.knowing import Typename, known
from schema.execute.plan import Field, Selection
from schema.execute.run import Step

FEW = 8
"""Parts of an object in JSON that are read one by one. Each costs PostgreSQL about as much as the whole's text, and the
whole costs a client more than all of them."""
OF_LEAVES = Typename | kinds.Constant | kinds.Column


class Steps(Protocol):
    """Gives the steps that fetch what an object waits for."""

    def of(self, field: Field) -> Step:
        """The step that fetches the field's value."""

    def narrowing(self, field: Field) -> Step:
        """The step that finds out the type of a value that is there."""

    def joined(self, field: Field, access: Access, column: str, targets: tuple[type[Resource], ...]) -> Access | None:
        """How the row is read that a column leads to, where it is read together with its holder."""


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
        pieces = [(each.key, self.piece(each, access)) for each in selection.fields]
        self.check([piece.must for _, piece in pieces])
        made = self.fresh("made")
        self.line(f"{made} = {self.display((key, piece.expression) for key, piece in pieces)}")
        self.leave(made, pieces)
        return made

    def display(self, entries: Iterable[tuple[str, str]]) -> str:
        """An object with these expressions."""
        return f"{{{', '.join(f'{key!r}: {expression}' for key, expression in entries)}}}"

    def leave(self, made: str, pieces: Iterable[tuple[str, Piece]]) -> None:
        """Leave what an object still waits for."""
        for key, piece in pieces:
            for later in piece.later:
                later(made, repr(key))

    def check(self, musts: list[str | None]) -> None:
        """Note when one of these is null."""
        if wanted := [f"{must} is None" for must in dict.fromkeys(musts) if must is not None]:
            self.line(f"if {' or '.join(wanted)}: run.broken = True")

    def piece(self, field: Field, access: Access) -> Piece:
        """One field of an object."""
        kind = known(field.definition)
        match kind:
            case Typename():
                return Piece(repr(field.parent.name))
            case kinds.Constant(value):
                return Piece(repr(value))
            case kinds.Column(column):
                if is_of_leaves(field.type) and (text := access.text(column)):
                    return self.remembered(field, text, access)
                shown = access.shown(column, field.type)
                return self.complete(field.type, shown, field, access, sure=access.sure(column))
            case kinds.Embedded(column, currency):
                if currency is None and is_of_few_leaves(field) and (outline := access.outline(column)):
                    return self.outlined(field, outline)
                value = access.read(column)
                if currency is not None:
                    value = self.priced(self.bound(value, "value"), access.read(currency))
                return self.complete(field.type, value, field, access)
            case kinds.Amount(column, currency):
                return self.money(field, column, currency, access)
            case kinds.Computed(columns, function):
                return self.computed(field, columns, function, access)
            case kinds.Worked(columns, function):
                return self.worked(field, columns, function, access)
            case kinds.Relation(column, targets):
                joined = self.makes.joined(field, access, column, targets)
                return self.relation(field, column, access) if joined is None else self.inlined(field, joined)
            case kinds.Connection(_, column):
                return self.deferred(field, "None" if column is None else access.read("id"))
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
        parts = OfParts({"amount": amount, "currency": in_currency}, access, certain=certain)
        if access.sure(column):
            return Piece(self.object(field.selection(object_of(field)), parts))
        made = self.fresh("money")
        self.line(f"{made} = {self.null if access.typed else amount}")
        unless_failed = "" if access.typed else f" and {amount}.__class__ is not {self.constant(Failed, 'Failed')}"
        with self.under(f"if {amount} is not None{unless_failed}:"):
            self.line(f"{made} = {self.object(field.selection(object_of(field)), parts)}")
        return Piece(made, made if field.required else None)

    def priced(self, value: str, currency: str) -> str:
        """A value with amounts, knowing the currency around it."""
        add, odd = self.constant(with_currency, "with_currency"), self.constant(values.priced, "priced")
        return f"({add}({value}, {currency}) if {value}.__class__ is dict else {odd}(run, {value}, {currency}))"

    def computed(self, field: Field, columns: tuple[str, ...], function: Any, access: Access) -> Piece:
        for column in columns:
            access.read(column)
        call = f"{self.constant(values.work, 'work')}(run, {self.constant(function, 'function')}, {access.source})"
        return self.complete(field.type, call, field, access, anything=True)

    def worked(self, field: Field, columns: tuple[str, ...], function: Any, access: Access) -> Piece:
        given = ", ".join(access.read(column) for column in columns)
        name = self.constant(function, "function")
        if field.definition.args:
            asked = self.constant(values.work_as_asked, "work_as_asked")
            call = f"{asked}(run, {self.constant(field, 'field')}, {name}, {given})"
        else:
            call = f"{self.constant(values.work, 'work')}(run, {name}, {given})"
        return self.complete(field.type, call, field, access, anything=True)

    def relation(self, field: Field, column: str, access: Access) -> Piece:
        """The object whose id a column holds, to be fetched."""
        value, failed = access.read(column), self.constant(Failed, "Failed")
        if not access.typed:
            value = f"{self.constant(values.id_in, 'id_in')}(run, {value}, {column!r})"
        id = self.bound(value, "id")

        def later(container: str, _: str) -> None:
            with self.under(f"if {id} is not None{'' if access.typed else f' and {id}.__class__ is not {failed}'}:"):
                self.wait(self.step(self.makes.of(field)), container, id)

        shown = "None" if access.typed else f"({id} if {id}.__class__ is {failed} else None)"
        return Piece(shown, id if field.required else None, (later,))

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
        listed = f"{self.constant(values.listed, 'listed')}(run, {self.constant(field, 'field')}, "
        if anything:
            items = self.bound(f"{listed}{value})", "items")
        else:
            items = self.bound(value, "items")
            self.line(f"if {items}.__class__ is not list: {items} = {listed}{items})")
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

    def remembered(self, field: Field, text: str, access: Access) -> Piece:
        """A list in JSON, made of its text once: many rows have the same. What was not whole is made each time."""
        known = self.body.namespace.memory(field)
        loads, remember = self.constant(orjson.loads, "loads"), self.constant(values.remember, "remember")
        made = self.fresh("list")
        self.line(f"{made} = {known}.get({text})")
        with self.under(f"if {made} is not None:"):
            self.line(f"{made} = {self.constant(Fragment, 'Fragment')}({made})")
        with self.under(f"elif {text} is not None:"):
            before = self.fresh("before")
            self.line(f"{before}, run.broken = run.broken, False")
            piece = self.complete(field.type, f"{loads}({text})", field, access.within("None"))
            self.line(f"{made} = {piece.expression}")
            self.check([piece.must])
            self.line(f"if not run.broken: {remember}({known}, {text}, {made})")
            self.line(f"run.broken = run.broken or {before}")
        return Piece(made, made if field.required else None)

    def inner(self, selection: Selection, value: str, access: Access, *, anything: bool) -> str:
        """An object within its source."""
        if not anything:
            mapped = self.constant(values.mapped, "mapped")
            value = self.bound(value, "value")
            self.line(f"if {value}.__class__ is not dict: {value} = {mapped}(run, {value})")
        value = self.bound(value, "value")
        made = self.fresh("inner")
        self.line(f"{made} = {value}")
        with self.under(f"if {value} is not None and {value}.__class__ is not {self.constant(Failed, 'Failed')}:"):
            self.line(f"{made} = {self.object(selection, access.within(value))}")
        return made

    def outlined(self, field: Field, outline: Access) -> Piece:
        """An object in JSON of which only some parts are read; what is no object is read as if all were."""
        selection = field.selection(object_of(field))
        made = self.fresh("inner")
        self.line(f"{made} = {self.null}")
        with self.under(f"if {outline.source} == '{{}}':"):
            self.line(f"{made} = {self.object(selection, outline)}")
        with self.under(f"elif {outline.source} is not None and {outline.source} != 'null':"):
            self.no_outline(selection, outline, made)
        return Piece(made, made if field.required else None)

    def no_outline(self, selection: Selection, outline: Access, made: str) -> None:
        """What is shown of something else in JSON where an object should be."""
        mapped, loads = self.constant(values.mapped, "mapped"), self.constant(orjson.loads, "loads")
        odd = self.bound(f"{mapped}(run, {loads}({outline.source}))", "odd")
        self.line(f"{made} = {self.object(selection, outline.within(odd))}")

    def narrowed(self, field: Field, value: str) -> Piece:
        """An object whose type shows only when it is there."""
        step = self.makes.narrowing(field)
        failed = self.constant(Failed, "Failed")

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
    return len(shown) <= FEW and all(leaves) and all(isinstance(known(each.definition), OF_LEAVES) for each in shown)
