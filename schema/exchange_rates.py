"""Exchange rates, as the graph shows them. They are not stored, but come from a fixed table and what a test has set."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from app.domain.exchange import per_usd, rates_of
from app.tables.core_resources.exchange_rate import ExchangeRate, ExchangeRateSettings
from schema.derive.computed import ComputedPage, computed_page, page_arguments
from schema.derive.connections import connection_type
from schema.derive.context import Context, Info
from schema.derive.fields import argument, resolved_field
from schema.derive.rows import transient_of
from schema.derive.singles import standing
from schema.derive.types import value_type


async def _table(context: Context) -> Mapping[str, Decimal]:
    settings = await standing(context, ExchangeRateSettings, None)
    return per_usd(settings["per_usd"])


async def _one(info: Info, id: str) -> Any:
    found = rates_of(id.lower(), await _table(info.context))
    return None if found is None else transient_of(found)


async def _page(info: Info, **given: Any) -> ComputedPage:
    table = await _table(info.context)

    def make(codes: Sequence[str]) -> list[Any]:
        found = (rates_of(code, table) for code in codes)
        return [transient_of(each) for each in found if each is not None]

    return computed_page(info.context, sorted(table), make, **given)


def queries() -> list[StrawberryField]:
    """`exchangeRate` and `exchangeRates`."""
    shown: Any = value_type(ExchangeRate)
    pages: Any = connection_type(ExchangeRate, shown)
    needs = (ExchangeRate.family, "read")
    return [
        resolved_field(
            "exchange_rate",
            _one,
            kind=None,
            description="Retrieve the exchange rates of a currency; null for one without rates.",
            returns=shown | None,
            arguments={"info": Info, "id": argument(strawberry.ID, "Three-letter ISO 4217 code of the currency.")},
            needs=needs,
        ),
        resolved_field(
            "exchange_rates",
            _page,
            kind=None,
            description="List the exchange rates of all currencies, in the order of their codes.",
            returns=pages | None,
            arguments={"info": Info, **page_arguments},
            needs=needs,
        ),
    ]
