"""A column that holds a list of ids: the objects, in its order."""

from typing import Any

from tests.graph import Graph
from tests.made_up.test_lists import told

CREATE = """mutation($input: ParcelCreateInput!) { parcelCreate(input: $input) {
    parcel { id extras { id name } label { shown { name } } } userErrors { code field message }
} }"""


async def trinket(graph: Graph, name: str) -> str:
    made = await graph.do("trinketCreate", "id", input={"name": name})
    return str(made["id"])


async def parcel(graph: Graph, **given: Any) -> dict[str, Any]:
    payload = (await graph(CREATE, input=given))["parcelCreate"]
    assert payload["userErrors"] == []
    found: dict[str, Any] = payload["parcel"]
    return found


async def test_the_objects_in_the_order_of_their_ids(graph: Graph) -> None:
    a, b = await trinket(graph, "A"), await trinket(graph, "B")
    made = await parcel(graph, extras=[b, a, b], label={"shown": [a]})
    assert [each["name"] for each in made["extras"]] == ["B", "A", "B"]
    assert made["label"] == {"shown": [{"name": "A"}]}
    empty = await parcel(graph, label={})
    assert empty == {"id": empty["id"], "extras": [], "label": {"shown": None}}

    listed = await graph("{ parcels { nodes { id extras { id } label { shown { id } } } } }")
    assert {each["id"]: each for each in listed["parcels"]["nodes"]} == {
        made["id"]: {"id": made["id"], "extras": [{"id": b}, {"id": a}, {"id": b}], "label": {"shown": [{"id": a}]}},
        empty["id"]: {"id": empty["id"], "extras": [], "label": {"shown": None}},
    }


async def test_json_has_the_ids_or_the_objects(graph: Graph) -> None:
    a, b = await trinket(graph, "A"), await trinket(graph, "B")
    await parcel(graph, extras=[b, a], label={"shown": [a, b]})
    (event,) = [each["object"] for each in await told(graph) if each["type"] == "parcel.created"]
    assert [(each["object"], each["id"], each["name"]) for each in event["extras"]] == [
        ("trinket", b, "B"),
        ("trinket", a, "A"),
    ]
    assert event["label"]["shown"] == [a, b]


async def test_every_id_must_be_there(graph: Graph, stranger: Graph) -> None:
    own, others = await trinket(graph, "A"), await trinket(stranger, "B")
    payload = (await graph(CREATE, input={"extras": [own, others, "trk_none"]}))["parcelCreate"]
    assert [(each["code"], each["field"]) for each in payload["userErrors"]] == [
        ("RESOURCE_MISSING", "extras.1"),
        ("RESOURCE_MISSING", "extras.2"),
    ]


async def test_there_are_no_more_than_its_limit(graph: Graph) -> None:
    own = await trinket(graph, "A")
    payload = (await graph(CREATE, input={"extras": [own] * 4}))["parcelCreate"]
    assert [each["field"] for each in payload["userErrors"]] == ["extras"]
