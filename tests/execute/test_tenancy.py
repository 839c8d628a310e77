"""No plan leaves the account or the mode out: every statement of every relation and connection names both, and finds
nothing of another's rows, which here have the same ids."""

import re
from collections import defaultdict
from collections.abc import Iterator

from graphql import GraphQLObjectType, get_named_type, is_composite_type
from strawberry.types.field import StrawberryField

from app import tables
from app.database import Database, counting
from app.tables.resource import Resource
from app.tables.tenancy import Tenant
from schema.derive import kinds
from schema.execute.executor import Executor
from tests.by_table import of_tables
from tests.execute.asking import SCHEMA
from tests.execute.comparing import answer, plain
from tests.execute.furnishing import ANOTHERS, MINE, context, secret_key

EXECUTOR = Executor(SCHEMA)
COMMON = {str(table.__tablename__) for table in tables.by_name.values() if table.common}
"""The tables whose rows are everyone's."""
OWNED = [table for table in tables.by_name.values() if not table.common]
TABLE = re.compile(r"(?:FROM|JOIN) (?!unnest|LATERAL)(\w+)(?: AS (\w+))?")


def ways(type_: GraphQLObjectType, depth: int = 0) -> Iterator[str]:
    """Every relation and connection of a type and of the values within it, as a selection that takes it."""
    for name, field in type_.fields.items():
        definition = field.extensions["strawberry-definition"]
        assert isinstance(definition, StrawberryField)
        named = get_named_type(field.type)
        match kinds.kind_of(definition):
            case kinds.Relation(_, targets) | kinds.Relations(_, targets):
                yield f"{name} {{ " + " ".join(f"... on {each.__name__} {{ id livemode }}" for each in targets) + " }"
            case kinds.Connection():
                yield f"{name}(first: 100) {{ totalCount pageInfo {{ hasNextPage }} edges {{ cursor node {{ id }} }} }}"
            case kinds.Embedded() if depth < 5 and isinstance(named, GraphQLObjectType):
                for inner in ways(named, depth + 1):
                    yield f"{name} {{ {inner} }}"


def object_type(name: str) -> GraphQLObjectType:
    found = SCHEMA.type_map[name]
    assert isinstance(found, GraphQLObjectType)
    return found


def documents() -> Iterator[tuple[type[Resource], str]]:
    """Each way, from a page, from an id and from any object's id; with the table that it leads from."""
    query = object_type("Query")
    for name, field in query.fields.items():
        named = get_named_type(field.type)
        definition = field.extensions["strawberry-definition"]
        assert isinstance(definition, StrawberryField)
        match kinds.kind_of(definition):
            case kinds.Connection(table):
                yield table, f"{{ {name}(first: 100) {{ totalCount nodes {{ id }} }} }}"
                for way in ways(object_type(table.__name__)):
                    yield table, f"{{ {name}(first: 100) {{ nodes {{ {way} }} }} }}"
            case kinds.Lookup(table) if is_composite_type(named):
                for way in ways(object_type(table.__name__)):
                    yield table, f'{{ {name}(id: "{table.prefix}0001") {{ id {way} }} }}'
    for table in tables.by_name.values():
        for way in ways(object_type(table.__name__)):
            yield table, f'{{ node(id: "{table.prefix}0001") {{ ... on {table.__name__} {{ id {way} }} }} }}'


DOCUMENTS: dict[type[Resource], list[str]] = defaultdict(list)
for _table, _document in dict.fromkeys(documents()):
    DOCUMENTS[_table].append(_document)


def test_there_are_many_ways() -> None:
    assert sum(map(len, DOCUMENTS.values())) > 100
    assert DOCUMENTS.keys() >= {each for each in tables.by_name.values() if [*ways(object_type(each.__name__))]}


@of_tables(OWNED)
async def test_every_statement_names_the_account_and_the_mode(furnished: Database, table: type[Resource]) -> None:
    for document in DOCUMENTS[table]:
        with counting() as statements:
            result = await answer(EXECUTOR, document, context=context(furnished))
        assert result.errors is None, document
        assert statements, document
        for statement in statements:
            assert "::VARCHAR IS NULL OR" not in statement, "what holds other keys to one customer spoils the plan"
            read = list(TABLE.finditer(statement))
            assert read, statement
            named = [match[2] or match[1] for match in read if match[1] not in COMMON]
            for name in named:
                columns = ("platform_id", "livemode") if name == "connected" else ("account_id", "livemode")
                for column in columns:
                    # The mode of an account may be that of the rows whose account it is.
                    given = rf"\b{name}\.{column} (=|IS NOT DISTINCT FROM) (\$\d|(?!{name}\b)\w+\.livemode\b)"
                    given += rf"|\b(?!{name}\b)\w+\.livemode = {name}\.{column}\b"
                    assert re.search(given, statement) or is_within_reach(statement, name), (document, statement)


def is_within_reach(statement: str, name: str) -> bool:
    """Whether the account of rows is that of a key, which is the caller's own or one connected to it; or that of what
    leads to them."""
    if re.search(rf"\b{name}\.account_id = (?!{name}\b)\w+\.account_id\b", statement):
        return True
    of_key = re.search(rf"\b{name}\.account_id = (split_part\(\w+\.\w+, '/', 1\))", statement)
    if of_key is None:
        return False
    account = re.escape(of_key[1])
    connected = rf"EXISTS \(SELECT 1 \s*FROM account AS connected \s*WHERE connected\.id = {account} AND "
    return re.search(rf"{account} = \$\d::VARCHAR OR \({connected}", statement) is not None


@of_tables(OWNED)
async def test_what_two_accounts_see_is_apart(furnished: Database, table: type[Resource]) -> None:
    """The rows of both have the same ids: one that was another's would differ in what it leads to."""
    nobody = secret_key(type(MINE)("acct_nobody", livemode=False))
    live = secret_key(Tenant(MINE.account, livemode=True))
    for document in DOCUMENTS[table]:
        mine = plain((await answer(EXECUTOR, document, context=context(furnished))).data)
        theirs = plain((await answer(EXECUTOR, document, context=context(furnished, secret_key(ANOTHERS)))).data)
        for data in (mine, theirs):
            assert "account_id" not in str(data)
        for other in (nobody, live):
            found = plain((await answer(EXECUTOR, document, context=context(furnished, other))).data)
            assert is_empty(found), (document, found)


def is_empty(data: object) -> bool:
    """Whether there is no object in an answer."""
    if isinstance(data, dict):
        return all(is_empty(value) for value in data.values())
    return data in (None, [], 0, False)
