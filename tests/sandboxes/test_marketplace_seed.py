"""The seed MARKETPLACE: a platform with twenty connected accounts, and what was paid to them in a year."""

from collections import Counter
from typing import Any

from sqlalchemy import text

from app.database import Database
from tests.graph import Graph
from tests.sandboxes.test_seeds import refused, seeded

ALL = "accounts: { all: true }"
SUMS = "SELECT count(*), count(DISTINCT account_id), sum(amount) FROM ledger_entry"


async def test_a_sandbox_is_a_marketplace(graph: Graph, database: Database) -> None:
    sandbox = await graph.do("sandboxCreate", "status secretKey", input={"seed": {"name": "MARKETPLACE"}})
    assert sandbox["status"] == "READY"
    inside = Graph(graph.client, graph.tenant, sandbox["secretKey"])
    found = await inside(
        "{ account { id } "
        "accounts(first: 100) { nodes { id type country chargesEnabled payoutsEnabled requirements { disabledReason } "
        "charges { totalCount } } } "
        "transfers { totalCount nodes { created } } "
        "applicationFees { totalCount } "
        f"payouts({ALL}) {{ nodes {{ amount {{ amount }} currency status account {{ country }} }} }} "
        f"disputes({ALL}) {{ nodes {{ account {{ id }} }} }} refunds({ALL}) {{ nodes {{ account {{ id }} }} }} "
        f"paymentIntents({ALL}, first: 100) {{ nodes {{ status account {{ id }} }} }} }}"
    )
    own, accounts = found["account"]["id"], found["accounts"]["nodes"]
    assert Counter(each["type"] for each in accounts) == {"STANDARD": 6, "EXPRESS": 8, "CUSTOM": 6}
    assert [each["requirements"]["disabledReason"] for each in accounts[:2]] == [
        "REQUIREMENTS_PAST_DUE",
        "REJECTED_FRAUD",
    ]
    assert [each["chargesEnabled"] for each in accounts] == [False, False, *[True] * 18]
    # Of the others the website is checked first.
    assert {each["country"] for each in accounts if each["payoutsEnabled"]} == {"GB", "DE", "FR"}
    assert Counter(each["country"] for each in accounts) == {"US": 17, "GB": 1, "DE": 1, "FR": 1}
    payouts = found["payouts"]["nodes"]
    assert sorted((each["account"]["country"], each["currency"], each["amount"]["amount"]) for each in payouts) == [
        ("DE", "eur", 5000),
        ("FR", "eur", 1200),
        ("GB", "gbp", 1500),
    ]
    paid = [each["account"]["id"] for each in found["paymentIntents"]["nodes"] if each["status"] == "SUCCEEDED"]
    assert (len(paid), paid.count(own), found["transfers"]["totalCount"]) == (21, 14, 18)
    assert found["applicationFees"] == {"totalCount": 17}
    assert [each["account"]["id"] for each in found["disputes"]["nodes"]] == [own]
    assert found["transfers"]["nodes"][0]["created"][:7] == "2024-10", "a year has passed for them"
    async with database.begin() as connection:
        ((count, books, total),) = map(tuple, await connection.fetch(text(SUMS)))
    assert count > 200
    assert (books, total) == (20, 0)


STEPS: list[dict[str, Any]] = [
    {"name": "seller", "mutation": "accountCreate", "arguments": {"input": {"type": "CUSTOM"}}},
    {"mutation": "customerCreate", "account": "$seller.id", "arguments": {"input": {"name": "Ada"}}},
]


async def test_steps_act_on_accounts_that_are_connected(graph: Graph) -> None:
    _, inside = await seeded(graph, STEPS)
    found = await inside("{ customers { totalCount } accounts { nodes { customers { nodes { name } } } } }")
    assert found == {
        "customers": {"totalCount": 0},
        "accounts": {"nodes": [{"customers": {"nodes": [{"name": "Ada"}]}}]},
    }


async def test_steps_act_on_no_other_account(graph: Graph) -> None:
    other = await graph.do("accountCreate", "id", input={"type": "CUSTOM"})
    for account in (other["id"], graph.tenant.account, "acct_missing"):
        found = await refused(graph, [STEPS[0], STEPS[1] | {"account": account}])
        assert [(code, field) for code, field, _ in found] == [("PARAMETER_INVALID", "seed.steps.1.account")], account
    found = await refused(graph, [STEPS[1]])
    assert found == [
        (
            "PARAMETER_INVALID",
            "seed.steps.0.account",
            "Step 1 (customerCreate): '$seller.id' refers to no earlier step.",
        )
    ]
    assert (await graph("{ sandboxes { totalCount } customers { totalCount } }")) == {
        "sandboxes": {"totalCount": 0},
        "customers": {"totalCount": 0},
    }
