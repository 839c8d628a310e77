"""Stripe's official Python package reads our events: they have the fields of its classes, each of the right type.

The package of this version of the API (11.4.1) has an annotated class for every object, and for every one within it.
"""

import ast
import inspect
import json
import sys
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import stripe
from stripe import StripeObject
from stripe._list_object import ListObject


def event_differences(event: dict[str, Any]) -> list[str]:
    """Where an event, or what it is about, differs from the package's classes: sentences that begin with the path."""
    return [*_of_class(event, stripe.Event, "event"), *object_differences(event["data"]["object"])]


def object_differences(body: dict[str, Any]) -> list[str]:
    """Where an object differs from the package's class, as sentences that begin with the path."""
    read = StripeObject.construct_from({"data": body}, "sk_test_1")["data"]
    assert json.loads(str(read)) == body
    if type(read) is StripeObject:
        return [f"{body['object']}: the package has no such class"]
    return _of_class(body, type(read), body["object"])


def _of_class(value: dict[str, Any], kind: type[StripeObject], path: str) -> list[str]:
    found = []
    hints = _hints(kind)
    for name, hint in hints.items():
        if name not in value:
            if NoneType not in get_args(hint):
                found.append(f"{path}.{name}: missing")
        else:
            found += _of_type(value[name], hint, f"{path}.{name}")
    beyond = value.keys() - hints.keys() if hints else ()
    return found + [f"{path}.{name}: the package has no such field" for name in beyond]


def _of_type(value: Any, hint: Any, path: str) -> list[str]:
    """Problems of a value whose annotation is `hint`; of a union's members, those of the nearest."""
    origin, of = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        if value is None and NoneType in of:
            return []
        return min((_of_type(value, each, path) for each in of if each is not NoneType), key=len)
    if origin is Literal:
        return [] if value in of else [f"{path}: {value!r} is none of {of}"]
    if origin is list:
        return _each(value, of[0], path) if isinstance(value, list) else [f"{path}: {value!r} is no list"]
    if isinstance(origin, type) and issubclass(origin, ListObject):
        return _each(value["data"], of[0], path) if _is_list(value) else [f"{path}: {value!r} is no list object"]
    if origin is dict:
        return [] if isinstance(value, dict) else [f"{path}: {value!r} is no hash"]
    if hint is Any:
        return []
    if isinstance(hint, type) and issubclass(hint, StripeObject):
        if not isinstance(value, dict):
            return [f"{path}: {value!r} is no hash"]
        return _of_class(value, hint, path)
    wanted = {float: (int, float)}.get(hint, hint)
    right = isinstance(value, wanted) and not (isinstance(value, bool) and hint is not bool)
    return [] if right else [f"{path}: {value!r} is no {getattr(hint, '__name__', hint)}"]


def _each(values: list[Any], hint: Any, path: str) -> list[str]:
    return [problem for value in values for problem in _of_type(value, hint, path)]


def _is_list(value: Any) -> bool:
    return isinstance(value, dict) and value.get("object") == "list" and {"data", "has_more", "url"} <= value.keys()


@cache
def _hints(kind: type[StripeObject]) -> dict[str, Any]:
    """The annotations of a class and of those that it extends, evaluated."""
    found: dict[str, Any] = {}
    for each in reversed(kind.__mro__):
        if issubclass(each, StripeObject) and each not in (StripeObject, ListObject):
            found |= get_type_hints(each, _names(each.__module__), dict(vars(each)))
    return {name: hint for name, hint in found.items() if name.islower() and not name.startswith("_")}


@cache
def _names(module: str) -> dict[str, Any]:
    """What annotations in a module may name: they are imported for type checkers alone."""
    names = {"StripeObject": StripeObject, **vars(sys.modules[module])}
    source = ast.parse(inspect.getsource(sys.modules[module]))
    for each in source.body:
        if isinstance(each, ast.If) and ast.unparse(each.test) == "TYPE_CHECKING":
            exec(compile(ast.Module(each.body, []), module, "exec"), names)
    return names
