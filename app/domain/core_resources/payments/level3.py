"""Level 3 data: the sold items, which must add up to the amount that is charged."""

from app.domain.mistakes import Mistakes
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.core_resources.charge_values import ChargeLevel3, ChargeLevel3Params


def check(given: ChargeLevel3Params, amount: int) -> ChargeLevel3:
    """The sold items as a charge of `amount` minor units shows them. Raises InvalidRequest unless they add up to it."""
    with Mistakes("level3") as mistakes:
        total = given.shipping_amount or 0
        for index, item in enumerate(given.line_items):
            cost = (item.unit_cost or 0) * (1 if item.quantity is None else item.quantity)
            if (item.discount_amount or 0) > cost:
                mistakes.add(
                    InvalidRequest(
                        f"`line_items.{index}.discount_amount` is more than the line costs, which is {cost}.",
                        code=ErrorCode.PARAMETER_INVALID,
                        field=f"line_items.{index}.discount_amount",
                    )
                )
            total += cost + (item.tax_amount or 0) - (item.discount_amount or 0)
        if total != amount:
            mistakes.add(
                InvalidRequest(
                    f"`line_items` and `shipping_amount` add up to {total}, and the charge is over {amount}. Both "
                    "must be the same.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field="line_items",
                )
            )
    return ChargeLevel3.model_validate(given.model_dump())
