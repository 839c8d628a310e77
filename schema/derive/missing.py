"""All references of an input that lead to nothing, where a domain function stops at the first."""

from collections.abc import Mapping, Sequence
from typing import Any

from app import tables
from app.domain.mistakes import refuse
from app.domain.payment_methods.behaviour import named
from app.domain.tx import Tx
from app.errors import Refusal, ResourceMissing
from schema.derive.inputs import Param


async def refuse_all_missing(tx: Tx, params: Sequence[Param], given: Mapping[str, Any], refusal: Refusal) -> None:
    """Raise a refusal for an object that is missing together with those for the other ids of the input, by the params'
    keys, that there is no object for. Nothing is raised if there are none, if no object was missing, or if it is the
    one that the mutation is about, without which nothing else is judged.

    What a payment needs of several accounts, and test names such as `pm_card_visa`, which stand for what is to be made,
    are the domain function's to judge.
    """
    if not any(isinstance(each, ResourceMissing) and each.field != "id" for each in refusal.each):
        return
    found = list(refusal.each)
    for param in params:
        id = given.get(param.key)
        judged = any((each.field or "").partition(".")[0] == param.name for each in found)
        if judged or not isinstance(id, str) or len(param.targets) != 1 or param.targets == ("account",):
            continue
        try:
            if named(tx, id) is None:
                await tx.get(tables.by_name[param.targets[0]], id, field=param.name, lock=False)
        except ResourceMissing as missing:
            found.append(missing)
        except Refusal:
            continue
    if len(found) > len(refusal.each):
        refuse(found)
