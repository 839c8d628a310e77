"""The owner of a connected account at the pages of their platform: a browser without a script."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from sqlalchemy import update

from app.database import Database
from app.tables.connect.account import Account
from app.tables.connect.account_requirements import AccountRequirements
from tests.graph import Graph

FORM = "application/x-www-form-urlencoded"


@dataclass
class Inputs(HTMLParser):
    """The inputs of a page as they stand, and the labels that are marked as wrong."""

    found: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    _select: str | None = None

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if "aria-invalid" in given:
            self.wrong.append(name.removesuffix(":file"))
        if tag == "input" and given.get("type") == "checkbox":
            self.found[name] = "yes" if "checked" in given else ""
        elif tag == "input" and given.get("type") != "file":
            self.found[name] = given.get("value") or ""
        elif tag == "select":
            self._select = name
            self.found[name] = ""
        elif tag == "option" and self._select and "selected" in given:
            self.found[self._select] = given.get("value") or ""


class Owner:
    """One browser, which asks for pages in a `language`."""

    def __init__(self, client: httpx.AsyncClient, language: str = "en-US") -> None:
        self.client = client
        self.language = language
        self.cookies: dict[str, str] = {}
        self.status = 0
        self.page = ""
        self.path = ""
        self.elsewhere: str | None = None

    async def send(self, method: str, path: str, **sent: Any) -> str:
        """The page that a request leads to, by redirects within the site."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookie, "Accept-Language": self.language} | sent.pop("headers", {})
        answer = await self.client.request(method, path, headers=headers, follow_redirects=False, **sent)
        self.client.cookies.clear()
        for name, value in answer.cookies.items():
            self.cookies[name] = value
        self.status, self.page, self.path = answer.status_code, unescape(answer.text), path
        self.raw, self.headers, self.elsewhere = answer.text, answer.headers, None
        if answer.status_code == 303:
            to = urlsplit(answer.headers["location"])
            if to.netloc:
                self.elsewhere = answer.headers["location"]
                return self.page
            return await self.send("GET", to.path + (f"?{to.query}" if to.query else ""))
        return self.page

    async def open(self, link: dict[str, Any]) -> str:
        return await self.send("GET", urlsplit(link["url"]).path)

    @property
    def home(self) -> str:
        found = re.match(r"/connect/accounts/\w+/\w+", self.path)
        assert found, self.path
        return found[0]

    @property
    def inputs(self) -> dict[str, str]:
        """What the page asks, with what stands there."""
        return {name: value for name, value in self._read().found.items() if name != "key"}

    @property
    def wrong(self) -> list[str]:
        """The names of what is marked as wrong."""
        return self._read().wrong

    def _read(self) -> Inputs:
        inputs = Inputs()
        inputs.feed(self.raw)
        return inputs

    async def submit(self, button: str = "save", **changed: str) -> str:
        """Send the page's form as it stands but for what is changed: dots in names are double underscores."""
        fields = self._read().found | {name.replace("__", "."): value for name, value in changed.items()}
        body = {name: value for name, value in fields.items() if value} | {button: "1"}
        return await self.post(body)

    async def post(self, body: dict[str, str]) -> str:
        """Send any form to the page."""
        path = f"{self.home}/details"
        return await self.send("POST", path, content=urlencode(body), headers={"Content-Type": FORM})


async def require(database: Database, account: str, due: list[str], **more: Any) -> None:
    """Have an account of test mode asked for something, whatever it is."""
    table = Account.__table__
    requirements = AccountRequirements(currently_due=due, **more)
    async with database.writing() as connection:
        await connection.fetch(
            update(table).where(table.c.id == account).values(requirements=requirements, details_submitted=False)
        )


async def created(graph: Graph, **values: Any) -> str:
    """The id of a new account of which nothing more is known."""
    made = await graph.do("accountCreate", "id", input=values)
    return str(made["id"])
