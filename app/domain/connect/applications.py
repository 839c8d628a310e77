"""Applications: how a platform is known to the accounts that are connected to it, and is told who comes and goes."""

from app.domain.tx import Tx
from app.tables.connect.account import Account
from app.tables.connect.account import AccountControllerStripeDashboardType as Dashboard
from app.tables.connect.application import Application


def application_id(platform: str) -> str:
    """The id of a platform's application, by the account's."""
    return Application.of(platform).id


def is_authorizing(account: Account) -> bool:
    """Whether it is for the account's owner to authorize a platform, and to revoke that: with the full dashboard."""
    dashboard = account.controller and account.controller.stripe_dashboard
    return dashboard is not None and dashboard.type == Dashboard.FULL


async def tell(tx: Tx, word: str, account: Account) -> None:
    """Tell a platform that an account has `authorized` it, or `deauthorized` it: in the platform's own stream, as the
    account's is out of its reach from then on."""
    platform = await tx.account()
    name = platform.business_profile.name if platform.business_profile else None
    id = application_id(platform.id)
    body = {"id": id, "object": Application.object_name, "name": name}
    tx.announce(f"account.application.{word}", body, id).account = account.id
