"""What the specification asks of an executor, case by case. Each is run by graphql-core's executor as well."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInt,
    GraphQLList,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
    build_schema,
    get_introspection_query,
)

from schema.execute.executor import Executor
from tests.execute.comparing import GIVEN_UP, compare, told
from tests.execute.documents import Document

pytestmark = GIVEN_UP

Outcome = tuple[Any, list[tuple[tuple[str | int, ...], str]]]


async def run(schema: GraphQLSchema, text: str, root: Any = None, **variables: Any) -> Outcome:
    """The data and, by path, the errors; the same of both executors."""
    result = await compare(Executor(schema), Document(text, variables), root=root)
    assert result is not None, "a valid document"
    return result.data, [(path, message) for path, message, _ in told(result)]


def fails(message: str) -> Any:
    def resolve(*_: Any, **__: Any) -> Any:
        raise RuntimeError(message)

    return resolve


def soon(value: Any) -> Any:
    async def resolve(*_: Any, **__: Any) -> Any:
        await asyncio.sleep(0)
        if isinstance(value, Exception):
            raise value
        return value

    return resolve


PETS = build_schema("""
    interface Being { name: String }
    interface Mammal implements Being { name: String mother: Mammal }
    type Dog implements Being & Mammal { name: String mother: Mammal barks: Boolean friends: [Being!] }
    type Cat implements Being & Mammal { name: String mother: Mammal meows: Boolean }
    union Pet = Dog | Cat
    type Query { pet: Pet pets: [Pet] beings: [Being!]! dog: Dog missing: Being }
