"""How many statements a mutation sends. What it changes is one of them, however much that is."""

from collections.abc import Awaitable
from typing import Any

from app.database import counting
from app.domain.transaction import transaction
from app.tables.core_resources.payment_intent import PaymentIntent
from tests.stories.shop import Shop

NOTIFY = "SELECT pg_notify"


async def sent(doing: Awaitable[Any]) -> tuple[list[str], Any]:
    """What a mutation sent until it was committed, each statement by its first word and what it reads or locks; and the
    mutation's answer."""
    with counting() as statements:
        answer = await doing
    shown = [_shown(statement) for statement in statements if not statement.startswith(NOTIFY)]
    end = "COMMIT" if "COMMIT" in shown else "WITH"
    return shown[: shown.index(end) + 1], answer


def _shown(statement: str) -> str:
    word = statement.partition(" ")[0].strip()
    if word != "SELECT":
        return word
    if "pg_advisory_xact_lock" in statement:
        return "take the balance"
    table = statement.partition("FROM ")[2].split()[0]
    return f"lock {table}" if "FOR UPDATE" in statement else f"read {table}"


async def prepared(shop: Shop) -> tuple[str, str]:
    """A customer with a card, and everything that a process remembers of the account."""
    customer = await shop.customer()
    method = await shop.graph.do("paymentMethodAttach", "id", id="pm_card_visa", input={"customer": customer})
    await shop.intent(customer=customer)
    return customer, method["id"]


async def test_creating_a_customer(shop: Shop) -> None:
    await shop.customer()
    statements, _ = await sent(shop.customer())
    assert statements == ["WITH"]


async def test_updating_a_customer(shop: Shop) -> None:
    customer = await shop.customer()
    update = shop.graph.do("customerUpdate", "id", id=customer, input={"name": "Grace", "metadata": {"a": "b"}})
    statements, _ = await sent(update)
    assert statements == ["BEGIN", "lock customer", "WITH", "COMMIT"]


async def test_creating_a_payment(shop: Shop) -> None:
    customer, method = await prepared(shop)
    statements, _ = await sent(shop.intent(customer=customer, paymentMethod=method))
    assert statements == ["read customer", "read payment_method_configuration", "read payment_method", "WITH"]


async def test_creating_and_confirming_a_payment(shop: Shop) -> None:
    customer, method = await prepared(shop)
    statements, intent = await sent(shop.intent(customer=customer, paymentMethod=method, confirm=True))
    assert intent["status"] == "SUCCEEDED"
    assert statements == [
        "read customer",
        "read payment_method_configuration",
        "read payment_method",
        "read account",
        "WITH",
    ]


async def test_refunding_a_payment(shop: Shop) -> None:
    intent = await shop.pay()
    statements, refund = await sent(shop.refund(intent))
    assert refund["status"] == "succeeded"
    assert statements == [
        "read payment_intent",
        "BEGIN",
        "lock charge",
        "take the balance",
        "read balance_transaction",
        "read account",
        "read payment_method",
        "WITH",
        "COMMIT",
    ]


async def test_an_idempotency_key_costs_two(shop: Shop) -> None:
    await shop.customer()
    create = shop.graph.do("customerCreate", "id", input={"name": "Ada"}, idempotencyKey="once")
    statements, _ = await sent(create)
    assert statements == ["BEGIN", "INSERT", "WITH", "COMMIT"]


async def test_what_events_of_many_rows_embed_is_read_together(shop: Shop) -> None:
    for _ in range(3):
        await shop.try_to_pay("pm_card_chargeDeclined")
    async with transaction(shop.database, shop.graph.tenant) as tx:
        with counting() as statements:
            found = await tx.find(PaymentIntent)
        assert len(found) == 3
        assert len({intent.last_payment_error and intent.last_payment_error.payment_method_id for intent in found}) == 3
        assert [_shown(statement) for statement in statements if "FROM " in statement] == [
            "lock payment_intent",
            "read payment_method",
        ]
