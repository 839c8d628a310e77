"""The PDF of a paper: made by Typst in a few threads of its own, where Python's lock is free."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from app.server.papers.paper import Paper

if TYPE_CHECKING:
    import typst

FOLDER = Path(__file__).parent
THREADS = 2
MOST = 64
"""How many papers wait at once, at most."""

_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="papers")
_places = threading.BoundedSemaphore(MOST)
_own = threading.local()


class Busy(Exception):
    """Too many papers are being made."""


async def typeset(paper: Paper) -> bytes:
    """The paper as PDF; the same bytes for the same paper. Raises Busy."""
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        made = _pool.submit(_typeset, paper)
    except BaseException:
        _places.release()
        raise
    made.add_done_callback(lambda _: _places.release())
    return await asyncio.wrap_future(made)


def _typeset(paper: Paper) -> bytes:
    pdf = _compiler().compile(
        format="pdf",
        sys_inputs={"paper": orjson.dumps(asdict(paper)).decode()},
        timestamp=int(paper.created.timestamp()),
    )
    assert isinstance(pdf, bytes)
    return pdf


def _compiler() -> "typst.Compiler":
    """The thread's own compiler, which reads the layout and fonts once."""
    import typst

    if not hasattr(_own, "compiler"):
        _own.compiler = typst.Compiler(FOLDER / "layout.typ", root=FOLDER, font_paths=_fonts())
    compiler: typst.Compiler = _own.compiler
    return compiler


@cache
def _fonts() -> "typst.Fonts":
    """The fonts beside this file; after them, for further scripts, those of the system."""
    import typst

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[FOLDER / "fonts"])
