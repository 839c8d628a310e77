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
    shown = {each.name: [*_shown(each)] for each in resources}
    mutations = schema.mutation_type
    assert mutations is not None
    inputs = {
        name: get_named_type(each.args["input"].type)
        for name, each in mutations.fields.items()
        if each.args.get("input")
    }
    taken = {name: [*_taken(each)] for name, each in inputs.items() if isinstance(each, GraphQLInputObjectType)}
    # A fault rule, in what it shows and takes, has every code of errors there is: Stripe's have them elsewhere.
    enums = [
        each for name, types in (shown | taken).items() if not name.lower().startswith("faultrule") for each in types
    ]
    return {
        "resources": len(resources),
        "fields": sum(map(len, shown.values())),
        "input_fields": sum(map(len, taken.values())),
        "enum_values": sum(len(each.values) for each in enums if isinstance(each, GraphQLEnumType)),
        "references": sum(
            isinstance(each, GraphQLObjectType) and bool(each.interfaces) for types in shown.values() for each in types
        ),
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
