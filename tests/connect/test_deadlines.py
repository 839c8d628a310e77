"""Deadlines: what fails later on, or is asked for before its time, has two weeks; what is not given by then ends what
the account can do."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.cli.ready import READY
from app.database import Database
from app.domain.real_time import real_now
from tests.connect.requirements import able, due, errors, individual, later, seen
from tests.graph import Graph


def paying(card: str, **given: Any) -> dict[str, Any]:
    return {
        "amount": 1000,
        "currency": "usd",
        "paymentMethod": f"pm_card_{card}",
        "confirm": True,
        "captureMethod": "AUTOMATIC",
        **given,
    }


async def pay(graph: Graph, account: str, card: str, **given: Any) -> None:
    """Charge on the account."""
    paid = await graph.on(account).do("paymentIntentCreate", "status", input=paying(card, **given))
    assert paid == {"status": "SUCCEEDED"}


async def pay_for(graph: Graph, account: str, card: str, **given: Any) -> None:
    """Charge on the platform, on behalf of the account."""
    paid = await graph.do("paymentIntentCreate", "status", input=paying(card, onBehalfOf=account, **given))
    assert paid == {"status": "SUCCEEDED"}


async def pay_with_number(graph: Graph, account: str, card: str) -> None:
    """Charge on the account, with the card's number."""
    number = {
        "visa_triggerNextRequirements": "4000000000004202",
        "visa_triggerChargeBlock": "4000000000004210",
        "visa_triggerPayoutBlock": "4000000000004236",
    }[card]
    given = {"type": "CARD", "card": {"number": number, "expMonth": 12, "expYear": 2034, "cvc": "123"}}
    method = await graph.on(account).do("paymentMethodCreate", "id", input=given)
    await pay(graph, account, card, paymentMethod=method["id"])


async def pay_with_token(graph: Graph, account: str, card: str) -> None:
    """Charge on the account, with the card's token."""
    given = {"type": "CARD", "card": {"token": f"tok_{card}"}}
    method = await graph.on(account).do("paymentMethodCreate", "id", input=given)
    await pay(graph, account, card, paymentMethod=method["id"])


async def known(graph: Graph, database: Database) -> dict[str, Any]:
    """An enabled account that gave the last digits of a number, whose number is eventually due."""
    person = {name: value for name, value in READY["individual"].items() if name != "idNumber"}
    given = READY | {"individual": person | {"ssnLast4": "0000"}}
    id = (await graph.do("accountCreate", "id", input=given))["id"]
    made = await seen(graph, id)
    assert (able(made), due(made), made["requirements"]["eventuallyDue"]) == (
        (True, True),
        [],
        ["individual.id_number"],
    )
    return made


async def test_what_fails_later_on_has_two_weeks(graph: Graph, database: Database) -> None:
    made = await individual(graph, {"idNumber": "222222222"})
    began = real_now()
    given = {"individual": {"address": {"line1": "address_line1_no_match"}, "dob": made_dob()}}
    await graph.do("accountUpdate", "id", id=made["id"], input=given)
    # What was enabled stays so while it is checked.
    assert able(await seen(graph, made["id"])) == (True, True)
    failed = await later(graph, database, made["id"])
    path = "individual.address.line1"
    assert (due(failed), failed["requirements"]["pastDue"], able(failed)) == ([path], [], (True, True))
    deadline = datetime.fromisoformat(failed["requirements"]["currentDeadline"])
    assert timedelta(days=14) <= deadline - began <= timedelta(days=14, minutes=3)
    shown = '{ capability(id: "transfers") { status requirements { currentDeadline currentlyDue pastDue } } }'
    its = {"currentDeadline": failed["requirements"]["currentDeadline"], "currentlyDue": [path], "pastDue": []}
    assert (await graph.on(made["id"])(shown))["capability"] == {"status": "ACTIVE", "requirements": its}
    told = await graph.on(made["id"]).events()
    assert await later(graph, database, made["id"], days=13, hours=23) == failed
    assert await graph.on(made["id"]).events() == told
    passed = await later(graph, database, made["id"], days=14, minutes=3)
    assert (due(passed), passed["requirements"]["pastDue"], able(passed)) == ([path], [path], (False, False))
    assert passed["requirements"]["currentDeadline"] is None
    assert passed["requirements"]["disabledReason"] == "REQUIREMENTS_PAST_DUE"
    assert sorted((await graph.on(made["id"]).events())[len(told) :]) == [
        "account.updated",
        "capability.updated",
        "capability.updated",
        "person.updated",
    ]


