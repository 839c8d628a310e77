"""Codec: a record's columns as the database's driver takes and gives them. Worked out once for each table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar

import orjson
from pydantic import TypeAdapter
from sqlalchemy import Column, ColumnElement, Text, cast
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB

from app.tables.record import Record
from app.tables.storage import Embedded, EnumText
from app.tables.values import Value

AnyRecord = TypeVar("AnyRecord", bound=Record)
Convert = Callable[[Any], Any]

NOTHING: dict[str, Callable[[], Any]] = {"[]": list, "{}": dict}
"""Lists and maps of nothing, as most are, by their text."""
EMPTY: dict[type, bytes] = {list: b"[]", dict: b"{}"}
"""Their texts."""
KEPT = 512
"""Texts of JSON whose values are kept, for each column."""
DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class Codec(Generic[AnyRecord]):
    """How one table's records are read and written."""

    table: type[AnyRecord]
    names: tuple[str, ...]
    """Every column, in the table's order."""
    written: tuple[str, ...]
    """Those that an INSERT names: all but what the database numbers itself."""
    key: tuple[str, ...]
    """The primary key."""
    types: dict[str, str]
    """Each column's type, as PostgreSQL writes it."""
    encoders: dict[str, Convert | None]
    decoders: tuple[tuple[str, Convert], ...]
    selected: tuple[ColumnElement[Any], ...]
    """Every column, to be read by `load`: JSON as its text, which is known by its value where it was read before."""

    @property
    def name(self) -> str:
        """The table's name."""
        return str(self.table.__tablename__)

    def load(self, values: Iterable[Any]) -> AnyRecord:
        """A record of a row's values, in the order of `names`."""
        record: AnyRecord = object.__new__(self.table)
        state = record.__dict__
        state.update(zip(self.names, values, strict=True))
        for name, decode in self.decoders:
            value = state[name]
            if value is not None:
                state[name] = decode(value)
        return record

    def encode(self, name: str, value: Any) -> Any:
        """A column's value as the driver takes it."""
        encoder = self.encoders[name]
        return value if encoder is None or value is None else encoder(value)

    def column(self, name: str, records: Iterable[Record]) -> list[Any]:
        """A column's values in many records, as the driver takes them."""
        return self.encoded(name, [record.__dict__[name] for record in records])

    def encoded(self, name: str, values: list[Any]) -> list[Any]:
        """Values of a column, as the driver takes them."""
        encoder = self.encoders[name]
        if encoder is None:
            return values
        return [None if value is None else encoder(value) for value in values]


@cache
def codec(table: type[AnyRecord]) -> Codec[AnyRecord]:
    """The table's codec."""
    columns: tuple[Column[Any], ...] = tuple(table.__table__.c)
    decoders = ((column.name, _decoder(column)) for column in columns)
    return Codec(
        table=table,
        names=tuple(column.name for column in columns),
        written=tuple(column.name for column in columns if column.identity is None),
        key=tuple(column.name for column in table.__table__.primary_key),
        types={column.name: _type(column) for column in columns},
        encoders={column.name: _encoder(column) for column in columns},
        decoders=tuple((name, decode) for name, decode in decoders if decode is not None),
        selected=tuple(cast(column, Text).label(column.name) if _is_json(column) else column for column in columns),
    )


def _type(column: Column[Any]) -> str:
    text = column.type.compile(DIALECT)
    return text.partition(" COLLATE")[0]


def _encoder(column: Column[Any]) -> Convert | None:
    match column.type:
        case EnumText():
            return _text_of
        case Embedded(annotation=annotation, ordered=True):
            names = tuple(annotation.model_fields)
            # What is kept in its order is JSON all through.
            return lambda value: orjson.dumps({name: value.__dict__[name] for name in names})
        case Embedded(annotation=annotation):
            return _writing(annotation)
        case JSONB():
            return _writing(Any)
    return None


def _writing(annotation: Any) -> Convert:
    """From a value to JSON's text. Most lists and maps are empty."""
    adapter: TypeAdapter[Any] = TypeAdapter(annotation)

    def write(value: Any) -> bytes:
        if not value and type(value) in EMPTY:
            return EMPTY[type(value)]
        # The adapter's own function passes on twenty options, which takes as long as the work.
        text: bytes = adapter.serializer.to_json(value)
        return text

    return write


def _decoder(column: Column[Any]) -> Convert | None:
    match column.type:
        case EnumText(enum=enum):
            return {member.value: member for member in enum}.__getitem__
        case Embedded(annotation=annotation):
            return _reading(annotation)
        case JSONB():
            return _reading(Any)
    return None


def _reading(annotation: Any) -> Convert:
    """From JSON's text, or from what was made of it, to a value. Values that cannot change are kept for the next row
    that has the same text: most rows of an account have a few such texts alone."""
    adapter: TypeAdapter[Any] = TypeAdapter(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Value):
        from_text: Convert = lru_cache(KEPT)(adapter.validate_json)
    else:

        def from_text(text: str) -> Any:
            made = NOTHING.get(text)
            return adapter.validator.validate_json(text) if made is None else made()

    def read(value: Any) -> Any:
        return from_text(value) if type(value) is str else adapter.validate_python(value)

    return read


def _is_json(column: Column[Any]) -> bool:
    return isinstance(column.type, Embedded | JSONB)


def _text_of(value: Any) -> str:
    return str(value.value) if isinstance(value, Enum) else str(value)
