"""Payment method configurations: what automatic payment methods offer, and who decides it."""

from typing import Any

import pytest

from app.access.opening import open_account
from app.database import Database
from app.tables.access import KeyKind
from tests.graph import Graph, new_caller

METHOD = "available displayPreference { overridable preference value }"
CONFIGURATION = f"""
    id active isDefault livemode name parent {{ id }}
    card {{ {METHOD} }} klarna {{ {METHOD} }} link {{ {METHOD} }} usBankAccount {{ {METHOD} }} ideal {{ {METHOD} }}
    applePay {{ {METHOD} }} cartesBancaires {{ {METHOD} }} alma {{ {METHOD} }}
"""
INTENT = "id status paymentMethodTypes paymentMethodConfigurationDetails { id parent }"
AUTOMATIC = ["card", "klarna", "link", "us_bank_account"]


def method(available: bool, value: str, preference: str = "NONE", overridable: bool | None = None) -> dict[str, Any]:
    shown = {"overridable": overridable, "preference": preference, "value": value}
    return {"available": available, "displayPreference": shown}


def prefer(**preferences: str) -> dict[str, Any]:
    """Params with a preference for each of these types."""
    return {name: {"displayPreference": {"preference": wanted}} for name, wanted in preferences.items()}


async def create(graph: Graph, **input: Any) -> dict[str, Any]:
    return await graph.do("paymentMethodConfigurationCreate", CONFIGURATION, input=input)


async def update(graph: Graph, id: str, **input: Any) -> dict[str, Any]:
    return await graph.do("paymentMethodConfigurationUpdate", CONFIGURATION, id=id, input=input)


async def refused(graph: Graph, mutation: str, **arguments: Any) -> tuple[str, str]:
    refusal = await graph.refuse(mutation, **arguments)
    return refusal["code"], refusal["field"]


async def pay(graph: Graph, **input: Any) -> dict[str, Any]:
    return await graph.do("paymentIntentCreate", INTENT, input={"amount": 2000, "currency": "usd"} | input)


async def default(graph: Graph) -> dict[str, Any]:
    data = await graph(
        "{ them: paymentMethodConfigurations(where: { isDefault: { eq: true } }) "
        f"{{ nodes {{ {CONFIGURATION} }} }} }}"
    )
    (found,) = data["them"]["nodes"]
    again = await graph(
        f"query ($id: ID!) {{ it: paymentMethodConfiguration(id: $id) {{ {CONFIGURATION} }} }}", id=found["id"]
    )
    assert again["it"] == found
    shown: dict[str, Any] = found
    return shown


async def test_an_account_has_a_default_configuration_in_each_mode(graph: Graph, database: Database) -> None:
    live = await new_caller(graph.client, database, account_id=graph.tenant.account, livemode=True)
    made, other = await default(graph), await default(live)
    assert made["id"].startswith("pmc_")
    assert made["id"] != other["id"]
    assert (made["livemode"], other["livemode"]) == (False, True)
    assert made | {"id": "", "livemode": True} == other | {"id": ""}
    assert (made["active"], made["isDefault"], made["name"], made["parent"]) == (True, True, "Default", None)
    for name in ("card", "klarna", "link", "usBankAccount", "ideal", "applePay"):
        assert made[name] == method(True, "ON"), name
    # The account has no such capability, and a type that is not here cannot be offered.
    assert made["cartesBancaires"] == method(False, "ON")
    assert made["alma"] == method(False, "OFF")


async def test_what_an_account_can_accept_depends_on_its_country(graph: Graph, database: Database) -> None:
    async with database.begin() as connection:
        account = await open_account(connection, name="Boulangerie", country="fr")
    french = await new_caller(graph.client, database, account_id=account.id)
    made = await default(french)
    assert made["ideal"] == method(True, "ON")
    assert made["usBankAccount"] == method(False, "ON")
    assert (await pay(french))["paymentMethodTypes"] == ["card", "klarna", "link"]


