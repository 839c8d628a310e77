"""The types of payment method that are not here yet, as they would be: each with all faces that Stripe's has."""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from pydantic.alias_generators import to_pascal

from tests.weight.shapes import Pool, parts

FACES: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "payment_methods" / "faces.json").read_text()
)
HEAD = '''"""Types of payment method, made up."""

from decimal import Decimal
from enum import StrEnum

from app.tables.columns import given
from app.tables.payment_methods.method_type import Empty, Face, Fee, Flow, MethodType, Settlement
from app.tables.values import Value
'''


def text(here: Collection[str], sets: dict[str, Any]) -> str:
    """The module of the types that are missing beside those that are `here`."""
    pool = Pool(sets)
    types = [_type(name, faces, pool) for name, faces in FACES.items() if name not in here]
    return "\n\n\n".join([HEAD, *pool.text, *types, ""])


def _type(name: str, faces: dict[str, Any], pool: Pool) -> str:
    lines = [f'MethodType(name="{name}", noun="{name}", description="{name}, which is made up.", flow=Flow.WALLET,']
    lines.append(
        '    settlement=Settlement(business_days=1, business_days_abroad=1), fee=Fee(share=Decimal("0.01")), faces={'
    )
    for face, node in faces.items():
        shown = pool.type_of(node, f"{to_pascal(face)}.{name}", "str") if parts(node) else "Empty"
        lines.append(f"        Face.{face.upper()}: {shown},")
    return "\n".join([*lines, "    },", ")"])
