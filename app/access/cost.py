"""What an operation asks for, counted before any of it is executed.

- **Depth** is the number of fields from the root to the deepest leaf. A connection's own `edges`, `nodes`, `node` and
  `pageInfo` are not counted: a hop from a customer to its invoices is one level, however it is written.
- **Aliases** are fields given another name.
- **Nodes** are the objects that the connections may return: the product of the page sizes on the way down. A page's
  size is its `first` or `last`, or 10; that of `nodes(ids:)` is the number of ids.
- **Cost** is 1 for each field that returns an object, or JSON, which can be as large; and 10 for each mutation. Under a
  connection, or groups of its `aggregate`, it is multiplied by the page's size, or the number of groups:
  `customers(first: 5) { nodes { invoices(first: 10) { nodes { id } } } }`
  costs 1 + 5 * (1 + 1 + 10 * 1) = 61. Other scalars, `pageInfo` and `totalCount` are free. The `aggregate` of a
  connection is of all pages, so that the size of one does not multiply it.
- **Conditions** are the objects, lists and values in `where`, `orderBy`, `query` and `testClock`. Each adds 1 to the
  cost, and so do each 100 characters of a text in them; pages do not multiply them.

Fragments count each time they are spread, but each is measured once and its sums are multiplied and added, so the work
is linear in the text, whatever that expands to. Fields omitted by `@skip` or `@include` do not count. Introspection
has neither depth, nodes nor cost; it may walk the schema twice as far as the usual introspection query does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from typing import Any, NamedTuple

import graphql
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLList,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSyntaxError,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
)

from app.access.conditions import left_out, with_defaults
from app.access.weight import CONDITIONS, HUNDRED, Weight, of_literal
from app.errors import BadRequest, LimitExceeded
from app.settings import Limits

DEFAULT_PAGE = 10
LARGE = {"JSON", "Metadata"}
"""Scalars whose values can be as large as objects."""
MUTATION_COST = 10
INTROSPECTIONS = 2
CEILING = 10**15
"""Where counting stops: nested pages and fragments multiply to numbers of hundreds of digits."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What one operation asks for."""

    depth: int
    aliases: int
    nodes: int
    cost: int

    def extension(self, limits: Limits) -> dict[str, int]:
        """What callers see as `extensions.cost`."""
        return {"requested": self.cost, "limit": limits.max_cost, "nodes": self.nodes, "depth": self.depth}


def parse(source: str, limits: Limits) -> DocumentNode:
    """Parse a document. Raises LimitExceeded when it is too long or too nested, GraphQLSyntaxError when it is wrong."""
    try:
        return graphql.parse(source, max_lexical_tokens=limits.max_tokens, max_comments=limits.max_tokens)
    except GraphQLSyntaxError as error:
        if "Parsing aborted" not in error.message:
            raise
        nested = "nested too deeply" in error.message
    if nested:
        raise LimitExceeded(
            f"The document is nested far deeper than the {limits.max_depth:,} levels that max_depth allows. "
            "Split it into several operations.",
            limit="max_depth",
        )
    raise LimitExceeded(
        f"The document has more than {limits.max_tokens:,} tokens (names, values, punctuation) or comments, "
        "which is as many as max_tokens allows. Split it into several operations.",
        limit="max_tokens",
    )


def measure(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
    limits: Limits,
) -> Measure:
    """Count what `operation` asks for. `variables` are as the caller sent them.

    Safe on a document that is not validated: what the schema does not know counts as a leaf, and fragments which spread
    each other in a circle raise BadRequest. Raises LimitExceeded for the first limit that is exceeded.
    """
    totals = _Count(schema, operation, variables, limits).of(document)
    conditions = Weight(totals.parts, totals.hundreds)
    found = Measure(totals.depth, totals.aliases, totals.nodes, totals.cost + conditions.cost)
    _hold("max_depth", found.depth, limits.max_depth, "is {} levels deep", "Fetch the rest by id.")
    _hold("max_aliases", found.aliases, limits.max_aliases, "has {} aliases", "Split it into several operations.")
    shorter = "Ask for less in one operation."
    _hold("max_conditions", conditions.parts, limits.max_conditions, "has conditions of {} parts", shorter)
    characters, most = conditions.hundreds * HUNDRED, limits.max_condition_characters
    _hold("max_condition_characters", characters, most, "has conditions of {} characters", shorter)
    _hold("max_nodes", found.nodes, limits.max_nodes, "may return {} objects", "Ask for smaller pages with `first`.")
    _hold("max_cost", found.cost, limits.max_cost, "costs {}", "Ask for fewer objects, or for smaller pages of them.")
    if totals.introspection > INTROSPECTIONS * _usual_introspection(schema):
        raise LimitExceeded(
            "This operation walks through the schema several times over, which max_cost does not allow. "
            "Introspect in an operation of its own, once.",
            limit="max_cost",
        )
    return found


