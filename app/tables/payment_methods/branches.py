"""Values with a branch for each type of payment method, of which at most one is set."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self, TypeVar

from pydantic import Field, create_model

from app.tables.columns import ColumnMeta, extra_of
from app.tables.payment_methods.method_type import Empty, Face, method_types
from app.tables.values import Value

AnyValue = TypeVar("AnyValue", bound=Value)


class Branches(Value):
    """A value with one field per type of payment method. At most one is not null, and only that one is stored."""

    if TYPE_CHECKING:  # the fields come at run time

        def __getattr__(self, name: str) -> Any: ...

    @classmethod
    def of(cls, name: str, branch: Value | Empty | None, **others: Any) -> Self:
        """A value of the class with that branch, by the name of its type."""
        return cls(**{name: branch}, **others)

    def branch(self, name: str) -> Any:
        """The type's branch; None if not set, or if the type has no such face."""
        return self.__dict__.get(name)

    def get(self, kind: type[AnyValue]) -> AnyValue | None:
        """The branch of that class; None if not set."""
        for each in self.__dict__.values():
            if type(each) is kind:
                return each
        return None


AnyBranches = TypeVar("AnyBranches", bound=Branches)


def branches(face: Face) -> Callable[[type[AnyBranches]], type[AnyBranches]]:
    """Add a field to the class for each type of payment method that has the face."""

    def extend(cls: type[AnyBranches]) -> type[AnyBranches]:
        fields: dict[str, Any] = {}
        for name, each in method_types().items():
            if shown := each.faces.get(face):
                about = f"Present when the payment method is a {each.noun}."
                meta = extra_of(ColumnMeta(branch=True))
                fields[name] = (
                    shown | None,
                    Field(None, description=about, json_schema_extra=meta, exclude_if=lambda value: value is None),
                )
        return create_model(cls.__name__, __base__=cls, __module__=cls.__module__, __doc__=cls.__doc__, **fields)

    return extend
