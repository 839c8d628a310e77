"""When the phases of a schedule begin and end. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.billing.engine.cycle import Cycle, Span
from app.domain.mistakes import Mistakes
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.products.price_values import PriceRecurring


@dataclass(frozen=True)
class Length:
    """How long a phase is to be. Without an end and iterations it is one period long."""

    period: PriceRecurring
    """The billing period of its prices."""
    start: datetime | None = None
    """When a caller says that it begins; None for the end of the phase before."""
    end: datetime | None = None
    iterations: int | None = None
    """Billing periods, in place of the end."""


def spans(lengths: Sequence[Length], start: datetime, *, anchor: datetime | None = None, first: int = 0) -> list[Span]:
    """The times of phases that follow each other from a start. Periods are counted from the `anchor` of the
    subscription, where a phase begins with a period; else from the start of the phase.

    Raises InvalidRequest for a phase that cannot be, with its field, such as `phases.1.end_date`. `first` is the place
    that the caller gave the first phase in.
    """
    found: list[Span] = []
    anchor = anchor or start
    with Mistakes() as mistakes:
        for place, each in enumerate(lengths):
            begins = found[-1].end if found else start
            with mistakes.noted(f"phases.{place + first}"):
                _check(each, begins, is_last=place == len(lengths) - 1)
                cycle = _cycle(each.period, anchor, begins)
                anchor = cycle.anchor
                end = each.end or cycle.boundary(cycle.number_at(begins) + (each.iterations or 1))
                found.append(Span(begins, end))
                continue
            # Those after it begin nowhere.
            break
    return found


def trial_end(span: Span, *, whole: bool, end: datetime | None) -> datetime | None:
    """When the trial of a phase ends: with the phase, at a moment, or None for no trial.

    Raises InvalidRequest for a moment outside the phase.
    """
    if whole and end is not None:
        raise InvalidRequest(
            "Give `trial` or `trial_end`, not both.", code=ErrorCode.PARAMETERS_EXCLUSIVE, field="trial"
        )
    if whole:
        return span.end
    if end is not None and not span.start < end <= span.end:
        raise _wrong("`trial_end` must be within the phase.", "trial_end")
    return end


def _check(length: Length, begins: datetime, *, is_last: bool) -> None:
    if length.start is not None and length.start != begins:
        raise _wrong("The phase must begin when the phase before ends. Omit `start_date`.", "start_date")
    if length.end is not None and length.iterations is not None:
        raise InvalidRequest(
            "Give `end_date` or `iterations`, not both.", code=ErrorCode.PARAMETERS_EXCLUSIVE, field="iterations"
        )
    if length.end is None and length.iterations is None and not is_last:
        raise InvalidRequest(
            "The phase needs `iterations` or `end_date`: only the last phase can omit both.",
            code=ErrorCode.PARAMETER_MISSING,
            field="iterations",
        )
    if length.end is not None and length.end <= begins:
        raise _wrong("`end_date` must be after the start of the phase.", "end_date")


def _cycle(period: PriceRecurring, anchor: datetime, begins: datetime) -> Cycle:
    """The periods that a phase is measured by."""
    cycle = Cycle(anchor, period.interval, period.interval_count)
    if cycle.period_at(begins).start == begins:
        return cycle
    return Cycle(begins, period.interval, period.interval_count)


def _wrong(message: str, field: str) -> InvalidRequest:
    return InvalidRequest(message, code=ErrorCode.PARAMETER_INVALID, field=field)
