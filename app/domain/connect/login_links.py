"""Login links: the way of connected accounts' owners into the express dashboard."""

from typing import Annotated

from typing_extensions import Doc

from app.domain.connect.account_pages import PageOptions, open_for
from app.domain.connect.finding import find_connected
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.columns import Id
from app.tables.connect.account import AccountControllerStripeDashboardType
from app.tables.connect.account_page import AccountPageKind
from app.tables.connect.login_link import LoginLink


async def create(
    tx: Tx,
    *,
    account: Annotated[str, Id("account"), Doc("The connected account whose owner logs in.")],
) -> LoginLink:
    """Create a login link: the address of the express dashboard of a connected account. It can be opened once, within
    five minutes."""
    owner = await find_connected(tx, account)
    dashboard = owner.controller.stripe_dashboard if owner.controller else None
    if dashboard is None or dashboard.type != AccountControllerStripeDashboardType.EXPRESS:
        raise InvalidRequest(
            "This account does not have the express dashboard. Login links are for accounts whose "
            "`controller.stripe_dashboard.type` is EXPRESS.",
            code=ErrorCode.ACCOUNT_INVALID,
            field="account",
        )
    if not owner.details_submitted:
        raise InvalidRequest(
            "The owner of this account has not completed onboarding. Send them to an account link first.",
            code=ErrorCode.ACCOUNT_INVALID,
            field="account",
        )
    url = open_for(tx, owner, AccountPageKind.DASHBOARD, PageOptions())
    return LoginLink(created=tx.real_now, url=url)
