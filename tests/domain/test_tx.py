"""What a transaction reads, and when it may trust what it has read."""

from sqlalchemy import text

from app.database import Database, counting
from app.tables.core_resources.customer import Customer
from tests.merchant import Merchant


async def make_customer(merchant: Merchant, name: str) -> str:
    async with merchant.begin() as tx:
        return tx.add(Customer(name=name)).id


def reads(statements: list[str]) -> int:
    return sum("FROM customer" in statement for statement in statements)


async def test_a_row_that_is_locked_or_new_is_not_read_again(merchant: Merchant) -> None:
    id = await make_customer(merchant, "Ada")
    async with merchant.begin() as tx:
        with counting() as statements:
            row = await tx.get(Customer, id)
            row.name = "Grace"
            assert await tx.get(Customer, id) is row
            assert await tx.get(Customer, id, lock=False) is row
            (found,) = await tx.find(Customer)
            made = tx.add(Customer(name="New"))
            assert await tx.get(Customer, made.id) is made
        assert found is row
        assert row.name == "Grace"
        assert reads(statements) == 2, "once by its id, and once to be found"


async def test_a_row_read_without_a_lock_is_read_anew_with_one(merchant: Merchant, database: Database) -> None:
    id = await make_customer(merchant, "Ada")
    async with merchant.begin() as tx:
        row = await tx.get(Customer, id, lock=False)
        async with database.session() as other:
            await other.execute(text("UPDATE customer SET name = 'Grace' WHERE id = :id"), {"id": id})
            await other.commit()
        assert (await tx.get(Customer, id, lock=False)).name == "Ada"
        assert await tx.get(Customer, id) is row
        assert row.name == "Grace"
