"""Inputs: from columns, values and a verb's options to GraphQL inputs, and back to checked Python values."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import strawberry
from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from strawberry.types.field import StrawberryField
from typing_extensions import Doc

from app.errors import InvalidRequest
from app.tables.columns import ColumnMeta, Id, Inline, Of, meta_of, public_name, shown_fields
from app.tables.resource import Resource
from app.tables.storage import without_none
from app.tables.values import Value
from schema.derive.annotations import Shape, shape
from schema.derive.enums import graph_enum
from schema.derive.fields import input_field, input_type
from schema.derive.reading_order import Kind, in_reading_order
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
    is_reference: bool
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
    return ordered(found)


def ordered(params: list[Param]) -> list[Param]:
    """Params in the order for readers: what leads elsewhere after what it is about, metadata last."""
    kind = {True: Kind.RELATION, False: Kind.OWN}
    return in_reading_order(params, name=lambda param: param.name, kind=lambda param: kind[param.is_reference])


def option_params(function: Callable[..., Any]) -> list[Param]:
    """The keyword-only parameters of a domain function, but for its catch-all `**values`."""
    hints = _hints(function)
    found: list[Param] = []
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
            continue
        annotation, extras = _taken_apart(hints[name])
        if any(isinstance(extra, Inline) for extra in extras):
            inner = ((each.key, each.info, each.meta) for each in shown_fields(annotation))
            found += [_param(*each, required=each[1].is_required(), is_column=False) for each in inner]
        else:
            required = parameter.default is inspect.Parameter.empty
            found.append(_option(name, hints[name], extras, required=required))
    return found


def _option(name: str, annotation: Any, extras: tuple[Any, ...], *, required: bool) -> Param:
    info = FieldInfo.from_annotation(annotation)
    meta = next((ColumnMeta(targets=(extra.target,)) for extra in extras if isinstance(extra, Id)), ColumnMeta())
    if lender := next((extra for extra in extras if isinstance(extra, Of)), None):
        column = lender.column(name)
        same = without_none(info.annotation)[0] == without_none(column.annotation)[0]
        assert same, f"{name} is not of the column's type"
        meta, info.description = meta_of(column), column.description
        info.metadata = [extra for extra in column.metadata if extra is not lender]
    info.description = next((extra.documentation for extra in extras if isinstance(extra, Doc)), info.description)
    return _param(name, info, meta, required=required, is_column=False)


def _taken_apart(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    """An annotation without what is said of it, and that."""
    return (
        (get_args(annotation)[0], get_args(annotation)[1:]) if get_origin(annotation) is Annotated else (annotation, ())
    )


def gathered(function: Callable[..., Any], options: dict[str, Any]) -> dict[str, Any]:
    """The options as the function takes them: those of an inline value as that value."""
    for name, hint in _hints(function).items():
        kind, extras = _taken_apart(hint)
        if any(isinstance(extra, Inline) for extra in extras):
            given = {field.key: options.pop(field.key) for field in shown_fields(kind) if field.key in options}
            options[name] = kind(**given)
    return options


@cache
def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    return get_type_hints(function, include_extras=True)


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
        is_reference=bool(meta.targets),
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
    if found.keyword:
        return keyword_input(found, found.keyword, key, meta)
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


@cache
def keyword_input(found: Shape, words: type[Enum], key: str, meta: ColumnMeta) -> type:
    """`OffSessionInput`, of `bool | OffSessionKeyword`: a value, or a word in its place."""
    (base,) = (each for each in get_args(found.base) if each is not words)
    value = _input_leaf(Shape(base), key, meta)
    about = (words.__doc__ or "").strip()
    fields = [
        input_field("value", "value", value, required=False, description="Value, in place of a keyword."),
        input_field("keyword", "keyword", graph_enum(words), required=False, description=about),
    ]
    name = f"{words.__name__.removesuffix('Keyword')}Input"
    return input_type(name, fields, "A value or a keyword: exactly one of the two fields must be set.", one_of=True)


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
