"""Accounts, as the graph shows them."""

from typing import Any

import strawberry
from sqlalchemy import select
from strawberry.types.field import StrawberryField

from app.domain.connect import (
    account_links,
    account_sessions,
    accounts,
    application_fee_refunds,
    apps_secrets,
    bank_accounts,
    capabilities,
    cards,
    connected,
    finding,
    login_links,
    persons,
    session_rules,
    topups,
)
from app.domain.core_resources.transfers import reversals, transfers
from app.tables.connect.account import Account
from app.tables.connect.account_link import AccountLink
from app.tables.connect.account_session import AccountSession
from app.tables.connect.application_fee import ApplicationFee
from app.tables.connect.application_fee_refund import ApplicationFeeRefund
from app.tables.connect.apps_secret import AppsSecret
from app.tables.connect.bank_account import BankAccount
from app.tables.connect.capability import Capability
from app.tables.connect.card import Card
from app.tables.connect.connect_collection_transfer import ConnectCollectionTransfer
from app.tables.connect.country_spec import CountrySpec
from app.tables.connect.login_link import LoginLink
from app.tables.connect.person import Person
from app.tables.connect.reserve_transaction import ReserveTransaction
from app.tables.connect.tax_deducted_at_source import TaxDeductedAtSource
from app.tables.connect.topup import Topup
from app.tables.connect.transfer import Transfer
from app.tables.connect.transfer_reversal import TransferReversal
from app.tables.tenancy import Tenant, belongs
from schema import applications as applications_shown
from schema import apps_secrets as apps_secrets_shown
from schema import balance
from schema.derive.connections import Page, connection_arguments, connection_type, page_of, paging_of
from schema.derive.context import Info
from schema.derive.fields import add_field, argument, resolved_field
from schema.derive.operations import Exposed
from schema.derive.rows import columns
from schema.derive.types import graph_type
from schema.derive.versions import versions

_PAID_OUT_TO = dict.fromkeys(("create", "update", "delete"), session_rules.may_be_paid_out_to)

family = (
    Exposed(
        Account,
        create=connected.create,
        update=accounts.update,
        delete=connected.delete,
        verbs=(connected.reject, connected.deauthorize),
        finds=dict.fromkeys(("update", "delete", "reject", "deauthorize"), finding.find),
        components={"update": session_rules.may_update},
        found=False,
        listed=False,
    ),
    Exposed(AccountLink, create=account_links.create),
    Exposed(AccountSession, create=account_sessions.create),
    Exposed(LoginLink, create=login_links.create),
    Exposed(
        BankAccount,
        create=bank_accounts.create,
        update=bank_accounts.update,
        delete=bank_accounts.delete,
        components=_PAID_OUT_TO,
        listed=False,
    ),
    Exposed(
        Card,
        create=cards.create,
        update=cards.update,
        delete=cards.delete,
        components=_PAID_OUT_TO,
        listed=False,
    ),
    Exposed(ApplicationFee),
    Exposed(
        ApplicationFeeRefund,
        create=application_fee_refunds.create,
        update=application_fee_refunds.update,
        listed=False,
    ),
    Exposed(
        Capability,
        update=capabilities.update,
        finds={"update": capabilities.named},
        found=False,
        listed=False,
    ),
    Exposed(CountrySpec),
    Exposed(
        Person,
        create=persons.create,
        update=persons.update,
        delete=persons.delete,
        finds=dict.fromkeys(("update", "delete"), persons.find),
        components=dict.fromkeys(("create", "update", "delete"), session_rules.may_name_person),
        listed=False,
    ),
    Exposed(Topup, create=topups.create, update=True, verbs=(topups.cancel,)),
    Exposed(Transfer, create=transfers.create, update=True),
    Exposed(TransferReversal, create=reversals.create, update=True, listed=False),
    Exposed(ReserveTransaction, found=False, listed=False),
    Exposed(ConnectCollectionTransfer, found=False, listed=False),
    Exposed(TaxDeductedAtSource, found=False, listed=False),
    Exposed(AppsSecret, create=apps_secrets.create, delete=apps_secrets.delete, found=False),
)


def _own(info: Info, id: Any = None) -> Any:
    caller = info.context.caller
    return info.context.loaders.by_id(Account).load(id or caller.tenant.account)


def _connected(root: Any, info: Info, **given: Any) -> Page:
    paging = paging_of(Account, info.context.limits.max_page_size, **given)
    return page_of(info.context, Account, "platform_id", info.context.tenant.account, paging)


async def _capability(info: Info, id: str, account: str | None = None) -> Any:
    """The capability of that name of an account that the caller sees."""
    context, c = info.context, Capability.__table__.c
    context.caller.must_read(Capability)
    owner = await context.loaders.by_id(Account).load(account or context.tenant.account)
    if owner is None:
        return None
    its = belongs(c, Tenant(owner["id"], context.tenant.livemode))
    sought = select(*columns(Capability), *versions(Capability)).where(c.id == id, *its)
    return next(iter(await context.reader.fetch(Capability, sought)), None)


def extend() -> None:
    """Give secrets their text, and accounts their balance and the application that acts on them."""
    apps_secrets_shown.extend()
    balance.extend()
    add_field(graph_type(Account), applications_shown.application_field())
    applications_shown.name_applications()


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
        resolved_field(
            "capability",
            _capability,
            kind=None,
            description="Retrieve a capability of an account by name; null if the account never requested it.",
            returns=graph_type(Capability) | None,
            needs=(Capability.family, "read"),
            arguments={
                "info": Info,
                "id": argument(strawberry.ID, "Name of the capability, such as card_payments."),
                "account": argument(strawberry.ID | None, "Account that has it; by default the caller's own."),
            },
        ),
        *apps_secrets_shown.queries(),
    ]
