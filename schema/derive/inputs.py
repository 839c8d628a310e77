"""Inputs: from columns, values and a verb's options to GraphQL inputs, and back to checked Python values."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import strawberry
from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_camel_case
from typing_extensions import Doc

from app.domain.mistakes import refuse
from app.error_codes import ErrorCode
from app.errors import BadRequest, InvalidRequest, Malformed, Refusal
from app.tables.columns import Id, Mark, mark, public_name
from app.tables.resource import Resource
from app.tables.texts import MetadataInput
from app.tables.values import Value
from schema.derive.annotations import Shape, shape
from schema.derive.enums import graph_enum
from schema.derive.fields import definition, input_field, input_type
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
    adapter: TypeAdapter[Any]


def column_params(table: type[Resource], *, creating: bool) -> list[Param]:
    """What a caller may set: given and editable columns to create, editable ones to update."""
    kinds = ("given", "editable") if creating else ("editable",)
    found = []
    for column, info in table.model_fields.items():
        said = mark(info)
        if said.kind in kinds and not said.hidden:
            required = creating and info.is_required()
            found.append(_param(column, info, said, required=required, is_column=True))
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
        said = next((Mark(targets=(e.target,)) for e in extras if isinstance(e, Id)), Mark())
        info = FieldInfo.from_annotation(annotation)
        info.description = next((e.documentation for e in extras if isinstance(e, Doc)), None)
        required = parameter.default is inspect.Parameter.empty
        found.append(_param(name, info, said, required=required, is_column=False))
    return found


def client_secret_param() -> Param:
    """What a publishable key must give to act on an object."""
    text: Any = str | None
    info = FieldInfo.from_annotation(text)
    info.description = "With a publishable key: the object's client secret."
    return _param("client_secret", info, Mark(), required=False, is_column=False)


def _param(key: str, info: FieldInfo, said: Mark, *, required: bool, is_column: bool) -> Param:
    found = shape(info.annotation)
    name = public_name(key, said) if is_column else key
    annotation: Any = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
    if key == "meta":
        annotation = MetadataInput | None
    return Param(
        name=name,
        key=key,
        annotation=annotation,
        required=required,
        description=info.description,
        is_column=is_column,
        type=found.wrap(_input_leaf(found, key, said), nullable=False),
        adapter=TypeAdapter(annotation),
    )


def _input_leaf(found: Shape, key: str, said: Mark) -> Any:
    if said.targets:
        return strawberry.ID
    if said.currency or (found.base is int and "amount" in key):
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
        said = mark(info)
        if said.hidden or said.kind == "kept":
            continue
        param = _param(name, info, said, required=info.is_required(), is_column=True)
        fields.append(_field(param))
    name = value.__name__.removesuffix("Params")
    return input_type(f"{name}Input", fields, value.__doc__)


def params_input(name: str, params: list[Param], description: str) -> type:
    """A mutation's input of these params."""
    return input_type(name, [_field(param) for param in params], description)


def _field(param: Param) -> StrawberryField:
    return input_field(param.name, param.key, param.type, required=param.required, description=param.description)


def given_values(source: Any, path: str = "") -> Any:
    """An input as plain dictionaries, without what the caller left out.

    Raises BadRequest that names the `path` of a text which PostgreSQL cannot hold.
    """
    if isinstance(source, list):
        return [given_values(item, path) for item in source]
    if isinstance(source, dict):
        return {given_values(key, path): given_values(item, path) for key, item in source.items()}
    if isinstance(source, str) and "\0" in source:
        raise BadRequest(f"`{path}` holds the character NUL, which no text may. Leave it out.", field=path)
    if not hasattr(type(source), "__strawberry_definition__") or isinstance(source, type):
        return source
    if not hasattr(definition(type(source)), "fields"):
        return source
    found = {}
    for field in definition(type(source)).fields:
        value = getattr(source, field.python_name)
        if value is not strawberry.UNSET:
            name = field.graphql_name or to_camel_case(field.python_name)
            found[field.python_name] = given_values(value, f"{path}.{name}" if path else name)
    return found


