"""Exchange rates, as the graph shows them. They are not stored, but come from a fixed table and what a test has set."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from app.domain.exchange import per_usd, rates_of
from app.errors import BadRequest
from app.tables.core_resources.exchange_rate import ExchangeRate, ExchangeRateSettings
from schema.derive.connections import DEFAULT_PAGE, Page, check_sizes, connection_type
from schema.derive.context import Context, Info
from schema.derive.fields import argument, resolved_field
from schema.derive.rows import transient_of
from schema.derive.singles import standing
from schema.derive.types import value_type


class RatePage(Page):
    """A page of the currencies, in the order of their codes. A currency's code is its cursor."""

    def __init__(self, table: Mapping[str, Decimal], start: int, stop: int) -> None:
        self.rates, self.codes, self.start, self.stop = table, sorted(table), start, stop

    async def nodes(self) -> list[Any]:
        found = (rates_of(code, self.rates) for code in self.codes[self.start : self.stop])
        return [transient_of(each) for each in found if each is not None]

    async def edges(self) -> list[dict[str, Any]]:
        return [{"cursor": row["id"], "node": row} for row in await self.nodes()]

    async def has_next_page(self) -> bool:
        return self.stop < len(self.codes)

    async def has_previous_page(self) -> bool:
        return self.start > 0

    async def start_cursor(self) -> str | None:
        return self.codes[self.start] if self.start < self.stop else None

    async def end_cursor(self) -> str | None:
        return self.codes[self.stop - 1] if self.start < self.stop else None

    async def total_count(self) -> int:
        return len(self.codes)


async def _table(context: Context) -> Mapping[str, Decimal]:
    settings = await standing(context, ExchangeRateSettings, None)
    return per_usd(settings["per_usd"])


async def _one(info: Info, id: str) -> Any:
    found = rates_of(id.lower(), await _table(info.context))
    return None if found is None else transient_of(found)


async def _page(
    info: Info, first: int | None = None, last: int | None = None, after: str | None = None, before: str | None = None
) -> RatePage:
    check_sizes(info.context.limits.max_page_size, first, last)
    table = await _table(info.context)
    codes = sorted(table)
    for name, cursor in (("after", after), ("before", before)):
        if cursor is not None and cursor not in table:
            raise BadRequest(f"`{name}` is '{cursor}', but there are no rates of such a currency.", field=name)
    start = 0 if after is None else codes.index(after) + 1
    stop = max(len(codes) if before is None else codes.index(before), start)
    if last is not None:
        return RatePage(table, max(start, stop - last), stop)
    return RatePage(table, start, min(stop, start + (DEFAULT_PAGE if first is None else first)))


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
            arguments={
                "info": Info,
                "first": argument(
                    int | None, f"Number of objects from the start of the list. Default {DEFAULT_PAGE}, maximum 100."
                ),
                "last": argument(
                    int | None, "Number of objects from the end of the list, in place of `first`. Maximum 100."
                ),
                "after": argument(str | None, "Cursor: only objects after this position are returned."),
                "before": argument(str | None, "Cursor: only objects before this position are returned."),
            },
            needs=needs,
        ),
    ]
