"""Embedded values: frozen parts of a row, kept in a JSONB column."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidatorFunctionWrapHandler, WrapValidator, create_model
from pydantic_core import PydanticUndefined

from app.tables.columns import extra_of, meta_of
from app.tables.docs import describe
from app.tables.storage import limited_as, without_none

AnyValue = TypeVar("AnyValue", bound="Value")


class Value(BaseModel):
    """A part of a row with no life of its own. Replaced whole, never changed in place.

    What callers give for a value that is shown is derived from it: a subclass `ShippingParams(Shipping,
    without=("carrier",), required=("address",))` has the same fields but for these, and those that it declares itself.
    A class that shares only some fields with another, or has them nullable, names it with `like`: a field of the same
    name that is declared without limits, and without a sentence under it, has those of the other class; the limits and
    checks, where it is of the same type.
    """

    # The validators of a value are built when it is first made: most of the hundreds are not, in most processes.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    ordered: ClassVar[bool] = False
    """Whether it holds JSON whose keys are to stay in their order."""
    keyed_by: ClassVar[str | None] = None
    """The field by which Stripe's JSON has a map of such values, where the graph has a list of them."""
    keyed_value: ClassVar[str | None] = None
    """The field that is all there is in such a map under each key, where it is no hash of the others."""
    one_of: ClassVar[bool] = False
    """Whether callers give exactly one of its fields."""
    awaited: ClassVar[tuple[str, ...]] = ()
    """As in `Resource.awaited`."""

    def __init_subclass__(cls, **_options: Any) -> None:
        """The options are taken once pydantic has found the fields."""
        super().__init_subclass__()

    @classmethod
    def __pydantic_init_subclass__(
        cls,
        *,
        without: Collection[str] = (),
        required: Collection[str] = (),
        like: type[BaseModel] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        describe(cls)
        fields = cls.__pydantic_fields__
        for name in without:
            del fields[name]
        for name in required:
            fields[name].default = PydanticUndefined
        if like is not None:
            cls._borrow(like)

    @classmethod
    def _borrow(cls, like: type[BaseModel]) -> None:
        fields = cls.__pydantic_fields__
        for name in cls.__annotations__.keys() & like.model_fields.keys():
            lent, field = like.model_fields[name], fields[name]
            field.description = field.description or lent.description
            if field.json_schema_extra is None:
                # Whatever sets the other's field, this one is set by the caller.
                field.json_schema_extra = extra_of(replace(meta_of(lent), kind="given", hidden=False))
            if not field.metadata and without_none(field.annotation)[0] == without_none(lent.annotation)[0]:
                field.annotation = limited_as(field.annotation, lent, name)

    @classmethod
    def trusted(cls, **values: Any) -> Self:
        """A value of all its fields, none of which needs to be checked."""
        made = cls.__new__(cls)
        # What pydantic's own way comes to, which is six times as long.
        assign = object.__setattr__
        assign(made, "__dict__", values)
        assign(made, "__pydantic_fields_set__", set(values))
        assign(made, "__pydantic_extra__", None)
        assign(made, "__pydantic_private__", None)
        return made

    def __getitem__(self, name: str) -> Any:
        """Read as the mapping that it is on the read path, so that computed fields serve both."""
        return getattr(self, name)


def fields_of(like: type[Value], annotation: Any) -> Callable[[type[AnyValue]], type[AnyValue]]:
    """Give the class every field of another, with its sentence, but of this type and null by default."""

    def extend(cls: type[AnyValue]) -> type[AnyValue]:
        fields: dict[str, Any] = {
            name: (annotation, Field(None, description=field.description)) for name, field in like.model_fields.items()
        }
        return create_model(cls.__name__, __base__=cls, __module__=cls.__module__, __doc__=cls.__doc__, **fields)

    return extend


def _emptied(given: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    if given is not None:
        return validate(given)
    made = validate({})
    return made.model_copy(update=dict(made))  # each member counts as given, so that an update clears it


Hash = Annotated[AnyValue, WrapValidator(_emptied)]
"""A hash that is never null, as Stripe returns it: where nothing is known, its members are null. Null in an input
empties it."""
