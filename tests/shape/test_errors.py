"""What goes wrong is told in one style: sentences by one rule, codes from one enum, a page that lists them all."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import tables
from app.error_codes import ErrorCode
from app.errors import BEYOND_STRIPE, OF_METERS, Fault, WrongState
from app.network import declines
from app.network.banks import BANK_BEHAVIOURS, Blocked, Fails
from app.server import connections, session, websocket
from app.server.trusted import NotTrusted
from app.tables.docs import docs_of
from schema.derive.refusals import graph_path, in_graph_words

ROOT = Path(__file__).parents[2]
RAISED = {"InvalidRequest", "CardError", "IdempotencyMismatch", "BadRequest", "Malformed", "WrongDeposits"}
SNAKE = re.compile(r"\b[a-z][a-z0-9]*_[a-z0-9_]*[a-z0-9]\b")
QUOTED = re.compile(r"`[^`]*`|'[^']*'|metadata\['key'\]")
NAMES = {"field", "path", "name", "argument", "id_field", "request", "word"}
"""Variables that hold the name of a field."""


def messages() -> Iterator[tuple[str, str]]:
    """Where each sentence stands, and the sentence, with a variable as {its name}."""
    for room in ("app", "schema"):
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED:
                    for argument in node.args[:1]:
                        for text in written(argument):
                            yield f"{file.relative_to(ROOT)}:{node.lineno}", text


def written(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        parts = [
            str(part.value) if isinstance(part, ast.Constant) else "{" + ast.unparse(part.value) + "}"  # type: ignore[attr-defined]
            for part in node.values
        ]
        yield "".join(parts)
    elif isinstance(node, ast.IfExp):
        yield from written(node.body)
        yield from written(node.orelse)


def test_names_of_fields_stand_in_backticks() -> None:
    found = list(messages())
    assert len(found) > 100
    bare = []
    for place, text in found:
        plain = QUOTED.sub("", text)
        variables = re.findall(r"\{(\w+)\}", plain)
        bare += [(place, name) for name in variables if name in NAMES]
        bare += [(place, word) for word in SNAKE.findall(re.sub(r"\{[^}]*\}", "", plain))]
    assert bare == [], "Put names of fields in backticks, and values of texts in single quotes."


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("Give `payment_method_data.billing_details.email`.", "Give `paymentMethodData.billingDetails.email`."),
        ("`items.0.unit_amount` of 'us_bank_account'", "`items.0.unitAmount` of 'us_bank_account'"),
        ("run `paygraph listen --forward-to`", "run `paygraph listen --forward-to`"),
        ("`metadata.my_key` and `metadata.a.b_c`", "`metadata.my_key` and `metadata.a.b_c`"),
    ],
)
def test_sentences_are_shown_with_the_graphs_names(message: str, shown: str) -> None:
    assert in_graph_words(message) == shown


def test_paths_are_the_graphs() -> None:
    assert graph_path("product_data.metadata.my_key") == "productData.metadata.my_key"
    assert graph_path("preferred_locales.1") == "preferredLocales.1"


def test_every_code_is_described_and_ours_are_marked() -> None:
    said = docs_of(ErrorCode)
    assert {code.name for code in ErrorCode} == set(said)
    assert [name for name, text in said.items() if len(text.split()) < 4] == []
    marked = {ErrorCode[name] for name, text in said.items() if text.startswith("Beyond Stripe's codes: ")}
    assert marked == BEYOND_STRIPE
    assert len(ErrorCode) - len(BEYOND_STRIPE | OF_METERS) == 172


def test_every_state_machine_has_a_code_of_its_own() -> None:
    machines = {table.object_name.rpartition(".")[2] for table in tables.by_name.values() if table.arrows}
    assert "payment_intent" in machines
    codes = {name: WrongState(name, "advance", "ready").code.value for name in machines}
    # No verb moves these: time does, and what their payment or setup comes to.
    assert {codes.pop(name) for name in ("balance_transaction", "mandate", "setup_attempt")} == {
        "status_transition_invalid"
    }
    assert codes == {name: f"{name}_unexpected_state" for name in codes}


def test_payers_are_shown_nothing_of_a_suspicion_nor_of_the_merchants_keys() -> None:
    cards = [each for each in vars(declines).values() if isinstance(each, declines.Decline)]
    banks = [bank.debit for bank in BANK_BEHAVIOURS.values() if isinstance(bank.debit, Fails | Blocked)]
    assert len(cards) > 10
    assert len(banks) > 5
    for each in [*cards, *banks]:
        hint = re.search(r"fraud|stolen|lost|blacklist|block|risk|customer|merchant|\bkey\b|`|_", each.message)
        assert hint is None, each
        assert each.message.startswith(("Your ", "The payment ")), each
    hidden = {"fraudulent", "stolen_card", "lost_card", "merchant_blacklist"}
    assert {each.message for each in cards if each.decline_code in hidden} == {declines.GENERIC.message}


def faults(root: type[Fault] = Fault) -> Iterator[type[Fault]]:
    yield root
    for each in root.__subclasses__():
        yield from faults(each)


def test_the_page_lists_every_code_with_its_status() -> None:
    """`docs/errors.md` names each code of a top-level error, and each code with which a socket is closed."""
    page = (ROOT / "docs/errors.md").read_text()
    listed = {(code, int(status)) for code, status in re.findall(r"^\| `([A-Z_]+)` \| (\d{3}) \|", page, re.MULTILINE)}
    known = {(each.code, each.status) for each in faults() if each.__module__.startswith("app.")}
    known |= {("GRAPHQL_PARSE_FAILED", 400), ("GRAPHQL_VALIDATION_FAILED", 400)}
    known -= {("MISCONFIGURED", 500)}
    assert NotTrusted in set(faults())
    assert listed == known, "Give each code a row of docs/errors.md, with its status."
    closed = {int(code) for code in re.findall(r"^\| (\d{4}) \|", page, re.MULTILINE)}
    values = [*vars(session).values(), *vars(connections).values(), *vars(websocket).values()]
    assert closed == {code for code in values if isinstance(code, int) and 1000 <= code < 5000} | {1011}
