"""Files: uploaded for a purpose, and kept as long as the purpose says."""

from typing import Annotated

from typing_extensions import Doc

from app.domain.core_resources.files import links
from app.domain.core_resources.files.purposes import KB, MB, RULES, Rule
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.files.removal import committed
from app.files.upload import Upload
from app.settings import public_url
from app.tables.columns import Of
from app.tables.core_resources.file import File, FilePurpose
from app.tables.core_resources.file_link import FileCreateFileLinkData


async def create(
    tx: Tx,
    *,
    file: Annotated[Upload, Doc("File to upload, sent with the GraphQL multipart request specification.")],
    purpose: Annotated[FilePurpose, Of(File)],
    file_link_data: Annotated[
        FileCreateFileLinkData | None, Doc("A link to create together with the file; none by default.")
    ] = None,
) -> File:
    """Upload a file."""
    with Mistakes() as mistakes:
        rule = RULES.get(purpose)
        if rule is None:
            mistakes.add(
                InvalidRequest(
                    f"`purpose` {purpose.upper()} is for files that the server makes. Give one of "
                    f"{', '.join(each.upper() for each in RULES)}.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field="purpose",
                )
            )
        else:
            _check(file, purpose, rule, mistakes)
        if file_link_data is not None and file_link_data.create:
            with mistakes.noted():
                links.must_lead(purpose, "file_link_data.create")
            with mistakes.noted():
                links.must_come(tx, file_link_data.expires_at, "file_link_data.expires_at")
    assert rule is not None
    await file.keep()
    width, height = file.dimensions or (None, None)
    row = tx.add(
        File(
            content_key=file.key,
            expires_at=tx.now + rule.kept if rule.kept else None,
            filename=file.filename,
            height=height,
            purpose=purpose,
            sha256=file.sha256,
            size=file.size,
            type=file.type,
            width=width,
        )
    )
    if rule.downloadable:
        row.url = f"{public_url()}/v1/files/{row.id}/contents"
    tx.work.parts.append(committed(file.key, row.expires_at))
    if file_link_data is not None and file_link_data.create:
        await links.create(tx, file_id=row.id, expires_at=file_link_data.expires_at, meta=file_link_data.metadata)
    tx.tell("created", row)
    return row


def _check(file: Upload, purpose: FilePurpose, rule: Rule, mistakes: Mistakes) -> None:
    """Note whatever the purpose does not take."""

    def refuse(message: str) -> None:
        mistakes.add(InvalidRequest(message, code=ErrorCode.PARAMETER_INVALID, field="file"))

    if not file.size:
        refuse("`file` is empty.")
    elif file.type not in rule.types:
        found = f"is a {file.type}" if file.type else "is of no known type"
        refuse(f"`file` must be of type {' or '.join(rule.types)} for {purpose.upper()}; by its content it {found}.")
    elif rule.widest and file.dimensions and max(file.dimensions) >= rule.widest:
        width, height = file.dimensions
        refuse(f"`file` must be less than {rule.widest} pixels wide and high; it has {width} by {height}.")
    if file.size > rule.most:
        refuse(f"`file` has at most {_shown(rule.most)} for {purpose.upper()}; it has {file.size} bytes.")


def _shown(size: int) -> str:
    return f"{size // MB} MB" if size % MB == 0 else f"{size // KB} KB"
