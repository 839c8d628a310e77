"""Where Stripe's value is an open string, so is the graph's, and its description lists the values that are known.

They are those that Stripe's official Python package names in the docstrings of its fields.
"""

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graphql import GraphQLObjectType, get_named_type, is_object_type
from strawberry.utils.str_converters import to_camel_case
from stripe._object_classes import OBJECT_CLASSES

from app.domain.events.catalogue import catalogue
from schema.root import build
from tests.shape.awaited import WAITING
from tests.shape.facts import CONTRACT

TYPES = build()._schema.type_map
LISTS = re.compile(r"(?:[Cc]an be|[Oo]ne of|[Pp]ossible values are|[Ee]ither)[^.]*")
"""The sentences that list values."""
OTHERWISE = {
    # A setup has none of the actions that only payments have.
    "SetupIntent.nextAction.type": {"oxxo_display_details"},
}
"""Values that cannot occur here."""


def known(docstring: str) -> set[str]:
    """The values that a docstring lists."""
    return {value for found in LISTS.finditer(docstring) for value in re.findall(r"`([a-z0-9_]+)`", found.group())}


def open_values(package: ast.ClassDef, type_: GraphQLObjectType, path: str) -> Iterator[tuple[str, str, set[str]]]:
    """The open strings of a type, at any depth: the path, the description, and the values that the package lists."""
    inner = {node.name: node for node in package.body if isinstance(node, ast.ClassDef)}
    for node, after in zip(package.body, [*package.body[1:], None], strict=True):
        if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name):
            continue
        name, annotation = to_camel_case(node.target.id), ast.unparse(node.annotation)
        field, there = type_.fields.get(name), f"{path}.{name}"
        named: Any = field and get_named_type(field.type)
        if field and named.name == "String" and "Literal" not in annotation and isinstance(after, ast.Expr):
            found = known(ast.unparse(after)) - OTHERWISE.get(there, set())
            # Those of branches are the names of the fields beside it, here or to come.
            beside = {value for value in found if to_camel_case(value) in type_.fields}
            waiting = {value for value in found if to_camel_case(value.split("_handle_")[0]) in WAITING}
            yield there, field.description or "", found - beside - waiting
        elif is_object_type(named) and "id" not in named.fields:
            for each in inner.keys() & set(re.findall(r"\w+", annotation)):
                yield from open_values(inner[each], named, there)


def every() -> Iterator[tuple[str, str, set[str]]]:
    for name, facts in CONTRACT.items():
        kind, type_ = OBJECT_CLASSES.get(facts["object"]), TYPES.get(name)
        if kind is not None and isinstance(type_, GraphQLObjectType):
            module = ast.parse(Path(inspect.getfile(sys.modules[kind.__module__])).read_text())
            (package,) = (node for node in module.body if isinstance(node, ast.ClassDef) and node.name == kind.__name__)
            yield from open_values(package, type_, name)


def test_the_description_of_an_open_string_lists_its_known_values() -> None:
    found = {path: (description, values) for path, description, values in every()}
    assert {"Refund.failureReason", "PaymentMethod.card.checks.cvcCheck", "Charge.outcome.riskLevel"} <= found.keys()
    assert found["Refund.failureReason"][1] > {"declined", "merchant_request"}
    missing = {
        path: sorted(left)
        for path, (description, values) in found.items()
        if (left := {value for value in values if f"`{value}`" not in description})
    }
    assert missing == {}


def test_the_types_of_events_are_listed_where_they_are_chosen() -> None:
    root = TYPES["SubscriptionRoot"]
    assert isinstance(root, GraphQLObjectType)
    description = root.fields["events"].args["types"].description or ""
    assert [name for name in catalogue if f"`{name}`" not in description] == []