async def test_a_payment_offers_what_its_configuration_turns_on(graph: Graph) -> None:
    usual = await default(graph)
    assert await pay(graph) | {"id": ""} == {
        "id": "",
        "status": "REQUIRES_PAYMENT_METHOD",
        "paymentMethodTypes": AUTOMATIC,
        "paymentMethodConfigurationDetails": {"id": usual["id"], "parent": None},
    }
    small = await create(graph, name="Small", **prefer(klarna="OFF", link="OFF", usBankAccount="ON"))
    assert (small["name"], small["isDefault"], small["klarna"]) == ("Small", False, method(False, "OFF", "OFF"))
    intent = await pay(graph, paymentMethodConfiguration=small["id"])
    assert intent["paymentMethodTypes"] == ["card", "us_bank_account"]
    assert intent["paymentMethodConfigurationDetails"] == {"id": small["id"], "parent": None}

    listed = await pay(graph, paymentMethodTypes=["klarna"])
    assert listed["paymentMethodConfigurationDetails"] is None

    changed = await update(graph, usual["id"], name="Usual", **prefer(link="OFF"))
    assert (changed["name"], changed["link"]) == ("Usual", method(False, "OFF", "OFF"))
    assert changed["klarna"] == method(True, "ON")
    assert (await pay(graph))["paymentMethodTypes"] == ["card", "klarna", "us_bank_account"]
    again = await update(graph, usual["id"], **prefer(link="NONE"))
    assert again["link"] == method(True, "ON")


@pytest.mark.parametrize(
    ("input", "types"),
    [
        ({}, AUTOMATIC),
        ({"currency": "eur"}, ["card", "ideal", "klarna", "link", "sepa_debit"]),
        ({"currency": "eur", "amount": 1_500_000}, ["card", "ideal", "link"]),
        ({"currency": "mxn"}, ["card", "link", "oxxo"]),
        ({"captureMethod": "MANUAL"}, ["card", "klarna", "link"]),
        ({"setupFutureUsage": "OFF_SESSION"}, ["card", "link", "us_bank_account"]),
        (
            {"automaticPaymentMethods": {"enabled": True, "allowRedirects": "NEVER"}},
            ["card", "link", "us_bank_account"],
        ),
    ],
)
async def test_what_is_offered_suits_the_payment(graph: Graph, input: dict[str, Any], types: list[str]) -> None:
    assert (await pay(graph, **input))["paymentMethodTypes"] == types


async def test_an_update_decides_again(graph: Graph) -> None:
    intent = await pay(graph)
    small = await create(graph, **prefer(klarna="OFF", link="OFF", ideal="OFF"))

    async def amend(**input: Any) -> tuple[list[str], str | None]:
        found = await graph.do("paymentIntentUpdate", INTENT, id=intent["id"], input=input)
        details = found["paymentMethodConfigurationDetails"]
        return found["paymentMethodTypes"], details and details["id"]

    assert await amend(paymentMethodConfiguration=small["id"]) == (["card", "us_bank_account"], small["id"])
    # An intent keeps its configuration, also once new payments can no longer use it.
    await update(graph, small["id"], active=False)
    assert await amend(currency="eur") == (["card", "sepa_debit"], small["id"])
    assert await amend(paymentMethodTypes=["card"]) == (["card"], None)
    given = {"id": intent["id"], "input": {"paymentMethodConfiguration": (await default(graph))["id"]}}
    assert await refused(graph, "paymentIntentUpdate", **given) == (
        "PARAMETERS_EXCLUSIVE",
        "paymentMethodConfiguration",
    )


async def test_a_setup_offers_what_its_configuration_turns_on(graph: Graph) -> None:
    usual, small = await default(graph), await create(graph, **prefer(link="OFF", sepaDebit="OFF", ideal="OFF"))
    setup = await graph.do("setupIntentCreate", INTENT, input={})
    assert setup["paymentMethodTypes"] == ["card", "ideal", "link", "sepa_debit", "us_bank_account"]
    assert setup["paymentMethodConfigurationDetails"] == {"id": usual["id"], "parent": None}
    input = {"paymentMethodConfiguration": small["id"]}
    for found in (
        await graph.do("setupIntentCreate", INTENT, input=input),
        await graph.do("setupIntentUpdate", INTENT, id=setup["id"], input=input),
    ):
        assert found["paymentMethodTypes"] == ["card", "us_bank_account"]
        assert found["paymentMethodConfigurationDetails"] == {"id": small["id"], "parent": None}


