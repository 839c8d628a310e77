"""The embedded values and enums of resources that are not here yet: each shape and each set written once, as a class
that all share, and that of the real ones where these have it already."""

import keyword
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import BaseModel
from pydantic.alias_generators import to_pascal

from app.tables.columns import public_name, shown_fields
from app.tables.values import Value
from schema.derive.annotations import shape

Signature = frozenset[Any]
"""What a shape is told by: the names of its fields, each with the signature of what it is; of an enum, its values."""
TAKEN = {*dir(BaseModel), "metadata"}
"""Names that a field of a class cannot have."""


def attribute(name: str) -> str:
    """The name of a field, as an attribute."""
    return f"{name}_" if keyword.iskeyword(name) or name in TAKEN else name


def parts(node: Any) -> dict[str, Any]:
    """The fields of a node of the facts; nothing of a leaf."""
    return {name: inner for name, inner in node.items() if name not in ("", "*", "|")} if isinstance(node, dict) else {}


def _of_real(annotation: Any) -> Any:
    """The signature of a field that is here."""
    base = shape(annotation).base
    if isinstance(base, type) and issubclass(base, StrEnum):
        return frozenset(each.value for each in base)
    if isinstance(base, type) and issubclass(base, Value):
        return _of_value(base)
    return ""


def _of_value(value: type[Value]) -> Signature:
    return frozenset((public_name(each.key, each.meta), _of_real(each.info.annotation)) for each in shown_fields(value))


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


@dataclass
class Pool:
    """The classes that there are, by their signatures, and the text of those that are written."""

    sets: Mapping[str, Iterable[str]]
    """Long sets of values, by name."""
    known: dict[Signature, str] = field(default_factory=dict)
    imports: set[str] = field(default_factory=set)
    text: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def learn(self) -> None:
        """Take in what the real tables have."""
        every: list[type] = [*_below(StrEnum), *_below(Value)]
        for each in every:
            if not each.__module__.startswith("app.tables.") or "[" in each.__name__:
                continue
            signature: Signature
            if issubclass(each, StrEnum):
                signature = frozenset(str(member) for member in each.__members__.values())
            else:
                assert issubclass(each, Value)
                signature = _of_value(each)
            if signature in self.known or each.__name__ in self.names:
                continue
            self.known[signature] = each.__name__
            self.names.add(each.__name__)
            self.imports.add(f"from {each.__module__} import {each.__name__}")

    def type_of(self, node: Any, path: str, leaf: str) -> str:
        """The annotation of a field at a path, such as `IssuingCard.shipping.status`; `leaf` is that of what is neither
        an enum nor a value."""
        if parts(node):
            return self._value(node, path)
        if values := self._closed(node):
            return self._enum(values, path)
        return leaf

    def _closed(self, node: Any) -> list[str]:
        if isinstance(node, dict):
            return self._closed(node.get("|"))
        return [*self.sets.get(node, ())] if isinstance(node, str) else [*(node or ())]

    def _signature(self, node: Any) -> Any:
        if inner := parts(node):
            return frozenset((name, self._signature(each)) for name, each in inner.items())
        return frozenset(self._closed(node)) or ""

    def _name(self, path: str) -> str:
        name = "".join(to_pascal(part) for part in path.split("."))
        while name in self.names:
            name += "Too"
        self.names.add(name)
        return name

    def _enum(self, values: list[str], path: str) -> str:
        signature = frozenset(values)
        if signature not in self.known:
            name = self.known[signature] = self._name(path)
            lines = [f"class {name}(StrEnum):", f'    """What {path} can be."""\n']
            for place, each in enumerate(values):
                lines += [f'    MEMBER_{place} = "{each}"', f'    """It is {each}, which is one of a few."""']
            self.text.append("\n".join(lines))
        return self.known[signature]

    def _value(self, node: Any, path: str) -> str:
        signature = self._signature(node)
        if signature not in self.known:
            found = {each: self.type_of(inner, f"{path}.{each}", "str") for each, inner in parts(node).items()}
            name = self.known[signature] = self._name(path)
            lines = [f"class {name}(Value):", f'    """What there is of {path}, with all its parts."""\n']
            for each, type_ in found.items():
                lines.append(f"    {attribute(each)}: {type_} | None = given(None)")
                lines.append(f'    """What {each} of {path} is; null where there is none."""')
            self.text.append("\n".join(lines))
        return self.known[signature]
