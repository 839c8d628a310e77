"""What is derived can be read on the command line: a resource's kinds of field, and the whole graph."""

import json
from pathlib import Path

import pytest

from app import tables
from app.domain.events.catalogue import catalogue
from app.domain.jobs import jobs
from app.domain.reactions import reactions
from schema.derive.show import show
from tests.cli import command
from tests.cli.warm import paygraph

PAYMENTS = "app.domain.core_resources.payments.refund_transfers"
WAITING = f"{PAYMENTS}.fund_waiting: Retry the refunds that wait for funds, each in a transaction of its own."
ARRIVE = f"{PAYMENTS}.arrive: The customer's bank has received the refund."
SDL = Path(__file__).parents[1] / "shape" / "schema.graphql"


def test_show_prints_what_is_derived_from_a_table_plainly_when_piped() -> None:
    status, out, err = paygraph("show", "refund", environment={"TERM": "xterm-256color"})
    assert (status, err) == (0, "")
    assert "\x1b" not in out
    lines = [line.split() for line in out.splitlines()]
    assert ["amount", "Money!", "amount", "amount", "in", "currency"] in lines
    assert ["created", "DateTime!", "column", "created"] in lines
    assert ["charge", "Charge", "relation", "by", "charge_id", "to", "Charge"] in lines
    assert ["object", "String!", "always", "refund"] in lines
    assert ["charge.refund.updated"] in [line[:1] for line in lines]
    assert ["charge.updated"] not in [line[:1] for line in lines]
    assert ["succeeded", "→", "failed"] in lines
    assert (
        "  refunds(first, last, after, before, where, orderBy, query, testClock, accounts): RefundConnection"
        in out.splitlines()
    )
    assert "input RefundCreateInput" in out


@pytest.mark.parametrize("name", ["PaymentIntent", "payment_intent", "paymentIntent"])
def test_a_resource_has_its_name_in_the_graph_and_in_stripe(name: str) -> None:
    assert next(iter(show(name))).startswith("PaymentIntent: ")


@pytest.mark.parametrize("name", sorted(tables.by_name))
def test_every_resource_can_be_shown(name: str) -> None:
    lines = list(show(name))
    assert {"\nColumns", "\nFields"} <= set(lines)
    assert not [line for line in lines if "None" in line.split()]


def test_the_page_of_reactions_says_what_follows_from_each_event() -> None:
    status, out, err = command.paygraph("show", "reactions")
    assert (status, err) == (0, "")
    lines = [line.split(maxsplit=1) for line in out.splitlines()]
    assert [line[0] for line in lines] == sorted(line[0] for line in lines)
    assert ["balance.available", WAITING] in lines
    assert {line[0] for line in lines} <= catalogue.keys()


def test_the_page_of_jobs_says_what_can_fall_due() -> None:
    status, out, err = command.paygraph("show", "jobs")
    reactions()  # imports every module of the domain, whichever tests run beside this one
    assert (status, err) == (0, "")
    lines = [line.split(maxsplit=2) for line in out.splitlines()]
    assert [line[0] for line in lines] == sorted(
        {job.name for job in jobs.values() if not job.name.startswith("bells.")}
    )
    assert ["refund.arrive", "Refund:", ARRIVE] in lines


def test_an_unknown_resource_is_told_with_those_that_there_are() -> None:
    status, out, err = paygraph("show", "unicorn")
    assert (status, out) == (1, "")
    assert err.startswith("There is no resource 'unicorn'. There are: account, ")
    assert err.count("\n") == 1


def test_what_is_derived_is_told_to_programs_an_object_a_line() -> None:
    status, out, err = paygraph("show", "refund", "--json")
    assert (status, err) == (0, "")
    parts = [json.loads(line) for line in out.splitlines()]
    assert parts[0] == {
        "part": "resource",
        "name": "Refund",
        "description": parts[0]["description"],
        "object": "refund",
        "prefix": "re_",
        "family": "core_resources",
        "table": "refund",
    }
    assert {"part": "field", "name": "object", "type": "String!", "source": "always refund"} in parts
    assert {"part": "state", "name": "succeeded", "after": ["failed"]} in parts
    arguments = ["first", "last", "after", "before", "where", "orderBy", "query", "testClock", "accounts"]
    assert {"part": "query", "name": "refunds", "arguments": arguments, "type": "RefundConnection"} in parts
    assert {part["part"] for part in parts} == {
        *("resource", "column", "field", "state", "event", "query", "mutation", "input")
    }


def test_jobs_and_reactions_are_told_to_programs_too() -> None:
    status, out, err = paygraph("show", "jobs", "--json")
    assert (status, err) == (0, "")
    function, _, description = ARRIVE.partition(": ")
    told = {"name": "refund.arrive", "table": "Refund", "function": function, "description": description}
    assert told in [json.loads(line) for line in out.splitlines()]
    status, out, err = paygraph("show", "reactions", "--json")
    assert (status, err) == (0, "")
    function, _, description = WAITING.partition(": ")
    told = {"name": "balance.available", "function": function, "description": description}
    assert told in [json.loads(line) for line in out.splitlines()]


def test_schema_is_told_to_programs_as_introspection() -> None:
    status, out, err = paygraph("schema", "--json")
    assert (status, err, out.count("\n")) == (0, "", 1)
    schema = json.loads(out)["data"]["__schema"]
    assert (schema["queryType"]["name"], schema["subscriptionType"]["name"]) == ("Query", "SubscriptionRoot")


def test_schema_prints_what_is_committed() -> None:
    status, out, err = paygraph("schema")
    assert (status, err) == (0, "")
    assert out == SDL.read_text()
