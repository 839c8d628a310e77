"""A customer's balance: each change is a transaction, in any currency."""

from typing import Any

from tests.graph import Graph

TRANSACTION = "id type amount { amount currency } endingBalance { amount } description metadata customer { id }"
CUSTOMER = """query($id: ID!) { customer(id: $id) {
    balance { amount currency } currency
    invoiceCreditBalance { amount { amount } currency }
    balanceTransactions(orderBy: [{ field: CREATED }]) {
        nodes { type amount { amount currency } endingBalance { amount } }
    }
} }"""


async def standing(graph: Graph, id: str) -> dict[str, Any]:
    found: dict[str, Any] = (await graph(CUSTOMER, id=id))["customer"]
    return found


def shown(transaction: dict[str, Any]) -> tuple[str, int, str, int]:
    amount, ending = transaction["amount"], transaction["endingBalance"]
    return transaction["type"], amount["amount"], amount["currency"], ending["amount"]


async def test_a_customer_can_begin_with_a_credit(graph: Graph) -> None:
    customer = await graph.do("customerCreate", "id", input={"balance": -500})

    found = await standing(graph, customer["id"])
    assert found["balance"] == {"amount": -500, "currency": "usd"}
    assert found["currency"] == "usd"
    assert found["invoiceCreditBalance"] == [{"amount": {"amount": 500}, "currency": "usd"}]
    assert [shown(each) for each in found["balanceTransactions"]["nodes"]] == [("INITIAL", -500, "usd", -500)]
    assert await graph.events() == ["customer.created"]


async def test_an_update_of_the_balance_is_an_adjustment_by_the_difference(graph: Graph) -> None:
    id = (await graph.do("customerCreate", "id", input={"balance": -500}))["id"]
    await graph.do("customerUpdate", "id", id=id, input={"balance": 200})
    await graph.do("customerUpdate", "id", id=id, input={"balance": 200})
    await graph.do("customerUpdate", "id", id=id, input={"name": "Jenny"})

    found = await standing(graph, id)
    assert [shown(each) for each in found["balanceTransactions"]["nodes"]] == [
        ("INITIAL", -500, "usd", -500),
        ("ADJUSTMENT", 700, "usd", 200),
    ]
    assert await graph.events() == ["customer.created", "customer.updated", "customer.updated"]


async def test_a_transaction_changes_the_balance_and_gives_the_customer_a_currency(graph: Graph) -> None:
    id = (await graph.do("customerCreate", "id", input={}))["id"]
    given = {"customer": id, "amount": -1500, "currency": "eur", "description": "Goodwill", "metadata": {"case": "7"}}
    made = await graph.do("customerBalanceTransactionCreate", TRANSACTION, input=given)

    assert made == {
        "id": made["id"],
        "type": "ADJUSTMENT",
        "amount": {"amount": -1500, "currency": "eur"},
        "endingBalance": {"amount": -1500},
        "description": "Goodwill",
        "metadata": {"case": "7"},
        "customer": {"id": id},
    }
    assert made["id"].startswith("cbtxn_")
    found = await standing(graph, id)
    assert (found["balance"], found["currency"]) == ({"amount": -1500, "currency": "eur"}, "eur")
    data = await graph(
        '{ events(where: { type: { eq: "customer.updated" } }) { nodes { data { previousAttributes } } } }'
    )
    (event,) = data["events"]["nodes"]
    assert event["data"]["previousAttributes"] == {"balance": 0, "currency": None}


async def test_each_currency_has_a_balance_of_its_own(graph: Graph) -> None:
    id = (await graph.do("customerCreate", "id", input={"balance": -500}))["id"]
    for amount in (-300, 100):
        given = {"customer": id, "amount": amount, "currency": "eur"}
        await graph.do("customerBalanceTransactionCreate", "id", input=given)

    found = await standing(graph, id)
    assert (found["balance"], found["currency"]) == ({"amount": -500, "currency": "usd"}, "usd")
    assert found["invoiceCreditBalance"] == [
        {"amount": {"amount": 200}, "currency": "eur"},
        {"amount": {"amount": 500}, "currency": "usd"},
    ]
    assert [shown(each) for each in found["balanceTransactions"]["nodes"]][1:] == [
        ("ADJUSTMENT", -300, "eur", -300),
        ("ADJUSTMENT", 100, "eur", -200),
    ]


async def test_only_the_description_and_metadata_of_a_transaction_change(graph: Graph) -> None:
    id = (await graph.do("customerCreate", "id", input={}))["id"]
    given = {"customer": id, "amount": 40, "currency": "usd", "metadata": {"a": "1", "b": "2"}}
    made = await graph.do("customerBalanceTransactionCreate", "id", input=given)
    changed = await graph.do(
        "customerBalanceTransactionUpdate",
        TRANSACTION,
        id=made["id"],
        input={"description": "Fee", "metadata": {"a": None}},
    )
    assert (changed["description"], changed["metadata"], changed["endingBalance"]) == (
        "Fee",
        {"b": "2"},
        {"amount": 40},
    )


async def test_a_balance_of_a_strangers_or_deleted_customer_cannot_change(graph: Graph, stranger: Graph) -> None:
    theirs = (await stranger.do("customerCreate", "id", input={}))["id"]
    gone = (await graph.do("customerCreate", "id", input={}))["id"]
    await graph.do("customerDelete", "id", id=gone)
    for id in (theirs, gone):
        refused = await graph.refuse(
            "customerBalanceTransactionCreate", input={"customer": id, "amount": 1, "currency": "usd"}
        )
        assert (refused["code"], refused["field"]) == ("RESOURCE_MISSING", "customer")


async def test_the_accounts_currency_is_that_of_a_balance_without_one(graph: Graph) -> None:
    await graph.do("accountUpdate", "id", id=graph.tenant.account, input={"defaultCurrency": "eur"})
    customer = await graph.do("customerCreate", "balance { amount currency } currency", input={"balance": 75})
    assert customer == {"balance": {"amount": 75, "currency": "eur"}, "currency": "eur"}
