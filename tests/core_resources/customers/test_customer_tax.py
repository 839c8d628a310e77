"""Where customers are for tax, and when that is asked."""

import pytest

from app.domain.core_resources.customers import customers
from app.domain.core_resources.customers.tax import locate
from app.errors import InvalidRequest
from app.tables.core_resources.customer import (
    Customer,
    CustomerTax,
    CustomerTaxAutomaticTax,
    CustomerTaxLocation,
    CustomerTaxLocationSource,
    CustomerTaxParams,
    CustomerTaxValidateLocation,
)
from app.tables.shapes.address import Address
from app.tables.shapes.shipping import Shipping
from tests.merchant import Merchant, told_by

BERLIN = Address(country="DE", city="Berlin")
OREGON = Address(country="us", state="OR")
IMMEDIATELY = CustomerTaxParams(validate_location=CustomerTaxValidateLocation.IMMEDIATELY)


def test_goods_go_before_bills() -> None:
    shipping = Shipping(name="Jenny", address=OREGON)
    assert locate(BERLIN, shipping) == CustomerTaxLocation(
        country="US", source=CustomerTaxLocationSource.SHIPPING_DESTINATION, state="OR"
    )
    assert locate(BERLIN, None) == CustomerTaxLocation(country="DE", source=CustomerTaxLocationSource.BILLING_ADDRESS)


@pytest.mark.parametrize(
    "address", [None, Address(), Address(city="Berlin"), Address(country="US"), Address(country="CA")]
)
def test_too_little_is_no_location(address: Address | None) -> None:
    assert locate(address, None) is None
    assert locate(None, Shipping(address=address)) is None


def test_a_postal_code_stands_for_the_state() -> None:
    found = locate(Address(country="US", postal_code="97201"), None)
    assert found == CustomerTaxLocation(country="US", source=CustomerTaxLocationSource.BILLING_ADDRESS, state=None)


async def test_tax_follows_the_address(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        customer = await customers.create(tx, tax=CustomerTaxParams(ip_address="2001:DB8::1"))
        assert customer.tax == CustomerTax(
            automatic_tax=CustomerTaxAutomaticTax.UNRECOGNIZED_LOCATION, ip_address="2001:db8::1", location=None
        )
        await customers.update(tx, customer, address=BERLIN)

    customer = await merchant.again(customer)
    assert customer.tax is not None
    assert customer.tax.automatic_tax == CustomerTaxAutomaticTax.NOT_COLLECTING
    assert customer.tax.location == locate(BERLIN, None)
    assert customer.tax.ip_address == "2001:db8::1"
    assert "tax" not in (await merchant.told())[-1].data.object


async def test_an_ip_address_is_taken_away_by_null(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        customer = await customers.create(tx, tax=CustomerTaxParams(ip_address="203.0.113.7"))
        await customers.update(tx, customer, tax=CustomerTaxParams(ip_address=None))

    assert customer.tax is not None
    assert customer.tax.ip_address is None


async def test_a_location_is_asked_for_at_once_only_when_said(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        customer = await customers.create(tx, address=BERLIN, tax=IMMEDIATELY)
    with pytest.raises(InvalidRequest) as refused:
        async with merchant.begin() as tx:
            await customers.create(tx, address=Address(country="US"), tax=IMMEDIATELY)
    assert told_by(refused) == ("tax", "customer_tax_location_invalid")
    with pytest.raises(InvalidRequest) as refused:
        async with merchant.begin() as tx:
            await customers.update(tx, await tx.get(Customer, customer.id), address=None, tax=IMMEDIATELY)
    assert told_by(refused) == ("tax", "customer_tax_location_invalid")

    auto = CustomerTaxParams(validate_location=CustomerTaxValidateLocation.AUTO)
    async with merchant.begin() as tx:
        await customers.update(tx, await tx.get(Customer, customer.id), address=None, tax=auto)
    assert (await merchant.again(customer)).address is None


async def test_a_new_customers_location_is_not_validated_by_itself(merchant: Merchant) -> None:
    with pytest.raises(InvalidRequest) as refused:
        async with merchant.begin() as tx:
            await customers.create(tx, tax=CustomerTaxParams(validate_location=CustomerTaxValidateLocation.AUTO))
    assert told_by(refused) == ("tax.validate_location", "parameter_invalid")
    assert await merchant.told() == []
