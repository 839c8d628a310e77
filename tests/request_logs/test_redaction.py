"""No secret that a request carries reaches the log, wherever in the request it was put."""

from typing import Any

import orjson
import pytest
from graphql import GraphQLInputObjectType, GraphQLString, get_named_type, parse, print_ast
from hypothesis import given, settings
from hypothesis import strategies as st

from app.access.caller import Caller
from app.access.mutation_log import MutationRecord
from app.errors import Problem
from app.ids import ALPHABET
from app.scrubbing import REDACTED, scrub
from app.server.metrics import Metrics
from app.server.operations import Operations
from app.server.ports import Services
from app.server.request_log.entry import Entry
from app.server.request_log.logger import RequestLogger
from app.server.request_log.redaction import Redactor
from app.server.requests import GraphQLRequest
from app.server.responses import Rejected, Result
from app.settings import Limits
from app.tables.access import KeyKind
from app.tables.tenancy import Tenant
from schema.derive.permitted import Permissions
from schema.root import build

SCHEMA = build()._schema
JOURNAL = RequestLogger(Permissions(SCHEMA), None, Metrics())  # type: ignore[arg-type]
CALLER = Caller(Tenant("acct_1", False), "key_1", KeyKind.SECRET, hint="sk_test_…a1b2")


async def _unasked(*_: object) -> Any:
    raise AssertionError("nobody is asked for that")


async def _unwatched(caller: Any, gone: Any) -> Any:
    raise AssertionError("nobody is watched for that")


OPERATIONS = Operations(
    Services(
        SCHEMA,
        authenticate=_unasked,
        watch=_unwatched,
        check_rate=lambda _: None,
        check_limits=lambda *_: {},
        make_context=lambda *_, **__: None,
        check_health=_unasked,
    ),
    Limits(),
)


def row(body: dict[str, Any], key: str | None = None, errors: list[Any] | None = None) -> str:
    """What the log would keep of a request, as text. `errors` are those of the mutation itself."""
    entry = Entry("req_1", "http", CALLER, idempotency_key=key)
    result = Result(
        errors=[{"message": message, "extensions": {"code": "api_error", "status": 500}} for message in errors or ()]
    )
    try:
        entry.request = GraphQLRequest.from_json(body)
        OPERATIONS.prepare(entry.request, CALLER, entry)
    except Rejected as rejected:
        result = rejected.result("req_1")
    except Problem as problem:
        result = Rejected.by(problem).result("req_1")
    records = []
    if errors:
        refused = tuple({"type": "card_error", "code": None, "field": None, "message": each} for each in errors)
        records = [MutationRecord("paymentMethodCreate", (), refused, replayed=False, idempotency_key=key)]
    kind = entry.operation.kind if entry.operation else None
    return orjson.dumps(JOURNAL.row(entry, kind, result, records)).decode()


def test_the_text_of_an_apps_secret_is_not_kept_though_the_graph_shows_it_again() -> None:
    mutation = "mutation ($input: AppsSecretCreateInput!) { appsSecretCreate(input: $input) { appsSecret { name } } }"
    given = {"name": "api_key", "payload": "darjeeling", "scope": {"type": "ACCOUNT"}}
    by_variable = row({"query": mutation, "variables": {"input": given}})
    written = 'name: "api_key", payload: "darjeeling", scope: { type: ACCOUNT }'
    by_literal = row({"query": f"mutation {{ appsSecretCreate(input: {{ {written} }}) {{ appsSecret {{ name }} }} }}"})
    for kept in (by_variable, by_literal):
        assert "darjeeling" not in kept
        assert "api_key" in kept


def luhn(digits: str) -> str:
    """The digits with the check digit of a card's number."""
    odd = [int(digit) for digit in digits[::-1]]
    total = sum(sum(divmod(2 * digit, 10)) if place % 2 == 0 else digit for place, digit in enumerate(odd))
    return digits + str(-total % 10)


