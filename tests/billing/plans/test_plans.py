"""Plans: recurring prices in older terms, with the same ids, whichever of both is created, changed or deleted."""

from typing import Any

import pytest

from app.database import Database
from app.domain.products.plan_rows import columns_of
from app.tables.billing.plan import Plan
from app.tables.products.price import Price
from app.tables.resource import Resource
from tests.graph import Graph
from tests.records import records

PLAN = """id object active aggregateUsage amount { amount currency } amountDecimal billingScheme currency interval
    intervalCount nickname product { id } tiers { flatAmount { amount currency } unitAmount { amount } upTo } tiersMode
    transformUsage { divideBy round } trialPeriodDays usageType metadata deleted"""
MONTHLY = {"amount": 1000, "currency": "usd", "interval": "MONTH", "productData": {"name": "Gold"}}


async def found(graph: Graph, id: str) -> dict[str, Any]:
    shown: dict[str, Any] = await graph(
        "query($id: ID!) { plan(id: $id) { id amount { amount } interval trialPeriodDays active nickname }"
        " price(id: $id) { id unitAmount { amount } type active nickname recurring { interval trialPeriodDays } } }",
        id=id,
    )
    return shown


async def test_a_plan_is_created_and_is_a_price(graph: Graph) -> None:
    given = {**MONTHLY, "nickname": "Basic", "trialPeriodDays": 14, "metadata": {"tier": "1"}}
    plan = await graph.do("planCreate", PLAN, input=given)
    assert plan == {
        "id": plan["id"],
        "object": "plan",
        "active": True,
        "aggregateUsage": None,
        "amount": {"amount": 1000, "currency": "usd"},
        "amountDecimal": "1000",
        "billingScheme": "PER_UNIT",
        "currency": "usd",
        "interval": "MONTH",
        "intervalCount": 1,
        "nickname": "Basic",
        "product": plan["product"],
        "tiers": None,
        "tiersMode": None,
        "transformUsage": None,
        "trialPeriodDays": 14,
        "usageType": "LICENSED",
        "metadata": {"tier": "1"},
        "deleted": False,
    }
    assert plan["id"].startswith("plan_")
    assert await found(graph, plan["id"]) == {
        "plan": {
            "id": plan["id"],
            "amount": {"amount": 1000},
            "interval": "MONTH",
            "trialPeriodDays": 14,
            "active": True,
            "nickname": "Basic",
        },
        "price": {
            "id": plan["id"],
            "unitAmount": {"amount": 1000},
            "type": "RECURRING",
            "active": True,
            "nickname": "Basic",
            "recurring": {"interval": "MONTH", "trialPeriodDays": 14},
        },
    }
    assert await graph.events() == ["product.created", "plan.created", "price.created"]


async def test_a_recurring_price_is_a_plan_and_a_price_for_once_is_none(graph: Graph) -> None:
    recurring = {"interval": "YEAR", "usageType": "METERED", "intervalCount": 2}
    tiers = [{"flatAmount": 500, "upTo": {"value": 10}}, {"unitAmountDecimal": "7.5", "upTo": {"keyword": "INF"}}]
    given = {"currency": "eur", "recurring": recurring, "productData": {"name": "Gold"}, "tiers": tiers}
    tiered = {**given, "billingScheme": "TIERED", "tiersMode": "GRADUATED"}
    price = await graph.do("priceCreate", "id product { id }", input=tiered)
    assert await graph.events() == ["product.created", "plan.created", "price.created"]
    data = await graph(f"query($id: ID!) {{ plan(id: $id) {{ {PLAN} }} }}", id=price["id"])
    assert data["plan"] == {
        "id": price["id"],
        "object": "plan",
        "active": True,
        "aggregateUsage": "SUM",
        "amount": None,
        "amountDecimal": None,
        "billingScheme": "TIERED",
        "currency": "eur",
        "interval": "YEAR",
        "intervalCount": 2,
        "nickname": None,
        "product": price["product"],
        "tiers": [
            {"flatAmount": {"amount": 500, "currency": "eur"}, "unitAmount": None, "upTo": 10},
            {"flatAmount": None, "unitAmount": None, "upTo": None},
        ],
        "tiersMode": "GRADUATED",
        "transformUsage": None,
        "trialPeriodDays": None,
        "usageType": "METERED",
        "metadata": {},
        "deleted": False,
    }

    once = {"currency": "usd", "unitAmount": 100, "product": price["product"]["id"]}
    one_time = (await graph.do("priceCreate", "id", input=once))["id"]
    assert (await found(graph, one_time))["plan"] is None
    assert (await graph.events())[3:] == ["price.created"]


