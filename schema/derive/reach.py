"""Reach: an operation of a platform's reads across the accounts that are connected to it.

Ids that the server makes are of one object alone, and lead to it whatever account it is in. Ids that callers choose,
and those of parents whose pages are read, go together with the account, as one text: their key. Callers of other
operations pay nothing for it: their statements and their keys, which are plain ids, stay what they are.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, CompoundSelect, Text, bindparam, func, literal_column, select, union_all

from app.tables.resource import Resource
from app.tables.tenancy import ACCOUNT, Viewer, connected_accounts, of_platform

BETWEEN = "/"
"""Between the account and the id of a key. Accounts have none in their ids."""
NO_ACCOUNT = "none"
"""In place of an account, where several may be meant: nothing is found there."""


def key(account: str, id: str) -> str:
    """An id together with its account."""
    return f"{account}{BETWEEN}{id}"


def id_in(key: str) -> str:
    """The id of a key."""
    return key.partition(BETWEEN)[2]


def account_in(key: str) -> str:
    """The account of a key."""
    return key.partition(BETWEEN)[0]


def has_keys(table: type[Resource]) -> bool:
    """Whether rows of a table are found by their keys, as several accounts may have one of the same id."""
    return table.chooses_ids or (bool(table.id_codes) and not table.common)


def key_of(columns: Any) -> Any:
    """The key of a row with these columns."""
    return columns[ACCOUNT].op("||")(literal_column(f"'{BETWEEN}'", Text())).op("||")(columns.id)


def parts(key: Any) -> tuple[Any, Any]:
    """The account and the id of a key, in SQL."""
    between = literal_column(f"'{BETWEEN}'", Text())
    return func.split_part(key, between, literal_column("1")), func.substr(
        key, func.strpos(key, between) + literal_column("1")
    )


@dataclass(frozen=True, slots=True)
class Over:
    """The accounts that a list is over: the viewer's own, and all that are connected to it; or the `chosen` of them."""

    chosen: tuple[str, ...] | None = None

    @property
    def values(self) -> dict[str, Any]:
        """The values of `accounts`."""
        return {} if self.chosen is None else {ACCOUNTS: list(self.chosen)}


ACCOUNTS = "accounts"
"""The parameter with the ids of the chosen ones."""


def accounts(over: Over) -> CompoundSelect[Any]:
    """The ids of these accounts."""
    c = connected_accounts().c
    own = select(Viewer.account.label("id"))
    others = select(c.id).where(*of_platform(Viewer.account, Viewer.livemode))
    if over.chosen is not None:
        chosen = bindparam(ACCOUNTS, list(over.chosen), type_=ARRAY(Text()))
        own = own.where(Viewer.account == func.any(chosen))
        others = others.where(c.id == func.any(chosen))
    return union_all(own, others)


def beside(table: type[Resource], holder: Any) -> Any:
    """Whose the row of a table is that a row with the columns `holder` names by its id, as `owned` takes it: anyone's
    within reach, or where its id was chosen, that of the same account."""
    return holder[ACCOUNT] if has_keys(table) else True
