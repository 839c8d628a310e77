"""What customers do in the portal: each form's action, carried out by the verbs of the domain."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import RedirectResponse, Response

from app.domain.billing.portal import changing, confirming, details, ending
from app.domain.billing.portal.changing import Wanted
from app.domain.billing.portal.details import Details
from app.domain.billing.portal.visits import Visit
from app.domain.tx import Tx
from app.errors import Refusal
from app.server.forms import Form, card_of
from app.server.portal import home, steps
from app.server.portal.place import Place
from app.settings import public_url
from app.tables.billing.portal_session import BillingPortalAfterCompletionType
from app.tables.core_resources.payment_intent_values import PaymentIntentStatus
from app.tables.core_resources.setup_intent import SetupIntent
from app.tables.core_resources.setup_intent_values import SetupIntentStatus
from app.tables.shapes.shipping import Shipping


@dataclass(frozen=True)
class Deed:
    """An action of a form."""

    run: Callable[[Tx, Visit, Form], Awaitable[Any]]
    done: str
    """What the customer reads after it: the key of a text, after `done_`."""
    again: Callable[[Place, Form, str], Awaitable[Response]]
    """The page that is shown when it is refused."""
    wanted: Callable[[Tx, Visit, Form], Awaitable[Wanted]] | None = None
    """The change of a subscription that it makes, whose payment a bank may want the customer to confirm."""


async def carry_out(place: Place, deed: Deed, form: Form) -> Response:
    """Do it, and show what comes after. Raises Refusal."""

    async def run(tx: Tx, visit: Visit) -> Any:
        made = await deed.run(tx, visit, form)
        if place.session.flow is not None:
            place.complete(tx, over=not leads_home(place))
        return made

    try:
        await place.do(run)
    except Refusal as refusal:
        if deed.wanted is None or not confirming.waits_for_bank(refusal):
            raise
        return await _lead_to_bank(place, deed.wanted, form)
    return after(place, deed.done)


async def _lead_to_bank(place: Place, wanted: Callable[[Tx, Visit, Form], Awaitable[Wanted]], form: Form) -> Response:
    async def run(tx: Tx, visit: Visit) -> str:
        return await confirming.begin(tx, visit, await wanted(tx, visit, form), return_url=_changed_url(place))

    return RedirectResponse(await place.do(run), status_code=303)


def _changed_url(place: Place) -> str:
    return f"{public_url()}{place.path}/changed"


async def changed(place: Place, id: str) -> Response:
    """The customer is back from the bank, which was asked about the payment of a change. Raises Refusal."""

    async def run(tx: Tx, visit: Visit) -> confirming.Outcome:
        outcome = await confirming.end(tx, visit, id, return_url=_changed_url(place))
        if outcome.status is PaymentIntentStatus.SUCCEEDED and place.session.flow is not None:
            place.complete(tx, over=not leads_home(place))
        return outcome

    outcome = await place.do(run)
    if outcome.status is PaymentIntentStatus.SUCCEEDED:
        return after(place, "changed")
    if outcome.status is not PaymentIntentStatus.REQUIRES_PAYMENT_METHOD:
        return RedirectResponse(place.path, status_code=303)
    if place.session.flow is not None:
        return await steps.first_of_flow(place, error=place.say("refused_bank"))
    return await steps.choose(place, outcome.subscription_id, error=place.say("refused_bank"))


def leads_home(place: Place) -> bool:
    """Whether the first page of the portal follows the session's flow."""
    flow = place.session.flow
    return flow is None or flow.after_completion.type is BillingPortalAfterCompletionType.PORTAL_HOMEPAGE


def after(place: Place, done: str) -> Response:
    """What follows: the first page again, by a redirect so that a reload repeats nothing, or what the flow says."""
    if leads_home(place):
        return RedirectResponse(f"{place.path}?done={done}", status_code=303)
    return steps.completed(place, place.say(f"done_{done}"))


async def add_card(place: Place, form: Form) -> Response:
    """Set up a card; one whose bank wants to hear from the customer leads there first. Raises Refusal and
    ValidationError."""
    data = card_of(form)

    async def run(tx: Tx, visit: Visit) -> SetupIntent:
        intent = await details.add_method(tx, visit, data, return_url=_return_url(place))
        await _use_added(tx, visit, place, intent)
        return intent

    intent = await place.do(run)
    if intent.status is SetupIntentStatus.REQUIRES_ACTION and intent.next_action is not None:
        redirect = intent.next_action.redirect_to_url
        assert redirect is not None, "a card with a return_url is redirected"
        assert redirect.url is not None, "to a page of its own"
        return RedirectResponse(redirect.url, status_code=303)
    return after(place, "card_added")


def _return_url(place: Place) -> str:
    return f"{public_url()}{place.path}/card-added"


