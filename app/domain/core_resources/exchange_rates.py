"""Exchange rates, as a test sets them."""

from typing import Any

from app.domain import crud
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.core_resources.exchange_rate import ExchangeRateSettings


async def update(tx: Tx, settings: ExchangeRateSettings, **values: Any) -> ExchangeRateSettings:
    """Replace exchange rates of the account's test mode; an empty list restores the fixed ones."""
    if tx.livemode:
        raise InvalidRequest("Exchange rates can only be set in test mode.", code=ErrorCode.LIVEMODE_MISMATCH)
    for place, each in enumerate(values.get("per_usd") or ()):
        if each.currency == "usd":
            raise InvalidRequest(
                "Rates are given for one US dollar, whose own rate is always 1.",
                code=ErrorCode.PARAMETER_INVALID,
                field=f"per_usd.{place}.currency",
            )
    return await crud.update(tx, settings, values)
