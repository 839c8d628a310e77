"""Addresses of the pages of connected accounts' owners: each is opened once, and soon worthless."""

import hashlib
import secrets
from datetime import timedelta

from app.domain.tx import Tx
from app.settings import public_url
from app.tables.connect.account import Account
from app.tables.connect.account_page import AccountPage, AccountPageKind
from app.tables.tenancy import Tenant
from app.tables.values import Value

ADDRESS = "/connect"
"""What the paths of all these pages begin with."""
VALID = timedelta(minutes=5)
"""How long an address can be opened, as Stripe's."""


class PageOptions(Value):
    """Where a page leads, and what it asks for."""

    refresh_url: str | None = None
    """Where an address that cannot be opened leads; None for a message."""
    return_url: str | None = None
    """Where the owner goes from the page; None for nowhere."""
    eventually: bool = False
    """Whether it asks for what is due eventually, too."""
    future: bool = False
    """Whether it asks for what announced rules bring, too."""


def open_for(tx: Tx, account: Account, kind: AccountPageKind, options: PageOptions) -> str:
    """The address of a new page of the account. Only the hash of its token is kept."""
    token = secrets.token_urlsafe(32)
    tx.on(Tenant.of(account)).insert(
        AccountPage(
            hash=digest(token),
            kind=kind,
            options=options.model_dump(mode="json"),
            expires_at=tx.real_now + VALID,
        )
    )
    return f"{public_url()}{ADDRESS}/{kind.value}/{tx.tenant.mode}_{token}"


def digest(token: str) -> bytes:
    """What is kept of a token, or of a browser's secret."""
    return hashlib.sha256(token.encode()).digest()