async def test_a_plan_has_the_meter_of_its_price(graph: Graph) -> None:
    counted = {"displayName": "Calls", "eventName": "calls", "defaultAggregation": {"formula": "COUNT"}}
    meter = (await graph.do("billingMeterCreate", "id", input=counted))["id"]
    metered = {**MONTHLY, "usageType": "METERED", "meter": meter}
    plan = await graph.do("planCreate", "id meter { id } aggregateUsage", input=metered)
    assert plan == {"id": plan["id"], "meter": {"id": meter}, "aggregateUsage": None}
    query = "query($id: ID!) { price(id: $id) { recurring { meter { id } } } plan(id: $id) { meter { id } } }"
    data = await graph(query, id=plan["id"])
    assert data == {"price": {"recurring": {"meter": {"id": meter}}}, "plan": {"meter": {"id": meter}}}
    told = await graph('{ events(where: { type: { eq: "plan.created" } }) { nodes { data { object } } } }')
    assert told["events"]["nodes"][0]["data"]["object"]["meter"] == meter
    refused = await graph.refuse("planCreate", input={**metered, "aggregateUsage": "SUM"})
    assert refused["field"] == "aggregateUsage"
    assert "recurring" not in refused["message"]


async def test_plans_are_listed_filtered_and_paged(graph: Graph) -> None:
    product = (await graph.do("productCreate", "id", input={"name": "Gold"}))["id"]
    ids = []
    for place, interval in enumerate(("DAY", "MONTH", "YEAR")):
        given = {"currency": "usd", "interval": interval, "amount": 100 * (place + 1), "product": product}
        ids.append((await graph.do("planCreate", "id", input=given))["id"])
    await graph.do("planUpdate", "id", id=ids[0], input={"active": False})

    data = await graph(
        """query($product: ID!) {
            product(id: $product) { plans(orderBy: [{ field: AMOUNT }]) { nodes { id } totalCount } }
            active: plans(where: { active: { eq: true } }, orderBy: [{ field: INTERVAL }]) { nodes { id } }
            yearly: plans(where: { interval: { eq: YEAR }, product: { eq: $product } }) { nodes { id } }
            first: plans(first: 2, orderBy: [{ field: AMOUNT }]) { nodes { id } pageInfo { endCursor hasNextPage } }
            searched: plans(query: "amount>150 AND active:'true'") { totalCount }
        }""",
        product=product,
    )
    assert [each["id"] for each in data["product"]["plans"]["nodes"]] == ids
    assert data["product"]["plans"]["totalCount"] == 3
    assert [each["id"] for each in data["active"]["nodes"]] == ids[1:]
    assert [each["id"] for each in data["yearly"]["nodes"]] == ids[2:]
    assert data["searched"]["totalCount"] == 2
    page = data["first"]
    assert ([each["id"] for each in page["nodes"]], page["pageInfo"]["hasNextPage"]) == (ids[:2], True)
    rest = await graph(
        "query($after: String) { plans(first: 2, after: $after, orderBy: [{ field: AMOUNT }]) { nodes { id } } }",
        after=page["pageInfo"]["endCursor"],
    )
    assert [each["id"] for each in rest["plans"]["nodes"]] == ids[2:]


async def test_an_update_of_a_plan_changes_the_price(graph: Graph) -> None:
    id = (await graph.do("planCreate", "id", input=MONTHLY))["id"]
    other = (await graph.do("productCreate", "id", input={"name": "Silver"}))["id"]
    given = {"active": False, "nickname": "Old", "product": other, "trialPeriodDays": 7, "metadata": {"a": "1"}}
    changed = await graph.do(
        "planUpdate", "active nickname product { id } trialPeriodDays metadata", id=id, input=given
    )
    assert changed == {**given, "product": {"id": other}}
    price = (await found(graph, id))["price"]
    assert (price["active"], price["nickname"]) == (False, "Old")
    assert price["recurring"] == {"interval": "MONTH", "trialPeriodDays": 7}

    told = await graph(
        '{ events(where: { type: { matches: "*.updated" } }) { nodes { type data { previousAttributes } } } }'
    )
    former = {each["type"]: each["data"]["previousAttributes"] for each in told["events"]["nodes"]}
    assert former["plan.updated"] == {
        "active": True,
        "metadata": {"a": None},
        "nickname": None,
        "product": former["plan.updated"]["product"],
        "trial_period_days": None,
    }
    assert former["price.updated"] == {
        "active": True,
        "metadata": {"a": None},
        "nickname": None,
        "product": former["plan.updated"]["product"],
        "recurring": {"trial_period_days": None},
    }
    assert (await graph.events())[-2:] == ["plan.updated", "price.updated"]


