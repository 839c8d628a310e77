"""Lines put into files that are there, at the place that Python's grammar gives them."""

import ast
from collections.abc import Sequence
from typing import Any


def imported(text: str, module: str, name: str) -> str:
    """A module that also imports a name, among its other imports in their order."""
    lines = text.splitlines(keepends=True)
    tree = ast.parse(text)
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    later = next((node for node in imports if str(node.module) > module), None)
    ends = [node.end_lineno or 0 for node in tree.body if isinstance(node, ast.ImportFrom | ast.Import)]
    place = later.lineno - 1 if later else max(ends, default=1)
    return "".join([*lines[:place], f"from {module} import {name}\n", *lines[place:]])


def within(text: str, name: str, entries: Sequence[str], *, in_order: bool = False) -> str:
    """A module with further entries of the tuple or dict that it assigns to a name: at its end, or `in_order`."""
    for entry in entries:
        text = _with(text, name, entry, in_order)
    return text


def _with(text: str, name: str, entry: str, in_order: bool) -> str:
    value = next(node.value for node in ast.parse(text).body if name in _names(node))  # type: ignore[attr-defined]
    starts: Sequence[Any] = value.keys if isinstance(value, ast.Dict) else value.elts
    ends: Sequence[ast.expr] = value.values if isinstance(value, ast.Dict) else value.elts
    if not starts:
        return _at(text, value.lineno, value.col_offset + 1, f"\n    {entry},\n")
    for start in starts if in_order else ():
        if ast.get_source_segment(text, start, padded=False) > entry:  # type: ignore[operator]
            return _at(text, start.lineno, start.col_offset, f"{entry},\n    ")
    return _at(text, ends[-1].end_lineno, ends[-1].end_col_offset, f",\n    {entry}")


def _names(node: ast.stmt) -> list[str]:
    match node:
        case ast.Assign(targets=[ast.Name(name)]) | ast.AnnAssign(target=ast.Name(name), value=ast.expr()):
            return [name]
    return []


def _at(text: str, line: int | None, column: int | None, new: str) -> str:
    """The text with something more in a place, which Python's parser counts in lines and bytes."""
    lines = text.splitlines(keepends=True)
    before = lines[(line or 1) - 1].encode()
    lines[(line or 1) - 1] = (before[:column] + new.encode() + before[column:]).decode()
    return "".join(lines)
