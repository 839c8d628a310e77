"""Accounts, as the graph shows them."""

from typing import Any

from strawberry.types.field import StrawberryField

from app.domain.connect import accounts
from app.tables.connect.account import Account
from schema.derive.context import Info
from schema.derive.fields import argument, resolved_field
from schema.derive.operations import Exposed
from schema.derive.types import graph_type

family = (Exposed(Account, update=accounts.update, found=False),)


def _own(info: Info, id: Any = None) -> Any:
    caller = info.context.caller
    return info.context.loaders.by_id(Account).load(id or caller.tenant.account)


def queries() -> list[StrawberryField]:
    """The caller's own account needs no id."""
    return [
        resolved_field(
            "account",
            _own,
            kind=None,
            description="Retrieve an account by id; by default the caller's own.",
            returns=graph_type(Account) | None,
            arguments={"info": Info, "id": argument(str | None, "ID of the account; by default the caller's own.")},
        )
    ]
