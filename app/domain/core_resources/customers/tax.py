"""A customer's location for tax, by addresses."""

from app.error_codes import ErrorCode
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

NEEDS_STATE = {"CA", "US"}
"""Countries where tax depends on the state, so that the country alone is not enough."""


def settled(
    old: CustomerTax | None, given: CustomerTaxParams | None, address: Address | None, shipping: Shipping | None
) -> CustomerTax:
    """The tax information of a customer with these addresses.

    Raises InvalidRequest if the location must be validated immediately and is not recognized.
    """
    ip = old.ip_address if old else None
    if given is not None and "ip_address" in given.model_fields_set:
        ip = given.ip_address
    location = locate(address, shipping)
    at_once = given is not None and given.validate_location == CustomerTaxValidateLocation.IMMEDIATELY
    if at_once and location is None:
        raise InvalidRequest(
            "The customer's location is not recognized. Give `address` or `shipping` a country and, in the United "
            "States and Canada, a state or postal code; or have it validated later, with `tax.validate_location` "
            "DEFERRED.",
            code=ErrorCode.CUSTOMER_TAX_LOCATION_INVALID,
            field="tax",
        )
    # Where the merchant is registered to collect tax is not known, so it is collected nowhere.
    status = CustomerTaxAutomaticTax.NOT_COLLECTING if location else CustomerTaxAutomaticTax.UNRECOGNIZED_LOCATION
    return CustomerTax(automatic_tax=status, ip_address=ip, location=location)


def known_location(customer: Customer) -> CustomerTaxLocation | None:
    """The location of a customer, where it is known."""
    return None if customer.tax is None else customer.tax.location


def locate(address: Address | None, shipping: Shipping | None) -> CustomerTaxLocation | None:
    """The shipping address takes precedence over the billing address. An IP address alone gives no location here."""
    candidates = (
        (shipping.address if shipping else None, CustomerTaxLocationSource.SHIPPING_DESTINATION),
        (address, CustomerTaxLocationSource.BILLING_ADDRESS),
    )
    for place, source in candidates:
        if place is None or place.country is None:
            continue
        country = place.country.upper()
        if country not in NEEDS_STATE or place.state or place.postal_code:
            return CustomerTaxLocation(country=country, source=source, state=place.state)
    return None
