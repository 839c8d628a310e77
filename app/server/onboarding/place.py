"""Where a request to an owner's page stands: the visit that its cookie is for, and the transactions of that visit."""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from app.access import account_pages
from app.database import Database
from app.domain.connect.account_pages import ADDRESS, PageOptions, digest
from app.domain.real_time import real_now
from app.domain.transaction import repeated, transaction
from app.domain.tx import Tx
from app.errors import ResourceMissing
from app.server.pages import database_of
from app.server.rendering import Speech, render, speech
from app.tables.connect.account import Account
from app.tables.connect.account_page import AccountPageKind
from app.tables.tenancy import Tenant
from app.tables.texts import storable

COOKIE = "paygraph_account"

Given = TypeVar("Given")


@dataclass(frozen=True)
class Place:
    """A visit as one request finds it."""

    request: Request
    database: Database
    tenant: Tenant
    kind: AccountPageKind
    options: PageOptions
    secret: str
    say: Speech

    @property
    def path(self) -> str:
        """The path of the visit's first page, below which all others are."""
        return path_of(self.tenant.account, self.kind)

    @property
    def form_key(self) -> str:
        """What the forms of this visit send along, which no other site can know."""
        return digest(f"{self.secret}:forms").hex()

    def is_ours(self, form: dict[str, str]) -> bool:
        """Whether a form is one of this visit's."""
        return hmac.compare_digest(form.get("key", "").encode(), self.form_key.encode())

    def show(self, page: str, *, status: int = 200, **values: object) -> Response:
        """A page of the templates."""
        return render(
            self.request,
            f"connect/{page}.html",
            say=self.say,
            status=status,
            place=self,
            testmode=not self.tenant.livemode,
            **values,
        )

    async def do(self, deed: Callable[[Tx, Account], Awaitable[Given]], *, preview: bool = False) -> Given:
        """What a deed gives, which a transaction of its own is committed with; a `preview` only looks. Raises
        ResourceMissing for an account that is not there, or not connected, any more."""

        async def attempt() -> Given:
            async with transaction(self.database, self.tenant, preview=preview) as tx:
                account = await tx.get(Account, self.tenant.account, lock=not preview)
                if account.platform_id is None:
                    raise ResourceMissing(Account.object_name, account.id)
                return await deed(tx, account)

        return await repeated(attempt)


def path_of(account: str, kind: AccountPageKind) -> str:
    """The path of a visit of an account's page."""
    return f"{ADDRESS}/accounts/{account}/{kind.value}"


async def place_of(request: Request) -> Place | None:
    """The visit that a request belongs to; None if it is over, or the browser is another."""
    secret, account, kind = request.cookies.get(COOKIE, ""), request.path_params["account"], request.path_params["kind"]
    if not secret or kind not in set(AccountPageKind) or not storable(account):
        return None
    database = database_of(request)
    async with database.begin() as connection:
        found = await account_pages.visit(connection, secret, account, kind, now=real_now())
    if found is None:
        return None
    options = PageOptions.model_validate(found.options)
    return Place(request, database, Tenant.of(found), AccountPageKind(found.kind), options, secret, speech(request))


def gone(request: Request) -> Response:
    """The page of a visit that is over, or of another browser."""
    say = speech(request)
    return render(request, "message.html", say=say, status=404, title=say("expired"), text=say("page_expired"))
