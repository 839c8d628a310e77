"""The limits of texts, lists and maps in inputs whose fields have none of their own."""

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, NotRequired, Required, Union, get_args, get_origin

from pydantic.fields import FieldInfo
from typing_extensions import is_typeddict

from app.tables.columns import meta_of, public_name
from app.tables.texts import LONGEST_LIST, LONGEST_TEXT
from app.tables.values import Value

Steps = tuple[int | str, ...]


def is_large(value: Any) -> bool:
    """Whether any text, list or map in what a caller gave is beyond what fields without a limit of their own take."""
    if isinstance(value, str):
        return len(value) > LONGEST_TEXT
    if isinstance(value, dict):
        return len(value) > LONGEST_LIST or any(len(key) > LONGEST_TEXT or is_large(value[key]) for key in value)
    return isinstance(value, list) and (len(value) > LONGEST_LIST or any(map(is_large, value)))


def too_large(annotation: Any, value: Any, steps: Steps = ()) -> Iterator[tuple[Steps, str]]:
    """All of a large value that is beyond the limit, each with the steps that lead to it: a text, list or map whose
    field, by its annotation, has no limit of its own. What exceeds a limit is not looked into."""
    members = list(_members(annotation))
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT and not any(limited for _, limited in members):
            yield steps, f"has at most {LONGEST_TEXT} characters; {len(value)} were given."
    elif isinstance(value, list):
        among = [(each, limited) for each, limited in members if get_origin(each) is list]
        if len(value) > LONGEST_LIST and not any(limited for _, limited in among):
            yield steps, f"has at most {LONGEST_LIST} entries; {len(value)} were given."
            return
        inner = entry_of(annotation)
        for place, item in enumerate(value):
            yield from too_large(inner, item, (*steps, place))
    elif isinstance(value, dict):
        if len(value) > LONGEST_LIST and not any(_has_fields(each) for each, _ in members):
            yield steps, f"has at most {LONGEST_LIST} entries; {len(value)} were given."
        elif any(len(key) > LONGEST_TEXT for key in value):
            yield steps, f"has keys of at most {LONGEST_TEXT} characters; a longer one was given."
        else:
            for key, item in value.items():
                yield from too_large(member_of(annotation, key), item, (*steps, key))


def entry_of(annotation: Any) -> Any:
    """What the entries of a list are, by its annotation; Any where it is no list."""
    return next((get_args(each)[0] for each, _ in _members(annotation) if get_origin(each) is list), Any)


def member_of(annotation: Any, name: str) -> Any:
    """What a field of a value or of a row is, by the annotation of the whole; Any for what may be anything."""
    for each, _ in _members(annotation):
        if (value := _value(each)) and name in value.model_fields:
            info = value.model_fields[name]
            return Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
        if is_typeddict(each):
            return each.__annotations__.get(name, Any)
    return Any


def name_in(annotation: Any, name: str) -> str:
    """Stripe's name of a field of a value or of a row, by the annotation of the whole."""
    for each, _ in _members(annotation):
        if (value := _value(each)) and name in value.model_fields:
            return public_name(name, meta_of(value.model_fields[name]))
    return "metadata" if name == "meta" else name.removesuffix("_id")


def _members(annotation: Any, limited: bool = False) -> Iterator[tuple[Any, bool]]:
    """The types that an annotation allows, each with whether it has a limit."""
    origin = get_origin(annotation)
    if origin is Annotated:
        bare, *extras = get_args(annotation)
        yield from _members(bare, limited or any(map(_limits, extras)))
    elif origin in (Union, UnionType):
        for each in get_args(annotation):
            yield from _members(each, limited)
    elif origin in (NotRequired, Required):
        yield from _members(get_args(annotation)[0], limited)
    else:
        yield annotation, limited


def _limits(extra: Any) -> bool:
    if isinstance(extra, FieldInfo):
        return any(map(_limits, extra.metadata))
    return getattr(extra, "max_length", None) is not None


def _value(type_: Any) -> type[Value] | None:
    return type_ if isinstance(type_, type) and issubclass(type_, Value) else None


def _has_fields(type_: Any) -> bool:
    """Whether it is no map, but has fields of its own."""
    return _value(type_) is not None or is_typeddict(type_)
