"""What written code calls for values that may be anything: those of resolvers, of attributes, and of JSON."""

from collections.abc import Callable
from typing import Any, NoReturn

import orjson
from graphql import Executor, GraphQLError, GraphQLLeafType, Undefined
from graphql.pyutils import is_iterable

from schema.derive.rows import checked_id, read
from schema.derive.types import with_currency
from schema.execute.failures import Failed
from schema.execute.plan import Field
from schema.execute.run import Run

ODD = (LookupError, TypeError, ValueError)
"""What written code raises when a value is not the plain one that its text is for."""


def odd() -> NoReturn:
    """Give up a text."""
    raise ValueError


def given(run: Run, value: Any) -> Any:
    """A value that a resolver gave: an exception given in its place is a failure."""
    if isinstance(value, Exception):
        return run.fail(value)
    return None if value is Undefined else value


def take(run: Run, source: Any, name: str) -> Any:
    """A part of a mapping, or an attribute of anything else."""
    try:
        return given(run, read(source, name))
    except Exception as error:
        return run.fail(error)


def work(run: Run, function: Callable[..., Any], *values: Any) -> Any:
    """What a function makes of values."""
    try:
        return given(run, function(*values))
    except Exception as error:
        return run.fail(error)


def work_as_asked(run: Run, field: Field, function: Callable[..., Any], *values: Any) -> Any:
    """What a function makes of values and of the field's arguments."""
    try:
        return given(run, function(*values, **run.arguments(field)))
    except Exception as error:
        return run.fail(error)


def priced(run: Run, value: Any, currency: Any) -> Any:
    """A value with amounts, knowing the currency around it; one that could not be had stays so."""
    return value if value.__class__ is Failed else work(run, with_currency, value, currency)


def id_in(run: Run, value: Any, name: str) -> Any:
    """An id within JSON, where any other value is a failure."""
    return value if value.__class__ is Failed else work(run, checked_id, value, name)


LONGEST_KNOWN = 300
MOST_KNOWN = 1_000
"""Texts, and characters of each, of which one field remembers what was made."""


def remember(known: dict[str, str], text: str, made: Any) -> None:
    """Keep what was made of a text, as JSON, if that is worth it."""
    if len(text) <= LONGEST_KNOWN:
        if len(known) >= MOST_KNOWN:
            known.clear()
        known[text] = orjson.dumps(made).decode()


def leaf(run: Run, type_: GraphQLLeafType, value: Any) -> Any:
    """A scalar or an enum as the result has it."""
    if value is None or value.__class__ is Failed:
        return value
    try:
        return Executor.complete_leaf_value(type_, value)
    except Exception as error:
        return run.fail(error)


def listed(run: Run, field: Field, value: Any) -> Any:
    """The items of a list."""
    if value is None or value.__class__ is Failed:
        return value
    if not is_iterable(value):
        name = f"{field.parent.name}.{field.name}"
        return run.fail(GraphQLError(f"Expected Iterable, but did not find one for field '{name}'."))
    try:
        return [given(run, item) for item in value]
    except Exception as error:
        return run.fail(error)


class Odd:
    """What stands in JSON where an object should be. It is read like any other value, and mostly in vain."""

    def __init__(self, run: Run, value: Any) -> None:
        self.run = run
        self.value = value

    def get(self, name: str) -> Any:
        return take(self.run, self.value, name)


def mapped(run: Run, value: Any) -> Any:
    """A value within JSON that should be an object, and is none."""
    return value if value is None or value.__class__ in (Failed, Odd) else Odd(run, value)


def stored(source: Any) -> Any:
    """A source as resolvers take it."""
    return source.value if source.__class__ is Odd else source
