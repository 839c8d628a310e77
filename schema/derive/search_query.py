"""Reads Stripe's search language: `status:'paid' AND total>1000`, `-metadata['color']:null`, `name~"jan" OR ...`.

Only the language is known here, not the fields: a clause's path is as written, and the holder of the table decides
whether there is such a field and what it can be compared with.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NoReturn

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from app.errors import BadRequest

MAX_CLAUSES = 10
MAX_LENGTH = 6_000
"""Characters. Room for ten clauses on metadata, whose keys have up to 40 characters and whose values up to 500."""
MIN_SUBSTRING = 3
"""Characters that `~` asks for at least."""
MAX_DIGITS = 18
"""Digits of a number: as many as always fit into a column of 64 bits."""

_PARSER = Lark.open("search.lark", rel_to=__file__, parser="lalr", start="query", propagate_positions=True)
_ESCAPED = re.compile(r"""\\(['"\\])""")
_LEADING_ZERO = re.compile(r"-?0[0-9]")


class Connective(StrEnum):
    """How the clauses of one query are joined; a query never mixes the two."""

    AND = "AND"
    OR = "OR"


class Operator(StrEnum):
    """How a clause compares. Those other than EXACT and SUBSTRING take numbers."""

    EXACT = ":"
    SUBSTRING = "~"
    EQUAL = "="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="
    LESS = "<"
    LESS_OR_EQUAL = "<="


@dataclass(frozen=True)
class Clause:
    """One comparison. `path` is the dotted field as written; `key` is metadata's; a `value` of None is null."""

    path: tuple[str, ...]
    operator: Operator
    value: str | Decimal | None
    negated: bool = False
    key: str | None = None

    @property
    def field(self) -> str:
        """The field as a person writes it, for messages: billing_details.address.city, metadata['color']."""
        return ".".join(self.path) + (f"[{_quoted(self.key)}]" if self.key is not None else "")

    def __str__(self) -> str:
        match self.value:
            case None:
                value = "null"
            case Decimal():
                value = format(self.value, "f")
            case _:
                value = _quoted(self.value)
        return f"{'-' if self.negated else ''}{self.field}{self.operator}{value}"


@dataclass(frozen=True)
class SearchQuery:
    """A whole query: one to ten clauses, all joined the same way. `str` gives text that parses back to it."""

    clauses: tuple[Clause, ...]
    connective: Connective = Connective.AND

    def __str__(self) -> str:
        return f" {self.connective} ".join(map(str, self.clauses))


def parse_search(query: str) -> SearchQuery:
    """Read a query. BadRequest on field `query`, naming the position (from 1) and the remedy, when it cannot be read.

    Joins and null may be written in any case. A number with leading zeros, such as a card's last4, stays text.
    """
    _check_text(query)
    try:
        tree = _PARSER.parse(query)
    except UnexpectedCharacters as error:
        _refuse_character(query, error.pos_in_stream, error.allowed or set())  # type: ignore[arg-type]  # an int
    except UnexpectedToken as error:
        _refuse_token(query, error)
    joins = [child for child in tree.children if isinstance(child, Token)]
    clauses = [child for child in tree.children if isinstance(child, Tree)]
    if len(clauses) > MAX_CLAUSES:
        _refuse(
            _start(clauses[MAX_CLAUSES]),
            f"a query has at most {MAX_CLAUSES} clauses. Leave some out, or search more than once",
        )
    connective = _connective(joins, len(clauses))
    for clause in clauses[1:]:
        if not query[_start(clause) - 1].isspace():
            _refuse(_start(clause), "clauses need a space between them. Put one here")
    return SearchQuery(tuple(_clause(clause) for clause in clauses), connective)


def _check_text(query: str) -> None:
    if len(query) > MAX_LENGTH:
        raise BadRequest(
            f"query is too long: it has {len(query)} characters and may have {MAX_LENGTH}. Search for less at once.",
            field="query",
        )
    if not query.strip():
        raise BadRequest("query is empty. Give it at least one clause, such as status:'active'.", field="query")


def _connective(joins: list[Token], clauses: int) -> Connective:
    either = [join for join in joins if join.type == "OR"]
    if not either:
        return Connective.AND
    if len(either) < clauses - 1:
        _refuse(
            _start(either[0]),
            "AND and OR cannot be mixed, and a space alone means AND. Join all clauses the same way, "
            "or search more than once",
        )
    return Connective.OR


def _clause(tree: Tree[Token]) -> Clause:
    tokens = {child.type: child for child in tree.children if isinstance(child, Token)}
    path = tuple(tokens["FIELD"].split("."))
    operator = Operator(tokens["OPERATOR"])
    literal = tree.children[-1]
    assert isinstance(literal, Token)
    value = _value(literal)
    _check_value(literal, operator, value)
    return Clause(path, operator, value, negated="MINUS" in tokens, key=_key(tree, tokens["FIELD"]))


def _key(tree: Tree[Token], field: Token) -> str | None:
    for child in tree.children:
        if isinstance(child, Tree):
            if field != "metadata":
                _refuse(_start(child), f"only metadata has keys, not {_shown(field)}. Name a part of it with a dot")
            return _unquoted(str(child.children[0]))
    if field == "metadata":
        _refuse(_start(field), "metadata needs the key to look at. Write metadata['key']:'value'")
    return None


def _value(literal: Token) -> str | Decimal | None:
    if literal.type == "BARE":
        _refuse(_start(literal), f"text has to be in quotes. Write {_quoted(_shown(literal))}")
    if literal.type == "STRING":
        return _unquoted(literal)
    if literal.type == "NULL":
        return None
    if sum(character.isdigit() for character in literal) > MAX_DIGITS:
        _refuse(_start(literal), f"a number has at most {MAX_DIGITS} digits. Put quotes around it if it is text")
    return str(literal) if _LEADING_ZERO.match(literal) else Decimal(literal)


def _check_value(literal: Token, operator: Operator, value: str | Decimal | None) -> None:
    if operator is Operator.EXACT:
        return
    if operator is Operator.SUBSTRING:
        if not isinstance(value, str):
            _refuse(_start(literal), "~ looks for a part of a text. Give it one in quotes")
        if len(value) < MIN_SUBSTRING:
            _refuse(_start(literal), f"~ needs at least {MIN_SUBSTRING} characters. Give it more, or use : instead")
    elif not isinstance(value, Decimal):
        _refuse(_start(literal), f"{operator} compares numbers. Give it one without quotes, or use : instead")


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _unquoted(literal: str) -> str:
    """What is between the quotes. A backslash keeps a quote or a backslash; before anything else it is itself."""
    return _ESCAPED.sub(r"\1", literal[1:-1])


def _start(part: Token | Tree[Token]) -> int:
    return (part.start_pos if isinstance(part, Token) else part.meta.start_pos) or 0


def _shown(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _refuse_character(query: str, position: int, allowed: set[str]) -> NoReturn:
    character = query[position]
    if character in "()":
        _refuse(position, "parentheses are not part of the search language. Join all clauses by AND, or all by OR")
    if character in "'\"" and "STRING" in allowed:
        _refuse(position, "this quote is never closed. Close it, or put a backslash before a quote inside the text")
    _refuse(position, _expectation(allowed))


def _refuse_token(query: str, error: UnexpectedToken) -> NoReturn:
    token, expected = error.token, error.expected
    if token.type == "$END":
        expectation = _expectation(expected)
        _refuse(len(query), f"the query ends too early. {expectation[0].upper()}{expectation[1:]}")
    # The lexer knows keywords by where they stand, so one in a field's place came in as a field's name.
    before = error.token_history[-1] if error.token_history else None
    if "OPERATOR" in expected and token.upper() == "IN":
        _refuse(_start(token), "IN is not part of the search language. Write a clause for each value, joined by OR")
    if "OPERATOR" in expected and before is not None:
        word = before.upper()
        if word == "NOT":
            _refuse(_start(before), "NOT is not part of the search language. Put - right before the field")
        if word in Connective.__members__:
            _refuse(_start(before), f"{word} belongs between two clauses. Leave it out here")
    _refuse(_start(token), _expectation(expected))


def _expectation(allowed: set[str]) -> str:
    if "BARE" in allowed:
        return "a value belongs here. Give text in quotes, a number, or null"
    if "OPERATOR" in allowed:
        return "an operator belongs after a field. Use one of : ~ = > < >= <=, and - before the field to negate"
    if "STRING" in allowed:
        return "a key of metadata belongs here. Write it in quotes, as in metadata['key']"
    if "RSQB" in allowed:
        return "the key is never closed. Write it as in metadata['key']"
    return "a clause belongs here. Write a field, an operator and a value, such as status:'active'"


def _refuse(position: int, reason: str) -> NoReturn:
    raise BadRequest(f"query cannot be read at position {position + 1}: {reason}.", field="query") from None
