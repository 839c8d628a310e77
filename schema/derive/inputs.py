"""Inputs: from columns, values and a verb's options to GraphQL inputs, and back to checked Python values."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import strawberry
from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from strawberry.types.field import StrawberryField
from typing_extensions import Doc

from app.errors import InvalidRequest
from app.tables.columns import ColumnMeta, Id, meta_of, public_name
from app.tables.resource import Resource
from app.tables.values import Value
from schema.derive.annotations import Shape, shape
from schema.derive.enums import graph_enum
from schema.derive.fields import input_field, input_type
from schema.derive.scalars import JSON, Currency, Int64, Metadata


@dataclass(frozen=True)
class Param:
    """One field of an input: `name` is Stripe's, `key` what the domain function knows it by."""

    name: str
    key: str
    annotation: Any
    required: bool
    description: str | None
    is_column: bool
    type: Any

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """What checks a value."""
        return TypeAdapter(self.annotation)


def column_params(table: type[Resource], *, creating: bool) -> list[Param]:
    """What a caller may set: given and editable columns to create, editable ones to update."""
    kinds = ("given", "editable") if creating else ("editable",)
    found = []
    for column, info in table.model_fields.items():
        meta = meta_of(info)
        if meta.kind in kinds and not meta.hidden:
            required = creating and info.is_required()
            found.append(_param(column, info, meta, required=required, is_column=True))
    return found


def option_params(function: Callable[..., Any]) -> list[Param]:
    """The keyword-only parameters of a domain function, but for its catch-all `**values`."""
    hints = get_type_hints(function, include_extras=True)
    found = []
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
            continue
        annotation = hints[name]
        extras = get_args(annotation)[1:] if get_origin(annotation) is Annotated else ()
        meta = next((ColumnMeta(targets=(e.target,)) for e in extras if isinstance(e, Id)), ColumnMeta())
        info = FieldInfo.from_annotation(annotation)
        info.description = next((e.documentation for e in extras if isinstance(e, Doc)), None)
        required = parameter.default is inspect.Parameter.empty
        found.append(_param(name, info, meta, required=required, is_column=False))
    return found


def client_secret_param() -> Param:
    """What a publishable key must give to act on an object."""
    text: Any = str | None
    info = FieldInfo.from_annotation(text)
    info.description = "With a publishable key: the object's client secret."
    return _param("client_secret", info, ColumnMeta(), required=False, is_column=False)


def _param(key: str, info: FieldInfo, meta: ColumnMeta, *, required: bool, is_column: bool) -> Param:
    found = shape(info.annotation)
    name = public_name(key, meta) if is_column else key
    annotation: Any = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
    if key == "meta":
        annotation = dict[str, str | None] | None
    return Param(
        name=name,
        key=key,
        annotation=annotation,
        required=required,
        description=info.description,
        is_column=is_column,
        type=found.wrap(_input_leaf(found, key, meta), nullable=False),
    )


def _input_leaf(found: Shape, key: str, meta: ColumnMeta) -> Any:
    if meta.targets:
        return strawberry.ID
    if meta.currency or (found.base is int and "amount" in key):
        return Int64
    if found.value:
        return value_input(found.value)
    if found.enum:
        return graph_enum(found.enum)
    if key in ("meta", "metadata"):
        return Metadata
    if found.is_map or found.base in (Any, object):
        return JSON
    if found.base is str and (key == "currency" or key.endswith("_currency")):
        return Currency
    return found.base


@cache
def value_input(value: type[Value]) -> type:
    """`ShippingInput`, of an embedded value."""
    fields = []
    for name, info in value.model_fields.items():
        meta = meta_of(info)
        if meta.hidden or meta.kind == "kept":
            continue
        param = _param(name, info, meta, required=info.is_required(), is_column=True)
        fields.append(_field(param))
    name = value.__name__.removesuffix("Params")
    return input_type(f"{name}Input", fields, value.__doc__)


def params_input(name: str, params: list[Param], description: str) -> type:
    """A mutation's input of these params."""
    return input_type(name, [_field(param) for param in params], description)


def _field(param: Param) -> StrawberryField:
    return input_field(param.name, param.key, param.type, required=param.required, description=param.description)


def checked(params: list[Param], given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The caller's values by type and limits: columns and options apart.

    Raises InvalidRequest that names the field, as a dotted path of Stripe's names.
    """
    columns: dict[str, Any] = {}
    options: dict[str, Any] = {}
    for param in params:
        if param.key not in given:
            continue
        value = given[param.key]
        try:
            value = param.adapter.validate_python(value)
        except ValidationError as error:
            raise _refusal(param, error) from None
        (columns if param.is_column else options)[param.key] = value
    return columns, options


_CODES = {
    "missing": "parameter_missing",
    "string_too_short": "parameter_invalid_empty",
    "int_type": "parameter_invalid_integer",
    "int_parsing": "parameter_invalid_integer",
    "greater_than": "parameter_invalid_integer",
    "greater_than_equal": "parameter_invalid_integer",
    "less_than": "parameter_invalid_integer",
    "less_than_equal": "parameter_invalid_integer",
    "extra_forbidden": "parameter_unknown",
}


def _refusal(param: Param, error: ValidationError) -> InvalidRequest:
    first = error.errors(include_url=False, include_context=True)[0]
    # A union's branches are part of pydantic's path, but not of the caller's.
    steps = [
        str(step).removesuffix("_id") for step in first["loc"] if isinstance(step, int) or str(step).isidentifier()
    ]
    path = ".".join([param.name, *steps])
    return InvalidRequest(f"{path}: {_sentence(first)}", code=_CODES.get(first["type"]), field=path)


def _sentence(error: Any) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return "this field is required."
        case "string_too_long":
            return f"at most {context['max_length']} characters; {len(error['input'])} were given."
        case "string_too_short":
            least = context["min_length"]
            return f"at least {least} character{'s are' if least > 1 else ' is'} needed."
        case "greater_than":
            return f"must be greater than {context['gt']}."
        case "greater_than_equal":
            return f"must be {context['ge']} or more."
        case "less_than":
            return f"must be less than {context['lt']}."
        case "less_than_equal":
            return f"must be {context['le']} or less."
        case "too_long":
            return f"at most {context['max_length']} entries; {context['actual_length']} were given."
        case "none_required" | "string_type" | "int_type" | "bool_type" if error["input"] is None:
            return "cannot be null; leave the field out instead."
    return f"{error['msg'].removeprefix('Value error, ')}."
