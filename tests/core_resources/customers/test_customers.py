"""Customers: what is kept of them, what is refused, and what is told."""

from typing import Any

import pytest

from app.database import Database
from app.domain.core_resources.customers import customers
from app.errors import InvalidRequest, ResourceMissing
from app.tables.core_resources.customer import (
    Customer,
    CustomerInvoiceSettings,
    CustomerInvoiceSettingsRenderingOptions,
    CustomerTaxExempt,
)
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_values import PaymentMethodType
from app.tables.shapes.address import Address
from app.tables.shapes.amount_tax_display import AmountTaxDisplay
from app.tables.shapes.custom_field import CustomField
from app.tables.shapes.shipping import Shipping
from tests.merchant import NOON, Merchant, open_shop, told_by


async def test_a_new_customer_has_stripes_defaults(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        customer = await customers.create(tx)

    assert customer.id.startswith("cus_")
    assert customer.created == NOON
    assert (customer.balance, customer.currency, customer.delinquent) == (0, None, False)
    assert (customer.next_invoice_sequence, customer.tax_exempt) == (1, CustomerTaxExempt.NONE)
    assert customer.invoice_prefix is not None
    assert len(customer.invoice_prefix) == 8
    assert customer.invoice_prefix.isupper() or customer.invoice_prefix.isdigit()
    assert customer.test_clock_id is None
    assert await merchant.types_told() == ["customer.created"]


async def test_the_event_has_stripes_shape(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        customer = await customers.create(
            tx, email="jenny@example.com", balance=-500, meta={"tier": "gold"}, invoice_prefix="ROCKET1"
        )

    body = (await merchant.told())[0].data.object
    assert body == {
        "id": customer.id,
        "object": "customer",
        "address": None,
        "balance": -500,
        "created": 1748779200,
        "currency": "usd",
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": "jenny@example.com",
        "invoice_prefix": "ROCKET1",
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": {"tier": "gold"},
        "name": None,
        "next_invoice_sequence": 1,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"shipping": Shipping(name="Jenny")}, "shipping.address", "parameter_missing"),
        ({"shipping": Shipping(address=Address())}, "shipping.name", "parameter_missing"),
    ],
)
async def test_what_a_customer_cannot_have(merchant: Merchant, values: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        async with merchant.begin() as tx:
            await customers.create(tx, **values)

    assert told_by(refused) == (field, code)
    assert await merchant.told() == []


async def test_an_update_tells_what_changed(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        id = (await customers.create(tx, name="Jenny", phone="555", meta={"tier": "gold", "since": "2020"})).id
    async with merchant.begin() as tx:
        customer = await tx.get(Customer, id)
        await customers.update(tx, customer, name="Jenny Rosen", phone=None, meta={"since": "", "tier": "silver"})

    customer = await merchant.again(customer)
    assert (customer.name, customer.phone, customer.meta) == ("Jenny Rosen", None, {"tier": "silver"})
    event = (await merchant.told())[-1]
    assert event.type == "customer.updated"
    assert event.data.previous_attributes == {
        "name": "Jenny",
        "phone": "555",
        "metadata": {"since": "2020", "tier": "gold"},
    }


async def test_an_update_that_changes_nothing_tells_nothing(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        id = (await customers.create(tx, name="Jenny", address=Address(country="DE"))).id
    async with merchant.begin() as tx:
        await customers.update(tx, await tx.get(Customer, id), name="Jenny", address=Address(country="DE"))

    assert await merchant.types_told() == ["customer.created"]


async def test_null_means_the_default_for_what_cannot_be_empty(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        customer = await customers.create(tx, tax_exempt=CustomerTaxExempt.REVERSE, invoice_prefix="ABC")
        await customers.update(tx, customer, tax_exempt=None, invoice_prefix=None)

    assert customer.tax_exempt == CustomerTaxExempt.NONE
    assert customer.invoice_prefix is not None
    assert len(customer.invoice_prefix) == 8


async def test_invoice_settings_change_field_by_field(merchant: Merchant) -> None:
    field = CustomField(name="Order", value="7")
    display = CustomerInvoiceSettingsRenderingOptions(amount_tax_display=AmountTaxDisplay.EXCLUDE_TAX)
    async with merchant.begin() as tx:
        customer = await customers.create(
            tx,
            invoice_settings=CustomerInvoiceSettings(footer="Thanks", custom_fields=[field], rendering_options=display),
        )
        await customers.update(tx, customer, invoice_settings=CustomerInvoiceSettings(footer=None))

    assert customer.invoice_settings == CustomerInvoiceSettings(custom_fields=[field], rendering_options=display)


async def test_an_invoice_prefix_is_one_customers_alone(merchant: Merchant, database: Database) -> None:
    async with merchant.begin() as tx:
        await customers.create(tx, invoice_prefix="ROCKET")
    with pytest.raises(InvalidRequest) as refused:
        async with merchant.begin() as tx:
            await customers.create(tx, invoice_prefix="ROCKET")
    assert told_by(refused) == ("invoice_prefix", "resource_already_exists")

    async with merchant.begin() as tx:
        other = await customers.create(tx, invoice_prefix="OTHER")
    with pytest.raises(InvalidRequest) as refused:
        async with merchant.begin() as tx:
            await customers.update(tx, await tx.get(Customer, other.id), invoice_prefix="ROCKET")
    assert told_by(refused) == ("invoice_prefix", "resource_already_exists")

    async with (await open_shop(database)).begin() as tx:
        assert (await customers.create(tx, invoice_prefix="ROCKET")).invoice_prefix == "ROCKET"
    assert await merchant.types_told() == ["customer.created", "customer.created"]


async def test_the_default_payment_method_must_be_attached(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        customer = await customers.create(tx)
        theirs = tx.add(PaymentMethod(type=PaymentMethodType("card"), customer_id=customer.id))
        loose = tx.add(PaymentMethod(type=PaymentMethodType("card")))
    field = "invoice_settings.default_payment_method"

    for id in (loose.id, "pm_missing"):
        settings = CustomerInvoiceSettings(default_payment_method_id=id)
        with pytest.raises(InvalidRequest) as refused:
            async with merchant.begin() as tx:
                await customers.update(tx, await tx.get(Customer, customer.id), invoice_settings=settings)
        assert told_by(refused) == (field, "resource_missing")
    with pytest.raises(InvalidRequest) as refused:
        async with merchant.begin() as tx:
            await customers.create(tx, invoice_settings=CustomerInvoiceSettings(default_payment_method_id=loose.id))
    assert told_by(refused) == (field, "resource_missing")

    async with merchant.begin() as tx:
        settings = CustomerInvoiceSettings(default_payment_method_id=theirs.id)
        await customers.update(tx, await tx.get(Customer, customer.id), invoice_settings=settings)
    event = (await merchant.told())[-1]
    assert event.data.object["invoice_settings"]["default_payment_method"] == theirs.id
    assert event.data.previous_attributes == {"invoice_settings": {"default_payment_method": None}}


async def test_a_deleted_customer_is_gone_but_for_its_id(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        customer = await customers.create(tx, email="jenny@example.com", preferred_locales=["en"])
    async with merchant.begin() as tx:
        await customers.delete(tx, await tx.get(Customer, customer.id))

    assert await merchant.types_told() == ["customer.created", "customer.deleted"]
    created, deleted = (event.data.object for event in await merchant.told())
    assert deleted == created
    async with merchant.begin() as tx:
        tombstone = await tx.get(Customer, customer.id, deleted=True)
        assert (tombstone.deleted_at, tombstone.created) == (NOON, NOON)
        assert (tombstone.email, tombstone.preferred_locales, tombstone.invoice_prefix) == (None, [], None)
        assert await tx.find(Customer) == []
        with pytest.raises(ResourceMissing):
            await tx.get(Customer, customer.id)


async def test_another_accounts_customer_is_missing(merchant: Merchant, database: Database) -> None:
    async with merchant.begin() as tx:
        customer = await customers.create(tx)
    for other in (await open_shop(database), Merchant(database, type(merchant.tenant)(merchant.tenant.account, True))):
        async with other.begin() as tx:
            with pytest.raises(ResourceMissing):
                await tx.get(Customer, customer.id)
        assert await other.told() == []
