"""The playground's examples of usage, one after the other."""

import json
from pathlib import Path

from tests.billing.metering.reporting import customer
from tests.graph import Graph

EXAMPLES = Path(__file__).parents[3] / "playground" / "examples" / "billing"


async def test_the_examples_of_usage_follow_each_other(graph: Graph) -> None:
    who = await customer(graph)
    made = await graph((EXAMPLES / "meter.graphql").read_text())
    meter = made["billingMeterCreate"]["billingMeter"]["id"]
    alert = await graph((EXAMPLES / "alert.graphql").read_text(), meter=meter)
    assert alert["billingAlertCreate"]["billingAlert"]["triggered"] == {"nodes": []}
    payload = json.loads((EXAMPLES / "meter-event.json").read_text())["payload"] | {"stripe_customer_id": who}
    for _ in range(4):
        reported = await graph((EXAMPLES / "meter-event.graphql").read_text(), payload=payload)
        assert reported["billingMeterEventCreate"]["userErrors"] == []
    given = json.loads((EXAMPLES / "meter-usage.json").read_text()) | {"customer": who}
    used = await graph((EXAMPLES / "meter-usage.graphql").read_text(), **given)
    (shown,) = used["billingMeters"]["nodes"]
    assert sum(int(day["aggregatedValue"]) for day in shown["eventSummaries"]["nodes"]) == 100
    document = "query($id: ID!) { node(id: $id) { ... on BillingAlert { triggered { nodes { value } } } } }"
    found = await graph(document, id=alert["billingAlertCreate"]["billingAlert"]["id"])
    assert found == {"node": {"triggered": {"nodes": [{"value": 100}]}}}
