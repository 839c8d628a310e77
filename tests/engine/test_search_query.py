"""The search language: what it says, what it refuses and how, and that nothing else can come out of it."""

import re
import string
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import BadRequest
from schema.derive.search_query import (
    MAX_CLAUSES,
    MAX_LENGTH,
    MIN_SUBSTRING,
    Clause,
    Connective,
    Operator,
    SearchQuery,
    parse_search,
)

EXACT = Operator.EXACT


def one(query: str) -> Clause:
    parsed = parse_search(query)
    assert len(parsed.clauses) == 1
    return parsed.clauses[0]


@pytest.mark.parametrize(
    ("query", "clause"),
    [
        ("status:'succeeded'", Clause(("status",), EXACT, "succeeded")),
        ('status:"succeeded"', Clause(("status",), EXACT, "succeeded")),
        ("  status : 'succeeded'  ", Clause(("status",), EXACT, "succeeded")),
        ("amount:1000", Clause(("amount",), EXACT, Decimal(1000))),
        ("amount>1000", Clause(("amount",), Operator.GREATER, Decimal(1000))),
        ("amount>=1000", Clause(("amount",), Operator.GREATER_OR_EQUAL, Decimal(1000))),
        ("amount<-0.50", Clause(("amount",), Operator.LESS, Decimal("-0.50"))),
        ("amount<=0", Clause(("amount",), Operator.LESS_OR_EQUAL, Decimal(0))),
        ("amount=1000", Clause(("amount",), Operator.EQUAL, Decimal(1000))),
        ("email~'@example'", Clause(("email",), Operator.SUBSTRING, "@example")),
        ("-currency:'usd'", Clause(("currency",), EXACT, "usd", negated=True)),
        ("url:null", Clause(("url",), EXACT, None)),
        ("url:NULL", Clause(("url",), EXACT, None)),
        ("url:'null'", Clause(("url",), EXACT, "null")),
        ("metadata['key']:'value'", Clause(("metadata",), EXACT, "value", key="key")),
        ('metadata["a.b c"]:"v"', Clause(("metadata",), EXACT, "v", key="a.b c")),
        ("-metadata['k']:null", Clause(("metadata",), EXACT, None, negated=True, key="k")),
        (
            "billing_details.address.postal_code:'94110'",
            Clause(("billing_details", "address", "postal_code"), EXACT, "94110"),
        ),
        (
            "payment_method_details.card.last4:4242",
            Clause(("payment_method_details", "card", "last4"), EXACT, Decimal(4242)),
        ),
        (
            "payment_method_details.card.last4:0005",
            Clause(("payment_method_details", "card", "last4"), EXACT, "0005"),
        ),
        (r"name:'it\'s'", Clause(("name",), EXACT, "it's")),
        (r'''name:"it's \"so\""''', Clause(("name",), EXACT, 'it\'s "so"')),
        (r"name:'C:\new\\'", Clause(("name",), EXACT, "C:\\new\\")),
        ("name:'a AND b OR (c) -d:1'", Clause(("name",), EXACT, "a AND b OR (c) -d:1")),
        ("name:''", Clause(("name",), EXACT, "")),
        ("order:'x'", Clause(("order",), EXACT, "x")),
    ],
)
def test_one_clause(query: str, clause: Clause) -> None:
    assert one(query) == clause


@pytest.mark.parametrize("join", [" AND ", " and ", " ", "  \n\t", " And\n"])
def test_all_of_them(join: str) -> None:
    query = parse_search(join.join(["status:'active'", "-currency:'usd'", "amount>5"]))
    assert query == SearchQuery(
        (
            Clause(("status",), EXACT, "active"),
            Clause(("currency",), EXACT, "usd", negated=True),
            Clause(("amount",), Operator.GREATER, Decimal(5)),
        )
    )


@pytest.mark.parametrize("join", [" OR ", " or "])
def test_any_of_them(join: str) -> None:
    query = parse_search(join.join(["status:'active'", "order:'1'", "amount>5"]))
    assert query.connective is Connective.OR
    assert [clause.field for clause in query.clauses] == ["status", "order", "amount"]


def test_spaces_and_the_word_may_stand_for_the_same_join() -> None:
    assert len(parse_search("a:1 b:2 AND c:3").clauses) == 3


