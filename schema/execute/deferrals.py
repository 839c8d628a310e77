"""What a document asks to be told later: fragments with `@defer`, lists with `@stream`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    StringValueNode,
    ValueNode,
    value_from_ast_untyped,
)

WISHES = frozenset(("defer", "stream"))
"""The directives by which a document asks for parts of its answer later."""


@dataclass(frozen=True, eq=False)
class Deferral:
    """A fragment that comes later, at one place of an operation."""

    directive: DirectiveNode
    above: Deferral | None
    """The one that it is in."""

    @property
    def label(self) -> str | None:
        return label_of(self.directive)


@dataclass(frozen=True, eq=False)
class Streaming:
    """A list of which the first items come first, and the others later."""

    label: str | None
    initial: ValueNode | None
    """How many come first, as the document says it; none if it does not."""


def wish(
    node: FieldNode | FragmentSpreadNode | InlineFragmentNode, name: str, truths: Mapping[str, bool]
) -> DirectiveNode | None:
    """The directive of that name, where it holds."""
    for directive in node.directives or ():
        if directive.name.value == name:
            condition = argument_of(directive, "if")
            holds = condition is None or value_from_ast_untyped(condition, dict(truths)) is not False
            return directive if holds else None
    return None


def streaming_of(directive: DirectiveNode) -> Streaming:
    """How a list with the directive is streamed."""
    return Streaming(label_of(directive), argument_of(directive, "initialCount"))


def argument_of(directive: DirectiveNode, name: str) -> ValueNode | None:
    """What a document gives for an argument of a directive."""
    given = (each.value for each in directive.arguments or () if each.name.value == name)
    return next(given, None)


def label_of(directive: DirectiveNode) -> str | None:
    """The directive's label. In a valid document it is written out."""
    label = argument_of(directive, "label")
    return label.value if isinstance(label, StringValueNode) else None


def outermost(deferrals: Iterable[Deferral | None]) -> frozenset[Deferral]:
    """The fragments with any of which a field comes, if it is in these; none for what is outside of a fragment, too."""
    its = set(deferrals)
    if None in its:
        return frozenset()
    return frozenset(each for each in its if each is not None and its.isdisjoint(enclosing(each)))


def enclosing(deferral: Deferral) -> Iterator[Deferral]:
    """The fragments that a fragment is in."""
    above = deferral.above
    while above is not None:
        yield above
        above = above.above
