"""Seeds: what a sandbox holds from the start."""

import asyncio
import json
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from graphql import get_named_type

from app.clock import worker
from app.database import Database
from app.domain.real_time import real_now
from app.domain.sandboxes import sandboxes
from app.tables.sandboxes.seed import SandboxSeedName
from schema.root import build
from tests.graph import Graph
from tests.sandboxes.test_sandboxes import KEYS, counts, held

FIELDS = f"{KEYS} status seed {{ name steps {{ name mutation arguments declined }} }}"


def pay(customer: str, method: str = "pm_card_visa", **more: Any) -> dict[str, Any]:
    given = {"amount": 1250, "currency": "usd", "customer": customer, "paymentMethod": method, "confirm": True}
    redirects = {"automaticPaymentMethods": {"enabled": True, "allowRedirects": "NEVER"}}
    return {"mutation": "paymentIntentCreate", "arguments": {"input": given | redirects}} | more


STEPS: list[dict[str, Any]] = [
    {"name": "ada", "mutation": "customerCreate", "arguments": {"input": {"name": "Ada", "description": "$$ada.id"}}},
    pay("$ada.id", name="payment"),
    {
        "name": "refund",
        "mutation": "refundCreate",
        "arguments": {"input": {"charge": "$payment.latestCharge.id", "amount": 250, "metadata": {"of": "$ada.name"}}},
    },
]


async def seeded(graph: Graph, steps: list[dict[str, Any]], **given: Any) -> tuple[dict[str, Any], Graph]:
    sandbox = await graph.do("sandboxCreate", FIELDS, input={"seed": {"steps": steps}, **given})
    return sandbox, Graph(graph.client, graph.tenant, sandbox["secretKey"])


async def refused(graph: Graph, steps: list[dict[str, Any]]) -> list[tuple[str, str | None, str]]:
    found = await graph.refusals("sandboxCreate", input={"seed": {"steps": steps}})
    return [(each["code"], each["field"], each["message"]) for each in found]


async def test_steps_are_done_by_the_sandboxs_own_account(graph: Graph) -> None:
    sandbox, inside = await seeded(graph, STEPS)
    assert sandbox["status"] == "READY"
    assert sandbox["secretKey"].startswith("sk_test_")
    assert [step["mutation"] for step in sandbox["seed"]["steps"]] == [
        "customerCreate",
        "paymentIntentCreate",
        "refundCreate",
    ]
    found = await inside(
        "{ customers { nodes { name description "
        "paymentIntents { nodes { status latestCharge { amountRefunded { amount } } } } } } "
        "refunds { nodes { amount { amount } metadata } } }"
    )
    assert found["customers"]["nodes"] == [
        {
            "name": "Ada",
            "description": "$ada.id",
            "paymentIntents": {"nodes": [{"status": "SUCCEEDED", "latestCharge": {"amountRefunded": {"amount": 250}}}]},
        }
    ]
    assert found["refunds"]["nodes"] == [{"amount": {"amount": 250}, "metadata": {"of": "Ada"}}]
    assert not any((await counts(graph)).values())


async def test_a_seed_of_the_server_is_named(graph: Graph) -> None:
    found: dict[str, list[str]] = {}
    for name in SandboxSeedName:
        sandbox = await graph.do("sandboxCreate", FIELDS, input={"seed": {"name": name.name}})
        assert sandbox["seed"] == {"name": name.name, "steps": None}
        inside = Graph(graph.client, graph.tenant, sandbox["secretKey"])
        each = await inside("{ paymentIntents { nodes { status } } subscriptions { nodes { status } } }")
        found |= {f"{name} {kind}": sorted(row["status"] for row in rows["nodes"]) for kind, rows in each.items()}
    assert found == {
        "shop paymentIntents": ["REQUIRES_ACTION", "REQUIRES_CAPTURE", "REQUIRES_PAYMENT_METHOD", *["SUCCEEDED"] * 3],
        "shop subscriptions": [],
        "subscriptions paymentIntents": ["REQUIRES_PAYMENT_METHOD", *["SUCCEEDED"] * 5],
        "subscriptions subscriptions": ["ACTIVE", "ACTIVE", "CANCELED", "PAST_DUE", "TRIALING"],
        "marketplace paymentIntents": ["SUCCEEDED"] * 10,
        "marketplace subscriptions": [],
    }


