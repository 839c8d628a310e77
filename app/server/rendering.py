"""Pages made of templates: `app/server/templates` has them, and its JSON files what they say in each language.

Whatever a template shows is escaped. No page has a script.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app import money
from app.server.pages import SAFETY

FOLDER = Path(__file__).parent / "templates"
LANGUAGES = ("en", "de", "es", "fr", "ja")
_environment = Environment(
    loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


class Speech:
    """How a page speaks to a customer: its texts, dates and amounts in one locale."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        self.tag = str(locale).replace("_", "-")

    def __call__(self, key: str, **values: str) -> str:
        """The text of the catalogue, with values in its braces."""
        return _catalogue()[key][self.locale.language].format(**values)

    def date(self, moment: datetime) -> str:
        """A day, such as November 29, 2026."""
        return format_date(moment, "long", self.locale)

    def moment(self, moment: datetime) -> str:
        """A moment in UTC, such as November 29, 2026 at 11:59:59 PM UTC."""
        return format_datetime(moment, "long", UTC, self.locale)

    def knows(self, key: str) -> bool:
        """Whether the catalogue has a text."""
        return key in _catalogue()

    def list(self, texts: Sequence[str]) -> str:
        """Texts one after the other, such as A, B, and C."""
        return format_list(texts, locale=self.locale)

    def number(self, number: int | Decimal) -> str:
        """A number with all its decimals, such as 1,000."""
        return format_decimal(number, locale=self.locale, decimal_quantization=False)

    def percent(self, percentage: Decimal) -> str:
        """A percentage, such as 19% for 19, with all its decimals."""
        return format_percent(percentage / 100, locale=self.locale, decimal_quantization=False)

    def duration(self, count: int, unit: str) -> str:
        """A time such as 3 months. The unit is `day`, `week`, `month` or `year`."""
        # Babel has the long words of Japanese among the short ones.
        length: Literal["short", "long"] = "short" if self.locale.language == "ja" else "long"
        return format_unit(count, f"duration-{unit}", length, locale=self.locale)

    def amount(self, amount: int | Decimal, currency: str) -> str:
        """An amount in minor units, such as $20.00."""
        return money.formatted(amount, currency, self.tag)

    def country(self, code: str) -> str:
        """The name of a country."""
        return str(self.locale.territories.get(code, code))


def speech(request: Request, preferred: Iterable[str] = ()) -> Speech:
    """The first known language among those that a customer prefers, then those of the browser; else English."""
    header = request.headers.get("accept-language", "")[:200]
    return speech_for((*preferred, *(each.partition(";")[0].strip() for each in header.split(","))))


def speech_for(preferred: Iterable[str]) -> Speech:
    """The first known language among those that a customer prefers; else English."""
    for tag in preferred:
        try:
            locale = Locale.parse(tag.replace("-", "_"))
        except (UnknownLocaleError, ValueError, TypeError):
            continue
        if locale.language in LANGUAGES:
            return Speech(locale)
    return Speech(Locale("en", "US"))


def render(
    request: Request, template: str, *, say: Speech | None = None, status: int = 200, **values: object
) -> Response:
    """A page of a template, which calls `say` for its texts. The default speaks as the browser asks."""
    html = _environment.get_template(template).render(say=say or speech(request), **values)
    return HTMLResponse(html, status_code=status, headers=SAFETY)


@cache
def _catalogue() -> dict[str, dict[str, str]]:
    """All texts by key and language. A key stands in one file."""
    return {key: texts for path in FOLDER.glob("*.json") for key, texts in json.loads(path.read_text("utf-8")).items()}
