"""A customer in the portal: a browser without a script, which follows links and sends forms as they stand."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx

from tests.billing.subscriptions.subscriber import Subscriber

FORM = "application/x-www-form-urlencoded"


@dataclass
class Forms(HTMLParser):
    """The forms of a page: the action of each, and its fields as they stand."""

    found: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.found.append((given.get("action") or "", {}))
        elif tag == "input" and self.found and (given.get("type") != "radio" or "checked" in given):
            self.found[-1][1][given.get("name") or ""] = given.get("value") or ""


class Visitor:
    """One browser, which asks for pages in a `language`."""

    def __init__(self, client: httpx.AsyncClient, language: str = "en-US") -> None:
        self.client = client
        self.language = language
        self.cookies: dict[str, str] = {}
        self.status = 0
        self.page = ""
        self.path = ""
        self.elsewhere: str | None = None

    async def send(self, method: str, path: str, body: dict[str, str] | None = None) -> str:
        """The page that a request leads to, by redirects within the site."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookie, "Accept-Language": self.language} | (
            {"Content-Type": FORM} if body is not None else {}
        )
        content = urlencode(body) if body is not None else None
        answer = await self.client.request(method, path, headers=headers, content=content, follow_redirects=False)
        self.client.cookies.clear()
        for name, value in answer.cookies.items():
            self.cookies[name] = value
        self.status, self.page, self.path = answer.status_code, unescape(answer.text), path
        self.raw, self.headers = answer.text, answer.headers
        if answer.status_code == 303:
            to = urlsplit(answer.headers["location"])
            return await self.send("GET", to.path + (f"?{to.query}" if to.query else ""))
        return self.page

    async def open(self, session: dict[str, Any]) -> str:
        return await self.send("GET", urlsplit(session["url"]).path)

    async def go(self, path: str) -> str:
        """A page below the first one."""
        return await self.send("GET", self.home + path)

    @property
    def home(self) -> str:
        found = re.match(r"/p/portal/bps_\w+", self.path)
        assert found, self.path
        return found[0]

    def form(self, action: str, **fields: str) -> dict[str, str]:
        """The fields of the form with an action, of which some may have to be as given."""
        forms = Forms()
        forms.feed(self.raw)
        for path, found in forms.found:
            if path == f"{self.home}/{action}" and fields.items() <= found.items():
                return found
        raise AssertionError(f"There is no form {action} in {self.page}")

    def offers(self, action: str) -> bool:
        """Whether the page has a form with an action."""
        return f'action="{self.home}/{action}"' in self.raw

    async def submit(self, action: str, of: dict[str, str] | None = None, /, **changed: str) -> str:
        """Send a form of the page, with some of its fields filled in."""
        return await self.send("POST", f"{self.home}/{action}", self.form(action, **(of or {})) | changed)

    async def forge(self, action: str, **fields: str) -> str:
        """Send a form that the page does not have, with the key of the visit."""
        key = re.search(r'name="key" value="(\w+)"', self.raw)
        assert key, "no form in the page"
        return await self.send("POST", f"{self.home}/{action}", {"key": key[1], **fields})


class Portal(Subscriber):
    """A merchant whose customers visit the portal."""

    async def configure(self, **features: Any) -> str:
        """The id of a configuration."""
        given = {
            name: {"enabled": True} | (value if isinstance(value, dict) else {}) for name, value in features.items()
        }
        made = await self.graph.do("billingPortalConfigurationCreate", "id", input={"features": given})
        return str(made["id"])

    async def session(self, customer: str, configuration: str, **input: Any) -> dict[str, Any]:
        given = {"customer": customer, "configuration": configuration} | input
        return await self.graph.do("billingPortalSessionCreate", "id url", input=given)

    async def visit(self, customer: str, configuration: str, *, language: str = "en-US", **input: Any) -> Visitor:
        """A browser on the first page of a session. What was told so far is heard."""
        visitor = Visitor(self.graph.client, language)
        await visitor.open(await self.session(customer, configuration, **input))
        assert visitor.status == 200, visitor.page
        await self.told()
        return visitor

    async def plan(self, amount: int, name: str, **input: Any) -> dict[str, Any]:
        """A product, as a configuration offers it, with its monthly price."""
        made = await self.price(amount, recurring={"interval": "MONTH"} | input, productData={"name": name})
        return {"product": made["product"]["id"], "prices": [made["id"]]}

    async def find(self, what: str, id: str, fields: str) -> dict[str, Any]:
        data = await self.graph(f"query ($id: ID!) {{ it: {what}(id: $id) {{ {fields} }} }}", id=id)
        found: dict[str, Any] = data["it"]
        return found
