"""What a Python annotation of the tables is in the graph."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from app.tables.columns import Shown, shown_fields
from app.tables.storage import without_none
from app.tables.transient import Transient
from app.tables.values import Value


@dataclass(frozen=True)
class Shape:
    """An annotation taken apart: `list[Tier] | None` is a nullable list of the value Tier."""

    base: Any
    nullable: bool = False
    many: bool = False

    @property
    def value(self) -> type[Value] | None:
        """The embedded value it holds, if it does."""
        return self.base if isinstance(self.base, type) and issubclass(self.base, Value) else None

    @property
    def enum(self) -> type[Enum] | None:
        """The enum it holds, if it does."""
        return self.base if isinstance(self.base, type) and issubclass(self.base, Enum) else None

    @property
    def keyword(self) -> type[Enum] | None:
        """The words that may stand in place of a value: of `datetime | StartKeyword` the enum."""
        found = [each for each in get_args(self.base) if isinstance(each, type) and issubclass(each, Enum)]
        return found[0] if len(found) == 1 and get_origin(self.base) in (Union, UnionType) else None

    @property
    def is_map(self) -> bool:
        return get_origin(self.base) is dict or self.base is dict

    @property
    def is_scalar(self) -> bool:
        """Whether it is one thing that can be compared and ordered."""
        return not self.many and isinstance(self.base, type) and issubclass(self.base, str | int | Decimal | datetime)

    def wrap(self, type_: Any, *, nullable: bool | None = None) -> Any:
        """A type for the base, made a list and nullable as the annotation is."""
        shaped = list[type_] if self.many else type_
        return shaped | None if (self.nullable if nullable is None else nullable) else shaped


def shape(annotation: Any) -> Shape:
    """Take an annotation apart."""
    return _shape(annotation)


@cache
def _shape(annotation: Any) -> Shape:
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    bare, nullable = without_none(annotation)
    if get_origin(bare) is Annotated:
        bare = get_args(bare)[0]
    if get_origin(bare) is list:
        inner = shape(get_args(bare)[0])
        return Shape(inner.base, nullable, many=True)
    if get_origin(bare) in (Union, UnionType) and NoneType in get_args(bare):
        bare, nullable = Union[tuple(part for part in get_args(bare) if part is not NoneType)], True  # noqa: UP007
    if bare is NoneType:
        raise TypeError("None alone is no column")
    return Shape(bare, nullable)


def stored_fields(holder: type[BaseModel]) -> list[Shown]:
    """The fields that can be searched by: all that are shown; of an object without a table its id alone, as the rest is
    found out when it is asked for."""
    fields = shown_fields(holder)
    return [each for each in fields if each.key == "id"] if issubclass(holder, Transient) else fields
