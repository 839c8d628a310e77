"""Customers and their payment methods: attached from the start, defaults while attached, detached in the end."""

from datetime import UTC, datetime

import pytest

from app.domain.core_resources.customers import customers
from app.domain.payment_methods import payment_methods
from app.errors import CardError, InvalidRequest
from app.tables.core_resources.customer import Customer, CustomerInvoiceSettings
from app.tables.payment_methods.payment_method import PaymentMethod
from tests.merchant import Merchant, told_by

SPRING = datetime(2024, 3, 1, tzinfo=UTC)


async def test_a_payment_method_is_attached_from_the_start(merchant: Merchant) -> None:
    settings = CustomerInvoiceSettings(default_payment_method_id="pm_card_visa")
    async with merchant.begin() as tx:
        customer = await customers.create(tx, payment_method="pm_card_visa", invoice_settings=settings)
        (method,) = await tx.find(PaymentMethod)

    assert method.customer_id == customer.id
    assert method.details.card is not None
    assert method.details.card.last4 == "4242"
    assert (await merchant.again(customer)).invoice_settings.default_payment_method_id == method.id
    told = await merchant.told()
    assert [event.type for event in told] == ["customer.created", "payment_method.attached"]
    assert told[0].data.object["invoice_settings"]["default_payment_method"] == method.id


async def test_a_payment_method_follows_under_the_clock(merchant: Merchant) -> None:
    clock = await merchant.clock(SPRING)
    async with merchant.begin() as tx:
        loose = await payment_methods.resolve(tx, "pm_card_visa")
    async with merchant.begin() as tx:
        await customers.create(tx, payment_method=loose.id, test_clock=clock.id)
    assert (await merchant.again(loose)).clock_id == clock.id


async def test_a_refused_card_leaves_no_customer(merchant: Merchant) -> None:
    with pytest.raises(CardError) as refused:
        async with merchant.begin() as tx:
            await customers.create(tx, payment_method="pm_card_chargeDeclined")

    assert told_by(refused) == ("payment_method", "card_declined")
    assert refused.value.decline_code == "generic_decline"
    async with merchant.begin() as tx:
        assert await tx.find(Customer) == []
        assert await tx.find(PaymentMethod) == []
    assert await merchant.told() == []


async def test_another_customers_payment_method_is_refused(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        owner = await customers.create(tx, payment_method="pm_card_visa")
        (method,) = await tx.find(PaymentMethod)
    for id, code in ((method.id, "payment_method_unexpected_state"), ("pm_missing", "resource_missing")):
        with pytest.raises(InvalidRequest) as refused:
            async with merchant.begin() as tx:
                await customers.create(tx, payment_method=id)
        assert told_by(refused) == ("payment_method", code)

    assert (await merchant.again(method)).customer_id == owner.id
    assert await merchant.types_told() == ["customer.created", "payment_method.attached"]


async def test_a_detached_payment_method_is_the_default_no_longer(merchant: Merchant) -> None:
    settings = CustomerInvoiceSettings(default_payment_method_id="pm_card_visa", footer="Thanks")
    async with merchant.begin() as tx:
        customer = await customers.create(tx, payment_method="pm_card_visa", invoice_settings=settings)
        (method,) = await tx.find(PaymentMethod)
        other = await payment_methods.resolve(tx, "pm_card_mastercard")
        await payment_methods.attach(tx, other, customer=customer.id)
    async with merchant.begin() as tx:
        await payment_methods.detach(tx, await tx.get(PaymentMethod, other.id))
    assert (await merchant.again(customer)).invoice_settings.default_payment_method_id == method.id
    async with merchant.begin() as tx:
        await payment_methods.detach(tx, await tx.get(PaymentMethod, method.id))

    assert (await merchant.again(customer)).invoice_settings == CustomerInvoiceSettings(footer="Thanks")
    told = (await merchant.told())[3:]
    assert [event.type for event in told] == ["payment_method.detached", "payment_method.detached", "customer.updated"]
    assert told[2].data.previous_attributes == {"invoice_settings": {"default_payment_method": method.id}}


async def test_deletion_detaches(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        customer = await customers.create(tx, payment_method="pm_card_visa")
        other = await customers.create(tx, payment_method="pm_card_mastercard")
        theirs, others = await tx.find(PaymentMethod)
    async with merchant.begin() as tx:
        await customers.delete(tx, await tx.get(Customer, customer.id))

    assert (await merchant.again(theirs)).customer_id is None
    assert (await merchant.again(others)).customer_id == other.id
    assert (await merchant.types_told())[4:] == ["customer.deleted", "payment_method.detached"]
