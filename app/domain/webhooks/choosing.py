"""Checks of what an endpoint or destination selects: event types, and a version of Stripe's API."""

from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches

from app.domain.events.catalogue import catalogue
from app.domain.events.fan_out import EVERY, ON_REQUEST
from app.domain.mistakes import Mistakes
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown, spoken

PING = "v2.core.event_destination.ping"
DISABLED = "v2.core.event_destination.disabled"
METERS = ("v1.billing.meter.error_report_triggered", "v1.billing.meter.no_meter_found")

THIN_TYPES: frozenset[str] = frozenset({PING, DISABLED, *METERS, *(f"v1.{type}" for type in catalogue)})
"""Types of thin events: Stripe's own, one more for an endpoint or destination disabled after days of failures, and the
counterpart of each event of the catalogue."""

_VERSIONS = (
    "2011-01-01 2011-06-21 2011-06-28 2011-08-01 2011-09-15 2011-11-17 2012-02-23 2012-03-25 2012-06-18 2012-06-28 "
    "2012-07-09 2012-09-24 2012-10-26 2012-11-07 2013-02-11 2013-02-13 2013-07-05 2013-08-12 2013-08-13 2013-10-29 "
    "2013-12-03 2014-01-31 2014-03-13 2014-03-28 2014-05-19 2014-06-13 2014-06-17 2014-07-22 2014-07-26 2014-08-04 "
    "2014-08-20 2014-09-08 2014-10-07 2014-11-05 2014-11-20 2014-12-08 2014-12-17 2014-12-22 2015-01-11 2015-01-26 "
    "2015-02-10 2015-02-16 2015-02-18 2015-03-24 2015-04-07 2015-06-15 2015-07-07 2015-07-13 2015-07-28 2015-08-07 "
    "2015-08-19 2015-09-03 2015-09-08 2015-09-23 2015-10-01 2015-10-12 2015-10-16 2016-02-03 2016-02-19 2016-02-22 "
    "2016-02-23 2016-02-29 2016-03-07 2016-06-15 2016-07-06 2016-10-19 2017-01-27 2017-02-14 2017-04-06 2017-05-25 "
    "2017-06-05 2017-08-15 2017-12-14 2018-01-23 2018-02-05 2018-02-06 2018-02-28 2018-05-21 2018-07-27 2018-08-23 "
    "2018-09-06 2018-09-24 2018-10-31 2018-11-08 2019-02-11 2019-02-19 2019-03-14 2019-05-16 2019-08-14 2019-09-09 "
    "2019-10-08 2019-10-17 2019-11-05 2019-12-03 2020-03-02 2020-08-27 2022-08-01 2022-11-15 2023-08-16 2023-10-16 "
    "2024-04-10 2024-06-20 2024-09-30.acacia 2024-10-28.acacia 2024-11-20.acacia 2024-12-18.acacia "
)
SHOWN = 3
"""Types that a refusal names."""
API_VERSIONS = frozenset(_VERSIONS.split())
"""Every version of Stripe's API up to the server's."""


def check_snapshot_types(types: Sequence[str], readable: Collection[str] | None) -> None:
    """Refuse types that are not in the catalogue, and those that are not `readable`, unless that is None. `*` selects
    all types but those that must be named."""
    known = catalogue.keys() | {EVERY}
    _must_choose(types, "invoice.paid")
    with Mistakes("enabled_events") as mistakes:
        for place, type in enumerate(types):
            if type.startswith(("v1.", "v2.")):
                wrong = f"'{type[:100]}' is a thin event. Choose it in an event destination of thin events."
            elif "*" in type and type != EVERY:
                wrong = (
                    f"'{type[:100]}' is no type of event: name each type whole, or choose '*' for all but "
                    f"{', '.join(map(shown, sorted(ON_REQUEST)))}, which must be named."
                )
            elif type not in known:
                wrong = _unknown(type, known, "invoice.paid")
            else:
                continue
            mistakes.add(InvalidRequest(wrong, code=ErrorCode.PARAMETER_INVALID, field=str(place)))
    chosen = catalogue.keys() - ON_REQUEST | set(types) - {EVERY} if EVERY in types else types
    must_be_readable(chosen, readable)
    must_be_whole(chosen, readable)


def check_thin_types(types: Sequence[str], readable: Collection[str] | None) -> None:
    """Refuse types that are not those of thin events, each named whole, and those that are not `readable`, unless that
    is None."""
    _must_choose(types, "v1.invoice.paid")
    with Mistakes("enabled_events") as mistakes:
        for place, type in enumerate(types):
            if type in catalogue:
                wrong = f"Thin events have names of their own. Choose 'v1.{type}' in place of '{type}'."
            elif "*" in type:
                wrong = f"'{type[:100]}' is no type of event: name each thin event whole, such as 'v1.invoice.paid'."
            elif type not in THIN_TYPES:
                wrong = _unknown(type, THIN_TYPES, "v1.invoice.paid")
            else:
                continue
            mistakes.add(InvalidRequest(wrong, code=ErrorCode.PARAMETER_INVALID, field=str(place)))
    must_be_readable(types, readable)


def check_api_version(version: str | None, field: str) -> None:
    """Refuse what was never a version of Stripe's API, or is later than the server's. Null is allowed."""
    if version is not None and version not in API_VERSIONS:
        raise InvalidRequest(
            f"`{field}` cannot be '{version[:100]}': it is no version of Stripe's API up to 2024-12-18.acacia, which "
            "is the default.",
            code=ErrorCode.PARAMETER_INVALID,
            field=field,
        )


def _must_choose(types: Sequence[str], example: str) -> None:
    if not types:
        raise InvalidRequest(
            f"`enabled_events` needs at least one type of event, such as '{example}'.",
            code=ErrorCode.PARAMETER_INVALID_EMPTY,
            field="enabled_events",
        )


def _unknown(type: str, known: Collection[str], example: str) -> str:
    near = get_close_matches(type[:100], known, n=3, cutoff=0.6)
    hint = f"Did you mean {' or '.join(map(shown, near))}?" if near else f"Name a type such as '{example}'."
    return f"There is no event type '{type[:100]}'. {hint}"


def must_be_readable(types: Iterable[str], readable: Collection[str] | None, field: str = "enabled_events") -> None:
    """Refuse types that are not `readable`, unless that is None."""
    hidden = [] if readable is None else sorted(set(types) - set(readable))
    if hidden:
        more = f" and {len(hidden) - SHOWN} more" if len(hidden) > SHOWN else ""
        raise InvalidRequest(
            f"This key may not read events of the types {', '.join(map(shown, hidden[:SHOWN]))}{more}. Choose types "
            "about objects that it may read, or use a key that may read these.",
            code=ErrorCode.PERMISSION_MISSING,
            field=field,
        )


def must_be_whole(types: Iterable[str], readable: Collection[str] | None, field: str = "enabled_events") -> None:
    """Refuse types of which some hold objects that are about no `readable` type, unless that is None."""
    if readable is None:
        return
    families = {catalogue[type].family for type in readable if type in catalogue}
    for type in sorted(types):
        hidden = sorted(catalogue[type].carried - families)
        if hidden:
            others = " and ".join(map(spoken, hidden))
            raise InvalidRequest(
                f"Events of the type {shown(type)} also hold objects of {others}, which this key may not read. "
                "Choose other types or thin events, or use a key that may read these.",
                code=ErrorCode.PERMISSION_MISSING,
                field=field,
            )
