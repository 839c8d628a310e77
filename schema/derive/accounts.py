"""`accounts`: which accounts a list or a stream is over, beside the caller's own."""

from collections.abc import Mapping
from typing import Any

import strawberry

from app.access.caller import Caller
from app.access.permissions import Action
from app.errors import BadRequest, Forbidden
from app.tables.families import Family
from app.tables.texts import storable
from schema.derive.context import Context
from schema.derive.fields import Asked, argument, input_field, input_type
from schema.derive.reach import Over

MOST = 100
"""Accounts that can be named at once."""

AccountsParam = input_type(
    "AccountsParam",
    [
        input_field(
            "all", "all", bool, required=False, description="True for the caller's account and all connected to it."
        ),
        input_field(
            "in",
            "in",
            list[strawberry.ID],
            required=False,
            description=f"IDs of accounts, at most {MOST}: connected ones, and the caller's own.",
        ),
    ],
    "The accounts that are asked about: exactly one of the two fields must be set.",
    one_of=True,
)


def accounts_argument(of: str) -> Asked:
    """The argument `accounts`. `of` says what is then listed or heard."""
    return argument(
        AccountsParam | None, f"The accounts {of}: all connected accounts, or some; by default the caller's own alone."
    )


def over(caller: Caller, given: Mapping[str, Any]) -> Over:
    """The accounts that a list is over; of those that are named, the ones that are the caller's. Raises Forbidden, and
    BadRequest, naming the argument."""
    caller.must(Family.CONNECT, Action.READ)
    if caller.platform is not None:
        raise Forbidden("Only the platform's own key reads what several accounts have: leave out `accounts`.")
    if (ids := _named(given)) is None:
        return Over()
    return Over(tuple(id for id in dict.fromkeys(ids) if storable(id)))


async def chosen_accounts(context: Context, given: Mapping[str, Any]) -> frozenset[str] | None:
    """The accounts that an argument names, by id; None for the caller's own and all that are connected to it.

    Raises BadRequest, naming the argument, for what is none of them, and Forbidden for a key that may not read them.
    """
    context.caller.must(Family.CONNECT, Action.READ)
    if (named := _named(given)) is None:
        return None
    ids = frozenset(named)
    found = await context.connected(ids)
    if missing := sorted(ids - found):
        raise BadRequest(
            f"'{missing[0][:100]}' is no account of yours: `accounts.in` takes ids of accounts that are connected to "
            "yours in the key's mode, and of your own.",
            field="accounts.in",
        )
    return ids


def _named(given: Mapping[str, Any]) -> list[str] | None:
    """The ids that an argument names; None for all. Raises BadRequest."""
    if "in" not in given:
        if not given["all"]:
            raise BadRequest("`accounts.all` is true, or is left out with `accounts`.", field="accounts.all")
        return None
    ids: list[str] = given["in"]
    if not 1 <= len(ids) <= MOST:
        raise BadRequest(f"`accounts.in` takes 1 to {MOST} ids; {len(ids)} were given.", field="accounts.in")
    return ids
