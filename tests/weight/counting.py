"""How much there is in a schema, counted as Stripe's documentation has it: a value is counted wherever it stands."""

from collections.abc import Iterable, Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_input_object_type,
)

from app.tables.connect.account import Account
from app.tables.tenancy import ACCOUNT
from schema.derive import kinds
from schema.execute.field_kinds import field_kind
from tests.weight.made_up import CONTRACT

OF_ACCOUNT = kinds.Relation(ACCOUNT, (Account,))
"""What leads from an object to its account."""


def counts(schema: GraphQLSchema) -> dict[str, int]:
    """Fields of the resources that hold no others, and those of their mutations' inputs; values of the enums of both,
    equal ones once for what a resource shows and once for what it takes; what leads to other resources.

    As Stripe's were counted: of the contract's types and mutations, and without what is ours alone, such as the account
    of an object.
    """
    root = schema.mutation_type
    assert root is not None
    found = {"resources": 0, "mutations": 0, "fields": 0, "input_fields": 0, "enum_values": 0, "references": 0}
    for name, resource in CONTRACT.items():
        type_ = schema.type_map[name]
        assert isinstance(type_, GraphQLObjectType)
        mutations = [root.fields[each] for each in resource["mutations"] if each in root.fields]
        inputs = [get_named_type(each.args["input"].type) for each in mutations if "input" in each.args]
        shown = [*_shown(type_)]
        taken = [leaf for each in inputs if isinstance(each, GraphQLInputObjectType) for leaf in _taken(each)]
        found["resources"] += 1
        found["mutations"] += len(mutations)
        found["fields"] += len(shown)
        found["input_fields"] += len(taken)
        found["enum_values"] += _values(shown) + _values(taken)
        found["references"] += sum(each.name in CONTRACT for each in shown)
    return found


def _values(types: Iterable[GraphQLNamedType]) -> int:
    enums = (each for each in types if isinstance(each, GraphQLEnumType))
    return sum(map(len, {frozenset(str(member.value) for member in each.values.values()) for each in enums}))


def _shown(holder: GraphQLObjectType) -> Iterator[GraphQLNamedType]:
    """The types of the fields of the resource, and of those of the values that it embeds."""
    for field in holder.fields.values():
        type_ = get_named_type(field.type)
        if "first" in field.args or (field_kind(field) == OF_ACCOUNT):
            continue
        if isinstance(type_, GraphQLObjectType) and type_.name not in CONTRACT and type_.name != "Money":
            yield from _shown(type_)
        else:
            yield type_


def _taken(holder: GraphQLInputObjectType) -> Iterator[GraphQLNamedType]:
    for field in holder.fields.values():
        type_ = get_named_type(field.type)
        if is_input_object_type(type_):
            yield from _taken(type_)
        else:
            yield type_
