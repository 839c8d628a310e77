"""How the portal's pages look: the parts that they are made of. All text is escaped by `Markup.format`."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from markupsafe import Markup
from starlette.responses import Response

from app import money
from app.server.pages import page
from app.server.portal.place import Place
from app.tables.products.price import Price

STYLE = """
body main { width: min(44rem, 100vw - 2rem); margin: 1rem 0; overflow-wrap: anywhere; }
main section { border-top: 1px solid #8884; padding: 1rem 0 .5rem; } main h2 { font-size: 1rem; margin: 0 0 .5rem; }
main h3 { font-size: 1rem; margin: 0; } main ul { list-style: none; padding: 0; margin: 0; }
main li { padding: .6rem 0; display: grid; gap: .4rem; } li + li { border-top: 1px dashed #8884; }
.row { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; }
.row form, .row a { margin: 0; } label { display: grid; gap: .2rem; } main p { opacity: 1; margin: .25rem 0 .75rem; }
main button, main input, main select, main textarea, .button { font: inherit; padding: .55rem .8rem; border-radius: 8px;
  border: 1px solid light-dark(#767c85, #8b93a0); background: light-dark(#fff, #10141a); color: inherit; min-width: 0;
  box-sizing: border-box; text-decoration: none; }
main .first { background: #0f766e; color: #fff; border-color: #0f766e; text-align: center; }
:focus-visible { outline: 3px solid light-dark(#0f766e, #5eead4); outline-offset: 2px; }
fieldset { border: 1px solid #8886; border-radius: 8px; display: grid; gap: .5rem; }
fieldset label, .check { display: flex; gap: .6rem; align-items: baseline; } fieldset input { padding: 0; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .6rem; } summary { cursor: pointer; padding: .3rem 0; }
.note { border-left: 4px solid #0f766e; padding: .5rem .8rem; } .error { border-color: light-dark(#b91c1c, #fca5a5); }
.tag { font-size: .85rem; border: 1px solid #8888; border-radius: 99px; padding: .1rem .6rem; }
table { width: 100%; border-collapse: collapse; margin-bottom: .75rem; } td { padding: .35rem 0; vertical-align: top; }
td:last-child { text-align: right; white-space: nowrap; padding-left: 1rem; } tr.sum td { border-top: 1px solid #8886; }
footer { margin-top: 1rem; display: flex; gap: 1rem; flex-wrap: wrap; }
"""
_HEAD = Markup(f"<style>{STYLE}</style>")  # noqa: S704
NOTHING = Markup("")


def html(template: str, *values: Any, **named: Any) -> Markup:
    """HTML, in which whatever is put is escaped unless it is HTML of ours. Templates stand in the code."""
    return Markup(template).format(*values, **named)  # noqa: S704


def joined(parts: Iterable[Markup]) -> Markup:
    """Parts of HTML one after the other."""
    return NOTHING.join(parts)


def show(title: str, *parts: Markup, error: str | None = None, status: int | None = None, head: str = "") -> Response:
    """A page. `error` is what was refused."""
    complaint = html('<p class="note error" role="alert">{}</p>', error) if error else NOTHING
    # The style comes after the pages' own, which it refines.
    body = _HEAD + complaint + joined(parts)
    return page(title, body, head=head, status=status or (400 if error else 200))


def gone() -> Response:
    """The page of a visit that is over, or of another browser."""
    text = "<p>Go back to the site that you came from, and open the portal again.</p>"
    return page("This link has expired", text, status=404)


def form(place: Place, action: str, label: str, *fields: Markup, first: bool = False, **hidden: str) -> Markup:
    """A form with its button. `hidden` are fields that the customer does not see."""
    kept = joined(html('<input type="hidden" name="{}" value="{}">', name, value) for name, value in hidden.items())
    return html(
        '<form method="post" action="{}/{}"><input type="hidden" name="key" value="{}">{}{}'
        "<button{}>{}</button></form>",
        place.path,
        action,
        place.form_key,
        kept,
        joined(fields),
        Markup(' class="first"') if first else NOTHING,
        label,
    )


def field(name: str, label: str, value: str | None = None, **attributes: str) -> Markup:
    """A field of a form with its label."""
    more = joined(html(' {}="{}"', key.replace("_", "-"), each) for key, each in attributes.items())
    return html('<label>{}<input name="{}" value="{}"{}></label>', label, name, value or "", more)


def select(name: str, label: str, options: Sequence[tuple[str, str]], chosen: str | None = None) -> Markup:
    """A choice among values, each with what the customer reads."""
    choices = joined(
        html('<option value="{}"{}>{}</option>', value, Markup(" selected") if value == chosen else NOTHING, text)
        for value, text in options
    )
    return html('<label>{}<select name="{}">{}</select></label>', label, name, choices)


def link(place: Place, path: str, text: str, *, button: bool = True) -> Markup:
    """A link to another page of the portal."""
    return html('<a{} href="{}{}">{}</a>', Markup(' class="button"') if button else NOTHING, place.path, path, text)


def back(place: Place) -> Markup:
    """The link to the first page, or to where the customer came from in a flow."""
    if place.session.flow is None:
        return html('<p class="later">{}</p>', link(place, "", "Back", button=False))
    return leave(place)


def leave(place: Place) -> Markup:
    """The link with which the customer leaves the portal; nothing without an address."""
    url = place.session.return_url
    return html('<p class="later"><a href="{}">Return to the merchant</a></p>', url) if url else NOTHING


def section(title: str, *parts: Markup) -> Markup:
    """A part of the first page."""
    return html("<section><h2>{}</h2>{}</section>", title, joined(parts))


def date(moment: datetime) -> str:
    """A day as customers read it."""
    return f"{moment:%B} {moment.day}, {moment.year}"


def words(value: str) -> str:
    """A value of an enum as words."""
    return value.replace("_", " ").capitalize()


def cost(price: Price, currency: str, quantity: int | None = None) -> str:
    """What a price costs each period, by what is known of it."""
    recurring = price.recurring
    each = "" if recurring is None else f" per {_period(recurring.interval.value, recurring.interval_count)}"
    if price.unit_amount is None or price.currency != currency:
        return f"{price.nickname or 'By usage'}{each}"
    amount = money.formatted(price.unit_amount * (1 if quantity is None else quantity), currency)
    return f"{amount}{each}"


def _period(interval: str, count: int) -> str:
    return interval if count == 1 else f"{count} {interval}s"
