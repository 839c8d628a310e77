"""The answer to the introspection of the whole schema, for tools that read no SDL."""

import orjson
from graphql import GraphQLSchema, introspection_from_schema


def introspection(schema: GraphQLSchema) -> bytes:
    """The answer as JSON, in one line."""
    # Few tools know of deprecated directives yet.
    return orjson.dumps({"data": introspection_from_schema(schema, experimental_directive_deprecation=False)})
