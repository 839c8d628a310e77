"""Where content is kept: a folder or a bucket alike, whole or not at all, and gone when its time has come."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import DEVNULL, Popen

import httpx
import pytest
from pydantic import SecretStr

from app.database import Database
from app.errors import Misconfigured, Unavailable
from app.files import removal
from app.files.storage import NoSuchContent, Storage, open_storage
from app.server.main import build
from app.settings import Files, Limits, Settings
from app.tables.core_resources.file import File
from app.tables.infrastructure import ContentRemoval
from tests.core_resources.files.test_file_links import path_of
from tests.core_resources.files.uploading import PDF, attempt, png, upload
from tests.graph import new_caller
from tests.records import put, record, records
from tests.server.conftest import served


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """S3-compatible storage with a bucket, as a server of its own: its URL."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = Popen(command, stdout=DEVNULL, stderr=DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(transport=httpx.HTTPTransport(retries=8), timeout=60) as http:  # with growing pauses
            http.put(f"{url}/paygraph")
        yield url
    finally:
        process.terminate()
        process.wait()


def settings_of(kind: str, folder: Path, request: pytest.FixtureRequest) -> Files:
    if kind == "folder":
        return Files(folder=folder / "files")
    return Files(
        folder=folder / "receiving",
        bucket="paygraph",
        prefix="some/files",
        endpoint=request.getfixturevalue("s3"),
        region="us-east-1",
        access_key_id="key",
        secret_access_key=SecretStr("secret"),
    )


