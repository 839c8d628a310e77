"""Inputs: from columns, values and a verb's options to GraphQL inputs, and back to checked Python values."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache, cached_property
from typing import Annotated, Any, NotRequired, get_args, get_origin, get_type_hints

import strawberry
from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from strawberry.types.field import StrawberryField
from typing_extensions import Doc, TypedDict

from app import tables
from app.domain.mistakes import refuse
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, Malformed, Refusal
from app.tables.columns import ColumnMeta, Id, Inline, Of, Rows, meta_of, public_name, shown_fields
from app.tables.resource import Resource
from app.tables.storage import limited_as
from app.tables.texts import MetadataInput
from app.tables.transient import Transient
from app.tables.values import Value
from schema.derive.annotations import Shape, shape
from schema.derive.enums import graph_enum
from schema.derive.fields import input_field, input_type
from schema.derive.limits import entry_of, is_large, member_of, name_in, too_large
from schema.derive.reading_order import Kind, in_reading_order
from schema.derive.scalars import JSON, Currency, Int64, Metadata, is_currency


@dataclass(frozen=True)
class Param:
    """One field of an input: `name` is Stripe's, `key` what the domain function knows it by."""

    name: str
    key: str
    annotation: Any
    required: bool
    description: str | None
    is_column: bool
    targets: tuple[str, ...]
    """The tables that it names an object of by its id."""
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
    return in_reading_order(params, name=lambda param: param.name, kind=lambda param: kind[bool(param.targets)])


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
            params = (_param(*each, required=each[1].is_required(), is_column=True) for each in inner)
            found += [replace(each, is_column=False) for each in params]
        else:
            required = parameter.default is inspect.Parameter.empty
            found.append(_option(name, hints[name], extras, required=required))
    return found


def _option(name: str, annotation: Any, extras: tuple[Any, ...], *, required: bool) -> Param:
    info = FieldInfo.from_annotation(annotation)
    meta = next((ColumnMeta(named=(extra.target,)) for extra in extras if isinstance(extra, Id)), ColumnMeta())
    if lender := next((extra for extra in extras if isinstance(extra, Of)), None):
        column = lender.column(name)
        meta, info.description = meta_of(column), column.description
        info.annotation, info.metadata = limited_as(info.annotation, column, name), []
    info.description = next((extra.documentation for extra in extras if isinstance(extra, Doc)), info.description)
    param = _param(name, info, meta, required=required, is_column=False)
    rows = next((extra for extra in extras if isinstance(extra, Rows)), None)
    return param if rows is None else _of_rows(param, rows)


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


def _of_rows(param: Param, rows: Rows) -> Param:
    """An option that is a list of rows, with the columns of their table."""
    annotation: Any = list[_row_annotation(rows)]  # type: ignore[misc]
    optional = shape(param.annotation).nullable
    return replace(param, annotation=annotation | None if optional else annotation, type=list[_row_input(rows)])  # type: ignore[misc]


@cache
def _row_params(rows: Rows) -> list[Param]:
    columns = column_params(tables.by_name[rows.table], creating=True)
    found = [param for param in columns if param.key not in rows.without]
    return [*_WHICH, *(replace(param, required=False) for param in found)] if rows.amending else found


@cache
def _row_annotation(rows: Rows) -> Any:
    members = {
        each.key: each.annotation if each.required else NotRequired[each.annotation] for each in _row_params(rows)
    }
    return TypedDict(rows.table, members)  # type: ignore[operator]


@cache
def _row_input(rows: Rows) -> type:
    """`SubscriptionItemInput`, or of a row that may be there `SubscriptionItemChangeInput`."""
    table = tables.by_name[rows.table]
    return params_input(
        f"{table.__name__}{'Change' if rows.amending else ''}Input", _row_params(rows), table.__doc__ or "", table
    )