""")
ODIE = {"__typename": "Dog", "name": "Odie", "barks": True, "mother": {"__typename": "Dog", "name": "Odie's mum"}}
TOM = {"__typename": "Cat", "name": "Tom", "meows": False}


class TestShapes:
    async def test_fields_aliases_typenames_and_order(self) -> None:
        schema = build_schema("type Query { a: String b: Int c: [Query] d: Query }")
        root = {"a": "Apple", "b": 1, "c": [{"a": "x"}, None, {"b": 2}], "d": {"a": "deep"}}
        data, errors = await run(schema, "{ z: a __typename b c { a b } d { t: __typename again: a } }", root)
        assert (list(data), errors) == (["z", "__typename", "b", "c", "d"], [])
        assert data["c"] == [{"a": "x", "b": None}, None, {"a": None, "b": 2}]
        assert data["d"] == {"t": "Query", "again": "deep"}

    async def test_merged_fields_of_fragments_that_come_twice(self) -> None:
        schema = build_schema("type Query { deep: Query a: String b: String c: String }")
        text = """
            { a deep { a } ...F ...F deep { c } }
            fragment F on Query { deep { b deep { b } } ...G }
            fragment G on Query { deep { deeper: deep { c } } b }
        """
        deep = {"a": "A", "b": "B", "c": "C"}
        data, _ = await run(schema, text, {"a": "1", "b": "2", "deep": {**deep, "deep": deep}})
        assert data["deep"] == {"a": "A", "b": "B", "deep": {"b": "B"}, "deeper": {"c": "C"}, "c": "C"}
        assert list(data["deep"]) == ["a", "b", "deep", "deeper", "c"]

    async def test_methods_of_sources_are_called_with_arguments(self) -> None:
        schema = build_schema("type Query { add(a: Int!, b: Int = 3): Int later: String }")

        class Root:
            def add(self, _info: Any, a: int, b: int) -> int:
                return a + b

            async def later(self, _info: Any) -> str:
                return "came"

        data, _ = await run(schema, "{ one: add(a: 1) two: add(a: 1, b: 10) later }", Root())
        assert data == {"one": 4, "two": 11, "later": "came"}

    async def test_what_resolvers_are_told(self) -> None:
        seen: list[Any] = []

        def resolve(source: Any, info: Any, **given: Any) -> str:
            keys, step = [], info.path
            while step is not None:
                keys.append(step.key)
                step = step.prev
            told = (info.field_name, str(info.parent_type), keys, str(info.return_type), info.root_value, given)
            seen.append((*told, info.operation.name.value, info.variable_values.coerced, list(info.fragments)))
            return "x"

        field = GraphQLField(GraphQLString, {"n": GraphQLArgument(GraphQLInt)}, resolve)
        schema = GraphQLSchema(GraphQLObjectType("Query", {"test": field}))
        text = "query Name($n: Int) { result: test(n: $n) ...F } fragment F on Query { __typename }"
        await run(schema, text, "root", n=5)
        assert seen[0] == seen[1], "by either executor"
        assert seen[0] == ("test", "Query", ["result"], "String", "root", {"n": 5}, "Name", {"n": 5}, ["F"])


class TestConditions:
    SCHEMA = build_schema("type Query { a: String b: String deep: Query }")
    ROOT: Mapping[str, Any] = {"a": "a", "b": "b", "deep": {"a": "a", "b": "b"}}

    @pytest.mark.parametrize(
        ("document", "keys"),
        [
            ("{ a b @include(if: true) }", ["a", "b"]),
            ("{ a b @include(if: false) }", ["a"]),
            ("{ a b @skip(if: false) }", ["a", "b"]),
            ("{ a b @skip(if: true) }", ["a"]),
            ("{ a b @include(if: true) @skip(if: true) }", ["a"]),
            ("{ a ...F @include(if: false) } fragment F on Query { b }", ["a"]),
            ("{ a ...F @skip(if: true) ...F } fragment F on Query { b }", ["a", "b"]),
            ("{ a ... on Query @skip(if: false) { b } }", ["a", "b"]),
            ("{ a ... @include(if: false) { b } }", ["a"]),
            ("query($no: Boolean = false) { a b @include(if: $no) }", ["a"]),
            ("query($no: Boolean = false) { deep { a @skip(if: $no) } deep { b @include(if: $no) } }", ["deep"]),
        ],
    )
    async def test_skip_and_include(self, document: str, keys: list[str]) -> None:
        data, errors = await run(self.SCHEMA, document, self.ROOT)
        assert (list(data), errors) == (keys, [])

    async def test_one_operation_serves_all_values(self) -> None:
        executor = Executor(self.SCHEMA)
        text = "query($yes: Boolean!) { a deep @include(if: $yes) { b } }"
        for truth in (True, False, True):
            result = await compare(executor, Document(text, {"yes": truth}), root=self.ROOT)
            assert result is not None
            assert result.data == ({"a": "a", "deep": {"b": "b"}} if truth else {"a": "a"})


class TestVariables:
    SCHEMA = build_schema("""
        enum Colour { RED BLUE }
        input Knob { turn: Int! = 1, colour: Colour, more: [Knob!] }
        type Query { turn(knob: Knob, n: Int! = 7, of: [Int!]): String }
    """)

    class Root:
        def turn(self, _info: Any, **given: Any) -> str:
            return repr(sorted(given.items()))

    @pytest.mark.parametrize(
        ("document", "variables", "given"),
        [
            ("{ turn }", {}, [("n", 7)]),
            ("{ turn(knob: {colour: RED}) }", {}, [("knob", {"turn": 1, "colour": "RED"}), ("n", 7)]),
            ("query($k: Knob) { turn(knob: $k) }", {}, [("n", 7)]),
            ("query($k: Knob) { turn(knob: $k) }", {"k": None}, [("knob", None), ("n", 7)]),
            ("query($k: Knob = {turn: 2}) { turn(knob: $k) }", {}, [("knob", {"turn": 2}), ("n", 7)]),
            ("query($n: Int = 3) { turn(n: $n) }", {}, [("n", 3)]),
            ("query($o: Int!) { turn(of: [$o, 2]) }", {"o": 1}, [("n", 7), ("of", [1, 2])]),
            ("{ turn(of: 4) }", {}, [("n", 7), ("of", [4])]),
        ],
    )
    async def test_what_is_given(self, document: str, variables: dict[str, Any], given: Any) -> None:
        data, errors = await run(self.SCHEMA, document, self.Root(), **variables)
        assert (data, errors) == ({"turn": repr(given)}, [])

    async def test_a_null_where_none_may_be_is_the_fields_error(self) -> None:
        data, errors = await run(self.SCHEMA, "query($n: Int = 3) { turn(n: $n) }", self.Root(), n=None)
        assert data == {"turn": None}
        assert [path for path, _ in errors] == [("turn",)]


class TestNulls:
    SCHEMA = build_schema("""
        type Query { may: String must: String! nest: Query nestMust: Query! list: [Query!] lists: [[Int!]]! }
    """)

    @pytest.mark.parametrize("value", [None, RuntimeError("no"), fails("raised"), soon(RuntimeError("later"))])
    @pytest.mark.parametrize(
        ("document", "expected", "path"),
        [
            ("{ may: nest { must } }", {"may": None}, ("may", "must")),
            ("{ nest { nestMust { nestMust { must } } } may }", {"nest": None, "may": "m"},
             ("nest", "nestMust", "nestMust", "must")),
            ("{ nestMust { must } }", None, ("nestMust", "must")),
            ("{ nest { list { must } } }", {"nest": {"list": None}}, ("nest", "list", 1, "must")),
        ],
    )  # fmt: skip
    async def test_a_null_rises_to_the_next_place_that_may_be(
        self, value: Any, document: str, expected: Any, path: tuple[Any, ...]
    ) -> None:
        bad: dict[str, Any] = {"must": value, "may": "m"}
        bad |= {"nest": bad, "nestMust": bad, "list": [{"must": "fine"}, bad]}
        data, errors = await run(self.SCHEMA, document, bad)
        assert data == expected
        assert [found for found, _ in errors] == [path]

    async def test_what_may_be_null_keeps_its_neighbours(self) -> None:
        root = {"may": fails("oh"), "must": "m", "nest": {"may": soon(ValueError("late")), "must": "n"}}
        data, errors = await run(self.SCHEMA, "{ may must nest { may must } }", root)
        assert data == {"may": None, "must": "m", "nest": {"may": None, "must": "n"}}
        assert sorted(errors) == [(("may",), "oh"), (("nest", "may"), "late")]

    @pytest.mark.parametrize(
        ("make", "expected", "path"),
        [
            (lambda: [[1, 2], None, []], [[1, 2], None, []], None),
            (lambda: [[1, None], [3]], [None, [3]], (0, 1)),
            (lambda: [[1, RuntimeError("x")], (3, 4)], [None, [3, 4]], (0, 1)),
            (lambda: [["no number"]], [None], (0, 0)),
            (lambda: [5, [6]], [None, [6]], (0,)),
            (lambda: 7, None, ()),
            (soon([[1], [2]]), [[1], [2]], None),
            (lambda: [soon([1])(), [2]], [[1], [2]], None),
            (lambda: [[1, soon(2)()]], [[1, 2]], None),
            (lambda: [[1, soon(RuntimeError("x"))()], [2]], [None, [2]], (0, 1)),
        ],
    )
    async def test_lists_of_lists(self, make: Any, expected: Any, path: tuple[Any, ...] | None) -> None:
        root = {"nest": {"lists": lambda _info: make()}}
        data, errors = await run(self.SCHEMA, "{ nest { lists } }", root)
        assert data == {"nest": None if expected is None else {"lists": expected}}
        assert [found for found, _ in errors] == ([] if path is None else [("nest", "lists", *path)])

    async def test_what_comes_bit_by_bit(self) -> None:
        async def bits() -> Any:
            for number in range(3):
                await asyncio.sleep(0)
                yield number

        field = GraphQLField(GraphQLList(GraphQLInt), resolve=lambda *_: bits())
        schema = GraphQLSchema(GraphQLObjectType("Query", {"numbers": field}))
        assert await run(schema, "{ numbers }") == ({"numbers": [0, 1, 2]}, [])


class TestAbstractTypes:
    async def test_unions_and_interfaces_by_typename(self) -> None:
        text = """
            { pets { __typename ... on Dog { name barks } ... on Cat { name meows } }
              beings { name ... on Mammal { mother { __typename name ... on Dog { barks } } } ...C } }
            fragment C on Cat { meows }
        """
        data, errors = await run(PETS, text, {"pets": [ODIE, TOM, None], "beings": [TOM, ODIE]})
        assert errors == []
        assert data["pets"] == [
            {"__typename": "Dog", "name": "Odie", "barks": True},
            {"__typename": "Cat", "name": "Tom", "meows": False},
            None,
        ]
        mum = {"__typename": "Dog", "name": "Odie's mum", "barks": None}
        assert data["beings"] == [{"name": "Tom", "mother": None, "meows": False}, {"name": "Odie", "mother": mum}]

    @pytest.mark.parametrize(
        ("typename", "said"),
        [
            (None, "must resolve to an Object type at runtime"),
            ("Fish", "does not exist inside the schema"),
            ("Being", "was resolved to a non-object type 'Being'"),
            ("Query", "Runtime Object type 'Query' is not a possible type for 'Pet'"),
        ],
    )
    async def test_types_that_cannot_be(self, typename: str | None, said: str) -> None:
        data, errors = await run(PETS, "{ pet { __typename } }", {"pet": {"__typename": typename}})
        assert data == {"pet": None}
        ((path, message),) = errors
        assert path == ("pet",)
        assert said in message

    @pytest.mark.parametrize("later", [False, True])
    async def test_types_are_asked_whether_it_is_theirs(self, later: bool) -> None:
        def is_(kind: str) -> Any:
            def is_type_of(value: Any, _info: Any) -> Any:
                return soon(value["kind"] == kind)() if later else value["kind"] == kind

            return is_type_of

        schema = build_schema(
            "union Pet = Dog | Cat type Dog { a: String } type Cat { b: String } type Query { p: [Pet] }"
        )
        for name in ("Dog", "Cat"):
            schema.type_map[name].is_type_of = is_(name)  # type: ignore[attr-defined]
        pets = [{"kind": "Dog", "a": "x"}, {"kind": "Cat", "b": "y"}, {"kind": "Bird"}]
        data, errors = await run(schema, "{ p { __typename ... on Dog { a } ... on Cat { b } } }", {"p": pets})
        assert data == {"p": [{"__typename": "Dog", "a": "x"}, {"__typename": "Cat", "b": "y"}, None]}
        assert [path for path, _ in errors] == [("p", 2)]


class TestMutations:
    SCHEMA = build_schema("""
        type Result { now: Int slowly: Int }
        type Query { a: Int }
        type Mutation { set(to: Int!): Result fail(to: Int!): Result must(to: Int!): Result! }
    """)

    class Root:
        def __init__(self) -> None:
            self.number = 0

        def set(self, _info: Any, to: int) -> Any:
            self.number = to
            return {"now": to, "slowly": soon(to)}

        async def fail(self, _info: Any, to: int) -> Any:
            await asyncio.sleep(0)
            raise RuntimeError(f"cannot set {to}")

        must = fail

    async def test_one_after_the_other_whatever_fails(self) -> None:
        text = "mutation { a: set(to: 1) { now slowly } b: fail(to: 2) { now } c: set(to: 3) { slowly } }"
        root = self.Root()
        data, errors = await run(self.SCHEMA, text, root)
        assert data == {"a": {"now": 1, "slowly": 1}, "b": None, "c": {"slowly": 3}}
        assert errors == [(("b",), "cannot set 2")]
        assert root.number == 3

    async def test_a_null_at_the_top_stops_what_comes_after(self) -> None:
        root = self.Root()
        outcome = await run(
            self.SCHEMA, "mutation { a: set(to: 1) { now } must(to: 2) { now } c: set(to: 3) { now } }", root
        )
        assert outcome == (None, [(("must",), "cannot set 2")])
        assert root.number == 1


class TestIntrospection:
    async def test_all_of_it(self) -> None:
        text = get_introspection_query(specified_by_url=True, input_value_deprecation=True, schema_description=True)
        data, errors = await run(PETS, text)
        assert errors == []
        assert {type_["name"] for type_ in data["__schema"]["types"]} >= {"Dog", "Pet", "Being", "__Type"}

    async def test_beside_other_fields(self) -> None:
        text = '{ dog { name } __type(name: "Dog") { name fields { name type { kind name ofType { name } } } } }'
        data, errors = await run(PETS, text, {"dog": ODIE})
        assert errors == []
        assert data["dog"] == {"name": "Odie"}
        assert [field["name"] for field in data["__type"]["fields"]] == ["name", "mother", "barks", "friends"]
