"""What written code calls for values that may be anything: those of resolvers, of attributes, and of JSON."""

from collections.abc import Callable
from typing import Any, NoReturn

import orjson
from graphql import Executor, GraphQLError, GraphQLLeafType, GraphQLList, GraphQLNonNull, Undefined, get_nullable_type
from graphql.pyutils import is_iterable

from schema.execute.failures import FieldError
from schema.execute.plan import Field
from schema.execute.run import Run


class UnexpectedValue(Exception):
    """A stored value that the server cannot have written."""


def unexpected() -> NoReturn:
    """Hand the operation to graphql-core, which reports what is wrong with the value."""
    raise UnexpectedValue


def given(run: Run, value: Any) -> Any:
    """A value that a resolver gave: an exception given in its place is a failure."""
    if isinstance(value, Exception):
        return run.fail(value)
    return None if value is Undefined else value


def work(run: Run, field: Field, function: Callable[..., Any], *values: Any) -> Any:
    """What a function makes of values and of the field's arguments."""
    try:
        return given(run, function(*values, **run.arguments(field)))
    except Exception as error:
        return run.fail(error)


LONGEST_KNOWN = 300
MOST_KNOWN = 1_000
"""Texts, and characters of each, of which one field remembers what was made."""


class Lists(dict[str, str]):
    """The lists of one field as the result has them in JSON, by the JSON of their column: many rows have the same."""

    def __init__(self, type_: GraphQLList[Any]) -> None:
        super().__init__()
        self.type = type_

    def __missing__(self, text: str) -> str:
        """Raises for what is not a list of the field's type."""
        made = orjson.dumps([self.item(item) for item in checked_list(orjson.loads(text))]).decode()
        if len(text) <= LONGEST_KNOWN:
            if len(self) >= MOST_KNOWN:
                self.clear()
            self[text] = made
        return made

    def item(self, item: Any) -> Any:
        of = self.type.of_type
        if item is None and not isinstance(of, GraphQLNonNull):
            return None
        return unexpected() if item is None else Executor.complete_leaf_value(get_nullable_type(of), item)


def checked_list(value: Any) -> list[Any]:
    """A list of a column's JSON."""
    return value if value.__class__ is list else unexpected()


def leaf(run: Run, type_: GraphQLLeafType, value: Any) -> Any:
    """A scalar or an enum as the result has it."""
    if value is None or value.__class__ is FieldError:
        return value
    try:
        made = Executor.complete_leaf_value(type_, value)
    except Exception as error:
        return run.fail(error)
    # What may be large is counted wherever it stands.
    return run.write(orjson.dumps(made)) if made.__class__ is dict else made


def listed(run: Run, field: Field, value: Any) -> Any:
    """The items of a list."""
    if value is None or value.__class__ is FieldError:
        return value
    if not is_iterable(value):
        name = f"{field.parent.name}.{field.name}"
        return run.fail(GraphQLError(f"Expected Iterable, but did not find one for field '{name}'."))
    try:
        return [given(run, item) for item in value]
    except Exception as error:
        return run.fail(error)
