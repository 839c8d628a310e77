"""Failures: they stand in the result where a value should be, until one last walk finds their paths.

A run makes results and knows of no paths, which cost more than the values. Where a value cannot be had it puts a
`FieldError` in its place; where a null stands that may not be, it only notes that there is one. If anything of the kind
happened the result is walked once, errors get their paths, and nulls rise to the next place that may be null.
"""

from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLError,
    GraphQLList,
    GraphQLNonNull,
    GraphQLOutputType,
    get_named_type,
    is_leaf_type,
    is_object_type,
    located_error,
)
from orjson import Fragment

from schema.execute.plan import Field, Selection

Path = tuple[str | int, ...]
"""A place in the result: keys, and the places of items."""


@dataclass(frozen=True, slots=True, eq=False)
class FieldError:
    """In place of a value: why there is none."""

    error: Exception


class NullPropagation:
    """The walk through one result, in which errors get their paths and nulls rise to what may be null."""

    def __init__(self, branches: dict[int, Selection]) -> None:
        self.branches = branches
        self.errors: list[GraphQLError] = []

    def root(self, selection: Selection, data: dict[str, Any]) -> dict[str, Any] | None:
        """The result with nulls in place of what failed; none at all if that rises to the top."""
        try:
            return self._object(selection, data, ())
        except GraphQLError as error:
            self.errors.append(error)
            return None

    def _object(self, selection: Selection, data: dict[str, Any], path: Path) -> dict[str, Any]:
        # Objects that are the same stand in several places: each place has the errors with its own path.
        shown = dict(data)
        for field in selection.fields:
            if field.key in data:
                shown[field.key] = self._place(field.type, field, data[field.key], (*path, field.key))
        return shown

    def _place(self, type_: GraphQLOutputType, field: Field, value: Any, path: Path) -> Any:
        """A value at a place that errors name. Raises GraphQLError where null may not stand."""
        try:
            return self._value(type_, field, value, path)
        except Exception as raw:
            error = located_error(raw, field.nodes, list(path))
            if isinstance(type_, GraphQLNonNull):
                raise error from None
            self.errors.append(error)
            return None

    def _value(self, type_: GraphQLOutputType, field: Field, value: Any, path: Path) -> Any:
        if isinstance(value, FieldError):
            raise value.error
        if isinstance(value, Fragment):
            return value  # a text, in which nothing failed
        if isinstance(type_, GraphQLNonNull):
            inner = self._value(type_.of_type, field, value, path)
            if inner is None:
                raise TypeError(f"Cannot return null for non-nullable field {field.parent.name}.{field.name}.")
            return inner
        if value is None:
            return None
        if isinstance(type_, GraphQLList):
            return [self._place(type_.of_type, field, item, (*path, place)) for place, item in enumerate(value)]
        named = get_named_type(type_)
        if is_leaf_type(named):
            return value
        selection = field.selection(named) if is_object_type(named) else self.branches[id(value)]
        return self._object(selection, value, path)