@pytest.fixture(params=["folder", "bucket"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    return settings_of(request.param, tmp_path, request)


@pytest.fixture
def storage(settings: Files) -> Storage:
    made = open_storage(settings)
    assert made is not None
    return made


async def content_of(storage: Storage, key: str, start: int = 0, end: int = 1 << 40) -> bytes:
    return b"".join([chunk async for chunk in storage.read(key, start, end)])


async def put_content(storage: Storage, key: str, content: bytes) -> None:
    path = storage.incoming / key
    path.write_bytes(content)
    await storage.put(key, path)
    path.unlink(missing_ok=True)


async def test_content_is_kept_read_in_part_and_removed(storage: Storage) -> None:
    content = os.urandom(1_000_000)
    await put_content(storage, "ab12", content)
    assert await content_of(storage, "ab12", 0, 1_000_000) == content
    assert await content_of(storage, "ab12", 300_000, 900_001) == content[300_000:900_001]
    assert await content_of(storage, "ab12", 5, 5) == b""
    await storage.remove("ab12")
    with pytest.raises(NoSuchContent):
        await content_of(storage, "ab12", 0, 10)
    await storage.remove("ab12")


async def test_a_file_is_uploaded_and_downloaded(settings: Files, database: Database) -> None:
    async with served(build(Settings(database_url=database.url, worker=False, files=settings)), Limits()) as live:
        caller = await new_caller(live.http, database)
        content = PDF + os.urandom(600_000)
        file = await upload(caller, content, "url links { nodes { url } }", fileLinkData={"create": True})
        url = path_of(file["links"]["nodes"][0]["url"])
        assert (await live.http.get(url)).content == content
        part = await live.http.get(url, headers={"Range": "bytes=-5"})
        assert (part.status_code, part.content) == (206, content[-5:])


async def test_a_storage_that_is_away_is_unavailable(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        endpoint = f"http://127.0.0.1:{free.getsockname()[1]}"
    secret = SecretStr("s")
    settings = Files(
        folder=tmp_path, bucket="b", endpoint=endpoint, region="r", access_key_id="a", secret_access_key=secret
    )
    storage = open_storage(settings)
    assert storage is not None
    (storage.incoming / "key").write_bytes(PDF)
    for deed in (storage.put("key", storage.incoming / "key"), content_of(storage, "key"), storage.remove("key")):
        with pytest.raises(Unavailable):
            await deed


def test_a_folder_must_be_one(tmp_path: Path) -> None:
    assert open_storage(Files(folder=None)) is None
    (tmp_path / "file").write_text("")
    with pytest.raises(Misconfigured, match="PAYGRAPH_FILES_FOLDER"):
        open_storage(Files(folder=tmp_path / "file" / "inner"))


def test_a_folder_is_its_owners_alone(tmp_path: Path) -> None:
    storage = open_storage(Files(folder=tmp_path / "files"))
    assert storage is not None
    assert storage.incoming.stat().st_mode & 0o777 == 0o700


async def test_content_goes_when_its_file_expires(database: Database, tmp_path: Path) -> None:
    settings = Files(folder=tmp_path / "files")
    storage = open_storage(settings)
    assert storage is not None
    async with served(build(Settings(database_url=database.url, worker=False, files=settings)), Limits()) as live:
        caller = await new_caller(live.http, database)
        file = await upload(caller, png(), "id url expiresAt", purpose="CUSTOMER_SIGNATURE")
        logo = await upload(caller, png(), "id", purpose="BUSINESS_LOGO")
        row = await record(database, File, File.__table__.c.id == file["id"])
        moment = datetime.fromisoformat(file["expiresAt"])
        assert await removal.sweep(database, storage, now=moment - timedelta(seconds=1)) == 0
        assert await content_of(storage, row.content_key) == png()
        assert await removal.sweep(database, storage, now=moment) == 1
        with pytest.raises(NoSuchContent):
            await content_of(storage, row.content_key)
        gone = await live.http.get(path_of(file["url"]), auth=(caller.secret, ""))
        assert gone.status_code == 404
        kept = await record(database, File, File.__table__.c.id == logo["id"])
        assert await content_of(storage, kept.content_key) == png()


async def test_a_serving_process_removes_what_is_due(database: Database, tmp_path: Path) -> None:
    settings = Files(folder=tmp_path / "files")
    storage = open_storage(settings)
    assert storage is not None
    await put_content(storage, "ab12", PDF)
    await put(database, [ContentRemoval(key="ab12", due=datetime.now(UTC))])
    async with served(build(Settings(database_url=database.url, files=settings)), Limits()), asyncio.timeout(30):
        while await records(database, ContentRemoval, by="key"):  # noqa: ASYNC110 - what is looked at is a table
            await asyncio.sleep(0.01)
    with pytest.raises(NoSuchContent):
        await content_of(storage, "ab12", 0, 10)


async def test_a_refused_upload_is_not_put_into_storage(database: Database, tmp_path: Path) -> None:
    settings = Files(folder=tmp_path / "files")
    async with served(build(Settings(database_url=database.url, worker=False, files=settings)), Limits()) as live:
        caller = await new_caller(live.http, database)
        await attempt(caller, png(), purpose="PCI_DOCUMENT")
    assert [each for each in (tmp_path / "files").rglob("*") if each.is_file()] == []
    assert await records(database, ContentRemoval, by="key") == []


SERVER = """
import asyncio, os, sys
from app.files.upload import Upload
keep = Upload.keep
async def die(upload):
    await keep(upload)
    os.kill(os.getpid(), 9)
if sys.argv[1] == "kept":
    Upload.keep = die
receive = Upload.finish
def die_before(upload):
    receive(upload)
    os.kill(os.getpid(), 9)
if sys.argv[1] == "received":
    Upload.finish = die_before
from app.cli.application import application
import uvicorn
uvicorn.run(application(), port=int(sys.argv[2]), log_level="error")
"""


@pytest.mark.parametrize("when", ["received", "kept"])
async def test_a_server_killed_meanwhile_leaves_nothing(when: str, database: Database, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = tmp_path / "files"
    environment = os.environ | {
        "DATABASE_URL": database.url,
        "PAYGRAPH_FILES_FOLDER": str(folder),
        "PAYGRAPH_WORKER": "false",
    }
    process = Popen([sys.executable, "-c", SERVER, when, str(port)], env=environment)
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:
            caller = await new_caller(http, database)
            await answers(http)
            with pytest.raises(httpx.TransportError):
                await upload(caller, PDF)
        assert await asyncio.to_thread(process.wait) == -signal.SIGKILL
    finally:
        process.kill()
        process.wait()
    storage = open_storage(Files(folder=folder))
    assert storage is not None
    assert len([each for each in folder.rglob("*") if each.is_file()]) == 1
    await removal.sweep(database, storage, now=datetime.now(UTC) + timedelta(hours=2))
    assert [each for each in folder.rglob("*") if each.is_file()] == []
    assert await records(database, ContentRemoval, by="key") == []
    assert await records(database, File) == []


async def answers(http: httpx.AsyncClient) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                await http.get("/healthz")
            except httpx.TransportError:
                await asyncio.sleep(0.1)
            else:
                return
