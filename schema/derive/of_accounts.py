"""What leads to accounts and from them: each object has its account, and each account the lists that the root has."""

from collections.abc import Iterable
from typing import Any

from strawberry.types.field import StrawberryField

from app.tables.connect.account import Account
from app.tables.resource import Resource
from app.tables.tenancy import ACCOUNT
from schema.derive import kinds
from schema.derive.connections import connection_field
from schema.derive.context import Info
from schema.derive.fields import add_field, resolved_field
from schema.derive.strawberry_internals import definition
from schema.derive.types import graph_type


def add_accounts(resources: Iterable[type[Resource]], listed: Iterable[type[Resource]]) -> None:
    """Give objects their account, and accounts the lists that the root has."""
    for table in resources:
        if not table.common and table is not Account and not _has(table, "account"):
            add_field(graph_type(table), _account_of(table))
    for table in listed:
        if not table.common and table is not Account and not _has(Account, table.plural):
            about = f"{table.plural.replace('_', ' ').capitalize()} of the account, newest first by default."
            add_field(graph_type(Account), connection_field(table.plural, table, ACCOUNT, graph_type, about))


def _has(table: type[Resource], name: str) -> bool:
    return any(field.python_name == name for field in definition(graph_type(table)).fields)


def _account_of(table: type[Resource]) -> StrawberryField:
    def resolve(root: Any, info: Info) -> Any:
        loaders = info.context.loaders
        return loaders.by_id(Account).load(root.get(ACCOUNT) or loaders.reader.caller.tenant.account)

    return resolved_field(
        "account",
        resolve,
        kind=kinds.Relation(ACCOUNT, (Account,)),
        description="Account that the object belongs to: the caller's own, or one that is connected to it.",
        returns=graph_type(Account) | None,
        arguments={"root": Any, "info": Info},
    )
