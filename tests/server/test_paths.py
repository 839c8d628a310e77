"""Paths that lead nowhere."""

import httpx
import pytest

PATHS = [
    *(f"/{page}/a%00/b" for page in ("i", "mandates", "receipts", "transfer")),
    "/links/a%00",
    "/p/session/test_a%00",
    "/%00",
]


@pytest.mark.parametrize("path", PATHS)
async def test_a_path_with_nul_leads_nowhere(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 404
    (error,) = answer.json()["errors"]
    assert (error["message"], error["extensions"]["code"]) == (
        "There is nothing at a path with the character NUL.",
        "NOT_FOUND",
    )
