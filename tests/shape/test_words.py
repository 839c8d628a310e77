"""The graph's descriptions are in the field's words, and each can be read alone: in a hover, out of its place."""

import re
from collections.abc import Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
)

from schema.root import build

SCHEMA = build()._schema

LEAST = 4
"""Words of a description; members of enums that are proper names may have fewer."""

FORBIDDEN = re.compile(
    r"\b(nought|leave|leaves|anew|beneath|whoever|whomever|call(?:s|ed)? (?:it |a payment )?off"
    r"|unless said|unless given|said|say|says|told|tell|tells|telling|lapse[sd]?|let go|lets go|by itself"
    r"|again and again"
    r"|made up|makes up|is to be|are to be|to be had|goes back|went back|go back|gives? up|took back|takes? back"
    r"|stands? for|goes on|(?-i:us)|we|our|ours|nothing more|as may be|in vain|hence|thereof|shall)\b",
    re.IGNORECASE,
)
"""Archaic words, verbs of speech in place of the field's own, and whoever speaks."""

OPENING = re.compile(
    r"^(It|Its|They|Their|Them|This|That|These|Those|Which|He|She|Whose|Whom|Such|So|And|But|Also"
    r"|(When|How much|How many|What|Why|Who|Where|Which|How)\.)(\s|$)"
)
"""A pronoun, or a question without its object."""

PRONOUN = re.compile(r"\b(it|its|they|them|their|theirs|itself|themselves)\b", re.IGNORECASE)
NOUN = re.compile(
    r"\b(the|a|an|each|every|any|no|all|both|another|this|one|other|of|for|with|by|in|on|to|from|or|and|than)"
    r"\s+[a-z`'-]{2,}|\w+'s?\s+[a-z`'-]{2,}|`\w+`|^[A-Z][\w-]+s?\s+(that|which|who|of|in|for|from|with|to|are|is)\b",
    re.IGNORECASE,
)
"""Something that a pronoun can stand for."""

PROPER = re.compile(r"^([A-Z0-9][\w.'é-]*|of|and|the|&)(\s+([A-Z0-9][\w.'é-]*|of|and|the|&))*\.?$")


def descriptions() -> Iterator[tuple[str, str]]:
    """Every description of the graph, with the path of what it describes."""
    for name, type_ in SCHEMA.type_map.items():
        if name.startswith("__"):
            continue
        yield name, type_.description or ""
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in type_.fields.items():
                yield f"{name}.{field_name}", field.description or ""
                for argument_name, argument in field.args.items():
                    yield f"{name}.{field_name}({argument_name})", argument.description or ""
        elif isinstance(type_, GraphQLInputObjectType):
            for field_name, input_field in type_.fields.items():
                yield f"{name}.{field_name}", input_field.description or ""
        elif isinstance(type_, GraphQLEnumType):
            for value_name, value in type_.values.items():
                yield f"{name}#{value_name}", value.description or ""


def faults(path: str, text: str) -> Iterator[str]:
    """What is wrong with a description."""
    if not text:
        yield "missing"
        return
    if found := FORBIDDEN.search(text):
        yield f"'{found.group()}'"
    if found := OPENING.search(text):
        yield f"opens with '{found.group().strip()}'"
    if (found := PRONOUN.search(text)) and not NOUN.search(text[: found.start()]):
        yield f"'{found.group()}' before its noun"
    if len(text.split()) < LEAST and not ("#" in path and PROPER.match(text)):
        yield f"fewer than {LEAST} words"


def test_descriptions_are_in_the_fields_words_and_can_be_read_alone() -> None:
    wrong: dict[str, list[str]] = {}
    for path, text in descriptions():
        for fault in faults(path, text):
            wrong.setdefault(f"{text!r}: {fault}", []).append(path)
    cure = "Write these docstrings in the field's words, each to be read alone:\n"
    assert not wrong, cure + "\n".join(f"{text} ({', '.join(paths[:3])})" for text, paths in wrong.items())


def test_the_rules_find_what_they_are_for() -> None:
    for text in (
        "It can.",
        "When.",
        "The customer's leave to debit their account.",
        "When it was called off.",
        "How it came.",
        "Zip.",
        "Set by us alone, never by a caller.",
    ):
        assert list(faults("Type.field", text)), text
    for text in (
        "When the authorization expires, if it is not captured.",
        "Whether the product can be bought.",
        "Number of items from the start. Default 10, maximum 100.",
    ):
        assert not list(faults("Type.field", text)), text
    assert not list(faults("CardNetwork#VISA", "Visa."))
