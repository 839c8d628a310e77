"""Which families a key may read, and which types of events: those about objects of these families."""

from functools import lru_cache

from app import tables
from app.access.caller import Caller
from app.access.permissions import Action
from app.domain.events.catalogue import catalogue
from app.domain.webhooks.choosing import METERS, THIN_TYPES
from app.tables.families import Family


def readable_types(caller: Caller) -> frozenset[str] | None:
    """The types of events, thin ones too, that the caller may read; None for all of them."""
    families = readable_families(caller)
    return None if families is None else _types(families)


def readable_families(caller: Caller) -> frozenset[Family] | None:
    """The families that the caller may read; None for all of them."""
    if caller.may_all:
        return None
    return frozenset(family for family in Family if caller.may(family, Action.READ))


def hidden_objects(caller: Caller) -> frozenset[str]:
    """Stripe's names of the objects with ids that the caller may not read."""
    families = readable_families(caller)
    return frozenset() if families is None else _objects(families)


@lru_cache(maxsize=1_000)
def _objects(families: frozenset[Family]) -> frozenset[str]:
    return frozenset(table.object_name for table in tables.every() if table.family not in families)


@lru_cache(maxsize=1_000)
def _types(families: frozenset[Family]) -> frozenset[str]:
    types = {name for name, type in catalogue.items() if type.family in families}
    return frozenset(types | {name for name in THIN_TYPES if _family_of_thin(name) in families})


def _family_of_thin(name: str) -> Family:
    if name in METERS:
        return Family.BILLING
    about = catalogue.get(name.removeprefix("v1."))
    # The others are about event destinations themselves.
    return about.family if about else Family.CORE_RESOURCES
