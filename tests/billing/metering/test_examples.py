"""The playground's examples of usage, one after the other."""

from tests.billing.metering.reporting import customer
from tests.examples import run
from tests.graph import Graph


async def test_the_examples_of_usage_follow_each_other(graph: Graph) -> None:
    await customer(graph)
    await run(graph, "billing/meter")
    alert = await run(graph, "billing/alert")
    assert alert["triggered"] == {"nodes": []}
    for _ in range(4):
        await run(graph, "billing/meter-event")
    (shown,) = (await run(graph, "billing/meter-usage"))["nodes"]
    assert sum(int(day["aggregatedValue"]) for day in shown["eventSummaries"]["nodes"]) == 100
    document = "query($id: ID!) { node(id: $id) { ... on BillingAlert { triggered { nodes { value } } } } }"
    assert await graph(document, id=alert["id"]) == {"node": {"triggered": {"nodes": [{"value": 100}]}}}
