"""Documents with `@defer` and `@stream` at random places, and answers put together as clients do."""

from random import Random
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    is_list_type,
    parse,
    print_ast,
    visit,
)
from graphql import get_nullable_type as nullable

from schema.execute.incremental import Told
from tests.execute.comparing import plain
from tests.execute.documents import Document


def later(schema: GraphQLSchema, document: Document, seed: int, *, streams: bool = True) -> Document:
    """The document with fragments deferred and lists streamed."""
    random, info = Random(seed), TypeInfo(schema)

    class Defer(Visitor):
        labels = 0

        def leave_selection_set(self, node: Any, *_: Any) -> Any:
            if random.random() > 0.6:
                return None
            those = [each for each in node.selections if random.random() < 0.5]
            twice = [each for each in those if random.random() < 0.3 and "@" not in print_ast(each)]
            rest = [each for each in node.selections if each not in those or each in twice]
            if not those:
                return None
            self.labels += 1
            label = f'(label: "d{self.labels}")' if random.random() < 0.8 else ""
            body = " ".join(map(print_ast, those))
            return set_of(f"{{ {' '.join(map(print_ast, rest))} ... @defer{label} {{ {body} }} }}")

    class Stream(Visitor):
        def leave_field(self, node: FieldNode, *_: Any) -> Any:
            type_ = info.get_type()
            if type_ is None or not is_list_type(nullable(type_)) or not node.selection_set:
                return None
            head, brace, body = print_ast(node).partition("{")
            return set_of(f"{{ {head} @stream(initialCount: {key(node) % 3}) {brace}{body} }}").selections[0]

    def key(node: FieldNode) -> int:
        # Fields of one name are streamed alike, so that they can be merged.
        return sum(map(ord, (node.alias or node.name).value))

    ast: DocumentNode = parse(document.text)
    if streams and random.random() < 0.3:
        ast = visit(ast, TypeInfoVisitor(info, Stream()))
    return Document(print_ast(visit(ast, Defer())), document.variables)


def set_of(text: str) -> SelectionSetNode:
    (definition,) = parse(text).definitions
    assert isinstance(definition, OperationDefinitionNode)
    return definition.selection_set


def put_together(data: Any, all_told: list[Told]) -> Any:
    """The whole answer, as clients read it. Each value must come once, below what was announced."""
    for told in all_told:
        assert [error for _, error in told.completed if error] == []
        for part in told.parts:
            assert not part.errors
            assert part.path[: len(part.target.path)] == part.target.path
            merge(at(data, part.path), plain(part.data))
        for items in told.items:
            there = at(data, items.target.path)
            assert len(there) == items.place, "items come in order"
            there.extend(plain(items.items))
    return data


def at(data: Any, path: Any) -> Any:
    for step in path:
        data = data[step]
    return data


def merge(there: Any, more: dict[str, Any]) -> None:
    for name, value in more.items():
        assert name not in there, "nothing comes twice"
        there[name] = value
