"""Compression: answers are packed as the client takes it, where that pays.

It pays over a network: zstd takes 1 µs for a kilobyte, and leaves a tenth of it. It does not for a client on this
machine, unless it is a proxy that says for whom it asks.
"""

import zlib
from functools import lru_cache

import zstandard

LEAST = 1_400
"""Smaller bodies, in bytes, fit into one packet, and are sent as they are."""
MUCH = 1_000_000
"""Larger bodies are packed with zstd alone: gzip would hold up all others."""
OFFERED = ("zstd", "gzip")
"""From the best."""
_LEVELS = {"zstd": 1, "gzip": 1}
"""The quickest: higher levels take twice the time for a twentieth of the size."""


def coding_of(accepted: str) -> str | None:
    """The content coding for an Accept-Encoding; None where the client takes none of ours."""
    return next(iter(codings_of(accepted)), None)


@lru_cache(maxsize=256)
def codings_of(accepted: str, offered: tuple[str, ...] = OFFERED) -> tuple[str, ...]:
    """Those of `offered` that an Accept-Encoding takes, from the one that it likes best; of equals the first."""
    qualities: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameter = (piece.strip() for piece in part.partition(";"))
        _, _, quality = parameter.partition("=")
        try:
            qualities[name] = float(quality) if quality else 1.0
        except ValueError:
            qualities[name] = 0.0
    default = qualities.get("*", 0.0)
    liked = {coding: qualities.get(coding, default) for coding in offered}
    return tuple(sorted((coding for coding in offered if liked[coding] > 0), key=liked.__getitem__, reverse=True))


def pays(size: int, coding: str) -> bool:
    """Whether to pack a body of so many bytes."""
    return size >= LEAST and (size < MUCH or coding == "zstd")


def pack(body: bytes, coding: str) -> bytes:
    """The body in a coding. At once: were it waited for, many large answers would be held meanwhile."""
    if coding == "zstd":
        return zstandard.ZstdCompressor(level=_LEVELS[coding]).compress(body)
    packing = zlib.compressobj(_LEVELS[coding], zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return packing.compress(body) + packing.flush()
