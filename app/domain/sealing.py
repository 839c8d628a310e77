"""Sealing: secrets that must be had again are kept encrypted. The key is the server's, not the database's: a copy of
the database has none of them.
"""

import hashlib
import os
import secrets
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app import private_file, settings
from app.error_codes import ErrorCode
from app.errors import InvalidRequest

NONCE = 12
"""Bytes: as long as AES-GCM takes them best."""


class Sealer:
    """Seals with the first of its keys, and opens with any of them. Each seal is valid for one owner only."""

    def __init__(self, keys: Sequence[str]) -> None:
        assert keys
        self._ciphers = [AESGCM(hashlib.sha256(key.encode()).digest()) for key in keys]

    def seal(self, text: str, owner: str) -> bytes:
        """The text, encrypted: unreadable without the key, and valid for this owner only."""
        nonce = os.urandom(NONCE)
        return nonce + self._ciphers[0].encrypt(nonce, text.encode(), owner.encode())

    def open(self, sealed: bytes, owner: str) -> str | None:
        """The text; None when none of the keys opens it."""
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], owner.encode()).decode()
            except InvalidTag:
                continue
        return None


@cache
def sealer() -> Sealer | None:
    """This process's; None on a server without a key."""
    key = settings.current().secret_key
    return None if key is None else Sealer(key.get_secret_value().split(","))


def must_seal() -> Sealer:
    """This process's. Raises InvalidRequest on a server without a key."""
    found = sealer()
    if found is None:
        raise InvalidRequest(
            "This server cannot keep secrets yet: its operator must set PAYGRAPH_SECRET_KEY, to the same "
            "value for every server of the database, and start it again.",
            code=ErrorCode.FEATURE_UNAVAILABLE,
        )
    return found


def key_of(folder: Path) -> str:
    """The key of a data folder, in a file that only its owner may read; made when there is none."""
    file = folder / "secret_key"
    if not file.exists():
        private_file.write_once(file, [secrets.token_hex(32)])
    return file.read_text().strip()