async def test_a_child_inherits_what_it_has_no_preference_for(graph: Graph) -> None:
    parent = await create(graph, name="Platform", **prefer(klarna="OFF", alma="ON"))
    child = await create(graph, parent=parent["id"], **prefer(link="OFF", klarna="ON"))
    assert (child["name"], child["parent"]) == ("Platform", {"id": parent["id"]})
    assert child["card"] == method(True, "ON", overridable=True)
    assert child["link"] == method(False, "OFF", "OFF", overridable=True)
    # The parent has turned it off for all.
    assert child["klarna"] == method(False, "OFF", "ON", overridable=False)
    assert child["alma"] == method(False, "ON", overridable=True)
    intent = await pay(graph, paymentMethodConfiguration=child["id"])
    assert intent["paymentMethodTypes"] == ["card", "us_bank_account"]
    assert intent["paymentMethodConfigurationDetails"] == {"id": child["id"], "parent": parent["id"]}

    await update(graph, parent["id"], **prefer(klarna="ON", usBankAccount="OFF"))
    data = await graph(
        "query ($id: ID!) { it: paymentMethodConfiguration(id: $id) "
        f"{{ children {{ nodes {{ {CONFIGURATION} }} }} }} }}",
        id=parent["id"],
    )
    (followed,) = data["it"]["children"]["nodes"]
    assert followed["id"] == child["id"]
    assert followed["klarna"] == method(True, "ON", "ON", overridable=True)
    assert followed["usBankAccount"] == method(False, "OFF", overridable=False)

    input = {"parent": child["id"]}
    assert await refused(graph, "paymentMethodConfigurationCreate", input=input) == ("PARAMETER_INVALID", "parent")


async def test_a_type_is_available_while_the_account_has_its_capability(graph: Graph) -> None:
    intent = await pay(graph, paymentMethodTypes=["us_bank_account"], paymentMethod="pm_usBankAccount_success")

    async def ask(requested: bool) -> dict[str, Any]:
        capabilities = {
            "usBankAccountAchPayments": {"requested": requested},
            "cartesBancairesPayments": {"requested": True},
        }
        await graph.do("accountUpdate", "id", id=graph.tenant.account, input={"capabilities": capabilities})
        return await default(graph)

    without = await ask(False)
    assert without["usBankAccount"] == method(False, "ON")
    assert without["cartesBancaires"] == method(True, "ON")
    assert (await pay(graph))["paymentMethodTypes"] == ["card", "klarna", "link"]
    mandate = {"mandateData": {"customerAcceptance": {"type": "OFFLINE"}}}
    assert await refused(graph, "paymentIntentConfirm", id=intent["id"], input=mandate) == (
        "PAYMENT_METHOD_UNSUPPORTED_TYPE",
        "paymentMethod",
    )
    assert (await ask(True))["usBankAccount"] == method(True, "ON")
    assert (await pay(graph))["paymentMethodTypes"] == AUTOMATIC


async def test_configurations_that_cannot_be_used_are_refused(graph: Graph, database: Database) -> None:
    usual = await default(graph)
    given = {"id": usual["id"], "input": {"active": False}}
    assert await refused(graph, "paymentMethodConfigurationUpdate", **given) == ("PARAMETER_INVALID", "active")

    other = await create(graph)
    assert (await update(graph, other["id"], active=False))["active"] is False
    for id, code in (
        (other["id"], "PAYMENT_METHOD_CONFIGURATION_FAILURES"),
        ("pmc_none", "RESOURCE_MISSING"),
        ((await default(await new_caller(graph.client, database)))["id"], "RESOURCE_MISSING"),
    ):
        input = {"amount": 2000, "currency": "usd", "paymentMethodConfiguration": id}
        assert await refused(graph, "paymentIntentCreate", input=input) == (code, "paymentMethodConfiguration")
    for chosen in ({"paymentMethodTypes": ["card"]}, {"automaticPaymentMethods": {"enabled": False}}):
        input = {"amount": 2000, "currency": "usd", "paymentMethodConfiguration": usual["id"], **chosen}
        assert await refused(graph, "paymentIntentCreate", input=input) == (
            "PARAMETERS_EXCLUSIVE",
            "paymentMethodConfiguration",
        )

    none = await create(graph, **prefer(card="OFF", klarna="OFF", link="OFF", usBankAccount="OFF"))
    input = {"amount": 2000, "currency": "usd", "paymentMethodConfiguration": none["id"]}
    assert await refused(graph, "paymentIntentCreate", input=input) == (
        "PAYMENT_METHOD_CONFIGURATION_FAILURES",
        "paymentMethodConfiguration",
    )


async def test_a_publishable_key_does_not_read_configurations(graph: Graph, database: Database) -> None:
    page = await new_caller(graph.client, database, account_id=graph.tenant.account, kind=KeyKind.PUBLISHABLE)
    error = await page.error("{ paymentMethodConfigurations { nodes { id } } }")
    assert error["extensions"]["status"] == 403
