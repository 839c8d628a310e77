"""Unions to which each target says that it belongs."""

from typing import Any

from app.database import Database
from app.tables.core_resources.balance_transaction import BalanceTransaction
from schema.root import build
from tests.factory import insert, row_of
from tests.graph import Graph
from tests.made_up.core_resources import Remittance

MAKE = """mutation { remittanceCreate(input: {name: "R"}) { remittance { id } }
    trinketCreate(input: {name: "T"}) { trinket { id } } }"""
PACK = """mutation($input: ParcelCreateInput!) { parcelCreate(input: $input) {
    parcel { id content { ...content } label { about { ...content } } }
    userErrors { code field }
} }
fragment content on ParcelContent { __typename ... on Trinket { name } ... on Remittance { name } }"""


def test_the_members_are_those_that_say_so() -> None:
    types: Any = build()._schema.type_map
    assert [each.name for each in types["ParcelContent"].types] == ["Remittance", "Trinket"]
    assert [each.name for each in types["BalanceTransactionSource"].types] == [
        "ApplicationFee",
        "ApplicationFeeRefund",
        "Charge",
        "ConnectCollectionTransfer",
        "CustomerCashBalanceTransaction",
        "Dispute",
        "Payout",
        "Refund",
        "Remittance",
        "ReserveTransaction",
        "TaxDeductedAtSource",
        "Topup",
        "Transfer",
        "TransferReversal",
    ]
    assert types["Parcel"].fields["content"].type is types["ParcelLabel"].fields["about"].type
    assert "nothing" not in types["Parcel"].fields, "shown once there is anything that it leads to"


async def test_a_union_leads_both_ways(graph: Graph) -> None:
    made = await graph(MAKE)
    remittance, trinket = made["remittanceCreate"]["remittance"]["id"], made["trinketCreate"]["trinket"]["id"]
    given = {"content": trinket, "label": {"about": remittance}}
    payload = (await graph(PACK, input=given))["parcelCreate"]
    assert payload["parcel"]["content"] == {"__typename": "Trinket", "name": "T"}
    assert payload["parcel"]["label"] == {"about": {"__typename": "Remittance", "name": "R"}}
    found = await graph(
        """query($id: ID!) {
            trinkets { nodes { parcels { nodes { id } } } }
            remittances { nodes { parcels { totalCount } } }
            parcels(where: {content: {eq: $id}}) { totalCount }
        }""",
        id=trinket,
    )
    assert found["trinkets"]["nodes"] == [{"parcels": {"nodes": [{"id": payload["parcel"]["id"]}]}}]
    assert found["remittances"]["nodes"] == [{"parcels": {"totalCount": 0}}]
    assert found["parcels"] == {"totalCount": 1}
    refused = (await graph(PACK, input={"content": "cus_0001"}))["parcelCreate"]
    assert refused == {"parcel": None, "userErrors": [{"code": "RESOURCE_MISSING", "field": "content"}]}


async def test_a_newcomer_joins_a_union_of_the_house(graph: Graph, database: Database) -> None:
    (id,) = await insert(database, [row_of(Remittance, graph.tenant, 1)])
    await insert(database, [row_of(BalanceTransaction, graph.tenant, 1, source_id=id)])
    found = await graph("""{
        balanceTransactions { nodes { source { __typename ... on Remittance { id } } } }
        remittances { nodes { balanceTransactions { totalCount } } }
    }""")
    assert found["balanceTransactions"]["nodes"] == [{"source": {"__typename": "Remittance", "id": id}}]
    assert found["remittances"]["nodes"] == [{"balanceTransactions": {"totalCount": 1}}]
