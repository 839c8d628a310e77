"""The files that an account refers to: they must be there, and be for what they are used as."""

from app.domain.core_resources.files.used import file_for
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.connect.account_company import AccountCompanyVerificationParams
from app.tables.connect.account_documents import AccountDocuments
from app.tables.connect.account_settings import AccountSettingsBranding
from app.tables.core_resources.file import FilePurpose

LEAST = 128
"""Pixels of width and height that an icon or a logo must have."""
_BRANDING = (FilePurpose.BUSINESS_ICON, FilePurpose.BUSINESS_LOGO)


async def check_branding(tx: Tx, branding: AccountSettingsBranding, mistakes: Mistakes) -> None:
    """Note files that cannot be the icon or the logo. Source: Stripe's reference of the account's branding."""
    for name, id in (("icon", branding.icon_id), ("logo", branding.logo_id)):
        field = f"settings.branding.{name}"
        with mistakes.noted():
            file = await file_for(tx, id, field, _BRANDING)
            if file is None or file.width is None or file.height is None:
                continue
            if min(file.width, file.height) < LEAST or (name == "icon" and file.width != file.height):
                square = "square and " if name == "icon" else ""
                raise InvalidRequest(
                    f"`{field}` must be {square}at least {LEAST} pixels wide and high; it has {file.width} by "
                    f"{file.height}.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field=field,
                )


async def check_verification(tx: Tx, given: AccountCompanyVerificationParams, mistakes: Mistakes) -> None:
    """Note files that cannot be the document that verifies a company."""
    if given.document is None:
        return
    for name, id in (("back", given.document.back_id), ("front", given.document.front_id)):
        with mistakes.noted():
            await file_for(tx, id, f"company.verification.document.{name}", (FilePurpose.ADDITIONAL_VERIFICATION,))


async def check_documents(tx: Tx, documents: AccountDocuments, mistakes: Mistakes) -> None:
    """Note files that cannot be documents of an account."""
    for name, document in documents:
        for place, id in enumerate((document and document.files) or ()):
            with mistakes.noted():
                await file_for(tx, id, f"documents.{name}.files.{place}", (FilePurpose.ACCOUNT_REQUIREMENT,))
