"""Writes what is plain in rows as JSON's own text, without an object for it.

Most of what is read is only read to be written: as text, a row of twenty columns takes a quarter of the memory that it
takes as dicts, and less time. So an object's fields that need no waiting become texts, in runs of neighbours: a run
stands in the result as one `Fragment` under its first field's key, which brings the others' keys and values along.
Texts are for what PostgreSQL vouches for: where a value is anything but that the written code raises.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

import orjson
from graphql import GraphQLNonNull, get_nullable_type, is_leaf_type
from orjson import Fragment

from schema.derive import kinds
from schema.execute.access import Access, Inset, unexpected
from schema.execute.field_kinds import Typename, field_kind
from schema.execute.plan import Field, Selection
from schema.execute.run import UNTOLD
from schema.execute.writer import Piece, Writer, is_of_few_leaves, is_of_leaves, object_of

ESCAPED = str.maketrans({"{": "{{", "}": "}}", "\\": "\\\\", "'": "\\'"})
"""What an f-string would take for something else."""


class NoText(Exception):
    """The field takes more than its row's columns, or its values are not plain ones."""


class TextWriter(Writer):
    """Writes fields as expressions whose `str` is their JSON. Its methods raise NoText for what has none."""

    null = "'null'"

    def postpone(self, made: str, selection: Selection, access: Access) -> None:
        """Nothing can be added to a text."""
        if selection.parts:
            raise NoText

    def always(self, selection: Selection, access: Access) -> str:
        """It stands in its holder's text, and needs none of its own."""
        if selection.parts:
            raise NoText
        return Inset(f"{{{{{run((key, piece.expression) for key, piece in self.pieces(selection, access))}}}}}")

    def display(self, entries: Iterable[tuple[str, str]]) -> str:
        return f"f'''{{{{{run(entries)}}}}}'''"

    def check(self, musts: list[str | None]) -> None:
        if wanted := [f"{must} == 'null'" for must in dict.fromkeys(musts) if must is not None]:
            self.line(f"if {' or '.join(wanted)}: {unexpected(self.constant)}")

    def piece(self, field: Field, access: Access) -> Piece:
        kind = field_kind(field.definition)
        match kind:
            case Typename():
                return constant(field.parent.name)
            case kinds.Constant(value):
                return constant(value)
            case kinds.Column(column):
                if is_of_leaves(field.type) and (text := access.text(column)):
                    return self.remembered(field, text)
                return self.leaf(field, column, access)
            case kinds.Amount() if access.typed:
                return super().piece(field, access)
            case kinds.Embedded(column, None) if is_of_few_leaves(field):
                if keys := access.keys(column):
                    return self.from_keys(field, keys)
            case kinds.Relation(column, targets):
                if joined := self.makes.joined(field, access, column, targets):
                    return self.inlined(field, joined)
                if spliced := self.makes.spliced(field, access, column, targets):
                    text = self.bound(spliced, "text")
                    return Piece(text, text if field.required else None)
        raise NoText

    def leaf(self, field: Field, column: str, access: Access) -> Piece:
        type_ = get_nullable_type(field.type)
        if not is_leaf_type(type_) or (read := access.plain(column, type_)) is None:
            raise NoText
        value = self.bound(read, "value")
        nullable = not (isinstance(field.type, GraphQLNonNull) or access.sure(column))
        text = access.json(column, type_, value, nullable=nullable)
        if text is None:
            raise NoText
        return Piece(text)

    def remembered(self, field: Field, text: str) -> Piece:
        null = "" if field.required else f"'null' if {text} is None or {text} == 'null' else "
        return Piece(f"({null}{self.lists(field)}[{text}])")

    def from_keys(self, field: Field, keys: Access) -> Piece:
        """An object in JSON of which only some keys are read."""
        made = self.fresh("inner")
        self.line(f"{made} = {self.null}")
        with self.under(f"if {keys.source} == 'object':"):
            self.line(f"{made} = {self.object(field.selection(object_of(field)), keys)}")
        with self.under(f"elif {keys.source} is not None and {keys.source} != 'null':"):
            self.line(unexpected(self.constant))
        return Piece(made, made if field.required else None)

    def complete(self, *_: Any, **__: Any) -> Piece:
        raise NoText


