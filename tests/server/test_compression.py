"""Answers are packed for clients on other machines that take it."""

import gzip
import json
from collections.abc import Mapping

import httpx
import pytest
import zstandard

from app.server.compression import LEAST, MUCH, coding_of, pack, pays
from tests.server.raw_requests import PAGE
from tests.server.raw_server import RawServer, post, raw_server
from tests.server.toy import KEY

FAR = "X-Forwarded-For: 203.0.113.7"
NAME = json.dumps({"query": "{ customers(first: 1) { nodes { id name } } }"})


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, deflate", "gzip"),
        ("gzip;q=0.5, zstd;q=0", "gzip"),
        ("gzip;q=0.9, zstd;q=0.8", "gzip"),
        ("zstd;q=0.5, gzip;q=0.5", "zstd"),
        ("GZIP", "gzip"),
        ("*", "zstd"),
        ("zstd;q=0, *;q=0.1", "gzip"),
        ("identity", None),
        ("br", None),
        ("*;q=0", None),
        ("gzip;q=none", None),
        ("", None),
    ],
)
def test_the_coding_is_the_best_that_a_client_takes(accepted: str, coding: str | None) -> None:
    assert coding_of(accepted) == coding


@pytest.mark.parametrize("coding", ["zstd", "gzip"])
@pytest.mark.parametrize("size", [LEAST, MUCH])
def test_what_is_packed_can_be_unpacked(coding: str, size: int) -> None:
    body = (b'{"name": "Ada"}' * size)[:size]
    packed = pack(body, coding)
    assert len(packed) < size / 10
    unpack = gzip.decompress if coding == "gzip" else zstandard.ZstdDecompressor().decompress
    assert unpack(packed) == body


def test_gzip_is_too_slow_for_what_is_large() -> None:
    sizes = (LEAST - 1, LEAST, MUCH - 1, MUCH)
    assert [pays(size, "gzip") for size in sizes] == [False, True, True, False]
    assert [pays(size, "zstd") for size in sizes] == [False, True, True, True]


def parted(answer: bytes) -> tuple[Mapping[str, str], bytes]:
    """Headers and body."""
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = (line.partition(": ") for line in head.decode().split("\r\n")[1:])
    return httpx.Headers([(name, value) for name, _, value in lines]), body


async def asked(server: RawServer, size: int, *headers: str) -> tuple[Mapping[str, str], bytes]:
    server.world.customers[0].name = "x" * size
    return parted(await server.ask(post(NAME, *headers, key=KEY)))


@pytest.mark.parametrize("asgi_alone", [False, True], ids=["fast path", "ASGI"])
async def test_answers_are_packed_where_it_pays(asgi_alone: bool) -> None:
    async with raw_server(asgi_alone=asgi_alone) as server:
        plain, body = await asked(server, 5_000, FAR)
        assert "content-encoding" not in plain
        for coding in ("gzip", "zstd"):
            headers, packed = await asked(server, 5_000, FAR, f"Accept-Encoding: {coding}")
            assert (headers["content-encoding"], headers["content-length"]) == (coding, str(len(packed)))
            assert "Accept-Encoding" in headers["vary"]
            assert len(packed) < len(body) / 10
            unpack = gzip.decompress if coding == "gzip" else zstandard.ZstdDecompressor().decompress
            assert unpack(packed) == body
        for size, others in ((10, [FAR]), (5_000, [])):
            headers, _ = await asked(server, size, *others, "Accept-Encoding: zstd, gzip")
            assert "content-encoding" not in headers, "it is small, or comes from this machine"
        refused = json.dumps({"query": "{ " + " ".join(f"a{number}" for number in range(100)) + " }"})
        headers, packed = parted(await server.ask(post(refused, FAR, "Accept-Encoding: gzip")))
        assert headers["content-encoding"] == "gzip"
        assert len(json.loads(gzip.decompress(packed))["errors"]) == 100
        assert server.watched.asked == (["/graphql"] * 6 if asgi_alone else [])


async def test_a_stream_is_sent_as_it_comes() -> None:
    async with raw_server() as server:
        answer = await server.ask(post(PAGE, FAR, "Accept-Encoding: gzip", "Accept: text/event-stream"))
    assert b"content-encoding" not in answer