async def test_all_that_can_be_known_to_be_wrong_is_told_before_anything_is_created(graph: Graph) -> None:
    steps = [
        {"name": "ada", "mutation": "customerCreat", "arguments": {}},
        {"name": "ada", "mutation": "customerUpdate", "arguments": {"input": {"emial": "a@example.com"}}},
        {"name": "2nd", "mutation": "productCreate", "arguments": {"input": {"name": "Tea"}, "inptu": {}}},
        {
            "name": "price",
            "mutation": "priceCreate",
            "arguments": {"input": {"currency": "usd", "unitAmount": "ten", "product": "$prodct.id"}},
        },
        {"mutation": "couponCreate", "arguments": {"input": {"name": "$price.product", "duration": "$price.nope"}}},
        {"mutation": "customerDelete", "arguments": {"id": "$price.currencyOptions.id"}},
    ]
    found = await refused(graph, steps)
    assert {code for code, *_ in found} == {"PARAMETER_INVALID"}
    assert [(field, message.partition(": ")[2]) for _, field, message in found] == [
        (
            "seed.steps.0.mutation",
            "There is no mutation 'customerCreat'. Did you mean 'customerCreate', 'customerUpdate', or "
            "'customerDelete'?",
        ),
        ("seed.steps.1.name", "An earlier step is named 'ada' too. Choose another name."),
        ("seed.steps.1.arguments.id", "The argument 'id' is required."),
        (
            "seed.steps.1.arguments.input",
            "Expected value of type 'CustomerUpdateInput' not to include unknown field 'emial'. Did you mean 'email'? "
            "Found: {'emial': 'a@example.com'}.",
        ),
        ("seed.steps.2.name", "A name has letters, digits and underscores, and begins with no digit."),
        ("seed.steps.2.arguments.inptu", "The mutation has no argument 'inptu'. Did you mean 'input'?"),
        ("seed.steps.3.arguments.input.product", "'$prodct.id' refers to no earlier step."),
        (
            "seed.steps.3.arguments.input.unitAmount",
            "Int64 takes a whole number without quotes, such as 2000; got 'ten'.",
        ),
        (
            "seed.steps.4.arguments.input.name",
            "'$price.product' leads to an object. Name a field of it, such as '$price.product.id'.",
        ),
        (
            "seed.steps.4.arguments.input.duration",
            "'$price.nope' leads nowhere: Price has no field 'nope'. Did you mean 'type'?",
        ),
        (
            "seed.steps.5.arguments.id",
            "'$price.currencyOptions.id' leads to a list: name the place of an entry, such as 0, in place of 'id'.",
        ),
    ]
    # Mistakes of the seed come with those of the other fields.
    both = await graph.refusals("sandboxCreate", input={"country": "xx", "seed": {"steps": steps[:1]}})
    assert [each["field"] for each in both] == ["country", "seed.steps.0.mutation"]
    assert (await graph("{ sandboxes { totalCount } }"))["sandboxes"]["totalCount"] == 0


async def test_a_step_that_fails_leaves_nothing_behind(graph: Graph, database: Database) -> None:
    wrong = {"mutation": "customerCreate", "arguments": {"input": {"email": "nope", "phone": "1" * 30}}}
    found = await refused(graph, [*STEPS, wrong])
    assert [(code, field) for code, field, _ in found] == [
        ("EMAIL_INVALID", "seed.steps.3.arguments.input.email"),
        ("PARAMETER_TOO_LONG", "seed.steps.3.arguments.input.phone"),
    ]
    assert found[0][2].startswith("Step 4 (customerCreate): ")
    assert (await graph("{ sandboxes { totalCount } }"))["sandboxes"]["totalCount"] == 0
    async with database.writing() as connection:
        accounts: list[Any] = await connection.run("SELECT account FROM sandbox", [])
    assert [await held(database, row[0]) for row in accounts] == [{"api_key": 2, "event_stream": 1}]


