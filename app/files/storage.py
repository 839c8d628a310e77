"""Storage: where the content of files is kept, by key: a folder, or a bucket of S3-compatible storage.

Keys are random, and never used twice. What is put is on disk, or acknowledged by the other side, when `put` returns.
"""

import asyncio
import errno
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Protocol

from app.errors import DiskFull, Misconfigured, Unavailable
from app.settings import Files

CHUNK = 256 * 1024
"""Bytes that are read at once."""
PROBE = 65_536
"""Bytes that are written to see whether there is room."""
ABANDONED_SECONDS = 3600.0
"""After so long, what was received in part is no longer being received: a server was killed meanwhile."""


class NoSuchContent(Exception):
    """Nothing is kept under the key."""


class Storage(Protocol):
    """Where content is kept."""

    incoming: Path
    """A folder of this machine, for what is being received."""

    async def put(self, key: str, path: Path) -> None:
        """Keep the content of a file, which may be moved away. Raises Unavailable."""

    def read(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `start` up to and without `end`, in chunks. Raises NoSuchContent, Unavailable."""

    async def remove(self, key: str) -> None:
        """Keep it no longer. Nothing happens where nothing is kept. Raises Unavailable."""

    async def check(self) -> None:
        """Whether what comes can be received. Raises Unavailable, whose message says why it cannot."""


def open_storage(settings: Files) -> Storage | None:
    """The storage that the settings name; None where they name none. Raises Misconfigured."""
    if settings.bucket is not None:
        # The library is of no use to those who keep files in a folder.
        from app.files.bucket import Bucket

        return Bucket(settings)
    return Folder(settings.folder) if settings.folder is not None else None


class Folder:
    """A folder, which all servers of one database must share. Its files are readable by their owner alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.incoming = made_private(folder / "incoming")

    def _place(self, key: str) -> Path:
        return self.folder / key[:2] / key

    async def put(self, key: str, path: Path) -> None:
        """It is moved, so `path` must be in `incoming`."""
        await asyncio.to_thread(self._put, key, path)

    def _put(self, key: str, path: Path) -> None:
        place = self._place(key)
        try:
            new = not place.parent.exists()
            made_private(place.parent)
            path.replace(place)
            _settle(place.parent)
            if new:
                _settle(self.folder)
        except OSError as error:
            raise unable(error) from error

    async def read(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        try:
            file = await asyncio.to_thread(self._place(key).open, "rb")
        except FileNotFoundError:
            raise NoSuchContent(key) from None
        with file:
            file.seek(start)
            while start < end and (chunk := await asyncio.to_thread(file.read, min(CHUNK, end - start))):
                start += len(chunk)
                yield chunk

    async def remove(self, key: str) -> None:
        try:
            await asyncio.to_thread(self._place(key).unlink, missing_ok=True)
        except OSError as error:
            raise unable(error) from error

    async def check(self) -> None:
        await asyncio.to_thread(check_room, self.incoming)


def check_room(folder: Path) -> None:
    """Write a file to the disk, and leave nothing behind. Raises Unavailable."""
    try:
        with TemporaryFile(dir=folder, buffering=0) as file:
            file.write(bytes(PROBE))
            os.fsync(file.fileno())
    except OSError as error:
        raise unable(error) from error


def unable(error: OSError) -> Unavailable:
    """What to raise where a file on this machine cannot be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull("files")
    return Unavailable("Files cannot be kept at the moment. Try again shortly.")


def remove_abandoned(storage: Storage, *, now: float | None = None) -> int:
    """Remove what was being received when a server was killed, and say how many files that was. Blocks."""
    until = (time.time() if now is None else now) - ABANDONED_SECONDS
    count = 0
    for path in storage.incoming.iterdir():
        if path.stat().st_mtime <= until:
            path.unlink(missing_ok=True)
            count += 1
    return count


def made_private(folder: Path) -> Path:
    """The folder, for its owner alone. Raises Misconfigured where it cannot be made."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Misconfigured(
            f"Files cannot be kept in {folder}: {(error.strerror or str(error)).lower()}. "
            "Name another folder in PAYGRAPH_FILES_FOLDER."
        ) from None
    return folder


def _settle(folder: Path) -> None:
    """Put on disk what a folder says is in it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
