"""CountrySpec: what accounts of a country can do, and what is asked of them. The same for every account."""

from collections.abc import Collection
from datetime import datetime
from typing import ClassVar

from sqlalchemy import Connection, Table, event

from app.tables.columns import REQUIRED, given, kept
from app.tables.connect.country_specs import country_specs
from app.tables.resource import Resource
from app.tables.texts import CurrencyCode
from app.tables.values import Value


class CountrySpecSupportedBankAccountCurrency(Value):
    """A currency that accounts of a country can be paid out in."""

    keyed_by: ClassVar[str | None] = "currency"
    keyed_value: ClassVar[str | None] = "countries"

    currency: CurrencyCode = given()
    """Three-letter currency code (ISO 4217), lower case."""
    countries: list[str] = given()
    """Countries of the bank accounts that take payouts in the currency, as two-letter codes (ISO 3166-1)."""


class CountrySpecVerificationFieldsOfType(Value):
    """The information that is required of accounts of one business type."""

    additional: list[str] = given([])
    """Fields that are required once the account takes more, as paths such as `individual.verification.document`."""
    minimum: list[str] = given([])
    """Fields that are required of every account, as paths such as `individual.first_name`."""


class CountrySpecVerificationFields(Value):
    """The information that is required of accounts of a country."""

    company: CountrySpecVerificationFieldsOfType = given()
    """Fields that are required of companies."""
    individual: CountrySpecVerificationFieldsOfType = given()
    """Fields that are required of individuals."""


class CountrySpec(Resource, table=True):
    """The currencies, payment methods, transfers and required information of accounts of one country."""

    prefix: ClassVar[str] = ""
    # Two letters, with which ids of other types begin too.
    id_prefixes: ClassVar[tuple[str, ...]] = ()
    id_codes: ClassVar[Collection[str]] = frozenset(each["id"] for each in country_specs())
    common: ClassVar[bool] = True

    id: str = kept("", primary_key=True)
    """Two-letter code of the country (ISO 3166-1), such as `US`, which is the unique identifier of the object."""
    livemode: bool = kept(False, hidden=True, primary_key=True)
    created: datetime = kept(hidden=True)
    default_currency: str = kept(REQUIRED)
    """Default currency of accounts of the country: a three-letter ISO 4217 code, in lower case."""
    supported_bank_account_currencies: list[CountrySpecSupportedBankAccountCurrency] = kept([])
    """Currencies that accounts can be paid out in, each with the countries of the bank accounts."""
    supported_payment_currencies: list[str] = kept([])
    """Currencies that accounts can take payments in: three-letter ISO 4217 codes, in lower case."""
    supported_payment_methods: list[str] = kept([])
    """Types of payment method that accounts can take: `ach`, `card` or `stripe`."""
    supported_transfer_countries: list[str] = kept([])
    """Countries of the accounts that funds can be transferred to, as two-letter codes (ISO 3166-1)."""
    verification_fields: CountrySpecVerificationFields = kept(REQUIRED)
    """Information that is required of accounts of the country."""


@event.listens_for(CountrySpec.__table__, "after_create")
def _fill(table: Table, connection: Connection, **_: object) -> None:
    """A table that is made without migrations has its rows, too."""
    banks, fields = CountrySpecSupportedBankAccountCurrency, CountrySpecVerificationFields
    rows = [
        {
            **row,
            "supported_bank_account_currencies": [
                banks.model_validate(each) for each in row["supported_bank_account_currencies"]
            ],
            "verification_fields": fields.model_validate(row["verification_fields"]),
        }
        for row in country_specs()
    ]
    connection.execute(table.insert(), rows)