async def test_a_decline_fails_a_seed_unless_it_is_meant(graph: Graph) -> None:
    ada = STEPS[0]
    ((code, field, message),) = await refused(graph, [ada, pay("$ada.id", "pm_card_visa_chargeDeclined")])
    assert (code, field) == ("CARD_DECLINED", "seed.steps.1.arguments")
    ((code, field, message),) = await refused(graph, [ada, pay("$ada.id", declined=True)])
    assert field == "seed.steps.1.declined"
    assert message == "Step 2 (paymentIntentCreate): The payment is meant to be declined, and it was not."
    declined = pay("$ada.id", "pm_card_visa_chargeDeclined", name="payment", declined=True)
    cancel = {"mutation": "paymentIntentCancel", "arguments": {"id": "$payment.id"}}
    _, inside = await seeded(graph, [ada, declined, cancel])
    assert (await inside("{ paymentIntents { nodes { status } } }"))["paymentIntents"]["nodes"] == [
        {"status": "CANCELED"}
    ]


async def test_what_a_reference_leads_to_must_be_there(graph: Graph) -> None:
    wrong = {"mutation": "customerCreate", "arguments": {"input": {"name": "$ada.email"}}}
    ((_, field, message),) = await refused(graph, [STEPS[0], wrong])
    assert (field, message) == (
        "seed.steps.1.arguments",
        "Step 2 (customerCreate): '$ada.email' is null by now.",
    )
    wrong = {"mutation": "productCreate", "arguments": {"input": {"name": "Tea", "active": "$ada.name"}}}
    ((_, field, message),) = await refused(graph, [STEPS[0], wrong])
    assert field == "seed.steps.1.arguments"
    assert "Boolean cannot represent" in message


async def test_a_reset_seeds_again(graph: Graph) -> None:
    sandbox, inside = await seeded(graph, STEPS)
    customer = (await inside.do("customerCreate", "id", input={"name": "Ben"}))["id"]
    reset = await graph.do("sandboxReset", FIELDS, id=sandbox["id"])
    assert {**reset, "resetAt": None} == sandbox
    assert (await inside(f'{{ customer(id: "{customer}") {{ id }} }}'))["customer"] is None
    found = await counts(inside)
    assert (found["customers"], found["paymentIntents"]) == (1, 1)


async def test_a_reset_whose_seed_fails_leaves_the_sandbox_empty(graph: Graph, database: Database) -> None:
    sandbox, inside = await seeded(graph, STEPS)
    async with database.writing() as connection:
        await connection.run("UPDATE sandbox SET seed = replace(seed::text, 'Ada', repeat('A', 300))::jsonb", [])
    payload = await graph.attempt("sandboxReset", FIELDS, id=sandbox["id"])
    assert [each["field"] for each in payload["userErrors"]] == ["seed.steps.0.arguments.input.name"]
    assert payload["object"]["status"] == "READY"
    assert not any((await counts(inside)).values())
    assert (await inside("{ account { id } }"))["account"] == {"id": sandbox["account"]}


async def test_a_repeated_request_is_answered_alike(graph: Graph) -> None:
    given = {"seed": {"steps": STEPS}}
    sandbox = await graph.do("sandboxCreate", FIELDS, input=given, idempotencyKey="once")
    payload = await graph.attempt("sandboxCreate", FIELDS, input=given, idempotencyKey="once")
    assert (payload["object"], payload["replayed"]) == (sandbox, True)
    inside = Graph(graph.client, graph.tenant, sandbox["secretKey"])
    assert (await counts(inside))["customers"] == 1
    # One that failed is not kept under the key.
    wrong = {"seed": {"steps": [{"mutation": "customerCreate", "arguments": {"input": {"email": "nope"}}}]}}
    for _ in range(2):
        payload = await graph.attempt("sandboxCreate", FIELDS, input=wrong, idempotencyKey="twice")
        assert [each["code"] for each in payload["userErrors"]] == ["EMAIL_INVALID"]
        assert not payload["replayed"]
    await graph.do("sandboxCreate", FIELDS, input=given, idempotencyKey="twice")


