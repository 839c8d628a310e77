"""Upload: a file that a request brings. It is received into a file of its own, and kept once its row is committed."""

import hashlib
import os
import re
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from pydantic_core import CoreSchema, core_schema

from app.files.storage import Storage, unable
from app.files.types import detect, dimensions

LONGEST_NAME = 255
"""Characters of a file's name that are kept."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What no name needs, and what makes one look like another."""


class Upload:
    """One file of a request, in `storage` under `key` once it is kept. `receive`, `finish` and `discard` block."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.key = secrets.token_hex(16)
        self.path: Path = storage.incoming / self.key
        self.filename: str | None = None
        self.size = 0
        self.type: str | None = None
        """Type of the content, such as `png`; None for one that no purpose takes."""
        self.dimensions: tuple[int, int] | None = None
        """Width and height in pixels, of an image."""
        self.received = False
        self.kept = False
        self._hash = hashlib.sha256()
        self._file: BinaryIO | None = None

    def receive(self, chunks: Sequence[bytes]) -> None:
        """Write what has come of it. Raises Unavailable."""
        try:
            if self._file is None:
                self._file = os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
            for chunk in chunks:
                self._file.write(chunk)
                self._hash.update(chunk)
                self.size += len(chunk)
        except OSError as error:
            raise unable(error) from error

    def finish(self) -> None:
        """All of it has come: put it on disk, and look at what it is. Raises Unavailable."""
        self.receive(())
        assert self._file is not None
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        except OSError as error:
            raise unable(error) from error
        self.type = detect(self.path)
        self.dimensions = dimensions(self.path)
        self.received = True

    async def keep(self) -> None:
        """Put the content into storage, to stay there. A second time does nothing. Raises Unavailable."""
        if not self.kept:
            await self.storage.put(self.key, self.path)
            self.kept = True

    def discard(self) -> None:
        """Remove what was received, unless it is in storage. What cannot be removed is later, as it was abandoned."""
        with suppress(OSError):
            if self._file is not None:
                # Writes what is left to write, and closes even where there is no room for that.
                self._file.close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    @property
    def sha256(self) -> str:
        """Hash of the content, in hexadecimal."""
        return self._hash.hexdigest()

    @property
    def fingerprint(self) -> str:
        """The same for uploads that mean the same: of the same content and name."""
        return f"{self.sha256} {self.filename}"

    def __str__(self) -> str:
        return self.filename or "file"

    __repr__ = __str__

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> CoreSchema:
        """Checked as what it is."""
        return core_schema.is_instance_schema(cls)


def safe_name(given: str) -> str | None:
    """The last part of a name, without what could lead elsewhere or hide how the name ends; None if nothing is left."""
    name = _CONTROL.sub("", re.split(r"[/\\]", given)[-1]).strip().lstrip(".").strip()
    stem, dot, extension = name.rpartition(".")
    if len(name) > LONGEST_NAME and dot and len(extension) < 16:
        return f"{stem[: LONGEST_NAME - len(extension) - 1]}.{extension}"
    return name[:LONGEST_NAME] or None
