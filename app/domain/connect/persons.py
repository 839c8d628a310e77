"""Persons of an account: its representative, owners, directors and executives."""

from typing import Annotated, Any

from typing_extensions import Doc

from app.domain import crud
from app.domain.connect import owner_tokens
from app.domain.connect.external_accounts import holder
from app.domain.connect.person_details import give
from app.domain.connect.requirements.following import settle
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.columns import Id, Inline
from app.tables.connect.account import Account, AccountBusinessType
from app.tables.connect.person import Person, PersonParams
from app.tables.tenancy import Tenant

NOTHING = PersonParams()
MOST = 100
"""Persons that an account can have."""

Token = Annotated[
    str | None,
    Doc("Token of the type `person`, of `tokenCreate`: its details stand where the input gives none. It works once."),
]


async def create(
    tx: Tx,
    *,
    account: Annotated[
        str | None, Id("account"), Doc("Account that the person belongs to. The default is the caller's own.")
    ] = None,
    changes: Annotated[PersonParams, Inline()] = NOTHING,
    person_token: Token = None,
    **values: Any,
) -> Person:
    """Add a person to an account."""
    own, owner = await holder(tx, account)
    given = await owner_tokens.person(tx, changes, person_token)
    everyone = await own.find(Person, holder_id=owner.id)
    must_have_room(everyone)
    person = own.add(Person(holder_id=owner.id, platform_id=owner.platform_id))
    if "meta" in values:
        person.meta = crud.merge_metadata({}, values["meta"])
    await give(own, owner, person, given, before=None, caller=tx)
    _must_be_the_only_one(everyone, person)
    represents = person.relationship is not None and person.relationship.representative
    if represents and owner.business_type is AccountBusinessType.INDIVIDUAL and owner.individual_id is None:
        owner.individual_id = person.id
    await settle(own, owner)
    own.tell("created", person)
    return person


async def update(
    tx: Tx,
    person: Person,
    *,
    changes: Annotated[PersonParams, Inline()] = NOTHING,
    person_token: Token = None,
    **values: Any,
) -> Person:
    """Update a person of an account. Omitted fields are unchanged, within hashes too; null clears a field."""
    own, owner = await _of(tx, person)
    given = await owner_tokens.person(tx, changes, person_token)
    before = Person(**person.__dict__)
    if "meta" in values:
        person.meta = crud.merge_metadata(person.meta, values["meta"])
    await give(own, owner, person, given, before=before, caller=tx)
    _must_be_the_only_one(await own.find(Person, holder_id=owner.id), person)
    await settle(own, owner)
    return person


async def delete(tx: Tx, person: Person) -> Person:
    """Remove a person from an account. Whoever represents the account stays: there is another one first."""
    own, owner = await _of(tx, person)
    represents = person.relationship is not None and person.relationship.representative
    if person.id == owner.individual_id or represents:
        raise InvalidRequest(
            "This person represents the account, and cannot be deleted. Have another person represent it first, with "
            "`relationship.representative`.",
            code=ErrorCode.PARAMETER_INVALID,
            field="id",
        )
    own.tell("deleted", person)
    own.delete(person)
    await settle(own, owner)
    return person


async def find(tx: Tx, id: str) -> Person:
    """A person of the caller's account, or of one that is connected to it, locked. Raises ResourceMissing."""
    seen = await tx.get(Person, id, lock=False)
    own = tx.on(Tenant.of(seen))
    # The account first, as everywhere, so that no two wait for each other.
    await own.get(Account, seen.holder_id or "")
    return await own.get(Person, id)


def must_have_room(everyone: list[Person]) -> None:
    """Raise InvalidRequest for one person too many."""
    if len(everyone) >= MOST:
        raise InvalidRequest(
            f"An account has at most {MOST} persons. Delete one that is not needed.",
            code=ErrorCode.PARAMETER_INVALID,
            field="account",
        )


async def _of(tx: Tx, person: Person) -> tuple[Tx, Account]:
    own = tx.on(Tenant.of(person))
    return own, await own.get(Account, person.holder_id or "")


def _must_be_the_only_one(everyone: list[Person], person: Person) -> None:
    """Raise InvalidRequest for a second representative."""
    if person.relationship is None or not person.relationship.representative:
        return
    for other in everyone:
        if other.id != person.id and other.relationship is not None and other.relationship.representative:
            raise InvalidRequest(
                f"{other.id} represents the account already, and only one person does. Update that person with "
                "`relationship.representative` false first.",
                code=ErrorCode.PARAMETER_INVALID,
                field="relationship.representative",
            )