async def test_a_failed_seed_is_one_mutation_of_the_request_log(graph: Graph) -> None:
    wrong = {"seed": {"steps": [{"mutation": "customerCreate", "arguments": {"input": {"email": "nope"}}}]}}
    await graph.refusals("sandboxCreate", input=wrong)
    log = await graph("{ requestLogs(first: 1) { nodes { mutations userErrors { code } } } }")
    assert log["requestLogs"]["nodes"] == [{"mutations": ["sandboxCreate"], "userErrors": [{"code": "email_invalid"}]}]


async def test_a_sandbox_that_is_being_seeded_is_not_reset(graph: Graph, database: Database) -> None:
    sandbox, _ = await seeded(graph, STEPS[:1])
    async with database.writing() as connection:
        await connection.run("UPDATE sandbox SET status = 'seeding'", [])
    refused = await graph.refuse("sandboxReset", id=sandbox["id"])
    assert (refused["code"], refused["message"]) == (
        "SANDBOX_UNEXPECTED_STATE",
        "This sandbox cannot be reset while its `status` is SEEDING.",
    )
    # Its server was killed meanwhile.
    async with database.writing() as connection:
        await connection.run("UPDATE sandbox SET created = created - interval '2 minutes'", [])
    assert (await graph.do("sandboxReset", "status", id=sandbox["id"]))["status"] == "READY"


async def leave(graph: Graph, mutation: str, **arguments: Any) -> None:
    """Ask for a seed, and be gone in the middle of it."""
    asking = asyncio.create_task(graph.do(mutation, "id", **arguments))
    while await statuses(graph) != ["SEEDING"]:
        assert not asking.done(), "the seed was too short to leave it"
    asking.cancel()
    with suppress(asyncio.CancelledError):
        await asking
    assert asking.cancelled()


async def statuses(graph: Graph) -> list[str]:
    return [each["status"] for each in (await graph("{ sandboxes { nodes { status } } }"))["sandboxes"]["nodes"]]


async def run_due(database: Database, **later: float) -> None:
    await worker.run_due(database, now=real_now() + timedelta(**later))


async def test_a_new_sandbox_whose_client_leaves_is_deleted(graph: Graph, database: Database) -> None:
    await leave(graph, "sandboxCreate", input={"seed": {"steps": [*STEPS, *[pay("$ada.id")] * 40]}})
    (made,) = (await graph("{ sandboxes { nodes { account } } }"))["sandboxes"]["nodes"]
    await run_due(database, seconds=2 * sandboxes.SEEDS_AT_MOST - 15)
    assert await statuses(graph) == ["SEEDING"]
    await run_due(database, seconds=2 * sandboxes.SEEDS_AT_MOST)
    assert await statuses(graph) == []
    assert (await held(database, made["account"])).keys() <= {"api_key", "event_stream"}


async def test_a_reset_whose_client_leaves_leaves_the_sandbox_empty(graph: Graph, database: Database) -> None:
    sandbox, inside = await seeded(graph, [*STEPS, *[pay("$ada.id")] * 40])
    # The creation's seed is done, and nothing gives it up.
    await run_due(database, seconds=2 * sandboxes.SEEDS_AT_MOST)
    assert (await counts(inside))["paymentIntents"] == 41
    await leave(graph, "sandboxReset", id=sandbox["id"])
    await run_due(database, seconds=2 * sandboxes.SEEDS_AT_MOST)
    assert await statuses(graph) == ["READY"]
    assert not any((await counts(inside)).values())


async def test_steps_have_so_long(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandboxes, "SEEDS_AT_MOST", 0)
    ((code, field, _),) = await refused(graph, STEPS)
    assert (code, field) == ("RESOURCE_LIMIT_EXCEEDED", "seed")
    assert (await graph("{ sandboxes { totalCount } }"))["sandboxes"]["totalCount"] == 0


