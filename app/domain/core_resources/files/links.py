"""File links: public addresses of files, until they expire."""

import secrets
from datetime import datetime
from typing import Annotated, Any

from typing_extensions import Doc

from app.domain import crud
from app.domain.core_resources.files.purposes import RULES
from app.domain.jobs import job
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.settings import public_url
from app.tables.core_resources.file import File, FilePurpose
from app.tables.core_resources.file_link import FileLink
from app.tables.shapes.date_time_keyword import DateTimeKeyword

UNCHANGED: Any = object()
"""Stands for a moment that was not given: null removes the one that there is."""
_NEVER_LINKED = {purpose for purpose, rule in RULES.items() if not rule.downloadable} | {
    FilePurpose.DOCUMENT_PROVIDER_IDENTITY_DOCUMENT
}


async def create(tx: Tx, **values: Any) -> FileLink:
    """Create a link to a file that can be downloaded."""
    with Mistakes() as mistakes:
        with mistakes.noted():
            must_come(tx, values.get("expires_at"), "expires_at")
        with mistakes.noted():
            file = await tx.get(File, values["file_id"], field="file")
            must_lead(file.purpose, "file")
            if file.expires_at is not None and file.expires_at <= tx.now:
                raise InvalidRequest("The file has expired.", code=ErrorCode.PARAMETER_INVALID, field="file")
    link = await crud.build(tx, FileLink, values)
    link.token = secrets.token_urlsafe(32)
    link.url = f"{public_url()}/links/{link.token}"
    if link.expires_at is not None:
        tx.wake(link.expires_at, expire, link)
    return link


async def update(
    tx: Tx,
    link: FileLink,
    *,
    expires_at: Annotated[
        datetime | DateTimeKeyword | None,
        Doc("When the link expires, or NOW to expire the link immediately; null for never."),
    ] = UNCHANGED,
    **values: Any,
) -> FileLink:
    """Update a file link. A link that has expired stays expired."""
    if expires_at is not UNCHANGED:
        moment = tx.now if isinstance(expires_at, DateTimeKeyword) else expires_at
        with Mistakes() as mistakes:
            if link.expired or (link.expires_at is not None and link.expires_at <= tx.now):
                mistakes.add(
                    InvalidRequest(
                        "The link has expired. Create another one.",
                        code=ErrorCode.PARAMETER_INVALID,
                        field="expires_at",
                    )
                )
            elif moment is expires_at:
                with mistakes.noted():
                    must_come(tx, moment, "expires_at")
        values["expires_at"] = moment
        tx.unwake(expire, link)
    await crud.amend(tx, link, values)
    if isinstance(expires_at, DateTimeKeyword):
        await expire(tx, link)
    elif expires_at is not UNCHANGED and link.expires_at is not None:
        tx.wake(link.expires_at, expire, link)
    return link


@job("file_link.expire", FileLink)
async def expire(tx: Tx, link: FileLink) -> None:
    """The link's time is over."""
    if link.expires_at is None or link.expires_at > tx.now:
        return
    link.expired = True
    link.url = None


def must_lead(purpose: FilePurpose, field: str) -> None:
    """Raise InvalidRequest for a purpose whose files cannot be downloaded."""
    if purpose in _NEVER_LINKED:
        raise InvalidRequest(
            f"Files for {purpose.upper()} cannot be downloaded, so no link can lead to one.",
            code=ErrorCode.PARAMETER_INVALID,
            field=field,
        )


def must_come(tx: Tx, moment: datetime | None, field: str) -> None:
    """Raise InvalidRequest for a moment that is not in the future."""
    if moment is not None and moment <= tx.now:
        raise InvalidRequest(
            f"`{field}` must be in the future; it is {moment.isoformat()}.",
            code=ErrorCode.PARAMETER_INVALID,
            field=field,
        )
