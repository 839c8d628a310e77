"""Giving: the page that asks for what is required of an account, and takes what its owner gives."""

import re
from collections.abc import Mapping
from typing import Any

from starlette.responses import RedirectResponse, Response

from app.access.limits import RequestLimit
from app.domain.core_resources.files import files
from app.domain.tx import Tx
from app.errors import Refusal
from app.files.upload import Upload
from app.server.onboarding.asked import Asked, ask
from app.server.onboarding.fields import Field
from app.server.onboarding.place import Place
from app.server.onboarding.posted import Posted, posted
from app.server.onboarding.saving import save, submit
from app.server.onboarding.ways import Kind
from app.server.rendering import Speech
from app.server.request_head import Origin
from app.tables.connect.account import Account
from app.tables.connect.account_page import AccountPageKind
from app.tables.core_resources.file import FilePurpose
from app.tables.shapes.acceptance import Acceptance

Values = Mapping[str, str]
_FORMS = RequestLimit(per_second=0.5, burst=30)
"""How many forms of one visit are taken, in this process: each may bring documents, which are kept."""


async def show(place: Place) -> Response:
    """What is asked, with what is known of it."""
    return await _page(place, {}, note="saved_more" if "saved" in place.request.query_params else None)


async def give(place: Place) -> Response:
    """Take what a form gives. A form of another site has no key. Raises RateLimited for too many."""
    _FORMS.spend(place.form_key)
    async with posted(place.request) as given:
        if not place.is_ours(given.form):
            return place.show("refused", title=place.say("cannot_be_done"), text=place.say("refused_form"), status=403)
        if "fill" in given.form and not place.tenant.livemode:
            return await _page(place, given.form, fill=True)
        return await _take(place, given)


async def _take(place: Place, given: Posted) -> Response:
    async def run(tx: Tx, account: Account) -> tuple[int, Asked]:
        asked = await _ask(place, tx, account, lock=True)
        values = dict(given.form) | await _uploaded(tx, asked, given.files)
        count = await save(tx, asked, values, lambda: _acceptance(place, tx))
        left = await ask(tx, account, place.options, update=False, lock=True)
        if not left.fields:
            await submit(tx, account)
        return count, left

    try:
        count, left = await place.do(run)
    except Refusal as refusal:
        return await _page(place, given.form, mistakes=_mistakes(refusal))
    if not left.fields or (count and place.kind is AccountPageKind.UPDATE):
        return _done(place)
    if not count:
        return await _page(place, given.form, mistakes={each.name: None for each in left.fields})
    return RedirectResponse(f"{place.path}/details?saved=1", status_code=303)


def _done(place: Place) -> Response:
    """The way from the page: back to the dashboard, or to the platform."""
    if place.kind is AccountPageKind.DASHBOARD:
        return RedirectResponse(place.path, status_code=303)
    return place.show("done", url=place.options.return_url)


async def _ask(place: Place, tx: Tx, account: Account, *, lock: bool = False) -> Asked:
    return await ask(tx, account, place.options, update=place.kind is not AccountPageKind.ONBOARDING, lock=lock)


async def _uploaded(tx: Tx, asked: Asked, uploads: Mapping[str, Upload]) -> dict[str, str]:
    """The ids of the documents that were uploaded, by the names of their fields. Raises Refusal, at the field."""
    found = {}
    for field in asked.fields:
        upload = uploads.get(field.name)
        if upload is None or field.way.kind is not Kind.FILE or not upload.size:
            continue
        try:
            found[field.name] = (await files.create(tx, file=upload, purpose=purpose_of(field))).id
        except Refusal as refusal:
            for each in refusal.each:
                each.field = field.name
            raise
    return found


def purpose_of(field: Field) -> FilePurpose:
    """What a document of the field is uploaded for."""
    if field.path.endswith(".files"):
        return FilePurpose.ACCOUNT_REQUIREMENT
    alone = field.owner and field.path == "verification.document"
    return FilePurpose.IDENTITY_DOCUMENT if alone else FilePurpose.ADDITIONAL_VERIFICATION


def _acceptance(place: Place, tx: Tx) -> Acceptance:
    headers = place.request.headers
    browser = Origin(place.request.client, headers.get("x-forwarded-for"), headers.get("user-agent")).browser()
    return Acceptance(date=tx.real_now, ip=browser.ip_address, user_agent=browser.user_agent)


def _mistakes(refusal: Refusal) -> dict[str, str | None]:
    """What is wrong, by the paths of the input."""
    return {each.field or "": each.message for each in refusal.each}


def _plain(say: Speech, field: Field, message: str) -> str:
    """What is wrong, with the field as the page calls it in place of the API's name."""
    return re.sub(r"`[^`]*`", f"“{field.label(say)}”", message, count=1)


async def _page(
    place: Place,
    entered: Values,
    *,
    fill: bool = False,
    mistakes: Mapping[str, str | None] | None = None,
    note: str | None = None,
) -> Response:
    """The form, with what was entered, or filled in for a test, and what is wrong with it."""

    async def look(tx: Tx, account: Account) -> Response:
        asked = await _ask(place, tx, account)
        wrong = dict(mistakes or {})
        shown: dict[str, dict[str, Any]] = {}
        for field in asked.fields:
            known = entered.get(field.name, asked.value(field))
            mine = [path for path in wrong if path == field.name or path.startswith(f"{field.name}.")]
            why = [wrong.pop(path) for path in mine]
            told = next((text for text in why if text), None)
            shown[field.name] = {
                "value": field.test if fill and not known else known,
                "error": place.say("give_wrong" if known or told else "give_missing") if why else None,
                "reason": _plain(place.say, field, told) if told else asked.rejection(field),
            }
        name = account.business_profile.name if account.business_profile else None
        return place.show(
            "details",
            status=400 if mistakes else 200,
            name=name or account.email,
            sections=asked.sections(place.say),
            shown=shown,
            error=place.say("give_refused") if mistakes else None,
            rest=[text for text in wrong.values() if text],
            note=place.say(note) if note and asked.fields else None,
            pending=asked.pending,
            uploads=any(field.way.kind is Kind.FILE for field in asked.fields),
        )

    return await place.do(look, preview=True)