async def test_a_seed_has_bounds(graph: Graph) -> None:
    many = [{"mutation": "customerCreate", "arguments": {}}] * 101
    assert await refused(graph, many) == [
        ("PARAMETER_TOO_LONG", "seed.steps", "`seed.steps` has at most 100 entries; 101 were given.")
    ]
    large = {"mutation": "customerCreate", "arguments": {"input": {"description": "x" * 4_000}}}
    ((code, field, _),) = await refused(graph, [large] * 26)
    assert (code, field) == ("PARAMETER_TOO_LONG", "seed.steps")
    for given in ({}, {"name": "SHOP", "steps": STEPS}):
        document = "mutation($input: SandboxCreateInput!) { sandboxCreate(input: $input) { sandbox { id } } }"
        error = await graph.error(document, input={"seed": given})
        said = (error["extensions"]["code"], "'SandboxSeedInput', exactly one field" in error["message"])
        assert said == ("BAD_REQUEST", True)
    many = [{"mutation": f"customerCreate{number}", "arguments": {}} for number in range(30)]
    assert len(await refused(graph, many)) == 20
    unknown = {f"name{number}": 1 for number in range(30)}
    assert len(await refused(graph, [{"mutation": "customerCreate", "arguments": {"input": unknown}}])) == 20
    far = "$ada" + ".paymentIntents.nodes.0.customer" * 3 + ".id"
    ((_, field, message),) = await refused(graph, [STEPS[0], pay(far)])
    assert field == "seed.steps.1.arguments.input.customer"
    assert "goes through more than 10 fields" in message
    nested = [{"mutation": "sandboxCreate", "arguments": {"input": {"seed": {"name": "SHOP"}}}}]
    assert [code for code, *_ in await refused(graph, nested)] == ["FEATURE_UNAVAILABLE"]
    assert (await graph("{ sandboxes { totalCount } }"))["sandboxes"]["totalCount"] == 0


async def test_what_is_referred_to_costs_no_more_than_an_operation_may(graph: Graph) -> None:
    """References through pages of pages, each of which is of ten objects."""
    fields = build()._schema.type_map["Customer"].fields  # type: ignore[attr-defined]
    pages = [name for name, field in fields.items() if str(field.type).endswith("Connection!")]
    back = [name for name in pages if "customer" in get_named_type(nodes_of(fields[name]).type).fields]
    paths = [f"$ada.{one}.nodes.0.customer.{two}.nodes.0.id" for one in back for two in back]
    assert len(paths) > 200
    steps = [STEPS[0]]
    for start in range(0, len(paths), 50):
        metadata = {str(place): path for place, path in enumerate(paths[start : start + 50])}
        steps.append({"mutation": "customerCreate", "arguments": {"input": {"metadata": metadata}}})
    ((code, field, message),) = await refused(graph, steps)
    assert (code, field) == ("RESOURCE_LIMIT_EXCEEDED", "seed.steps.0")
    assert message.startswith("Step 1 (ada, customerCreate): ")
    assert "max_nodes" in message


def nodes_of(field: Any) -> Any:
    return get_named_type(field.type).fields["nodes"]


async def test_time_is_moved_by_a_step(graph: Graph) -> None:
    steps = [
        {
            "name": "clock",
            "mutation": "testClockCreate",
            "arguments": {"input": {"frozenTime": "2030-01-01T00:00:00Z"}},
        },
        {
            "mutation": "testClockAdvance",
            "arguments": {"id": "$clock.id", "input": {"frozenTime": "2030-03-01T00:00:00Z", "wait": True}},
        },
    ]
    _, inside = await seeded(graph, steps)
    assert (await inside("{ testClocks { nodes { frozenTime status } } }"))["testClocks"]["nodes"] == [
        {"frozenTime": "2030-03-01T00:00:00Z", "status": "READY"}
    ]


async def test_the_fixture_of_the_page_is_sown(graph: Graph) -> None:
    steps = json.loads((Path(__file__).parent / "late-payer.json").read_text())["steps"]
    _, inside = await seeded(graph, steps)
    assert (
        await inside("{ paymentIntents { nodes { status customer { name } } } testClocks { nodes { frozenTime } } }")
    ) == {
        "paymentIntents": {"nodes": [{"status": "REQUIRES_PAYMENT_METHOD", "customer": {"name": "Ada"}}]},
        "testClocks": {"nodes": [{"frozenTime": "2030-02-01T00:00:00Z"}]},
    }


async def test_many_are_seeded_side_by_side(graph: Graph) -> None:
    pairs = await asyncio.gather(*(seeded(graph, STEPS) for _ in range(4)))
    assert [(await counts(inside))["paymentIntents"] for _, inside in pairs] == [1] * 4