def _hold(limit: str, asked: int, allowed: int, says: str, remedy: str) -> None:
    if asked > allowed:
        number = f"{asked:,}" if asked < CEILING else f"over {CEILING:,}"
        raise LimitExceeded(f"The operation {says.format(number)}; {limit} allows {allowed:,}. {remedy}", limit=limit)


class _Totals(NamedTuple):
    depth: int = 0
    aliases: int = 0
    nodes: int = 0
    cost: int = 0
    introspection: int = 0
    parts: int = 0
    hundreds: int = 0
    nodes_once: int = 0
    """Of what a connection has once, whatever the size of its page."""
    cost_once: int = 0


NOTHING = _Totals()
_Scope = tuple[SelectionSetNode, GraphQLNamedType | None]


class _Count:
    """One pass over the selection sets of one operation, innermost first, so that nothing recurses."""

    def __init__(
        self,
        schema: GraphQLSchema,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
        limits: Limits,
    ) -> None:
        self.schema = schema
        self.operation = operation
        self.limits = limits
        self.sizes = _sizes(schema)
        self.fragments: dict[str, _Totals] = {}
        self.variables = with_defaults(operation, variables)

    def of(self, document: DocumentNode) -> _Totals:
        fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
        for name in _innermost_first(fragments):
            node = fragments[name]
            parent = self.schema.get_type(node.type_condition.name.value)
            self.fragments[name] = self.selections(node.selection_set, parent)
        return self.selections(self.operation.selection_set, self.schema.get_root_type(self.operation.operation))

    def selections(self, root: SelectionSetNode, parent: GraphQLNamedType | None) -> _Totals:
        done: dict[int, _Totals] = {}
        for selection_set, type_ in reversed(self.scopes(root, parent)):
            done[id(selection_set)] = self.sum(selection_set, type_, done)
        return done[id(root)]

    def scopes(self, root: SelectionSetNode, parent: GraphQLNamedType | None) -> list[_Scope]:
        """Every selection set with the type it selects from, outer before inner."""
        found: list[_Scope] = [(root, parent)]
        for selection_set, type_ in found:
            for node in selection_set.selections:
                inner = None if isinstance(node, FragmentSpreadNode) else getattr(node, "selection_set", None)
                if not inner:
                    continue
                if isinstance(node, FieldNode):
                    field = self.field(node, type_)
                    found.append((inner, get_named_type(field.type) if field else None))
                elif isinstance(node, InlineFragmentNode) and node.type_condition:
                    found.append((inner, self.schema.get_type(node.type_condition.name.value)))
                else:
                    found.append((inner, type_))
        return found

    def sum(
        self, selection_set: SelectionSetNode, parent: GraphQLNamedType | None, done: dict[int, _Totals]
    ) -> _Totals:
        depth = 0
        sums = [0] * (len(_Totals._fields) - 1)
        for node in selection_set.selections:
            if left_out(node, self.variables):
                continue
            if isinstance(node, FieldNode):
                below = done[id(node.selection_set)] if node.selection_set else NOTHING
                part = self.weighed(node, self.count(node, parent, below))
            elif isinstance(node, FragmentSpreadNode):
                part = self.fragments.get(node.name.value, NOTHING)
            else:
                part = done[id(node.selection_set)]  # type: ignore[attr-defined]
            depth = max(depth, part.depth)
            sums = [min(total + more, CEILING) for total, more in zip(sums, part[1:], strict=True)]
        return _Totals(depth, *sums)

    def weighed(self, node: FieldNode, counted: _Totals) -> _Totals:
        """With the conditions of a field."""
        for argument in node.arguments or ():
            if argument.name.value in CONDITIONS:
                weight = of_literal(argument.value, self.variables, self.limits.max_conditions)
                counted = counted._replace(
                    parts=counted.parts + weight.parts, hundreds=counted.hundreds + weight.hundreds
                )
        return counted

    def count(self, node: FieldNode, parent: GraphQLNamedType | None, below: _Totals) -> _Totals:
        name = node.name.value
        aliases = below.aliases + (node.alias is not None)
        if name.startswith("__") or (parent and parent.name.startswith("__")):
            return _Totals(aliases=aliases, introspection=self.sizes.get(name, 1) * (1 + below.introspection))
        field = self.field(node, parent)
        if field is None or parent is None or not is_composite_type(get_named_type(field.type)):
            own = 1 if field is not None and get_named_type(field.type).name in LARGE else 0
            return below._replace(depth=1 + below.depth, aliases=aliases, cost=own + below.cost, introspection=0)
        if _is_connection(parent) and name == "aggregate":
            once = {"nodes_once": below.nodes, "cost_once": 1 + below.cost}
            return below._replace(depth=1 + below.depth, aliases=aliases, nodes=0, cost=0, **once)
        if _is_connection(parent):
            item = 0 if name == "pageInfo" else 1
            return below._replace(aliases=aliases, nodes=below.nodes + item, cost=below.cost + item)
        if name == "node" and parent.name.endswith("Edge"):
            return below._replace(aliases=aliases)
        pages = self.page(node, field)
        if pages is None:
            own = MUTATION_COST if parent is self.schema.mutation_type else 1
            return below._replace(depth=1 + below.depth, aliases=aliases, cost=own + below.cost)
        if not _is_connection(get_named_type(field.type)):
            below = below._replace(nodes=below.nodes + 1, cost=below.cost + 1)
        return below._replace(
            depth=1 + below.depth,
            aliases=aliases,
            nodes=pages * below.nodes + below.nodes_once,
            cost=1 + pages * below.cost + below.cost_once,
            nodes_once=0,
            cost_once=0,
        )

    def field(self, node: FieldNode, parent: GraphQLNamedType | None) -> GraphQLField | None:
        if parent is None or not is_composite_type(parent):
            return None
        return self.schema.get_field(parent, node.name.value)

    def page(self, node: FieldNode, field: GraphQLField) -> int | None:
        """How many objects a connection, a list found by `ids`, or groups are asked for; None for other fields."""
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        default = DEFAULT_PAGE
        if _is_connection(get_named_type(field.type)):
            asked: dict[str, int | None] = {
                name: self.integer(given[name]) for name in ("first", "last") if name in given
            }
        elif "ids" in field.args and isinstance(get_nullable_type(field.type), GraphQLList):
            asked = {"ids": self.length(given.get("ids"))}
        elif "by" in field.args and "first" in field.args:
            asked, default = (
                {"first": self.integer(given["first"]) if "first" in given else None},
                self.limits.max_page_size,
            )
        else:
            return None
        for name, size in asked.items():
            if size is not None and size > self.limits.max_page_size:
                raise LimitExceeded(
                    f"`{name}` of `{node.name.value}` asks for {size:,} objects; max_page_size allows "
                    f"{self.limits.max_page_size:,}. Ask for fewer at a time.",
                    limit="max_page_size",
                )
        given_sizes = {name: size for name, size in asked.items() if size is not None}
        # A page of fewer than none is for the resolver to refuse, and ids may be none: here these count as one.
        sizes = [0 if size == 0 and name != "ids" else max(size, 1) for name, size in given_sizes.items()]
        return max(sizes, default=default)

    def integer(self, value: object) -> int | None:
        if isinstance(value, IntValueNode):
            return int(value.value)
        number = self.variables.get(value.name.value) if isinstance(value, VariableNode) else None
        return int(number) if type(number) is int or (type(number) is float and number.is_integer()) else None

    def length(self, value: object) -> int:
        if isinstance(value, ListValueNode):
            return len(value.values)
        ids = self.variables.get(value.name.value) if isinstance(value, VariableNode) else None
        return len(ids) if isinstance(ids, list) else 1