def checked(params: list[Param], given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The caller's values by type, form and limits: columns and options apart.

    Raises InvalidRequest for all that cannot be taken, each with its field as a dotted path of Stripe's names.
    """
    columns: dict[str, Any] = {}
    options: dict[str, Any] = {}
    found: list[Refusal] = []
    for param in params:
        if param.key not in given:
            continue
        try:
            value = param.adapter.validate_python(given[param.key])
        except ValidationError as error:
            found += _refusals(param, error)
        else:
            (columns if param.is_column else options)[param.key] = value
    refuse(found)
    return columns, options


KEY = "[key]"
"""Pydantic's last step to what is wrong with the key of a map."""

_CODES = {
    "missing": ErrorCode.PARAMETER_MISSING,
    "string_too_long": ErrorCode.PARAMETER_TOO_LONG,
    "too_long": ErrorCode.PARAMETER_TOO_LONG,
    "int_type": ErrorCode.PARAMETER_INVALID_INTEGER,
    "int_parsing": ErrorCode.PARAMETER_INVALID_INTEGER,
    "greater_than": ErrorCode.PARAMETER_INVALID_INTEGER,
    "greater_than_equal": ErrorCode.PARAMETER_INVALID_INTEGER,
    "less_than": ErrorCode.PARAMETER_INVALID_INTEGER,
    "less_than_equal": ErrorCode.PARAMETER_INVALID_INTEGER,
    "extra_forbidden": ErrorCode.PARAMETER_UNKNOWN,
}


def _refusals(param: Param, error: ValidationError) -> list[InvalidRequest]:
    """One for each place of the value where something is wrong."""
    found: dict[tuple[str, ...], InvalidRequest] = {}
    for each in error.errors(include_url=False, include_context=True):
        steps = each["loc"]
        # A key that cannot be one is at no path; the map that it is in is.
        at = steps[:-2] if steps[-1:] == (KEY,) else steps
        path = _path(param.name, at)
        found.setdefault((path, *map(str, steps[len(at) :])), _refusal(path, each))
    return list(found.values())


def _path(name: str, steps: tuple[int | str, ...]) -> str:
    found = [name]
    for step in steps:
        if found[-1] == "metadata":
            found.append(str(step))
            break
        # A union's branches are part of pydantic's path, but not of the caller's.
        if isinstance(step, int) or step.isidentifier():
            found.append(str(step).removesuffix("_id"))
    return ".".join(found)


def _refusal(path: str, error: ErrorDetails) -> InvalidRequest:
    malformed = error.get("ctx", {}).get("error")
    if isinstance(malformed, Malformed):
        return malformed.at(path)
    if error["input"] is None or error["input"] == "":
        code = ErrorCode.PARAMETER_MISSING if error["type"] == "missing" else ErrorCode.PARAMETER_INVALID_EMPTY
    else:
        code = _CODES.get(error["type"], ErrorCode.PARAMETER_INVALID)
    return InvalidRequest(f"`{path}` {_predicate(error)}", code=code, field=path)


def _predicate(error: ErrorDetails) -> str:
    """What is wrong, as the rest of a sentence that begins with the field."""
    context = error.get("ctx", {})
    given = error["input"]
    match error["type"]:
        case "missing":
            return "is required."
        case "string_too_long" | "too_long" if isinstance(given, str):
            return f"has at most {context['max_length']} characters; {len(given)} were given."
        case "string_too_short" | "too_short" if isinstance(given, str):
            least = context["min_length"]
            return f"needs at least {least} character{'s' if least > 1 else ''}."
        case "greater_than":
            return f"must be greater than {context['gt']}."
        case "greater_than_equal":
            return f"must be {context['ge']} or more."
        case "less_than":
            return f"must be less than {context['lt']}."
        case "less_than_equal":
            return f"must be {context['le']} or less."
        case "too_long":
            return f"has at most {context['max_length']} entries; {context['actual_length']} were given."
        case "none_required" | "string_type" | "int_type" | "bool_type" if given is None:
            return "cannot be null. Leave the field out instead."
    return f"cannot be taken: {error['msg'].removeprefix('Value error, ')}."
