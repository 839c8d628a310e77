"""The receipt page: shown to whoever has its address, and to no one else."""

import httpx

from tests.graph import Graph

PAID = {
    "amount": 2000,
    "currency": "usd",
    "paymentMethod": "pm_card_visa",
    "confirm": True,
    "description": "<Two> coffees",
}


async def test_a_receipt_tells_what_was_paid(graph: Graph, client: httpx.AsyncClient) -> None:
    intent = await graph.do("paymentIntentCreate", "latestCharge { receiptUrl }", input=PAID)
    url = intent["latestCharge"]["receiptUrl"]
    response = await client.get(url.removeprefix("http://127.0.0.1:8000"))
    assert response.status_code == 200
    assert "$20.00" in response.text
    assert "Visa ending in 4242" in response.text
    assert "&lt;Two&gt; coffees" in response.text
    assert "Receipt from Test Shop" in response.text
    assert "Refunded" not in response.text
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


async def test_a_receipt_is_in_the_language_of_the_browser(graph: Graph, client: httpx.AsyncClient) -> None:
    intent = await graph.do("paymentIntentCreate", "latestCharge { receiptUrl }", input=PAID)
    url = intent["latestCharge"]["receiptUrl"]
    response = await client.get(url.removeprefix("http://127.0.0.1:8000"), headers={"Accept-Language": "ja"})
    for text in ('<html lang="ja">', "Test Shop からの領収書", "Visa（末尾 4242）", "テストモード"):  # noqa: RUF001
        assert text in response.text


async def test_without_its_token_a_receipt_is_not_shown(graph: Graph, client: httpx.AsyncClient) -> None:
    intent = await graph.do("paymentIntentCreate", "latestCharge { id }", input=PAID)
    response = await client.get(f"/receipts/{intent['latestCharge']['id']}/guessed")
    assert response.status_code == 404
    assert "$20.00" not in response.text
