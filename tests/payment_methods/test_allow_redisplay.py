"""allow_redisplay: whether a payment method can be shown to its customer again."""

from typing import Any

from tests.graph import Graph

LINK: dict[str, Any] = {"type": "LINK", "link": {}, "billingDetails": {"email": "jenny@example.com"}}


async def test_a_payment_method_says_whether_it_can_be_shown_again(graph: Graph) -> None:
    customer = await graph.do("customerCreate", "id", input={})

    async def save(**input: Any) -> dict[str, Any]:
        made = await graph.do("paymentMethodCreate", "id allowRedisplay", input={**LINK, **input})
        return await graph.do(
            "paymentMethodAttach", "id allowRedisplay", id=made["id"], input={"customer": customer["id"]}
        )

    assert (await save())["allowRedisplay"] == "UNSPECIFIED"
    limited, always = await save(allowRedisplay="LIMITED"), await save(allowRedisplay="ALWAYS")
    assert (limited["allowRedisplay"], always["allowRedisplay"]) == ("LIMITED", "ALWAYS")

    changed = await graph.do(
        "paymentMethodUpdate", "id allowRedisplay", id=limited["id"], input={"allowRedisplay": "ALWAYS"}
    )
    assert changed["allowRedisplay"] == "ALWAYS"
    shown = await graph(
        "query ($id: ID!) { customer(id: $id) { paymentMethods("
        "where: { allowRedisplay: { eq: ALWAYS } }) { nodes { id } } } }",
        id=customer["id"],
    )
    nodes = shown["customer"]["paymentMethods"]["nodes"]
    assert {each["id"] for each in nodes} == {limited["id"], always["id"]}


async def test_a_payment_saves_a_payment_method_with_what_was_said_of_it(graph: Graph) -> None:
    customer = await graph.do("customerCreate", "id", input={})
    input = {
        "amount": 2000,
        "currency": "usd",
        "confirm": True,
        "customer": customer["id"],
        "setupFutureUsage": "ON_SESSION",
        "automaticPaymentMethods": {"enabled": True, "allowRedirects": "NEVER"},
        "paymentMethodData": {**LINK, "allowRedisplay": "ALWAYS"},
    }
    paid = await graph.do("paymentIntentCreate", "paymentMethod { allowRedisplay customer { id } }", input=input)
    assert paid["paymentMethod"] == {"allowRedisplay": "ALWAYS", "customer": customer}
