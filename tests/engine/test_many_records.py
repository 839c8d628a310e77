"""Many records in one statement: what all of them have alike is sent once, and each is stored as it is."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from app.database import Database
from app.sql import LEAST, insert, update
from app.tables.products.tax_rate import TaxRate
from tests.records import put, records

MOMENT = datetime(2025, 6, 1, tzinfo=UTC)


def rates(many: int) -> list[TaxRate]:
    """Tax rates that share most, but not how many digits their percentage is written with."""
    return [
        TaxRate(
            id=f"txr_{place:03}",
            account_id="acct_1",
            created=MOMENT + timedelta(seconds=place // many),
            display_name="VAT",
            inclusive=True,
            meta={"kind": "sales"},
            percentage=Decimal("20.0" if place % 2 else "20.00"),
        )
        for place in range(many)
    ]


@pytest.mark.parametrize("many", [LEAST - 1, LEAST])
async def test_each_is_stored_as_it_is(database: Database, many: int) -> None:
    made = rates(many)
    await put(database, made)
    for place, rate in enumerate(made):
        rate.active, rate.description = False, f"rate {place}"
    async with database.begin() as connection:
        await connection.apply(update(made, ("active", "description")))
    stored = await records(database, TaxRate)
    assert [vars(each) for each in stored] == [vars(each) for each in made]
    assert [str(each.percentage) for each in stored] == [str(each.percentage) for each in made]


def test_what_is_alike_in_many_is_sent_once() -> None:
    few, many = insert(rates(LEAST - 1)), insert(rates(LEAST))
    assert all(isinstance(value, list) for value in few.values)
    # The ids and the percentages differ, and the first column is always an array.
    assert sum(isinstance(value, list) for value in many.values) == 3
