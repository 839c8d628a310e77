"""What comes from outside is admitted here, over whatever it comes: texts that PostgreSQL can hold, JSON that is not
nested beyond use, numbers that can be read, and arguments of a length that is of use.

Inputs of mutations have limits of their own beside these, and conditions are weighed (see weight).
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from graphql import (
    ArgumentNode,
    DocumentNode,
    FloatValueNode,
    IntValueNode,
    ListValueNode,
    Node,
    ObjectValueNode,
    StringValueNode,
    ValueNode,
    VariableNode,
)
from graphql.language import Visitor, visit

from app.access.weight import CONDITIONS, variables_of
from app.errors import BadRequest
from app.tables.texts import LONGEST_LIST, LONGEST_TEXT, storable

MAX_LEVELS = 50
"""How deep objects and lists may be nested in a variable, or in an argument that is written out."""
MAX_DIGITS = 308
"""Digits of a number that is written out: JSON is not read with more."""
MEASURED_ELSEWHERE = CONDITIONS | {"ids"}
"""Arguments with limits of their own."""

STEP = 50
"""Characters of a key that a path shows."""
_UNSTORABLE = "holds a character that no text may: NUL, or half of a surrogate pair. Leave it out."
_KEY = "has a key with a character that no text may hold: NUL, or half of a surrogate pair. Leave it out."
_TOO_DEEP = f"is nested more than {MAX_LEVELS} levels deep. Make it flatter."


class Unadmitted(BadRequest):
    """What is not admitted. `node` is where it stands in a document."""

    def __init__(self, path: str, wrong: str, node: Node | None = None) -> None:
        super().__init__(f"`{path}` {wrong}", field=path)
        self.node = node


def admit(value: Any, path: str) -> None:
    """Raise Unadmitted for JSON that is nested beyond MAX_LEVELS, or holds a text that cannot be stored, as a key or as
    a value. What is wrong is named by the path that leads to it, which begins with `path`."""
    if not _is_admissible(value, 0):
        place, wrong = next(_mistakes(value, path, 0))
        raise Unadmitted(place, wrong)


def _is_admissible(value: Any, level: int) -> bool:
    class_ = value.__class__
    if class_ is str:
        return storable(value)
    if class_ is not dict and class_ is not list:
        return True
    if level == MAX_LEVELS:
        return False
    if class_ is list:
        return all(_is_admissible(item, level + 1) for item in value)
    return all(storable(key) and _is_admissible(item, level + 1) for key, item in value.items())


def _mistakes(value: Any, path: str, level: int) -> Iterator[tuple[str, str]]:
    """What is wrong, each with where."""
    if isinstance(value, str):
        if not storable(value):
            yield path, _UNSTORABLE
    elif isinstance(value, dict | list):
        if level == MAX_LEVELS:
            yield _beginning(path), _TOO_DEEP
            return
        if isinstance(value, dict) and not all(map(storable, value)):
            yield path, _KEY
        for step, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _mistakes(item, f"{path}.{str(step)[:STEP]}", level + 1)


def _beginning(path: str) -> str:
    return ".".join(path.split(".")[:3])


def admit_variables(variables: Mapping[str, Any], arguments: Collection[str]) -> None:
    """Raise Unadmitted for variables that `admit` refuses, or that are too long for an argument. `arguments` are the
    names of those that are an argument by themselves."""
    for name, value in variables.items():
        if not storable(name):
            raise Unadmitted("variables", _KEY)
        if not _is_admissible(value, 0):
            place, wrong = next(_mistakes(value, name, 0))
            # An input is known by its fields.
            raise Unadmitted(place.removeprefix("input."), wrong)
        if name in arguments:
            _measure(name, value)


def _measure(path: str, value: Any) -> None:
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise Unadmitted(path, f"has at most {LONGEST_TEXT} characters; {len(value)} were given.")
    elif isinstance(value, list):
        if len(value) > LONGEST_LIST:
            raise Unadmitted(path, f"has at most {LONGEST_LIST} entries; {len(value)} were given.")
        for place, item in enumerate(value):
            _measure(f"{path}.{place}", item)


_SUSPECT = re.compile(rf"\x00|\\u0000|\\u\{{0+\}}|[0-9]{{{MAX_DIGITS + 1}}}")
"""What a document has that holds NUL, or a number that is too long; a few others have it too."""


def admit_document(document: DocumentNode, source: str) -> frozenset[str]:
    """The variables that are arguments by themselves, whose length is limited. Raises Unadmitted for what is written
    out in the document: as `admit`, for a number of too many digits, and for an argument that is too long."""
    found = _Arguments(suspect=_SUSPECT.search(source) is not None)
    visit(document, found)
    return frozenset(found.variables)


class _Arguments(Visitor):
    """Looks at each argument of a document. Raises Unadmitted."""

    def __init__(self, *, suspect: bool) -> None:
        super().__init__()
        self.suspect = suspect
        self.variables: set[str] = set()

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        name, value = node.name.value, node.value
        self._admit(name, value, 0)
        if name in MEASURED_ELSEWHERE:
            return
        if isinstance(value, VariableNode):
            self.variables.add(value.name.value)
        elif isinstance(value, StringValueNode | ListValueNode):
            self.variables |= variables_of(value)
            self._measure(name, value)

    def enter_variable_definition(self, node: Any, *_: Any) -> None:
        if node.default_value is not None:
            self._admit(node.variable.name.value, node.default_value, 0)

    def _admit(self, path: str, value: ValueNode, level: int) -> None:
        if isinstance(value, ObjectValueNode | ListValueNode):
            if level == MAX_LEVELS:
                raise Unadmitted(_beginning(path), _TOO_DEEP, value)
            if isinstance(value, ObjectValueNode):
                for field in value.fields:
                    step = field.name.value
                    self._admit(step if path == "input" else f"{path}.{step}", field.value, level + 1)
            else:
                for place, item in enumerate(value.values):
                    self._admit(f"{path}.{place}", item, level + 1)
        elif self.suspect and isinstance(value, StringValueNode) and not storable(value.value):
            raise Unadmitted(path, _UNSTORABLE, value)
        elif self.suspect and isinstance(value, IntValueNode | FloatValueNode) and len(value.value) > MAX_DIGITS:
            raise Unadmitted(path, f"has a number of more than {MAX_DIGITS} digits.", value)

    def _measure(self, path: str, value: ValueNode) -> None:
        try:
            _measure(path, _plain(value))
        except Unadmitted as unadmitted:
            unadmitted.node = value
            raise


def _plain(value: ValueNode) -> Any:
    if isinstance(value, ListValueNode):
        return [_plain(item) for item in value.values]
    return value.value if isinstance(value, StringValueNode) else None
