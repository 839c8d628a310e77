"""What many rows lead to is read once, and stands in each of them."""

from app.access.caller import Caller
from app.access.permissions import Action
from app.database import Database
from app.tables.access import KeyKind
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.refund import Refund
from app.tables.families import Family
from app.tables.payment_methods.payment_method import PaymentMethod
from tests.execute.furnishing import ANOTHERS, MINE
from tests.execute.test_joins import ask, joined
from tests.factory import id_of, insert, row_of

PAGES = """{ customers { nodes {
  id paymentIntents(first: %s) { nodes { id paymentMethod { id type customer { name } } } }
} } }"""
CORE_ALONE = Caller(MINE, "key_2", KeyKind.RESTRICTED, {Family.CORE_RESOURCES: Action.READ})


async def payments(database: Database) -> None:
    """Two customers with three payments each: two by one method, one by none that is theirs."""
    await insert(
        database,
        [
            *(row_of(Customer, MINE, n) for n in range(2)),
            *(row_of(PaymentMethod, MINE, n, customer_id=id_of(Customer, n)) for n in range(2)),
            row_of(PaymentMethod, ANOTHERS, 2),
            *(
                row_of(
                    PaymentIntent,
                    MINE,
                    n,
                    customer_id=id_of(Customer, n % 2),
                    payment_method_id=(id_of(PaymentMethod, n % 2), id_of(PaymentMethod, 2), None)[max(0, n - 3)],
                )
                for n in range(6)
            ),
        ],
    )


async def test_what_many_rows_lead_to_is_read_once_and_not_joined(database: Database) -> None:
    await payments(database)
    few, errors, statements = await ask(database, PAGES % 3)
    assert errors == []
    assert [joined(statement) for statement in statements] == [[], ["payment_method", "customer"]]
    many, errors, statements = await ask(database, PAGES % 100)
    assert errors == []
    assert [joined(statement) for statement in statements] == [[], [], ["customer"]]
    assert many == few
    methods = [
        [
            node["paymentMethod"] and node["paymentMethod"]["customer"]["name"]
            for node in page["paymentIntents"]["nodes"]
        ]
        for page in many["customers"]["nodes"]
    ]
    assert methods == [[None, "name-1", "name-1"], [None, "name-0", "name-0"]]


async def test_an_object_in_several_places_has_its_errors_in_each(database: Database) -> None:
    await insert(
        database,
        [
            row_of(PaymentMethod, MINE, 0),
            row_of(Charge, MINE, 0, payment_method_id=id_of(PaymentMethod, 0)),
            *(row_of(Refund, MINE, n, charge_id=id_of(Charge, 0)) for n in range(2)),
        ],
    )
    data, errors, _ = await ask(database, "{ refunds { nodes { charge { id paymentMethod { id } } } } }", CORE_ALONE)
    shown = {"charge": {"id": "ch_0000", "paymentMethod": None}}
    assert data == {"refunds": {"nodes": [shown, shown]}}
    assert [path for path, _ in errors] == [["refunds", "nodes", n, "charge", "paymentMethod"] for n in range(2)]
