"""The directives by which clients ask for parts of an answer later."""

from graphql import (
    DirectiveLocation,
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLDefaultInput,
    GraphQLDirective,
    GraphQLInt,
    GraphQLNonNull,
    GraphQLString,
)


def _wish(word: str) -> dict[str, GraphQLArgument]:
    return {
        "if": GraphQLArgument(
            GraphQLNonNull(GraphQLBoolean),
            description=f"Whether to {word}. Default true.",
            default=GraphQLDefaultInput(value=True),
        ),
        "label": GraphQLArgument(
            GraphQLString, description="Name that the later parts have, unique in the document; none by default."
        ),
    }


INCREMENTAL = (
    GraphQLDirective(
        name="defer",
        locations=[DirectiveLocation.FRAGMENT_SPREAD, DirectiveLocation.INLINE_FRAGMENT],
        args=_wish("defer the fragment"),
        description="Delivers a fragment after the rest of the answer, to clients that accept incremental delivery; "
        "others receive it with the rest.",
    ),
    GraphQLDirective(
        name="stream",
        locations=[DirectiveLocation.FIELD],
        args=_wish("stream the list")
        | {
            "initialCount": GraphQLArgument(
                GraphQLNonNull(GraphQLInt),
                description="Number of items that are delivered with the rest of the answer. Default 0.",
                default=GraphQLDefaultInput(value=0),
            )
        },
        description="Delivers the items of a list one batch after another, to clients that accept incremental "
        "delivery; others receive them at once.",
    ),
)
