"""How an annotation is stored: which PostgreSQL type holds it, and how values pass in and out."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import cached_property
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo
from sqlalchemy import ARRAY, JSON, BigInteger, BindParameter, Boolean, DateTime, Dialect, Numeric, Text, bindparam
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel.main import FieldInfoMetadata


class EnumText(TypeDecorator[Enum]):
    """An enum as the text of its value: a new member needs no migration."""

    impl = Text
    cache_ok = True

    def __init__(self, enum: type[Enum]) -> None:
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: Enum | str | None, dialect: Dialect) -> str | None:
        return None if value is None else str(self.enum(value).value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Enum | None:
        return None if value is None else self.enum(value)


class Embedded(TypeDecorator[Any]):
    """A value, a list or a map as JSONB, typed on the way out; as JSON where the order of keys must be kept."""

    impl = JSONB(none_as_null=True)
    cache_ok = True

    def __init__(self, annotation: Any) -> None:
        super().__init__()
        self.annotation = annotation
        self.ordered = getattr(annotation, "ordered", False)
        if self.ordered:
            self.impl = self.impl_instance = JSON(none_as_null=True)  # type: ignore[assignment]

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.annotation)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self._adapter.dump_python(value, mode="json")

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self._adapter.validate_python(value)

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        return self.impl.coerce_compared_value(op, value)


def without_none(annotation: Any) -> tuple[Any, bool]:
    """The annotation without `| None`, and without checks such as those of `texts`; and whether it had `| None`."""
    if get_origin(annotation) in (Union, UnionType):
        parts = [part for part in get_args(annotation) if part is not NoneType]
        if len(parts) == 1:
            return _unchecked(parts[0]), len(parts) < len(get_args(annotation))
    return _unchecked(annotation), False


def _unchecked(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def limited_as(annotation: Any, lent: FieldInfo, name: str) -> Any:
    """The annotation with the checks and limits of a field of the same type, whether or not either can be null."""
    bare, nullable = without_none(annotation)
    same, can_be_null = without_none(lent.annotation)
    assert bare == same, f"{name} is not of the type of the field that it borrows from"
    inner = next(part for part in get_args(lent.annotation) if part is not NoneType) if can_be_null else lent.annotation
    limits = [each for each in lent.metadata if not isinstance(each, FieldInfoMetadata)]
    limited: Any = Annotated[(inner, *limits)] if limits else inner
    return limited | None if nullable else limited


def column_type(annotation: Any, *, is_id: bool) -> TypeEngine[Any]:
    """The column type for an annotation. Ids sort by bytes, so that a page's cursor means the same on any server."""
    bare, _ = without_none(annotation)
    if isinstance(bare, type):
        if issubclass(bare, Enum):
            return EnumText(bare)
        if issubclass(bare, str):
            return Text(collation="C") if is_id else Text()
        if issubclass(bare, bool):
            return Boolean()
        if issubclass(bare, int):
            return BigInteger()
        if issubclass(bare, Decimal):
            return Numeric()
        if issubclass(bare, datetime):
            return DateTime(timezone=True)
    return Embedded(bare)


def texts(values: Iterable[str]) -> BindParameter[Any]:
    """Any number of texts as one parameter, for `= ANY`: with IN each is one of its own, and 32,767 are the most."""
    return bindparam(None, list(values), type_=ARRAY(Text))