def made_dob() -> dict[str, int]:
    """A date of birth of which the answer takes a while."""
    return {"day": 1, "month": 1, "year": 1901}


async def test_what_is_given_in_time_ends_the_deadline(graph: Graph, database: Database) -> None:
    made = await individual(graph, {"idNumber": "222222222"})
    for line, deadline in (("address_no_match", True), ("address_full_match", False)):
        given = {"individual": {"address": {"line1": line}, "dob": made_dob()}}
        await graph.do("accountUpdate", "id", id=made["id"], input=given)
        found = await later(graph, database, made["id"], minutes=2)
        assert (found["requirements"]["currentDeadline"] is not None, bool(errors(found))) == (deadline, deadline)
    passed = await later(graph, database, made["id"], days=30)
    assert (able(passed), due(passed)) == ((True, True), [])


@pytest.mark.parametrize(
    ("card", "past", "can"),
    [
        ("visa_triggerNextRequirements", False, (True, True)),
        ("visa_triggerChargeBlock", True, (False, False)),
        ("visa_triggerPayoutBlock", True, (True, False)),
    ],
)
@pytest.mark.parametrize("paid", [pay, pay_for, pay_with_number, pay_with_token])
async def test_a_card_has_more_asked_for(
    graph: Graph, database: Database, card: str, past: bool, can: tuple[bool, bool], paid: Any
) -> None:
    made = await known(graph, database)
    await paid(graph, made["id"], card)
    path = ["individual.id_number"]
    asked = await seen(graph, made["id"])
    assert (due(asked), asked["requirements"]["pastDue"], able(asked)) == (path, path if past else [], can)
    assert (asked["requirements"]["currentDeadline"] is None) is past
    if not past:
        asked = await later(graph, database, made["id"], days=14, minutes=1)
        assert (asked["requirements"]["pastDue"], able(asked)) == (path, (False, False))
    await graph.do("accountUpdate", "id", id=made["id"], input={"individual": {"idNumber": "222222222"}})
    given = await seen(graph, made["id"])
    assert (due(given), able(given), given["requirements"]["currentDeadline"]) == ([], (True, True), None)


async def test_a_card_has_no_effect_on_whom_a_charge_is_only_passed_on_to(graph: Graph, database: Database) -> None:
    made = await known(graph, database)
    given = paying("visa_triggerChargeBlock", transferData={"destination": made["id"]})
    assert await graph.do("paymentIntentCreate", "status", input=given) == {"status": "SUCCEEDED"}
    assert await seen(graph, made["id"]) == made


@pytest.mark.parametrize(("card", "can"), [("visa_triggerChargeBlock", False), ("visa_triggerPayoutBlock", True)])
async def test_a_card_ends_the_time_that_there_is(graph: Graph, database: Database, card: str, can: bool) -> None:
    made = await known(graph, database)
    await pay(graph, made["id"], "visa_triggerNextRequirements")
    await pay(graph, made["id"], card)
    asked = await seen(graph, made["id"])
    assert (asked["requirements"]["pastDue"], able(asked)) == (["individual.id_number"], (can, False))
    # What failed later on has time, too.
    made = await individual(graph, {"idNumber": "222222222"})
    given = {"individual": {"address": {"line1": "address_line1_no_match"}, "dob": made_dob()}}
    await graph.do("accountUpdate", "id", id=made["id"], input=given)
    assert able(await later(graph, database, made["id"])) == (True, True)
    await pay(graph, made["id"], card)
    asked = await seen(graph, made["id"])
    assert (asked["requirements"]["pastDue"], able(asked)) == (["individual.address.line1"], (can, False))


async def test_a_card_has_no_effect_before_the_first_requirements_are_met(graph: Graph, database: Database) -> None:
    for made in (await individual(graph, {"idNumber": "222222222"}), await known(graph, database)):
        if made["requirements"]["eventuallyDue"]:
            await graph.do("accountUpdate", "id", id=made["id"], input={"externalAccount": None})
        before = await seen(graph, made["id"])
        await pay(graph, made["id"], "visa_triggerChargeBlock")
        assert await seen(graph, made["id"]) == before


