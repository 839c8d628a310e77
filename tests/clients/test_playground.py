"""The pages in a real browser: headless Chromium, against the server as a user starts it."""

import os
import subprocess

from tests.clients.conftest import BROWSER, Served


def test_the_page_works_in_chromium(server: Served, node: str, browser: str) -> None:
    _passes(server, node, browser, "playground.test.mjs", 19)


def test_the_page_finds_builds_and_takes_away(server: Served, node: str, browser: str) -> None:
    _passes(server, node, browser, "tools.test.mjs", 12)


def test_the_page_is_for_everyone(server: Served, node: str, browser: str) -> None:
    _passes(server, node, browser, "access.test.mjs", 7)


def test_the_pages_of_banks_fit_small_screens(server: Served, node: str, browser: str) -> None:
    _passes(server, node, browser, "banks.test.mjs", 18)


def test_the_customer_portal_works_in_chromium(server: Served, node: str, browser: str) -> None:
    _passes(server, node, browser, "portal.test.mjs", 7)


def test_owners_onboard_in_chromium(server: Served, node: str, browser: str) -> None:
    _passes(server, node, browser, "onboarding.test.mjs", 9)


def test_the_page_of_an_invoice_works_in_chromium(server: Served, node: str, browser: str) -> None:
    _passes(server, node, browser, "invoice.test.mjs", 8)


def _passes(server: Served, node: str, browser: str, file: str, tests: int) -> None:
    environment = {
        **os.environ,
        "CHROMIUM": browser,
        "PAYGRAPH_URL": server.url.removesuffix("/graphql"),
        "PAYGRAPH_KEY": server.key,
    }
    run = subprocess.run(
        [node, "--test", file], cwd=BROWSER, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"# pass {tests}" in run.stdout
    assert "# skipped 0" in run.stdout
