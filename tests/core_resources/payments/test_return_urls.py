"""Where customers are sent back to: a page of the merchant's or the merchant's app, nothing that a browser runs."""

import pytest

from tests.graph import Graph

CREATE = "id nextAction { redirectToUrl { returnUrl } }"
REDIRECTED = "pm_card_authenticationRequired"


def paying(url: str) -> dict[str, object]:
    return {
        "amount": 1000,
        "currency": "usd",
        "confirm": True,
        "paymentMethodTypes": ["card"],
        "paymentMethod": REDIRECTED,
        "returnUrl": url,
    }


@pytest.mark.parametrize(
    "url",
    ["https://example.com/paid?a=b#c", "http://localhost:3000", "HTTPS://EXAMPLE.COM", "acme://paid", "https://é.fr/x"],
)
async def test_a_customer_comes_back_to_a_page_or_an_app(graph: Graph, url: str) -> None:
    intent = await graph.do("paymentIntentCreate", CREATE, input=paying(url))
    assert intent["nextAction"]["redirectToUrl"]["returnUrl"] == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "javascript://example.com/%0aalert(1)",
        "JaVaScRiPt://x",
        "data:text/html,x",
        "data://text/html,x",
        "file:///etc/passwd",
        "vbscript://x",
        "//example.com",
        "/paid",
        "paid",
        "",
        "https://",
        "https:/example.com",
        "https:\\\\example.com",
        "http://[oops",
        "http://example.com:99999",
        "https://exa mple.com",
        "https://example.com/\nx",
        "blob:https://example.com/x",
    ],
)
async def test_nothing_else_is_an_address(graph: Graph, url: str) -> None:
    refused = await graph.refuse("paymentIntentCreate", input=paying(url))
    assert (refused["field"], refused["code"]) == ("returnUrl", "URL_INVALID")
    found = await graph("{ paymentIntents { totalCount } }")
    assert found["paymentIntents"]["totalCount"] == 0


async def test_other_addresses_are_pages(graph: Graph) -> None:
    for url in ("acme://paid", "javascript://x", "http://[oops", "//example.com"):
        refused = await graph.refuse("productCreate", input={"name": "Seat", "url": url})
        assert (refused["field"], refused["code"]) == ("url", "URL_INVALID")
        refused = await graph.refuse(
            "setupIntentCreate", input={"confirm": True, "paymentMethod": REDIRECTED, "returnUrl": f"{url} "}
        )
        assert (refused["field"], refused["code"]) == ("returnUrl", "URL_INVALID")