_WHICH = [
    Param("id", "id", str, False, "The one to change; a new one is made by default.", True, (), strawberry.ID),
    Param("deleted", "deleted", bool, False, "Whether to remove the one that `id` names.", True, (), bool),
]
"""How an input says which row it means."""


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
        annotation = MetadataInput | None
    return Param(
        name=name,
        key=key,
        annotation=annotation,
        required=required,
        description=info.description,
        is_column=is_column,
        targets=meta.targets,
        type=found.wrap(_input_leaf(found, key, meta), nullable=False),
    )


def _input_leaf(found: Shape, key: str, meta: ColumnMeta) -> Any:
    if meta.is_ref:
        return strawberry.ID
    if meta.currency or (found.base is int and "amount" in key):
        return Int64
    if found.value:
        return value_input(found.value)
    if found.enum:
        return graph_enum(found.enum)
    if found.keyword:
        return keyword_input(found, found.keyword, key, meta)
    if key in ("meta", "metadata", "invoice_metadata"):
        return Metadata
    if found.is_map or found.base in (Any, object):
        return JSON
    if found.base is str and is_currency(key):
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
        fields.append(_param(name, info, meta, required=info.is_required(), is_column=True))
    name = value.__name__.removesuffix("Params")
    return input_type(f"{name}Input", [_field(param) for param in ordered(fields)], value.__doc__, one_of=value.one_of)


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
    return input_type(
        name, fields, "A value or a keyword: exactly one of the two fields must be set.", one_of=True, bare=True
    )


def params_input(name: str, params: list[Param], description: str, table: type[Resource | Transient]) -> type:
    """A mutation's input of these params. They are in the order that the table's type has its fields in; what it has no
    field for comes after."""
    written = {public_name(column, meta_of(info)): at for at, (column, info) in enumerate(table.model_fields.items())}
    as_written = sorted(params, key=lambda param: written.get(param.name, len(written)))
    return input_type(name, [_field(param) for param in ordered(as_written)], description)


def _field(param: Param) -> StrawberryField:
    return input_field(param.name, param.key, param.type, required=param.required, description=param.description)


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
        sent = given[param.key]
        if is_large(sent) and (large := [*too_large(param.annotation, sent)]):
            found += [_too_large(_path(param, sent, steps), says) for steps, says in large]
            continue
        try:
            value = param.adapter.validate_python(sent)
        except ValidationError as error:
            found += _refusals(param, error, sent)
        else:
            (columns if param.is_column else options)[param.key] = value
    refuse(found)
    return columns, options


def _too_large(path: str, says: str) -> InvalidRequest:
    return InvalidRequest(f"`{path}` {says}", code=ErrorCode.PARAMETER_TOO_LONG, field=path)


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


def _refusals(param: Param, error: ValidationError, value: Any) -> list[InvalidRequest]:
    """One for each place of the value where something is wrong."""
    found: dict[tuple[str, ...], InvalidRequest] = {}
    for each in error.errors(include_url=False, include_context=True):
        steps = each["loc"]
        # A key that cannot be one is at no path; the map that it is in is.
        at = steps[:-2] if steps[-1:] == (KEY,) else steps
        path = _path(param, value, at, missing=each["type"] == "missing")
        found.setdefault((path, *map(str, steps[len(at) :])), _refusal(path, each))
    return list(found.values())


def _path(param: Param, value: Any, steps: tuple[int | str, ...], *, missing: bool = False) -> str:
    """The steps that lead into the caller's value. A union's branches (`int`) are steps of pydantic's alone."""
    found, annotation = [param.name], param.annotation
    for place, step in enumerate(steps, start=1):
        if isinstance(value, list) and isinstance(step, int):
            found.append(str(step))
            annotation, value = entry_of(annotation), value[step]
        elif isinstance(value, dict) and (step in value or (missing and place == len(steps))):
            # The keys of metadata are the caller's own; those of rows are columns.
            found.append(str(step) if found[-1] == "metadata" else name_in(annotation, str(step)))
            annotation, value = member_of(annotation, str(step)), value.get(step)
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
