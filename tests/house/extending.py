"""Applies docs/extending.md to a copy of the code: what a block defines is added, or replaces what has its name."""

import ast
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "extending.md"
BLOCK = re.compile(r"^```python\n# (\S+\.py)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks() -> list[tuple[str, str]]:
    """The page's blocks: the file that each belongs to, and its text."""
    return [(found[1], found[2]) for found in BLOCK.finditer(PAGE.read_text())]


def extended(folder: Path) -> Path:
    """Copy the code to the folder and apply the page to the copy; the folder."""
    for room in ("app", "schema", "migrations"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name, text in blocks():
        file = folder / name
        if not file.parent.exists():
            file.parent.mkdir()
            (file.parent / "__init__.py").touch()
        file.write_text(merged(file.read_text(), text) if file.exists() else text)
    return folder


def merged(old: str, new: str) -> str:
    """A module with what a block defines."""
    return _merged(ast.parse(old).body, old.splitlines(), ast.parse(new).body, new.splitlines())


def _merged(old: Sequence[ast.stmt], old_lines: list[str], new: Sequence[ast.stmt], new_lines: list[str]) -> str:
    parts = dict(_parts(old, old_lines))
    imports = {}
    for key, (text, node) in _parts(new, new_lines):
        before = parts.get(key)
        if isinstance(node, ast.ImportFrom):
            imports[key] = (text, node)
        elif before and isinstance(node, ast.ClassDef) and isinstance(before[1], ast.ClassDef):
            heading = "\n".join(old_lines[before[1].lineno - 1 : before[1].body[0].lineno - 1])
            body = _merged(before[1].body, old_lines, node.body, new_lines)
            parts[key] = (f"{heading}\n{body}", before[1])
        else:
            parts[key] = (text, node)
    docstring = parts.pop("", None)
    ordered = [*([docstring] if docstring else []), *imports.values(), *parts.values()]
    return "\n".join(text for text, _ in ordered) + "\n"


def _parts(body: Sequence[ast.stmt], lines: list[str]) -> Iterator[tuple[str, tuple[str, ast.stmt]]]:
    """Each statement by what it defines, with the docstring that follows it: its text, and the statement."""
    for place, node in enumerate(body):
        if place and _is_text(node):
            continue
        after = body[place + 1] if place + 1 < len(body) else None
        last = after if after and _is_text(after) and not _is_text(node) else node
        first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
        yield "" if _is_text(node) else _name(node), ("\n".join(lines[first - 1 : last.end_lineno]), node)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _name(node: ast.stmt) -> str:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return node.name
        case ast.AnnAssign(target=ast.Name(name)) | ast.Assign(targets=[ast.Name(name)]):
            return name
    return ast.unparse(node)
