"""Files, as other objects refer to them."""

from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.core_resources.file import File, FilePurpose


async def file_for(tx: Tx, id: str | None, field: str, purposes: tuple[FilePurpose, ...]) -> File | None:
    """The file, if one is named. Raises InvalidRequest unless it is there, and for one of the purposes."""
    if id is None:
        return None
    file = await tx.get(File, id, field=field, lock=False)
    if file.purpose not in purposes:
        raise InvalidRequest(
            f"The file of `{field}` must have been uploaded for {' or '.join(each.upper() for each in purposes)}; "
            f"this one is for {file.purpose.upper()}.",
            code=ErrorCode.PARAMETER_INVALID,
            field=field,
        )
    return file