CARDS = st.from_regex(r"[3-6][0-9]{11,17}", fullmatch=True).map(luhn)
PARTED = CARDS.map(lambda number: "-".join(number[place : place + 4] for place in range(0, len(number), 4)))
TOKENS = st.text(ALPHABET, min_size=16, max_size=43)
SECRETS = st.one_of(
    CARDS,
    PARTED,
    st.tuples(st.sampled_from(["sk_live_", "sk_test_", "rk_live_", "whsec_", "tok_"]), TOKENS).map("".join),
    TOKENS.map(lambda token: f"pi_3{token[:8]}_secret_{token}"),
)
"""What is known by its looks, and must not be kept wherever it stands."""
UNKNOWN = st.one_of(
    st.from_regex(r"[0-9]{8,17}", fullmatch=True), st.text(ALPHABET, min_size=12, max_size=30).map(lambda t: f"x{t}y")
)
"""What only its field tells to be a secret."""

CREATE = "mutation($input: PaymentMethodCreateInput!) { paymentMethodCreate(input: $input) { replayed } }"


def literal(text: str) -> str:
    return orjson.dumps(text).decode()


def fill(document: str, text: str) -> str:
    """The document with the text in each marked place."""
    return document.replace("§", text)


def in_a_card(field: str, value: Any) -> dict[str, Any]:
    return {"query": CREATE, "variables": {"input": {"type": "CARD", "card": {field: value}}}}


FIELDS: dict[str, Any] = {
    "number": lambda s: in_a_card("number", s),
    "number in a list": lambda s: in_a_card("number", [s]),
    "number in an object": lambda s: in_a_card("number", {"value": s, s: s}),
    "cvc": lambda s: in_a_card("cvc", s),
    "an unknown field": lambda s: in_a_card("pan", s),
    "in place of the card": lambda s: {"query": CREATE, "variables": {"input": {"type": "CARD", "card": s}}},
    "in place of the input": lambda s: {"query": CREATE, "variables": {"input": s}},
    "in place of an enum": lambda s: {"query": CREATE, "variables": {"input": {"type": s}}},
    "an undeclared variable": lambda s: {"query": CREATE, "variables": {"number": s}},
    "an account's number": lambda s: {
        "query": CREATE,
        "variables": {"input": {"type": "US_BANK_ACCOUNT", "usBankAccount": {"accountNumber": s, "routingNumber": s}}},
    },
    "a literal": lambda s: {
        "query": fill(
            "mutation { paymentMethodCreate(input: {type: CARD, card: {number: §, cvc: §}}) { replayed } }", literal(s)
        )
    },
    "a block string": lambda s: {
        "query": fill('mutation { paymentMethodCreate(input: {type: CARD, card: {number: """§"""}}) { replayed } }', s)
    },
    "a literal of an unknown field": lambda s: {
        "query": fill("mutation { paymentMethodCreate(input: {nothing: {pan: [§]}}) { replayed } }", literal(s))
    },
    "an unknown mutation": lambda s: {"query": fill("mutation { nothing(number: §) { id } }", literal(s))},
    "a default": lambda s: {"query": fill("query($number: String = §) { nothing(number: $number) }", literal(s))},
    "a directive": lambda s: {"query": fill("{ balance @nothing(number: §) { object } }", literal(s))},
    "a client secret": lambda s: {"query": fill('{ paymentIntent(id: "pi_1", clientSecret: §) { id } }', literal(s))},
    "a condition": lambda s: {"query": fill("{ customers(where: {name: {eq: §}}) { nodes { id } } }", literal(s))},
    "a search": lambda s: {"query": fill("{ customers(query: §) { nodes { id } } }", literal(f"name:'{s}'"))},
    "a comment": lambda s: {"query": f"{{ balance {{ object }} }} # {s}"},
    "an operation that is not there": lambda s: {"query": "query A { balance { object } }", "operationName": s},
    "a syntax error": lambda s: {
        "query": fill("mutation { paymentMethodCreate(input: {card: {number: } §", literal(s))
    },
}
"""Where a secret is put that only its place tells."""

