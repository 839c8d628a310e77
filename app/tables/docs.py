"""The docstrings under columns and under members of enums, which Python forgets. Each module is parsed once."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from inspect import cleandoc
from pathlib import Path

from pydantic import BaseModel

Docs = dict[str, str]


_documented_apart: dict[type, Docs] = {}


def document(made: type, docs: Docs) -> None:
    """Give a class that was put together at run time the docstrings that it could not be written with."""
    _documented_apart[made] = docs


def docs_of(made: type) -> Docs:
    """The docstring under each attribute that the class itself declares, by the attribute's name."""
    if made in _documented_apart:
        return _documented_apart[made]
    file = getattr(sys.modules.get(made.__module__), "__file__", None)
    return _docs_in(file).get(made.__qualname__, {}) if file else {}


def describe(model: type[BaseModel]) -> None:
    """Give the fields that a model declares their docstrings as descriptions. pydantic would parse each class apart."""
    fields = model.__pydantic_fields__
    for name, text in docs_of(model).items():
        if name in fields:
            fields[name].description = text


@cache
def _docs_in(file: str) -> dict[str, Docs]:
    """Those of a file's classes, by the classes' qualified names."""
    return dict(_classes(ast.parse(Path(file).read_text(encoding="utf-8")).body, ""))


def _classes(body: list[ast.stmt], outer: str) -> Iterator[tuple[str, Docs]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield f"{outer}{node.name}", _documented(node)
            yield from _classes(node.body, f"{outer}{node.name}.")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _classes(node.body, f"{outer}{node.name}.<locals>.")


def _documented(node: ast.ClassDef) -> Docs:
    found = {}
    for declared, after in zip(node.body, node.body[1:], strict=False):
        if not (isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)):
            continue
        target: ast.expr | None = declared.target if isinstance(declared, ast.AnnAssign) else None
        if isinstance(declared, ast.Assign):
            target = declared.targets[0]
        if isinstance(target, ast.Name) and isinstance(after.value.value, str):
            found[target.id] = cleandoc(after.value.value)
    return found
