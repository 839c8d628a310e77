"""Every face of every type of payment method has the fields of Stripe's, at every depth.

`faces.json` has Stripe's types with the faces of each, under the names of `Face`. What is shown: `?` null or absent at
times. Params: `?` optional. A list is a closed set; of a hash, "" has the mark and "|" is a closed set.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.payment_methods.behaviour import like
from app.tables.columns import meta_of, public_name
from app.tables.payment_methods.method_type import Empty, Face, MethodType, method_types
from app.tables.payment_methods.types.card import PaymentMethodCardUpdateParams
from app.tables.values import Value
from schema.derive.annotations import shape

FACTS: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "faces.json").read_text())


def differences(kind: Any, stripes: Any, path: str, *, given: bool) -> Iterator[str]:
    """How a face, or a value in it, differs from Stripe's hash."""
    names = [name for name in stripes if name not in ("", "|")] if isinstance(stripes, dict) else []
    if not (isinstance(kind, type) and issubclass(kind, Value)):
        if names or kind != Empty:
            yield f"{path} is {kind}, not {names}"
        return
    fields = {public_name(name, meta_of(info)): info for name, info in kind.model_fields.items()}
    ours = [*fields, *kind.awaited]
    if (sorted(ours) if given or kind.awaited else ours) != names:
        yield f"{path} has {ours}, not {names}"
    for name in fields.keys() & set(names):
        yield from leaf(fields[name], stripes[name], f"{path}.{name}", given=given)


def leaf(info: Any, stripes: Any, path: str, *, given: bool) -> Iterator[str]:
    """How a field differs: in null, in its closed set, or further down."""
    found = shape(info.annotation)
    mark = stripes.get("", "") if isinstance(stripes, dict) else stripes if isinstance(stripes, str) else ""
    if (mark == "?") != (not info.is_required() if given else found.nullable):
        yield f"{path} differs in null"
    closed = stripes if isinstance(stripes, list) else stripes.get("|") if isinstance(stripes, dict) else None
    ours = sorted(each.value for each in found.enum) if found.enum else None
    if ours != closed:
        yield f"{path} is one of {ours}, not of {closed}"
    if isinstance(stripes, dict) and closed is None:
        yield from differences(found.base, stripes, path, given=given)


def unlike(kind: MethodType, face: Face) -> list[str]:
    """How one face of a type differs from Stripe's."""
    stripes = FACTS[kind.name].get(face.name.lower())
    if (face in kind.faces) != (stripes is not None):
        return [f"{face.name} is {'not ' if face in kind.faces else ''}a face of Stripe's"]
    given = face is Face.UPDATE or face.name.endswith("PARAMS")
    return [] if stripes is None else list(differences(kind.faces[face], stripes, face.name, given=given))


CASES = [(kind, face) for kind in method_types().values() for face in Face]


@pytest.mark.parametrize(("kind", "face"), CASES, ids=[f"{kind.name}-{face.name.lower()}" for kind, face in CASES])
def test_a_face_is_stripes(kind: MethodType, face: Face) -> None:
    assert unlike(kind, face) == []


def test_a_face_of_an_empty_hash_needs_nothing_of_another_and_gives_nothing() -> None:
    """As of Alipay, of which a payment method stores nothing, and a charge shows a few fields."""
    card = method_types()["card"].faces
    assert like(Empty, PaymentMethodCardUpdateParams(exp_month=1)) == {}
    assert like(card[Face.SETUP_DETAILS], {}, last4="4242", unknown=1).model_dump(exclude_none=True) == {
        "last4": "4242"
    }