ANYWHERE: dict[str, Any] = FIELDS | {
    "metadata": lambda s: {"query": CREATE, "variables": {"input": {"type": "CARD", "metadata": {"a": s, s: "b"}}}},
    "a name": lambda s: {"query": CREATE, "variables": {"input": {"type": "CARD", "billingDetails": {"name": s}}}},
    "a literal name": lambda s: {
        "query": fill("mutation { customerCreate(input: {name: §}) { replayed } }", literal(f"Ada {s}."))
    },
    "an id": lambda s: {"query": fill("{ customer(id: §) { id } }", literal(s))},
    "an enum's value": lambda s: {"query": fill("{ customers(orderBy: [{field: _§}]) { nodes { id } } }", s)},
    "an alias": lambda s: {"query": fill("{ _§: balance { object } }", s)},
    "an unknown name": lambda s: {"query": fill("{ balance { _§ } }", s)},
    "an operation's name": lambda s: {"query": fill("query _§ { balance { object nothing } }", s)},
    "a variable's name": lambda s: {
        "query": fill("query($_§: String) { balance { object } }", s),
        "variables": {f"_{s}": s},
    },
    "a whole number": lambda s: {"query": fill("mutation { paymentIntentCreate(input: {amount: §}) { replayed } }", s)},
    "a document's hash": lambda s: {"documentId": s},
}


@settings(max_examples=60, deadline=None)
@given(secret=SECRETS)
@pytest.mark.parametrize("place", ANYWHERE)
def test_what_looks_like_a_secret_is_kept_nowhere(place: str, secret: str) -> None:
    assert secret not in row(ANYWHERE[place](secret))


@settings(max_examples=60, deadline=None)
@given(secret=UNKNOWN)
@pytest.mark.parametrize("place", FIELDS)
def test_what_its_place_tells_to_be_secret_is_kept_nowhere(place: str, secret: str) -> None:
    assert secret not in row(FIELDS[place](secret))


@settings(max_examples=100, deadline=None)
@given(secret=SECRETS)
def test_keys_and_messages_are_scrubbed(secret: str) -> None:
    body = in_a_card("number", "4242424242424242")
    told = row(
        body, key=f"order {secret}", errors=[f"The card {secret} was declined.", f"No such customer: '{secret}'"]
    )
    assert secret not in told
    assert "was declined." in told


@settings(max_examples=100, deadline=None)
@given(secret=UNKNOWN)
def test_messages_do_not_repeat_what_was_taken_away(secret: str) -> None:
    told = row(in_a_card("number", secret), errors=[f"The number {secret} is not that of a card."])
    assert secret not in told


@settings(max_examples=300, deadline=None)
@given(before=st.text(max_size=20), secret=SECRETS, after=st.text(max_size=20))
def test_scrubbing_finds_a_secret_in_any_text(before: str, secret: str, after: str) -> None:
    assert secret not in scrub(f"{before} {secret} {after}")


def test_numbers_that_are_cards_go_even_without_quotes() -> None:
    body = {
        "query": 'mutation { paymentIntentCreate(input: {amount: 4242424242424242, currency: "usd"}) { replayed } }'
    }
    assert "4242424242424242" not in row(body)
    body = {
        "query": "mutation { paymentMethodCreate(input: {type: CARD, card: {number: 4242, cvc: 951}}) { replayed } }"
    }
    assert "951" not in row(body)