async def _use_added(tx: Tx, visit: Visit, place: Place, intent: SetupIntent) -> bool:
    added = await details.use_added(tx, visit, intent, return_url=_return_url(place))
    if added and place.session.flow is not None:
        place.complete(tx, over=not leads_home(place))
    return added


async def card_added(place: Place, id: str) -> Response:
    """The customer is back from the bank. Raises Refusal."""

    async def run(tx: Tx, visit: Visit) -> bool:
        intent = await tx.get(SetupIntent, id, field="setup_intent")
        return await _use_added(tx, visit, place, intent)

    return (
        after(place, "card_added")
        if await place.do(run)
        else await steps.add_card(place, error=place.say("refused_not_saved"))
    )


async def _chosen(tx: Tx, visit: Visit, form: Form) -> Wanted:
    return await steps.wanted_by(tx, visit, form.get("subscription", ""), form)


async def _prepared(tx: Tx, visit: Visit, form: Form) -> Wanted:
    return steps.prepared_by(visit, form)


async def _change(tx: Tx, visit: Visit, form: Form) -> None:
    await changing.change(tx, visit, await _chosen(tx, visit, form))


async def _confirm(tx: Tx, visit: Visit, form: Form) -> None:
    await changing.change(tx, visit, await _prepared(tx, visit, form))


async def _cancel(tx: Tx, visit: Visit, form: Form) -> None:
    feedback, comment = form.get("feedback") or None, form.get("comment") or None
    await ending.cancel(tx, visit, form.get("subscription", ""), feedback=feedback, comment=comment)


async def _accept(tx: Tx, visit: Visit, form: Form) -> None:
    await ending.accept_offer(tx, visit, form.get("subscription", ""))


async def _keep(tx: Tx, visit: Visit, form: Form) -> None:
    await ending.keep(tx, visit, form.get("subscription", ""))


async def _resume(tx: Tx, visit: Visit, form: Form) -> None:
    await ending.resume(tx, visit, form.get("subscription", ""))


async def _make_default(tx: Tx, visit: Visit, form: Form) -> None:
    await details.make_default(tx, visit, form.get("payment_method", ""))


async def _remove_method(tx: Tx, visit: Visit, form: Form) -> None:
    await details.remove_method(tx, visit, form.get("payment_method", ""))


async def _add_tax_id(tx: Tx, visit: Visit, form: Form) -> None:
    await details.add_tax_id(tx, visit, form.get("type", ""), form.get("value", "").strip())


async def _remove_tax_id(tx: Tx, visit: Visit, form: Form) -> None:
    await details.remove_tax_id(tx, visit, form.get("tax_id", ""))


async def _details(tx: Tx, visit: Visit, form: Form) -> None:
    """Take the details that the form has; an empty field removes what there was."""
    values: dict[str, Any] = {name: form[name] or None for name in ("name", "email", "phone") if name in form}
    if any(name.startswith("address_") for name in form):
        values["address"] = _address(form, "address_")
    if any(name.startswith("shipping_") for name in form):
        name, address = form.get("shipping_name") or None, _address(form, "shipping_")
        former = visit.customer.shipping or Shipping()
        values["shipping"] = {**former.model_dump(), "name": name, "address": address} if name or address else None
    await details.update(tx, visit, Details.model_validate(values))


def _address(form: Form, prefix: str) -> dict[str, str | None] | None:
    found = {name: form.get(f"{prefix}{name}") or None for name in home.ADDRESS}
    if found["country"]:
        found["country"] = found["country"].upper()
    return found if any(found.values()) else None


async def _home(place: Place, form: Form, error: str) -> Response:
    if place.session.flow is not None:
        return await steps.first_of_flow(place, error=error)
    return await home.first_page(place, error=error)


async def _choose_again(place: Place, form: Form, error: str) -> Response:
    return await steps.choose(place, form.get("subscription", ""), error=error)


async def _cancel_again(place: Place, form: Form, error: str) -> Response:
    return await steps.cancel(place, form.get("subscription", ""), error=error)


DEEDS: Mapping[str, Deed] = {
    "change": Deed(_change, "changed", _choose_again, _chosen),
    "confirm": Deed(_confirm, "changed", _home, _prepared),
    "cancel": Deed(_cancel, "canceled", _cancel_again),
    "accept-offer": Deed(_accept, "accepted", _home),
    "keep": Deed(_keep, "kept", _home),
    "resume": Deed(_resume, "resumed", _home),
    "make-default": Deed(_make_default, "default", _home),
    "remove-method": Deed(_remove_method, "removed", _home),
    "details": Deed(_details, "details", _home),
    "add-tax-id": Deed(_add_tax_id, "tax_id_added", _home),
    "remove-tax-id": Deed(_remove_tax_id, "tax_id_removed", _home),
}
DONE = frozenset(["card_added", *(each.done for each in DEEDS.values())])
"""What the first page says after a deed: an address cannot make it say anything else."""
