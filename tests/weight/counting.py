"""How much there is in a schema, counted as Stripe's documentation has it: a value is counted wherever it stands."""

from collections.abc import Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
)


def counts(schema: GraphQLSchema) -> dict[str, int]:
    """Fields of the resources, fields of the mutations' inputs, values of the enums of both, references, mutations."""
    resources = [each for each in schema.type_map.values() if isinstance(each, GraphQLObjectType) and each.interfaces]
    shown = [field for resource in resources for field in _shown(resource)]
    mutations = schema.mutation_type
    assert mutations is not None
    inputs = [get_named_type(field.args["input"].type) for field in mutations.fields.values() if "input" in field.args]
    taken = [field for each in inputs if isinstance(each, GraphQLInputObjectType) for field in _taken(each)]
    return {
        "resources": len(resources),
        "fields": len(shown),
        "input_fields": len(taken),
        "enum_values": sum(len(each.values) for each in shown + taken if isinstance(each, GraphQLEnumType)),
        "references": sum(isinstance(each, GraphQLObjectType) and bool(each.interfaces) for each in shown),
        "mutations": len(mutations.fields),
    }


def _shown(holder: GraphQLObjectType) -> Iterator[GraphQLNamedType]:
    """The types of the fields of the resource, and of those of the values that it embeds."""
    for field in holder.fields.values():
        type_ = get_named_type(field.type)
        if "first" in field.args:
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