@pytest.mark.parametrize(
    ("query", "position", "words"),
    [
        ("status", 7, "An operator belongs after a field. Use one of"),
        ("status:", 8, "A value belongs here"),
        ("status:active", 8, "Write 'active'"),
        ("status:12abc", 8, "Write '12abc'"),
        ("status:\N{RIGHT SINGLE QUOTATION MARK}active", 8, "has to be in quotes"),
        ("status:'active", 8, "never closed"),
        ("status:'active'amount:5", 16, "need a space"),
        ("amount:5-status:'x'", 8, "has to be in quotes"),
        ("a:1 AND", 8, "A clause belongs here"),
        ("AND a:1", 1, "AND belongs between two clauses"),
        ("a:1 and or b:2", 9, "OR belongs between two clauses"),
        ("a:1 AND b:2 OR c:3", 13, "cannot be mixed"),
        ("a:1 b:2 OR c:3", 9, "cannot be mixed"),
        ("a:1 OR b:2 c:3", 5, "cannot be mixed"),
        ("(a:1)", 1, "parentheses"),
        ("a:1 AND (b:2 OR c:3)", 9, "parentheses"),
        ("a:1)", 4, "parentheses"),
        ("status IN ('a', 'b')", 8, "joined by OR"),
        ("NOT a:1", 1, "Put - right before the field"),
        ("status!='a'", 7, "- before the field to negate"),
        ("name~'ab'", 6, "at least 3 characters"),
        ("name~123", 6, "in quotes"),
        ("name~null", 6, "in quotes"),
        ("amount>'5'", 8, "without quotes"),
        ("amount>null", 8, "without quotes"),
        ("amount=05", 8, "without quotes"),
        ("amount>1234567890123456789", 8, "at most 18 digits"),
        ("metadata:'x'", 1, "metadata['key']"),
        ("name['x']:'y'", 5, "only metadata has keys"),
        ("metadata[x]:'y'", 10, "in quotes"),
        ("metadata['x':'y'", 13, "never closed"),
        ("--a:1", 2, "a clause belongs here"),
        ("a:'x' 'y'", 7, "a clause belongs here"),
        (" ".join(["a:1"] * 11), 41, "at most 10 clauses"),
    ],
)
def test_what_is_refused_and_where(query: str, position: int, words: str) -> None:
    with pytest.raises(BadRequest) as refused:
        parse_search(query)
    assert refused.value.field == "query"
    assert refused.value.message.startswith(f"query cannot be read at position {position}: ")
    assert words in refused.value.message
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize(("query", "words"), [("", "empty"), (" \n ", "empty"), ("a" * (MAX_LENGTH + 1), "too long")])
def test_nothing_and_too_much(query: str, words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        parse_search(query)


@pytest.mark.parametrize(
    "query",
    [
        "'" * 6000,
        "a:'" + "\\" * 5000,
        "a:" * 3000,
        "a:1 " * 1500,
        "[" * 6000,
        "(" * 6000,
        "a." * 3000,
        "-" * 6000,
        "a" * 6000,
        "a:" + "9" * 5997 + "x",
        " " * 5999 + "(",
        "a:1 AND " * 750,
        "a" * 10_000_000,
    ],
)
def test_hostile_queries_are_refused(query: str) -> None:
    with pytest.raises(BadRequest) as refused:
        parse_search(query)
    assert len(refused.value.message) < 250


names = st.from_regex(r"[a-z][a-z0-9_]{0,15}", fullmatch=True).filter(
    lambda name: name not in {"and", "or", "metadata"}
)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
numbers = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12) | (
    st.integers(-(2**53), 2**53).map(Decimal)
)
comparisons = st.sampled_from([operator for operator in Operator if operator not in {EXACT, Operator.SUBSTRING}])
matches = (
    st.tuples(st.just(EXACT), st.none() | texts | numbers)
    | st.tuples(st.just(Operator.SUBSTRING), texts.filter(lambda text: len(text) >= MIN_SUBSTRING))
    | st.tuples(comparisons, numbers)
)
fields = st.tuples(st.lists(names, min_size=1, max_size=4).map(tuple), st.none()) | st.tuples(
    st.just(("metadata",)), texts
)
clauses = st.builds(
    lambda field, match, negated: Clause(field[0], match[0], match[1], negated, field[1]),
    fields,
    matches,
    st.booleans(),
)
queries = st.builds(
    lambda found, connective: SearchQuery(tuple(found), connective if len(found) > 1 else Connective.AND),
    st.lists(clauses, min_size=1, max_size=MAX_CLAUSES),
    st.sampled_from(Connective),
)


@given(queries)
def test_whatever_can_be_said_can_be_read_again(query: SearchQuery) -> None:
    assert parse_search(str(query)) == query


pieces = st.sampled_from(
    ["a", "metadata", "['k']", ":", "~", ">=", "'x y'", '"', "'", "\\", " ", "AND", "or", "-", "(", "1"]
)


@given(st.text() | st.text(string.printable) | st.lists(pieces).map("".join))
def test_anything_else_is_refused_politely(query: str) -> None:
    parsed = read_or_refused(query)
    if isinstance(parsed, BadRequest):
        assert parsed.field == "query"
        assert re.fullmatch(r"query .*\.", parsed.message, re.DOTALL)
    else:
        assert parse_search(str(parsed)) == parsed


def read_or_refused(query: str) -> SearchQuery | BadRequest:
    try:
        return parse_search(query)
    except BadRequest as refusal:
        return refusal
