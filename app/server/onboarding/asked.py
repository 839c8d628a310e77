"""Asked: what the owner of an account is asked for now, in sections, with what is known and what was rejected."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app import tables
from app.domain.connect.account_pages import PageOptions
from app.domain.connect.account_settings import NAMELESS
from app.domain.tx import Tx
from app.server.onboarding.fields import PERSON, Field, fields_of, owner_of
from app.server.onboarding.ways import Kind
from app.server.rendering import Speech
from app.tables.connect.account import Account, AccountBusinessType
from app.tables.resource import Resource

CHANGEABLE = (
    "business_profile.name",
    "business_profile.url",
    "business_profile.product_description",
    "business_profile.support_email",
    "business_profile.support_phone",
    "email",
    "settings.payments.statement_descriptor",
)
"""What the owner of any account can change later."""
_ADDRESS = tuple(f"address.{word}" for word in ("line1", "line2", "city", "state", "postal_code"))
_PERSON = ("first_name", "last_name", "email", "phone", *_ADDRESS)
_COMPANY = ("company.name", "company.phone", *(f"company.{path}" for path in _ADDRESS))
_KEPT_BACK = (Kind.FILE, Kind.TERMS, Kind.CHECK)
"""Kinds of fields that show no value."""

_SECTIONS = {"external_account": "section_bank", "tos_acceptance": "section_terms"}
"""What stands apart of the business, last."""


@dataclass(frozen=True)
class Section:
    """Fields about one subject."""

    title: str
    fields: Sequence[Field]


@dataclass(frozen=True)
class Asked:
    """What is asked for, of an account whose row is held."""

    account: Account
    persons: Mapping[str, Resource]
    """By id."""
    fields: Sequence[Field]
    rejected: Mapping[str, str] = field(default_factory=dict)
    """By path, why what was given last cannot be taken."""
    pending: bool = False
    """Whether something that was given is being verified."""

    def value(self, field: Field) -> str:
        """What is known of it."""
        if field.way.kind in _KEPT_BACK or field.path.startswith("external_account."):
            return ""
        found: Any = self._holder(field.owner)
        for word in field.path.split("."):
            found = getattr(found, word, None)
        if field.way.kind is Kind.DATE:
            known = found is not None and None not in (found.year, found.month, found.day)
            return f"{found.year:04}-{found.month:02}-{found.day:02}" if known else ""
        if field.way.kind is Kind.NAMES:
            return ", ".join(found or ())
        return "" if found is None or found == NAMELESS else str(found)

    def rejection(self, field: Field) -> str | None:
        """Why what was given of it last cannot be taken; None if nothing is wrong with it."""
        name = field.name
        return next((why for path, why in self.rejected.items() if path == name or path.startswith(f"{name}.")), None)

    def sections(self, say: Speech) -> list[Section]:
        """The fields by what they are about, in the order of the page."""
        found: dict[str, list[Field]] = {}
        for each in self.fields:
            found.setdefault(self._title(say, each), []).append(each)
        last = [say(each) for each in _SECTIONS.values()]
        return [Section(title, found[title]) for title in sorted(found, key=lambda title: title in last)]

    def _title(self, say: Speech, field: Field) -> str:
        if field.owner.startswith(PERSON):
            person: Any = self.persons.get(field.owner)
            name = " ".join(filter(None, (getattr(person, "first_name", None), getattr(person, "last_name", None))))
            return name or say("section_person")
        if field.owner:
            return say(f"section_{field.owner}")
        subject = field.path.partition(".")[0]
        return say(
            {"external_account": "section_bank", "tos_acceptance": "section_terms"}.get(subject, "section_business")
        )

    def _holder(self, owner: str) -> Any:
        if not owner:
            return self.account
        id = getattr(self.account, "individual_id", None) if owner == "individual" else owner
        return self.persons.get(id or "")


async def ask(tx: Tx, account: Account, options: PageOptions, *, update: bool, lock: bool = False) -> Asked:
    """What is asked for now. Before the type of the business is known, that is all, as the rest follows from it. With
    `update`, what can be changed of what is known is asked for, too. `lock` is for what is to be changed."""
    requirements, future = account.requirements, account.future_requirements
    paths: list[str] = []
    if requirements is not None:
        paths += requirements.currently_due
        paths += requirements.eventually_due if options.eventually else ()
        paths += [path for each in requirements.alternatives for path in _instead(each, paths)]
    if future is not None and options.future:
        paths += future.currently_due
        paths += future.eventually_due if options.eventually else ()
    if "business_type" in paths and account.business_type is None:
        paths = ["business_type"]
    elif update:
        paths += _changeable(account)
    rejected = {each.requirement: each.reason for each in (requirements.errors if requirements else ())}
    country = account.country or "US"
    persons = await _persons(tx, account, paths, lock=lock)
    pending = bool(requirements and requirements.pending_verification)
    return Asked(account, persons, fields_of(paths, country), rejected, pending)


def _instead(alternative: Any, paths: Iterable[str]) -> Iterable[str]:
    """What can be given in place of what is due."""
    return alternative.alternative_fields_due if {*alternative.original_fields_due} & {*paths} else ()


def _changeable(account: Account) -> list[str]:
    if account.business_type is None:
        return list(CHANGEABLE)
    alone = account.business_type is AccountBusinessType.INDIVIDUAL
    return [*CHANGEABLE, *((f"individual.{path}" for path in _PERSON) if alone else _COMPANY)]


async def _persons(tx: Tx, account: Account, paths: Iterable[str], *, lock: bool) -> dict[str, Resource]:
    """The people that paths are about, by id."""
    kind = tables.by_name.get("person")
    if kind is None or not any(owner_of(path)[0] for path in paths):
        return {}
    return {each.id: each for each in await tx.find(kind, holder_id=account.id, lock=lock)}
