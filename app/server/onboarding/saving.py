"""Saving what an owner gives: by the mutations that their platform would use, all of it or nothing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, Refusal, Several
from app.server.onboarding.asked import Asked
from app.server.onboarding.fields import PERSON, Field
from app.server.onboarding.ways import Kind
from app.tables.connect.account import Account
from app.tables.shapes.acceptance import Acceptance
from schema import connect
from schema.derive.inputs import checked
from schema.derive.mutations import Mutation

Given = dict[str, Any]
CALLED = {"company.business_vat_id_number": "company.vat_id"}
"""Requirements that inputs call otherwise."""
ROLE = {"representative": "representative", "owners": "owner", "directors": "director", "executives": "executive"}
"""What someone is who is named under one of the roles."""


def mutation(name: str) -> Mutation:
    """A mutation of the family, such as `accountUpdate`."""
    return next(each for exposed in connect.family for each in exposed.operations() if each.name == name)


async def save(tx: Tx, asked: Asked, values: Mapping[str, str], acceptance: Callable[[], Acceptance]) -> int:
    """Give the account what the form has, and return how many fields that were. `values` are by the fields' names,
    empty where nothing was entered; of a file, the id. Raises Refusal for all that cannot be taken, each at the name of
    a field, and then nothing is given."""
    mistakes: list[Refusal] = []
    of_account: Given = {}
    of_people: dict[str, Given] = {}
    count = 0
    for field in asked.fields:
        text = values.get(field.name, "").strip()
        if not text or text == asked.value(field):
            continue
        count += 1
        given = of_people.setdefault(field.owner, {}) if field.owner else of_account
        try:
            _put(given, *_entered(field, text, acceptance))
        except Refusal as refusal:
            mistakes += refusal.each
    if (individual := of_people.pop("individual", None)) is not None:
        of_account["individual"] = individual
    if bank := of_account.get("external_account"):
        bank |= {"object": "bank_account", "country": asked.account.country, "currency": asked.account.default_currency}
    if of_account:
        await _run(tx, mutation("accountUpdate"), asked.account, of_account, "", mistakes)
    for owner, given in of_people.items():
        if owner.startswith(PERSON):
            await _run(tx, mutation("personUpdate"), asked.persons[owner], given, owner, mistakes)
        else:
            given.setdefault("relationship", {})[ROLE[owner]] = True
            await _run(tx, mutation("personCreate"), None, given, owner, mistakes)
    if mistakes:
        raise Several(mistakes)
    return count


async def _run(tx: Tx, mutation: Mutation, row: Any, given: Given, owner: str, mistakes: list[Refusal]) -> None:
    """Carry a mutation out for the account itself; note what it refuses at the names of the fields."""
    try:
        columns, options = checked(mutation.params, given)
        await (mutation.run(tx, row, columns, options) if mutation.takes_id else mutation.run(tx, columns, options))
    except Refusal as refusal:
        for each in refusal.each:
            if owner:
                each.within(owner)
            mistakes.append(each)


def _entered(field: Field, text: str, acceptance: Callable[[], Acceptance]) -> tuple[list[str], Any]:
    """Where a value belongs in the input, and what it is. Raises InvalidRequest, at the field's name."""
    steps = CALLED.get(field.path, field.path).split(".")
    match field.way.kind:
        case Kind.DATE:
            try:
                day = date.fromisoformat(text)
            except ValueError:
                raise InvalidRequest(
                    f"`{field.name}` must be a day, such as 1990-12-31.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field=field.name,
                ) from None
            return steps, {"day": day.day, "month": day.month, "year": day.year}
        case Kind.CHECK:
            return steps, True
        case Kind.TERMS:
            return steps, acceptance().model_dump(exclude_none=True)
        case Kind.NAMES:
            return steps, [name for each in text.split(",") if (name := each.strip())]
        case Kind.FILE if steps[-1] == "files":
            return steps, [text]
        case Kind.FILE:
            return [*steps, "front_id"], text
    return steps, text


def _put(given: Given, steps: Sequence[str], value: Any) -> None:
    *above, last = steps
    for step in above:
        given = given.setdefault(step, {})
    given[last] = value


async def submit(tx: Tx, account: Account) -> None:
    """The owner has given all that was asked for."""
    if not account.details_submitted:
        account.details_submitted = True
        tx.tell("updated", account)