async def test_a_platform_has_no_requirements(graph: Graph) -> None:
    own = graph.tenant.account
    before = await seen(graph, own)
    await pay(graph, own, "visa_triggerChargeBlock")
    assert await seen(graph, own) == before
    assert able(before) == (True, True)


def asked(account: dict[str, Any]) -> tuple[list[str], list[str], bool, tuple[bool, bool]]:
    """What is due, what is past due, whether there is a deadline, and what the account can do."""
    requirements = account["requirements"]
    return due(account), requirements["pastDue"], requirements["currentDeadline"] is not None, able(account)


NUMBER = ["individual.id_number"]


@pytest.mark.parametrize("paid", [pay, pay_for])
async def test_an_account_that_is_paid_much_is_asked_for_more(graph: Graph, database: Database, paid: Any) -> None:
    made = await known(graph, database)
    await paid(graph, made["id"], "visa", amount=200000)
    await paid(graph, made["id"], "visa", amount=99999)
    assert await seen(graph, made["id"]) == made
    told = await graph.on(made["id"]).events()
    await paid(graph, made["id"], "visa", amount=50)
    found = await seen(graph, made["id"])
    assert asked(found) == (NUMBER, [], True, (True, True))
    assert (await graph.on(made["id"]).events())[len(told) :].count("account.updated") == 1
    assert asked(await later(graph, database, made["id"], days=13, hours=23)) == (NUMBER, [], True, (True, True))
    assert asked(await later(graph, database, made["id"], days=14, minutes=1)) == (
        NUMBER,
        NUMBER,
        False,
        (False, False),
    )
    await graph.do("accountUpdate", "id", id=made["id"], input={"individual": {"idNumber": "222222222"}})
    assert asked(await seen(graph, made["id"])) == ([], [], False, (True, True))


async def test_an_account_is_asked_for_more_a_month_after_it_was_first_paid(graph: Graph, database: Database) -> None:
    made, other = await known(graph, database), await known(graph, database)
    await pay(graph, made["id"], "visa")
    assert asked(await later(graph, database, made["id"], days=29, hours=23)) == ([], [], False, (True, True))
    assert asked(await later(graph, database, made["id"], days=30, minutes=1)) == (NUMBER, [], True, (True, True))
    assert asked(await later(graph, database, other["id"], days=40)) == ([], [], False, (True, True))


async def test_what_is_not_captured_does_not_count(graph: Graph, database: Database) -> None:
    made = await known(graph, database)
    shop = graph.on(made["id"])
    given = paying("visa", amount=400000, captureMethod="MANUAL")
    held = await shop.do("paymentIntentCreate", "id", input=given)
    assert await seen(graph, made["id"]) == made
    await shop.do("paymentIntentCapture", "id", id=held["id"], input={"amountToCapture": 299999})
    assert await seen(graph, made["id"]) == made
    held = await shop.do("paymentIntentCreate", "id", input=given)
    await shop.do("paymentIntentCapture", "id", id=held["id"], input={"amountToCapture": 50})
    assert asked(await seen(graph, made["id"])) == (NUMBER, [], True, (True, True))


async def test_an_account_that_told_all_is_asked_for_nothing_more(graph: Graph, database: Database) -> None:
    made = await individual(graph, {"idNumber": "222222222"})
    await pay(graph, made["id"], "visa", amount=500000)
    assert await later(graph, database, made["id"], days=60) == made


async def test_payouts_count_too(graph: Graph, database: Database) -> None:
    made = await known(graph, database)
    assert await graph.do("paymentIntentCreate", "status", input=paying("bypassPending", amount=700000)) == {
        "status": "SUCCEEDED"
    }
    for amount in (299900, 100):
        assert asked(await seen(graph, made["id"])) == ([], [], False, (True, True))
        sent = {"amount": amount, "currency": "usd", "destination": made["id"]}
        await graph.do("transferCreate", "id", input=sent)
        paid = {"amount": amount, "currency": "usd"}
        await graph.on(made["id"]).do("payoutCreate", "id", input=paid)
        for days in (1, 7):  # It is sent, and arrives.
            await later(graph, database, made["id"], days=days)
    assert asked(await seen(graph, made["id"])) == (NUMBER, [], True, (True, True))
