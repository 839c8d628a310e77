"""How much there is in a schema, counted as Stripe's documentation has it: a value is counted wherever it stands."""

from collections.abc import Collection, Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
)

from app.tables.connect.account import Account
from app.tables.tenancy import ACCOUNT
from schema.derive import kinds
from schema.execute.field_kinds import field_kind

OF_ACCOUNT = kinds.Relation(ACCOUNT, (Account,))
"""What leads from an object to its account."""


def counts(schema: GraphQLSchema) -> dict[str, int]:
    """Fields of the resources, fields of the mutations' inputs, values of the enums of both, references, mutations.

    As Stripe's were counted: equal enums once for each resource, and without what is ours alone, such as the account of
    an object.
    """
    resources = [each for each in schema.type_map.values() if isinstance(each, GraphQLObjectType) and each.interfaces]
    shown = {each.name: [*_shown(each)] for each in resources}
    mutations = schema.mutation_type
    assert mutations is not None
    inputs = {
        name: get_named_type(each.args["input"].type)
        for name, each in mutations.fields.items()
        if each.args.get("input")
    }
    taken = {name: [*_taken(each)] for name, each in inputs.items() if isinstance(each, GraphQLInputObjectType)}
    enums = {
        (_resource(name, shown), each)
        for name, types in (*shown.items(), *taken.items())
        for each in types
        if isinstance(each, GraphQLEnumType)
    }
    return {
        "resources": len(resources),
        "fields": sum(map(len, shown.values())),
        "input_fields": sum(map(len, taken.values())),
        # A fault rule, in what it shows and takes, has every code of errors there is: Stripe's have them elsewhere.
        "enum_values": sum(len(each.values) for name, each in enums if name != "FaultRule"),
        "references": sum(
            isinstance(each, GraphQLObjectType) and bool(each.interfaces) for types in shown.values() for each in types
        ),
        "mutations": len(mutations.fields),
    }


def _resource(name: str, resources: Collection[str]) -> str:
    """The resource of a type or a mutation: the longest name of one that its own begins with."""
    pascal = name[0].upper() + name[1:]
    return max((each for each in resources if pascal.startswith(each)), key=len, default=pascal)


def _shown(holder: GraphQLObjectType) -> Iterator[GraphQLNamedType]:
    """The types of the fields of the resource, and of those of the values that it embeds."""
    for field in holder.fields.values():
        type_ = get_named_type(field.type)
        if "first" in field.args or (field_kind(field) == OF_ACCOUNT):
            continue
        if isinstance(type_, GraphQLObjectType) and not type_.interfaces and type_.name != "Money":
            yield from _shown(type_)
        yield type_


def _taken(holder: GraphQLInputObjectType) -> Iterator[GraphQLNamedType]:
    for field in holder.fields.values():
        type_ = get_named_type(field.type)
        if isinstance(type_, GraphQLInputObjectType):
            yield from _taken(type_)
        yield type_
