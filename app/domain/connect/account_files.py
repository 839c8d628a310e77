"""The files that an account refers to: they must be there, and be for what they are used as."""

from app.domain.core_resources.files.used import file_for
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, ResourceMissing
from app.network.identity import TEST_FILES
from app.tables.connect.account_company import AccountCompanyVerificationParams
from app.tables.connect.account_documents import AccountDocuments
from app.tables.connect.account_settings import AccountSettingsBranding
from app.tables.core_resources.file import FilePurpose
from app.tables.core_resources.token_people import TokenIndividualParams, TokenPersonParams
from app.tables.shapes.verification_document import VerificationDocumentParams

FILES = 10
"""Files that a document can have."""
LEAST = 128
"""Pixels of width and height that an icon or a logo must have."""
_IDENTITY = (FilePurpose.ADDITIONAL_VERIFICATION, FilePurpose.IDENTITY_DOCUMENT)
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


async def check_verification(
    tx: Tx, given: AccountCompanyVerificationParams, mistakes: Mistakes, *, caller: Tx
) -> None:
    """Note files that cannot be the document that verifies a company."""
    await _check_document(tx, given.document, "company.verification.document", mistakes, caller=caller)


async def check_documents(tx: Tx, documents: AccountDocuments, mistakes: Mistakes, *, caller: Tx) -> None:
    """Note files that cannot be documents of an account."""
    for name, document in documents:
        await _check_files(tx, document and document.files, f"documents.{name}.files", mistakes, caller=caller)


async def check_person(
    tx: Tx, given: TokenPersonParams | TokenIndividualParams, mistakes: Mistakes, *, caller: Tx
) -> None:
    """Note files that cannot be documents of a person."""
    for name, document in given.verification or ():
        await _check_document(tx, document, f"verification.{name}", mistakes, caller=caller)
    for name, documents in getattr(given, "documents", None) or ():
        await _check_files(tx, documents and documents.files, f"documents.{name}.files", mistakes, caller=caller)


async def _check_document(
    tx: Tx, given: VerificationDocumentParams | None, field: str, mistakes: Mistakes, *, caller: Tx
) -> None:
    for name, id in (("back", given.back_id), ("front", given.front_id)) if given is not None else ():
        await _check_file(tx, id, f"{field}.{name}", _IDENTITY, mistakes, caller=caller)


async def _check_files(tx: Tx, files: list[str] | None, field: str, mistakes: Mistakes, *, caller: Tx) -> None:
    if files is not None and len(files) > FILES:
        mistakes.add(
            InvalidRequest(f"`{field}` must be at most {FILES} files.", code=ErrorCode.PARAMETER_TOO_LONG, field=field)
        )
        return
    for place, id in enumerate(files or ()):
        await _check_file(tx, id, f"{field}.{place}", (FilePurpose.ACCOUNT_REQUIREMENT,), mistakes, caller=caller)


async def _check_file(
    tx: Tx, id: str | None, field: str, purposes: tuple[FilePurpose, ...], mistakes: Mistakes, *, caller: Tx
) -> None:
    """A test file, or a file of the account's or of its platform's."""
    if id in TEST_FILES and not tx.livemode:
        return
    with mistakes.noted():
        try:
            await file_for(tx, id, field, purposes)
        except ResourceMissing:
            await file_for(caller, id, field, purposes)
