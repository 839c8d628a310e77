"""Accounts, as the graph shows them."""

from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from app.domain.connect import accounts, apps_secrets, bank_accounts, cards, connected, finding, topups
from app.tables.connect.account import Account
from app.tables.connect.apps_secret import AppsSecret
from app.tables.connect.bank_account import BankAccount
from app.tables.connect.card import Card
from app.tables.connect.country_spec import CountrySpec
from app.tables.connect.topup import Topup
from schema import applications as applications_shown
from schema import apps_secrets as apps_secrets_shown
from schema.derive.connections import Page, connection_arguments, connection_type, page_of, paging_of
from schema.derive.context import Info
from schema.derive.fields import add_field, argument, resolved_field
from schema.derive.operations import Exposed
from schema.derive.types import graph_type

family = (
    Exposed(
        Account,
        create=connected.create,
        update=accounts.update,
        delete=connected.delete,
        verbs=(connected.reject, connected.deauthorize),
        finds=dict.fromkeys(("update", "delete", "reject", "deauthorize"), finding.find),
        found=False,
        listed=False,
    ),
    Exposed(
        BankAccount,
        create=bank_accounts.create,
        update=bank_accounts.update,
        delete=bank_accounts.delete,
        listed=False,
    ),
    Exposed(Card, create=cards.create, update=cards.update, delete=cards.delete, listed=False),
    Exposed(CountrySpec),
    Exposed(Topup, create=topups.create, update=True, verbs=(topups.cancel,)),
    Exposed(AppsSecret, create=apps_secrets.create, delete=apps_secrets.delete, found=False),
)


def _own(info: Info, id: Any = None) -> Any:
    caller = info.context.caller
    return info.context.loaders.by_id(Account).load(id or caller.tenant.account)


def _connected(root: Any, info: Info, **given: Any) -> Page:
    paging = paging_of(Account, info.context.limits.max_page_size, **given)
    return page_of(info.context, Account, "platform_id", info.context.tenant.account, paging)


def extend() -> None:
    """Give secrets their text, and accounts the application that acts on them."""
    apps_secrets_shown.extend()
    add_field(graph_type(Account), applications_shown.application_field())


def queries() -> list[StrawberryField]:
    """What is written by hand: the caller's own account needs no id, and secrets have names."""
    return [
        resolved_field(
            "account",
            _own,
            kind=None,
            description="Retrieve an account by id; by default the caller's own.",
            returns=graph_type(Account) | None,
            arguments={
                "info": Info,
                "id": argument(strawberry.ID | None, "ID of the account; by default the caller's own."),
            },
        ),
        resolved_field(
            "accounts",
            _connected,
            kind=None,
            description="List the accounts that are connected to the caller's, newest first by default.",
            returns=connection_type(Account, graph_type(Account)) | None,
            needs=(Account.family, "read"),
            arguments={"root": Any, "info": Info, **connection_arguments(Account)},
        ),
        *apps_secrets_shown.queries(),
    ]
