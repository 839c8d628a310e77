"""Documents over the real schema: what its arguments take, and sometimes what they do not."""

from random import Random

from graphql import GraphQLInputType, get_named_type

from app import tables
from schema.root import build
from tests.execute.documents import Document, document
from tests.execute.furnishing import ROWS
from tests.factory import id_of

SCHEMA = build()._schema
IDS = [id_of(table, place) for table in tables.by_name.values() for place in range(ROWS)]
SCALARS = {
    "DateTime": ('"2025-01-03T00:00:00Z"', '"2025-01-02T10:00:00+02:00"'),
    "Decimal": ('"1.5"', '"0.125"'),
    "Int64": ("1", "2000", "3"),
    "Int": ("1", "2"),
    "Currency": ('"usd"', '"EUR"'),
    "Metadata": ('{order: "1"}',),
    "JSON": ("1",),
    "String": ('"a"', '"usd"', '"name-1"'),
}
QUERIES = ("created>0", "livemode:'false'", "created<1735900000 OR id:'cus_0001'", "nonsense", "metadata['order']:'1'")
ROOT = SCHEMA.query_type
PREVIEWS = {name for name, field in ROOT.fields.items() if "input" in field.args} if ROOT else set()
"""Fields that make something new each time."""
CURSORS = (
    "WyJjcmVhdGVkIGRlc2MsaWQgZGVzYyIsMTczNTk0ODgwMDAwMDAwMCwiY3VzXzAwMDMiXQ",
    "WyJjcmVhdGVkIGRlc2MsaWQgZGVzYyIsMTczNTg2MjQwMDAwMDAwMCwicGlfMDAwMiJd",
    "nonsense",
    "cus_0001",
    "pi_0002",
    "cus_none",
)


def literal(random: Random, name: str, type_: GraphQLInputType) -> str | None:
    """A literal for an argument of the real schema."""
    named = get_named_type(type_).name
    match name:
        case "first":
            return random.choice(("1", "2", "3", "5", "100", "0", "101"))
        case "last":
            return random.choice(("1", "2", "0"))
        case "after" | "before":
            return f'"{random.choice(CURSORS)}"'
        case "query":
            return f'"{random.choice(QUERIES)}"'
        case "locale":
            return random.choice(('"de-DE"', '"ja"', '"nowhere"', "null"))
        case "ids":
            return "[" + ", ".join(f'"{random.choice(IDS)}"' for _ in range(random.randrange(5))) + "]"
    if named == "ID":
        return f'"{random.choice((*IDS, "none_1"))}"'
    return random.choice(SCALARS[named]) if named in SCALARS and type_ is get_named_type(type_) else None


def question(seed: int, size: int = 25) -> Document:
    """The query of a seed."""
    return document(SCHEMA, seed, literal=literal, size=size, skipped=PREVIEWS)
