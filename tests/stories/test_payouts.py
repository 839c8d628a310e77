from tests.stories.shop import Shop


async def test_x(shop: Shop) -> None:
    print(
        await shop.graph(
            '{ exchangeRate(id: "eur") { id object rates { currency rate } } exchangeRates(first: 2, after: "aed") { totalCount nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }'
        )
    )
    print(
        await shop.graph.do(
            "exchangeRateSettingsUpdate",
            "perUsd { currency rate }",
            input={"perUsd": [{"currency": "eur", "rate": "0.5"}]},
        )
    )
    await shop.pay("pm_card_bypassPending", amount=10_000, currency="eur")
    print(
        await shop.graph(
            "{ balanceTransactions { nodes { currency exchangeRate amount { amount } feeDetails { description amount { amount } } } } }"
        )
    )
    assert 0
