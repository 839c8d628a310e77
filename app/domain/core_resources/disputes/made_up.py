"""Disputes that a test asks for: of any charge that its customer could dispute, for any reason."""

from typing import Annotated

from pydantic import Field
from typing_extensions import Doc

from app.domain.core_resources.disputes import opening
from app.domain.core_resources.payments import crediting, funds
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.network.disputes import REASONS, case_for
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.dispute import Dispute, DisputeStatus
from app.tables.payment_methods.method_type import Flow


async def dispute(
    tx: Tx,
    charge: Charge,
    *,
    amount: Annotated[
        int | None,
        Field(gt=0),
        Doc(
            "Amount that the customer contests, in minor units of the charge's currency. The default is all that was "
            "neither refunded nor disputed."
        ),
    ] = None,
    inquiry: Annotated[
        bool | None,
        Doc("Whether the bank only asks about the charge, and withdraws nothing yet. The default is false."),
    ] = None,
    reason: Annotated[
        str | None,
        Field(max_length=5000),
        Doc(f"The customer's reason: {', '.join(f'`{each}`' for each in REASONS)}. The default is `fraudulent`."),
    ] = None,
) -> Charge:
    """Test helper: let the customer dispute a charge, as a chargeback or an inquiry."""
    if tx.livemode:
        raise InvalidRequest(
            "Disputes can only be made up in test mode. Use a test key.", code=ErrorCode.LIVEMODE_MISMATCH, field="id"
        )
    with Mistakes() as mistakes:
        if reason is not None and reason not in REASONS:
            mistakes.add(
                InvalidRequest(
                    f"`reason` is not one of the reasons of disputes. Give one of: {', '.join(REASONS)}.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field="reason",
                )
            )
        with mistakes.noted():
            most = await _contestable(tx, charge)
            if amount is not None and amount > most:
                raise InvalidRequest(
                    f"`amount` is {amount}, and {most} of the charge can be disputed. Give that or less.",
                    code=ErrorCode.AMOUNT_TOO_LARGE,
                    field="amount",
                )
        if inquiry and charge.method_type.flow is Flow.BANK_DEBIT:
            mistakes.add(
                InvalidRequest(
                    "Banks make no inquiries about debits. Omit `inquiry`.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field="inquiry",
                )
            )
    await crediting.must_be_credited(tx, charge)
    card = opening.card_of(charge)
    case = case_for(
        reason or "fraudulent",
        type=charge.method_type.name,
        brand=card.brand if card else None,
        inquiry=bool(inquiry),
    )
    opened = await opening.open_case(tx, charge, case, most if amount is None else amount)
    await opening.conclude(tx, charge, [opened])
    return charge


async def _contestable(tx: Tx, charge: Charge) -> int:
    """How much of the charge can be disputed, in minor units. Raises InvalidRequest where nothing can."""
    if charge.source_transfer_id is not None:
        raise InvalidRequest(
            "A payment by transfer has no customer who could dispute it. Name another charge.",
            code=ErrorCode.PARAMETER_INVALID,
            field="id",
        )
    if charge.method_type.disputes is None:
        raise InvalidRequest(
            f"Customers cannot dispute a payment by {charge.method_type.noun}. Name another charge.",
            code=ErrorCode.PARAMETER_INVALID,
            field="id",
        )
    ended = (DisputeStatus.WON, DisputeStatus.WARNING_CLOSED)
    disputes = await tx.find(Dispute, charge_id=charge.id, lock=False)
    most = funds.refundable(charge) - sum(each.amount for each in disputes if each.status not in ended)
    if most <= 0:
        raise InvalidRequest(
            "Nothing of the charge can be disputed: it was not captured, or all of it was refunded or disputed. Name "
            "another charge.",
            code=ErrorCode.PARAMETER_INVALID,
            field="id",
        )
    return most
