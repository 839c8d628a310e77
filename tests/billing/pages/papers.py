"""PDFs as tests read them: through HTTP, page by page."""

import io
import os
from pathlib import Path

import httpx
from pypdf import PdfReader


async def reader_of(client: httpx.AsyncClient, path: str) -> PdfReader:
    """A PDF."""
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return PdfReader(io.BytesIO(answer.content))


async def pages_of(client: httpx.AsyncClient, path: str) -> list[str]:
    """The text of each page of a PDF. With `PAPERS` in the environment, the file is kept in that folder, to look at."""
    answer = await client.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf"), answer.text
    if folder := os.environ.get("PAPERS"):
        name = os.environ["PYTEST_CURRENT_TEST"].rpartition("::")[2].partition(" ")[0].replace("/", "_")
        (Path(folder) / f"{name}-{path.rpartition('/')[2]}.pdf").write_bytes(answer.content)
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.content)).pages]
