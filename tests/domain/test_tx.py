"""What a transaction reads, and when it may trust what it has read."""

import pytest
from sqlalchemy import text

from app.database import Database, counting
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.core_resources.customer import Customer
from tests.merchant import Merchant, told_by
from tests.records import records, run


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
        await run(database, text("UPDATE customer SET name = 'Grace' WHERE id = :id"), {"id": id})
        assert (await tx.get(Customer, id, lock=False)).name == "Ada"
        assert await tx.get(Customer, id) is row
        assert row.name == "Grace"


async def test_find_sees_what_the_transaction_has_changed_and_not_sent(merchant: Merchant) -> None:
    ada, grace = [await make_customer(merchant, name) for name in ("Ada", "Grace")]
    async with merchant.begin() as tx:
        (await tx.get(Customer, ada)).name = "Grace"
        new = tx.add(Customer(name="Grace"))
        tx.delete(await tx.get(Customer, grace))
        with counting() as statements:
            assert {row.id for row in await tx.find(Customer, name="Grace")} == {ada, new.id}
            assert await tx.find(Customer, name="Ada") == []
            assert {row.id for row in await tx.find(Customer, name=["Ada", "Grace"])} == {ada, new.id}
            assert await tx.find(Customer, name=None) == []
        assert not [statement for statement in statements if not statement.startswith("SELECT")]


async def test_what_is_not_changed_is_not_written(merchant: Merchant) -> None:
    id = await make_customer(merchant, "Ada")
    with counting() as statements:
        async with merchant.begin() as tx:
            row = await tx.get(Customer, id)
            row.name = "Grace"
            row.name = "Ada"
    assert [statement.partition(" ")[0] for statement in statements] == ["BEGIN", "SELECT", "COMMIT"]


async def test_only_changed_columns_are_written(merchant: Merchant) -> None:
    id = await make_customer(merchant, "Ada")
    with counting() as statements:
        async with merchant.begin() as tx:
            (await tx.get(Customer, id)).name = "Grace"
    (written,) = [statement for statement in statements if statement.startswith("UPDATE")]
    assert written.startswith("UPDATE customer SET name = $1 WHERE id = $2")


async def test_what_is_flushed_is_written_once_and_undone_with_the_rest(merchant: Merchant) -> None:
    with pytest.raises(InvalidRequest):  # noqa: PT012 - the transaction is what is refused
        async with merchant.begin() as tx:
            tx.add(Customer(name="Ada"))
            await tx.flush()
            raise InvalidRequest("No.", code=ErrorCode.PARAMETER_INVALID)
    with counting() as statements:
        async with merchant.begin() as tx:
            made = tx.add(Customer(name="Ada"))
            await tx.flush()
            made.name = "Grace"
    assert [statement.partition(" ")[0] for statement in statements] == ["BEGIN", "INSERT", "UPDATE", "COMMIT"]
    assert [row.name for row in await records(merchant.database, Customer)] == ["Grace"]


async def test_what_was_flushed_alone_is_committed(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        tx.add(Customer(name="Ada"))
        await tx.flush()
    assert [row.name for row in await records(merchant.database, Customer)] == ["Ada"]


async def test_what_must_be_unique_is_refused_in_the_callers_words(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        tx.add(Customer(name="Ada", invoice_prefix="ADA"))
    with pytest.raises(InvalidRequest) as refused:  # noqa: PT012 - the commit is what is refused
        async with merchant.begin() as tx:
            tx.tell("created", tx.add(Customer(name="Grace", invoice_prefix="ADA")))
            taken = InvalidRequest("Taken.", code=ErrorCode.RESOURCE_ALREADY_EXISTS, field="invoice_prefix")
            tx.unique("customer_invoice_prefix", taken)
    assert told_by(refused) == ("invoice_prefix", "resource_already_exists")
    assert await merchant.told() == []
    assert [row.name for row in await records(merchant.database, Customer)] == ["Ada"]


async def test_a_change_without_a_lock_is_a_mistake_of_ours(merchant: Merchant) -> None:
    id = await make_customer(merchant, "Ada")
    with pytest.raises(AssertionError, match="changed without a lock"):
        async with merchant.begin() as tx:
            (await tx.get(Customer, id, lock=False)).name = "Grace"
    assert [row.name for row in await records(merchant.database, Customer)] == ["Ada"]


async def test_every_event_has_its_place_and_the_row_as_it_was_then(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        row = tx.add(Customer(name="Ada"))
        tx.tell("created", row)
        row.name = "Grace"
        tx.tell("updated", row)
        row.name = "Joan"
        tx.tell("updated", row)
    told = await merchant.told()
    assert [(event.sequence, event.type, event.data.object["name"]) for event in told] == [
        (1, "customer.created", "Ada"),
        (2, "customer.updated", "Grace"),
        (3, "customer.updated", "Joan"),
    ]
    assert [event.data.previous_attributes for event in told] == [None, {"name": "Ada"}, {"name": "Grace"}]
    assert [event.sequence for event in tx.events] == [1, 2, 3]