def _innermost_first(fragments: Mapping[str, FragmentDefinitionNode]) -> list[str]:
    spreads: dict[str, set[str]] = {}
    for name, fragment in fragments.items():
        spreads[name] = set()
        sets = [fragment.selection_set]
        for selection_set in sets:
            for node in selection_set.selections:
                if isinstance(node, FragmentSpreadNode):
                    spreads[name] |= {node.name.value} & fragments.keys()
                elif isinstance(node, FieldNode | InlineFragmentNode) and node.selection_set:
                    sets.append(node.selection_set)
    try:
        return list(TopologicalSorter(spreads).static_order())
    except CycleError:
        raise BadRequest("Fragments of this document spread each other in a circle. Break the circle.") from None


def _is_connection(type_: GraphQLNamedType) -> bool:
    return isinstance(type_, GraphQLObjectType) and type_.name.endswith("Connection") and "pageInfo" in type_.fields


@lru_cache(maxsize=4)
def _sizes(schema: GraphQLSchema) -> Mapping[str, int]:
    """How long introspection's lists are in this schema, on average."""
    types = [type_ for name, type_ in schema.type_map.items() if not name.startswith("__")]
    fields = [field for type_ in types for field in getattr(type_, "fields", {}).values()]
    arguments = sum(len(getattr(field, "args", ())) for field in fields)
    fields_per_type = -(-len(fields) // len(types))
    return {
        "types": len(types),
        "directives": len(schema.directives),
        "fields": fields_per_type,
        "inputFields": fields_per_type,
        "args": -(-arguments // max(1, len(fields))),
    }


@lru_cache(maxsize=4)
def _usual_introspection(schema: GraphQLSchema) -> int:
    document = graphql.parse(
        graphql.get_introspection_query(
            specified_by_url=True,
            directive_is_repeatable=True,
            schema_description=True,
            input_value_deprecation=True,
            one_of=True,
        )
    )
    operation = next(node for node in document.definitions if isinstance(node, OperationDefinitionNode))
    return _Count(schema, operation, {}, Limits.model_construct()).of(document).introspection
