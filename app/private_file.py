"""Files that only their owner may read."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def write(file: Path, lines: Iterable[str]) -> None:
    """Put the file in place whole, and never readable by others, not even for a moment."""
    new = file.with_name(f".{file.name}.{os.getpid()}")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.writelines(f"{line}\n" for line in lines)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(file)


def write_once(file: Path, lines: Iterable[str]) -> None:
    """As `write`, unless there is a file already: of several processes at once, one writes it."""
    mine = file.with_name(f"{file.name}.{os.getpid()}")
    write(mine, lines)
    with suppress(FileExistsError):
        os.link(mine, file)
    mine.unlink()