async def test_an_update_of_a_price_is_told_of_its_plan_where_the_plan_changes(graph: Graph) -> None:
    id = (await graph.do("planCreate", "id", input=MONTHLY))["id"]
    await graph.do("priceUpdate", "id", id=id, input={"lookupKey": "gold"})
    await graph.do("priceUpdate", "id", id=id, input={"nickname": "Gold"})
    await graph.do("priceUpdate", "id", id=id, input={"nickname": "Gold"})
    assert (await graph.events())[3:] == ["price.updated", "plan.updated", "price.updated"]


async def test_a_deleted_plan_is_a_deleted_price(graph: Graph) -> None:
    plan = await graph.do("planCreate", "id product { id }", input=MONTHLY)
    await graph.do("priceUpdate", "id", id=plan["id"], input={"lookupKey": "gold"})
    gone = await graph.do("planDelete", "id deleted amount { amount }", id=plan["id"])
    assert gone == {"id": plan["id"], "deleted": True, "amount": {"amount": 1000}}
    assert await found(graph, plan["id"]) == {"plan": None, "price": None}
    assert (await graph("{ prices { nodes { id } } plans { nodes { id } } }")) == {
        "prices": {"nodes": []},
        "plans": {"nodes": []},
    }
    assert (await graph.events())[-2:] == ["plan.deleted", "price.deleted"]
    # Neither the lookup key nor the product is held by it.
    given = {"currency": "usd", "unitAmount": 5, "product": plan["product"]["id"], "lookupKey": "gold"}
    await graph.do("priceCreate", "id", input=given)


async def test_callers_choose_the_ids_of_plans(graph: Graph, stranger: Graph) -> None:
    plan = await graph.do("planCreate", "id product { id }", input={**MONTHLY, "id": "gold"})
    assert plan["id"] == "gold"
    shown = await found(graph, "gold")
    assert (shown["plan"]["id"], shown["price"]["id"]) == ("gold", "gold")
    assert (await found(stranger, "gold")) == {"plan": None, "price": None}
    refused = await graph.refuse("planCreate", input={**MONTHLY, "id": "gold"})
    assert (refused["code"], refused["field"]) == ("RESOURCE_ALREADY_EXISTS", "id")
    await graph.do("productUpdate", "id", id=plan["product"]["id"], input={"defaultPrice": "gold"})
    refused = await graph.refuse("planDelete", id="gold")
    assert (refused["code"], refused["field"]) == ("RESOURCE_IN_USE", "id")
    assert (await graph('{ node(id: "gold") { id } }'))["node"] == {"id": "gold"}


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"productData": None}, "PARAMETER_MISSING", "product"),
        ({"product": "prod_1"}, "PARAMETERS_EXCLUSIVE", "productData"),
        ({"amount": None}, "PARAMETER_MISSING", "amount"),
        ({"amountDecimal": "7.5"}, "PARAMETERS_EXCLUSIVE", "amountDecimal"),
        ({"intervalCount": 37}, "PARAMETER_INVALID_INTEGER", "intervalCount"),
        ({"aggregateUsage": "MAX"}, "PARAMETER_UNKNOWN", "aggregateUsage"),
        ({"tiersMode": "VOLUME"}, "PARAMETER_UNKNOWN", "tiersMode"),
        ({"id": "a b"}, "PARAMETER_INVALID", "id"),
        ({"usageType": "METERED", "meter": "mtr_1"}, "RESOURCE_MISSING", "meter"),
    ],
)
async def test_what_is_refused_is_named_in_the_terms_of_plans(
    graph: Graph, given: dict[str, Any], code: str, field: str
) -> None:
    refused = await graph.refuse("planCreate", input={**MONTHLY, **given})
    assert (refused["code"], refused["field"]) == (code, field)
    assert "unitAmount" not in refused["message"]
    assert "recurring" not in refused["message"]
    assert await graph.events() == []


async def test_the_view_and_the_row_in_memory_agree(graph: Graph, database: Database) -> None:
    transform = {"transformUsage": {"divideBy": 5, "round": "UP"}, "amountDecimal": "12.345", "amount": None}
    for given in ({}, transform, {"usageType": "METERED", "aggregateUsage": "LAST_EVER", "intervalCount": 3}):
        await graph.do("planCreate", "id", input={**MONTHLY, **given})
    plans = await records(database, Plan)
    prices = {each.id: each for each in await records(database, Price)}
    assert len(plans) == 3
    for plan in plans:
        expected = columns_of(prices[plan.id])
        assert {name: getattr(plan, name) for name in expected} == expected
        assert Plan.model_fields.keys() - expected.keys() == Resource.model_fields.keys()