def test_what_can_be_shown_is_kept() -> None:
    body = {
        "query": """
          mutation Sign($customer: CustomerCreateInput!, $skip: Boolean = false) {
            customerCreate(input: $customer) @skip(if: $skip) { customer { ...F } userErrors { code } }
            second: customerUpdate(id: "cus_8DmQBMacGuggpes", input: {name: "Ada", balance: 3}) { replayed }
          }
          fragment F on Customer { id paymentIntents(first: 3, where: {status: {eq: SUCCEEDED}}) { totalCount } }
        """,
        "variables": {
            "customer": {
                "name": "Ada",
                "address": {"line1": "1 Main Street", "country": "US"},
                "metadata": {"order": "17"},
                "preferredLocales": ["en"],
            }
        },
    }
    kept = orjson.loads(row(body))
    assert kept["variables"] == body["variables"]
    assert kept["document"] == print_ast(parse(str(body["query"])))
    assert kept["mutations"] == ["customerCreate", "customerUpdate"]
    assert kept["operation_name"] == "Sign"


def test_errors_name_what_is_wrong() -> None:
    told = orjson.loads(row({"query": "{ customers(frist: 1) { nodes { nmae } } }"}))["errors"]
    assert [error["message"] for error in told] == [
        "Unknown argument 'frist' on field 'Query.customers'. Did you mean 'first' or 'last'?",
        "Cannot query field 'nmae' on type 'Customer'. Did you mean 'name'?",
    ]
    told = orjson.loads(row({"query": CREATE, "variables": {"input": {"type": "Card 17"}}}))["errors"]
    assert told[0]["message"].startswith("Variable '$input' has invalid value")
    assert "Card 17" not in told[0]["message"]
    assert REDACTED in told[0]["message"]


def test_no_field_of_an_input_is_kept_by_chance() -> None:
    """Among all texts of all inputs those are kept that the graph shows again, and none that names a secret."""
    redactor = Redactor(SCHEMA)
    kept, gone = set[str](), set[str]()
    for type_ in SCHEMA.type_map.values():
        if isinstance(type_, GraphQLInputObjectType) and type_.name.endswith("Input"):
            for name, field in type_.fields.items():
                if get_named_type(field.type).name == "String":
                    (kept if redactor.is_shown(type_, name) else gone).add(name)
                    allowed = redactor.may_keep(get_named_type(field.type), "text", (type_, name))
                    assert not allowed or name in kept
    assert {"name", "email", "line1", "description", "lookupKey"} <= kept
    assert {"accountNumber", "cvc", "number"} <= gone
    for name in (
        "number",
        "cvc",
        "accountNumber",
        "routingNumber",
        "clientSecret",
        "expMonth",
        "lookupKey",
        "apiToken",
    ):
        assert not redactor.may_keep(GraphQLString, "text", (SCHEMA.type_map["CustomerCreateInput"], name))  # type: ignore[arg-type]


def test_moments_are_no_card_numbers() -> None:
    for moment in ("2026-11-21T09:51:09.123456+00:00", "2026-11-21T09:51:09Z", "2026-11-21T09:51"):
        assert scrub(f"at {moment}.") == f"at {moment}."
    assert scrub("seti_1Abc, pi_3Abc_secret_9Def") == f"seti_1Abc, pi_3Abc{REDACTED}"
    for number in ("4242:4242 - 4242_4242", "\uff14\uff12" * 8):
        assert scrub(number) == REDACTED


def test_what_is_huge_is_looked_through_in_one_go() -> None:
    """Each would take hours if a pattern went back over it."""
    for text in ("a" * 1_000_000, "_secret" * 100_000, "1 " * 500_000, "bearer " * 100_000, "'" * 1_000_000):
        assert len(scrub(text)) <= len(text)
    deep: Any = "secret9"
    for _ in range(5_000):
        deep = {"and": [deep]}
    document = "query($where: CustomerWhere, $a: String) { customers(where: $where) { nodes { id nothing } } }"
    body = {"query": document, "variables": {"where": deep, "a": ["x" * 10] * 10_000}}
    assert "secret9" not in row(body, errors=["It was secret9."])
    many = {"query": CREATE, "variables": {"input": [f"secret{number}" for number in range(5_000)]}}
    assert "secret4999" not in row(many, errors=["It was secret4999."])
    assert "secret9" not in row(in_a_card("number", "secret9"), errors=["It was secret9. " * 500])
