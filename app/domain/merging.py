"""How a partial hash is merged in an update: omitted fields do not change, and nulls clear."""

from typing import TypeVar

from app.tables.storage import without_none
from app.tables.values import Value

AnyValue = TypeVar("AnyValue", bound=Value)


def merge(kind: type[AnyValue], old: AnyValue | None, given: Value) -> AnyValue:
    """`old` merged with the fields that `given` sets, at every depth. Lists are replaced whole.

    `given` may be of another class with similar fields; fields that `kind` lacks are ignored. A null resets a field
    that cannot be null to its default.
    """
    fields = {} if old is None else dict(old)
    for name in given.model_fields_set & kind.model_fields.keys():
        new = getattr(given, name)
        inner, nullable = without_none(kind.model_fields[name].annotation)
        if isinstance(new, Value):
            new = merge(inner, fields.get(name), new)
        if new is None and not nullable:
            fields.pop(name, None)
        else:
            fields[name] = new
    return kind(**fields)