class RowWriter(Writer):
    """Writes objects of rows, as far as they are plain as texts."""

    counts = False
    """Whether what it writes counts the texts in it."""

    def object(self, selection: Selection, access: Access) -> str:
        texts = TextWriter(self.body.beside(), self.makes)
        found: dict[Field, Piece] = {}
        for field in selection.fields:
            if (text := attempt(texts, field, access)) is not None:
                found[field] = text
        runs = [list(fields) for _, fields in groupby(selection.fields, lambda field: field in found)]
        for fields in runs:
            if fields[0] in found and not is_worth(fields):
                del found[fields[0]]
        if not found:
            return super().object(selection, access)
        others = {field: self.piece(field, access) for field in selection.fields if field not in found}
        self.check([piece.must for piece in others.values()])
        texts.check([piece.must for piece in found.values()])
        made = self.fresh("made")
        self.body.lines += texts.body.lines
        self.line(f"{made} = {self.packed(runs, found, others, whole=not (others or selection.parts))}")
        self.leave(made, [(field.key, piece) for field, piece in others.items()])
        self.postpone(made, selection, access)
        return made

    def packed(
        self, runs: list[list[Field]], found: dict[Field, Piece], others: dict[Field, Piece], *, whole: bool
    ) -> str:
        """The object with each run of texts as one; a `whole` text in place of an object to which nothing is added."""
        entries = []
        for fields in runs:
            if fields[0] not in found:
                entries += [(field.key, others[field].expression) for field in fields]
                continue
            texts = [(field.key, found[field].expression) for field in fields]
            if whole:
                return self.written(f"{{{{{run(texts)}}}}}")
            (key, first), *rest = texts
            text = ",".join([shown(first), *([run(rest)] if rest else [])])
            entries.append((key, self.written(text)))
        return self.display(entries)

    def written(self, text: str) -> str:
        """A part of the result as JSON's own text, which is counted as `Run.write` does: to call that takes longer."""
        self.counts = True
        part = self.fresh("text")
        self.line(f"{part} = f'''{text}'''")
        self.line(f"written += len({part})")
        with self.under(f"if written > {UNTOLD}:"):
            self.line("run.count(written)")
            self.line("written = 0")
        return f"{self.constant(Fragment, 'Fragment')}({part})"

    def prologue(self) -> list[str]:
        return [*super().prologue(), *(["    written = 0"] if self.counts else [])]

    def epilogue(self) -> list[str]:
        return [*super().epilogue(), *(["    run.count(written)"] if self.counts else [])]


def constant(value: str) -> Piece:
    """What is known as the code is written."""
    return Piece(Inset(orjson.dumps(value).decode().translate(ESCAPED)))


def attempt(texts: TextWriter, field: Field, access: Access) -> Piece | None:
    """The field as a text, and its lines written; or nothing written."""
    before = len(texts.body.lines)
    try:
        return texts.piece(field, access)
    except NoText:
        del texts.body.lines[before:]
        return None


def is_worth(fields: list[Field]) -> bool:
    """Whether a text of these is less than an entry for each: a scalar alone is not."""
    return len(fields) > 1 or not is_leaf_type(get_nullable_type(fields[0].type))


def run(entries: Iterable[tuple[str, str]]) -> str:
    """Neighbours in an object, for an f-string."""
    return ",".join(f'"{key}":{shown(expression)}' for key, expression in entries)


def shown(expression: str) -> str:
    """An expression's value, for an f-string."""
    return expression if isinstance(expression, Inset) else f"{{{expression}}}"
