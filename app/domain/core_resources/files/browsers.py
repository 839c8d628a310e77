"""What browsers may do with files: with a publishable key, upload one."""

from collections.abc import Mapping
from typing import Any

from app.error_codes import ErrorCode
from app.errors import InvalidRequest


def may_create(_row: None, options: Mapping[str, Any]) -> None:
    """Raise InvalidRequest for a link, which takes a secret key."""
    if options.get("file_link_data") is not None:
        raise InvalidRequest(
            "A publishable key can upload a file, but not create a link to it. Leave `file_link_data` out, or use a "
            "secret key on your server.",
            code=ErrorCode.SECRET_KEY_REQUIRED,
            field="file_link_data",
        )
