"""Bucket: content in S3, or in what speaks as S3 does."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store
from platformdirs import user_cache_path

from app.errors import Unavailable
from app.files.storage import CHUNK, NoSuchContent, check_room, made_private
from app.settings import Files

PATIENCE = timedelta(seconds=30)
"""How long one request may take, and how long it may be tried again."""


class Bucket:
    """A bucket of S3, or of what speaks as S3 does."""

    def __init__(self, settings: Files) -> None:
        self.incoming = made_private((settings.folder or user_cache_path("paygraph")) / "incoming")
        self.prefix = settings.prefix.strip("/")
        secret = settings.secret_access_key
        given = {
            "endpoint": settings.endpoint,
            "region": settings.region,
            "access_key_id": settings.access_key_id,
            "secret_access_key": secret.get_secret_value() if secret else None,
        }
        self.store = S3Store(
            settings.bucket,
            client_options={"allow_http": (settings.endpoint or "").startswith("http://"), "timeout": PATIENCE},
            retry_config={"max_retries": 3, "retry_timeout": PATIENCE},
            **{name: value for name, value in given.items() if value is not None},  # type: ignore[arg-type]
        )

    def _place(self, key: str) -> str:
        return f"{self.prefix}/{key}" if self.prefix else key

    async def put(self, key: str, path: Path) -> None:
        """In one request, of which nothing is left where it fails; no purpose takes more than 16 MB."""
        try:
            await obstore.put_async(self.store, self._place(key), path, use_multipart=False)
        except BaseError as error:
            raise Unavailable from error

    async def read(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        if start >= end:
            return
        try:
            found = await obstore.get_async(self.store, self._place(key), options={"range": (start, end)})
            async for chunk in found.stream(min_chunk_size=CHUNK):
                yield bytes(chunk)
        except FileNotFoundError:
            raise NoSuchContent(key) from None
        except BaseError as error:
            raise Unavailable from error

    async def remove(self, key: str) -> None:
        try:
            await obstore.delete_async(self.store, self._place(key))
        except FileNotFoundError:
            return
        except BaseError as error:
            raise Unavailable from error

    async def check(self) -> None:
        """The disk alone that files are received on: to ask the bucket would cost, and it is not ours."""
        await asyncio.to_thread(check_room, self.incoming)
