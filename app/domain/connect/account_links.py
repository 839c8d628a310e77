"""Account links: pages on which the owners of connected accounts give what is required."""

from typing import Annotated

from typing_extensions import Doc

from app.domain.connect.account_pages import VALID, PageOptions, open_for
from app.domain.connect.account_sessions import collects
from app.domain.connect.finding import find_connected
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.columns import Id
from app.tables.connect.account import Account
from app.tables.connect.account_link import (
    AccountLink,
    AccountLinkCollect,
    AccountLinkCollectionOptionsParams,
    AccountLinkFutureRequirements,
    AccountLinkType,
)
from app.tables.connect.account_page import AccountPageKind
from app.tables.texts import Url


async def create(
    tx: Tx,
    *,
    account: Annotated[str, Id("account"), Doc("The connected account whose owner is asked.")],
    type: Annotated[AccountLinkType, Doc("Purpose of the link. `ACCOUNT_UPDATE` is for what your platform collects.")],
    collect: Annotated[
        AccountLinkCollect | None,
        Doc("Deprecated: use `collectionOptions`. Whether the page asks for what is due now, or eventually too."),
    ] = None,
    collection_options: Annotated[
        AccountLinkCollectionOptionsParams | None,
        Doc("The requirements that the page asks for; by default those that are due now. Not together with `collect`."),
    ] = None,
    refresh_url: Annotated[
        Url | None,
        Doc("Where the owner is sent by a link that has expired or was used: a page that creates another link."),
    ] = None,
    return_url: Annotated[Url | None, Doc("Where the owner is sent after the page, complete or not.")] = None,
) -> AccountLink:
    """Create an account link: the address of a page that asks a connected account's owner for what is required. It can
    be opened once, within five minutes."""
    with Mistakes() as mistakes:
        with mistakes.noted():
            owner = await find_connected(tx, account)
            _check_type(owner, type)
        if collect is not None and collection_options is not None:
            mistakes.add(
                InvalidRequest(
                    "Give `collect` or `collection_options`, not both: `collect` is the former name of "
                    "`collection_options.fields`.",
                    code=ErrorCode.PARAMETERS_EXCLUSIVE,
                    field="collect",
                )
            )
        for name, url in (("refresh_url", refresh_url), ("return_url", return_url)):
            if tx.livemode and url is not None and not url.lower().startswith("https:"):
                mistakes.add(
                    InvalidRequest(
                        f"In live mode, `{name}` must begin with https.", code=ErrorCode.URL_INVALID, field=name
                    )
                )
    asked = collection_options or AccountLinkCollectionOptionsParams(fields=collect or AccountLinkCollect.CURRENTLY_DUE)
    options = PageOptions(
        refresh_url=refresh_url,
        return_url=return_url,
        eventually=asked.fields is AccountLinkCollect.EVENTUALLY_DUE,
        future=asked.future_requirements is AccountLinkFutureRequirements.INCLUDE,
    )
    kind = AccountPageKind.UPDATE if type is AccountLinkType.ACCOUNT_UPDATE else AccountPageKind.ONBOARDING
    url = open_for(tx, owner, kind, options)
    return AccountLink(created=tx.real_now, expires_at=tx.real_now + VALID, url=url)


def _check_type(account: Account, type: AccountLinkType) -> None:
    """Source: Stripe's reference of account links."""
    if type is AccountLinkType.ACCOUNT_UPDATE and not collects(account):
        raise InvalidRequest(
            "Links of type ACCOUNT_UPDATE are for accounts of which the platform collects what is required. Create one "
            "of type ACCOUNT_ONBOARDING.",
            code=ErrorCode.ACCOUNT_INVALID,
            field="type",
        )
